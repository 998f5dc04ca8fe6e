/// How one shop system writes its orders: which headers play which role, what its statuses say, and
/// its own rules.
///
/// The tables in `Presets` are all of it; nothing else in the module knows a header's name. A shop's
/// own can be read from a file of the same parts: see `init(json:)`.
public struct OrderPreset: Sendable, Equatable {
  /// What a file of the format holds.
  public enum Content: String, Sendable, CaseIterable {
    case orders
    /// What was in the orders, without who bought it: to be read with the list of the orders.
    case items
  }

  /// What a preset's lines mean beyond their columns.
  public struct Rules: Sendable, Equatable {
    /// An order id that starts so (in any case) is a cancellation of an earlier line.
    public var cancellationPrefix: String?
    /// A line with a price of 0 or less is no purchase.
    public var priceMustBePositive = false
    /// Fields are separated by runs of blanks.
    public var blankSeparated = false
    /// Values of the order as a whole, which its lines repeat or only the first one has: the largest
    /// counts, once. An amount is shared among the lines by price and quantity.
    public var orderLevel: [OrderRole] = []
    /// A row with the order id of the row above belongs to that customer, time and status.
    public var continuesOrderAbove = false
    /// An order with a `status_date` is cancelled from that day, whatever its status says.
    public var statusDateCancels = false
    /// A comma before three digits divides thousands: `1,299` is 1299.
    public var commaGroups = false

    public init() {}
  }

  /// The headers of one role, best first.
  public struct Headers: Sendable, Equatable {
    public var role: OrderRole
    public var names: [String]
  }

  public var name: String
  /// Formats of one shop system share it; `--preset` takes it, too.
  public var family: String
  /// Other names that `--preset` takes.
  public var aliases: [String] = []
  public var content = Content.orders
  /// Sets of headers that only this format has together; none for `generic`, which is tried last.
  public var recognisedBy: [[String]]
  /// The first header of a role that is there plays it.
  public var columns: [Headers]
  /// Columns that are looked at, in this order, where the role's own cell is empty.
  public var fallbacks: [Headers] = []
  public var statuses = OrderStatusWords.plain
  /// Words in `fulfilment` for goods that went out.
  public var fulfilledWords: [String] = []
  /// Texts of a missing value, beside those of every file.
  public var missing: [String] = []
  /// Customer cells that stand for nobody.
  public var noCustomer: [String] = []
  /// Why such a file cannot be used, unless `--columns` names a customer.
  public var refusal: String?
  /// What a user of such a file should know.
  public var warning: String?
  public var rules = Rules()

  public init(
    name: String, family: String? = nil, recognisedBy: [[String]] = [], columns: [Headers] = []
  ) {
    self.name = name
    self.family = family ?? name
    self.recognisedBy = recognisedBy
    self.columns = columns
  }

  /// The built-in presets, in the order in which a header is tried.
  public static let all: [OrderPreset] =
    taobaoPresets + chinesePresets + [shopify] + wooCommercePresets + plainPresets
}

extension OrderPreset {
  /// Headers of roles, as the tables write them.
  init(
    _ name: String, family: String? = nil, recognisedBy: [[String]],
    columns: KeyValuePairs<OrderRole, [String]>,
    fallbacks: KeyValuePairs<OrderRole, [String]> = [:],
    change: (inout OrderPreset) -> Void = { _ in }
  ) {
    self.init(name: name, family: family, recognisedBy: recognisedBy)
    self.columns = columns.map { Headers(role: $0, names: $1) }
    self.fallbacks = fallbacks.map { Headers(role: $0, names: $1) }
    change(&self)
  }
}
