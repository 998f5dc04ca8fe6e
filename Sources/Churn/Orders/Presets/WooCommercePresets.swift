/// Exports of WooCommerce: its own Analytics, and those of plugins. Order totals have postage and
/// tax in them; the postage is taken off.
extension OrderPreset {
  static let wooCommercePresets = [skyVerge, webToffee, algolPlus, analytics]

  private static let wooCommerceFamily = "woocommerce"

  /// One row an order, or one an item.
  static let skyVerge = OrderPreset(
    "woocommerce-skyverge", family: wooCommerceFamily,
    recognisedBy: [["order_id", "order_total", "refunded_total", "billing_email", "status"]],
    columns: [
      .customer: ["billing_email"], .order: ["order_id"], .time: ["date"], .total: ["order_total"],
      .price: ["item_price"], .quantity: ["item_quantity"], .product: ["item_sku"],
      .discount: ["discount_total"], .postage: ["shipping_total"], .status: ["status"],
      .refund: ["refunded_total"],
    ],
    fallbacks: [.customer: ["customer_id"], .product: ["item_product_id", "item_name"]],
    change: wooCommerceRules)

  static let webToffee = OrderPreset(
    "woocommerce-webtoffee", family: wooCommerceFamily,
    recognisedBy: [
      ["order_id", "order_total", "paid_date", "customer_email", "status"],
      ["order_id", "order_total", "wt_import_key", "status"],
    ],
    columns: [
      .customer: ["billing_email", "customer_email"], .order: ["order_id"], .time: ["paid_date"],
      .total: ["order_total"], .discount: ["discount_total"], .postage: ["shipping_total"],
      .status: ["status"],
    ],
    fallbacks: [.customer: ["customer_email", "customer_id"], .time: ["order_date"]],
    change: wooCommerceRules)

  /// "Advanced Order Export" of AlgolPlus: one row an item.
  static let algolPlus = OrderPreset(
    "woocommerce-algolplus", family: wooCommerceFamily,
    recognisedBy: [["Order Number", "Order Status", "Email (Billing)", "Order Total Amount"]],
    columns: [
      .customer: ["Email (Billing)"], .order: ["Order Number"], .time: ["Order Date"],
      .total: ["Order Total Amount"], .price: ["Item Cost"], .quantity: ["Quantity"],
      .product: ["SKU"], .discount: ["Cart Discount Amount"], .postage: ["Order Shipping Amount"],
      .status: ["Order Status"], .refund: ["Order Refund Amount"],
    ],
    fallbacks: [.customer: ["Phone (Billing)"], .product: ["Name"]],
    change: wooCommerceRules)

  /// Net Sales is without tax and postage.
  static let analytics = OrderPreset(
    "woocommerce-analytics", family: wooCommerceFamily,
    recognisedBy: [["Date", "Order #", "Customer", "Net Sales", "Items sold"]],
    columns: [
      .customer: ["Customer"], .order: ["Order #"], .time: ["Date"], .amount: ["Net Sales"],
      .quantity: ["Items sold"], .channel: ["Attribution"], .status: ["Status"],
    ]
  ) {
    wooCommerceRules(&$0)
    $0.warning =
      "this export tells customers by name only: namesakes count as one, and one customer under "
      + "two spellings as two; a plugin's export with e-mail addresses is better"
  }

  private static func wooCommerceRules(_ preset: inout OrderPreset) {
    preset.statuses = .english
    preset.noCustomer = ["0"]
    preset.rules.orderLevel = [.amount, .postage, .discount, .refund]
    preset.rules.continuesOrderAbove = true
    preset.rules.commaGroups = true
  }
}
