/// Published data sets, and files with plain English headers.
extension OrderPreset {
  static let plainPresets = [onlineRetail, cdnow, generic]

  /// UCI Online Retail: one line a product, invoices that start with C cancel.
  static let onlineRetail = OrderPreset(
    "online-retail",
    recognisedBy: [
      ["InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"]
    ],
    columns: [
      .customer: ["CustomerID"], .order: ["InvoiceNo"], .time: ["InvoiceDate"],
      .price: ["UnitPrice"], .quantity: ["Quantity"], .product: ["StockCode"],
    ]
  ) {
    $0.rules.cancellationPrefix = "C"
    $0.rules.priceMustBePositive = true
  }

  /// CDNOW as published: ` customer_id  date number_of_cds  dollar_value`, dates YYYYMMDD.
  static let cdnow = OrderPreset(
    "cdnow", recognisedBy: [["customer_id", "date", "number_of_cds", "dollar_value"]],
    columns: [
      .customer: ["customer_id"], .time: ["date"], .quantity: ["number_of_cds"],
      .amount: ["dollar_value"],
    ]
  ) { $0.rules.blankSeparated = true }

  static let generic = OrderPreset(
    "generic", recognisedBy: [],
    columns: [
      .customer: [
        "customer_id", "customer", "customer_no", "customer_number", "client_id", "client",
        "user_id", "user", "buyer_id", "buyer", "member_id",
      ],
      .order: [
        "order_id", "order", "order_no", "order_number", "invoice_id", "invoice", "invoice_no",
        "transaction_id",
      ],
      .time: [
        "payment_time", "payment_date", "paid_at", "order_date", "order_time", "date", "time",
        "timestamp", "datetime", "purchase_date", "invoice_date", "transaction_date", "created_at",
        "order_timestamp", "day",
      ],
      .amount: [
        "amount", "line_amount", "line_total", "order_amount", "revenue", "sales", "net_amount",
        "spend",
      ],
      .price: ["price", "unit_price", "item_price"],
      .quantity: ["quantity", "qty", "items", "units", "item_count"],
      .product: ["product_id", "product", "sku", "item_id", "item", "stock_code", "product_name"],
      .category: ["category", "category_id", "product_category", "category_name"],
      .channel: ["channel", "source", "acquisition_channel", "sales_channel", "order_channel"],
      .discount: ["discount", "discount_amount", "order_discount"],
      .postage: ["postage", "shipping", "shipping_amount", "shipping_cost", "freight"],
      .status: ["status", "order_status"],
      .statusDate: ["status_date", "cancelled_at", "canceled_at"],
      .refund: ["refund", "refund_amount", "refunded", "refunded_amount"],
      .refundDate: ["refund_date", "refund_time", "refunded_at"],
      .rating: ["rating", "stars"],
      .cost: ["cost", "unit_cost"],
    ])
}
