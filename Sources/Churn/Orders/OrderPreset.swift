/// How one shop system writes its orders: which headers play which role, and its own rules.
///
/// `all` is the whole table; nothing else in the module knows a header's name.
public struct OrderPreset: Sendable, Equatable {
  /// What a preset's lines mean beyond their columns.
  public struct Rules: Sendable, Equatable {
    /// An order id that starts so (in any case) is a cancellation of an earlier line.
    public var cancellationPrefix: String?
    /// A line with a price of 0 or less is no purchase.
    public var priceMustBePositive = false
    /// Fields are separated by runs of blanks.
    public var blankSeparated = false
  }

  public var name: String
  /// Headers that only this format has together; empty for `generic`, which is tried last.
  public var recognisedBy: [String]
  /// For each role the headers that may play it, best first.
  public var headers: [(role: OrderRole, names: [String])]
  public var rules = Rules()

  public static func == (a: OrderPreset, b: OrderPreset) -> Bool { a.name == b.name }

  /// The presets of this version, in the order in which a header is tried.
  public static let all: [OrderPreset] = [onlineRetail, cdnow, generic]

  /// Names that the command accepts as presets but that are not there yet.
  public static let planned = [
    "taobao", "tmall", "qianniu", "jd", "youzan", "douyin", "pinduoduo", "shopify", "woocommerce",
  ]

  /// UCI Online Retail: one line a product, invoices that start with C cancel.
  static let onlineRetail = OrderPreset(
    name: "online-retail",
    recognisedBy: ["InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"],
    headers: [
      (.customer, ["CustomerID"]), (.order, ["InvoiceNo"]), (.time, ["InvoiceDate"]),
      (.price, ["UnitPrice"]), (.quantity, ["Quantity"]), (.product, ["StockCode"]),
    ],
    rules: Rules(cancellationPrefix: "C", priceMustBePositive: true))

  /// CDNOW as published: ` customer_id  date number_of_cds  dollar_value`, dates YYYYMMDD.
  static let cdnow = OrderPreset(
    name: "cdnow",
    recognisedBy: ["customer_id", "date", "number_of_cds", "dollar_value"],
    headers: [
      (.customer, ["customer_id"]), (.time, ["date"]), (.quantity, ["number_of_cds"]),
      (.amount, ["dollar_value"]),
    ],
    rules: Rules(blankSeparated: true))

  /// Plain English headers.
  static let generic = OrderPreset(
    name: "generic", recognisedBy: [],
    headers: [
      (
        .customer,
        ["customer_id", "customer", "customer_no", "customer_number", "client_id"]
          + ["client", "user_id", "user", "buyer_id", "buyer", "member_id"]
      ),
      (
        .order,
        ["order_id", "order", "order_no", "order_number", "invoice_id", "invoice"]
          + ["invoice_no", "transaction_id"]
      ),
      (
        .time,
        ["payment_time", "payment_date", "paid_at", "order_date", "order_time", "date"]
          + ["time", "timestamp", "datetime", "purchase_date", "invoice_date", "transaction_date"]
          + ["created_at", "order_timestamp", "day"]
      ),
      (
        .amount,
        ["amount", "line_amount", "line_total", "order_amount", "revenue", "sales"]
          + ["net_amount", "spend"]
      ),
      (.price, ["price", "unit_price", "item_price"]),
      (.quantity, ["quantity", "qty", "items", "units", "item_count"]),
      (
        .product, ["product_id", "product", "sku", "item_id", "item", "stock_code", "product_name"]
      ),
      (.category, ["category", "category_id", "product_category", "category_name"]),
      (.channel, ["channel", "source", "acquisition_channel", "sales_channel", "order_channel"]),
      (.discount, ["discount", "discount_amount", "order_discount"]),
      (.postage, ["postage", "shipping", "shipping_amount", "shipping_cost", "freight"]),
      (.status, ["status", "order_status"]),
      (.statusDate, ["status_date", "cancelled_at", "canceled_at"]),
      (.refund, ["refund", "refund_amount", "refunded", "refunded_amount"]),
      (.refundDate, ["refund_date", "refund_time", "refunded_at"]),
      (.rating, ["rating", "stars"]),
      (.cost, ["cost", "unit_cost"]),
    ])
}
