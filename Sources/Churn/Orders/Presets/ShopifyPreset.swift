/// Shopify's order export of 73 or 79 columns: a row for each product, what belongs to the order in
/// the first of them only. Subtotal is goods after discounts, before refunds, without postage.
extension OrderPreset {
  static let shopify = OrderPreset(
    "shopify",
    recognisedBy: [["Name", "Email", "Financial Status", "Paid at", "Lineitem quantity"]],
    columns: [
      .customer: ["Email"], .order: ["Name"], .time: ["Paid at"], .amount: ["Subtotal"],
      .price: ["Lineitem price"], .quantity: ["Lineitem quantity"], .product: ["Lineitem sku"],
      .channel: ["Source"], .discount: ["Discount Amount"], .postage: ["Shipping"],
      .status: ["Financial Status"], .statusDate: ["Cancelled at"], .refund: ["Refunded Amount"],
      .fulfilment: ["Fulfillment Status"],
    ],
    fallbacks: [
      .customer: ["Phone"], .time: ["Created at"], .product: ["Lineitem name"],
    ]
  ) {
    $0.statuses = .english
    $0.fulfilledWords = ["fulfilled"]
    $0.rules.orderLevel = [.amount, .postage, .discount, .refund]
    $0.rules.continuesOrderAbove = true
    $0.rules.statusDateCancels = true
    $0.rules.commaGroups = true
  }
}
