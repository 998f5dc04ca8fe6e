import DelimitedText

/// All orders of one customer on one calendar day that stand.
public struct Occasion: Sendable, Equatable {
  /// Days since 1970-01-01.
  public var day: Int32
  /// Goods without postage, after discount and after what went back; NaN without amounts.
  public var amount: Double
  /// Units kept; NaN where a quantity is missing.
  public var items: Double
  public var orders: Int
}

/// What was known about one customer by the end of a day. A feature is a function of this alone.
public struct History: Sendable, Equatable {
  /// Days since 1970-01-01.
  public internal(set) var asOf: Int32 = 0
  /// By day, each day once.
  public internal(set) var occasions: [Occasion] = []
  /// Money of the occasions.
  public internal(set) var discount = 0.0
  public internal(set) var postage = 0.0
  /// Money of all orders placed, before anything went back, and what of it went back.
  public internal(set) var orderedAmount = 0.0
  public internal(set) var refundedAmount = 0.0
  /// Products and categories of the lines that stand.
  public internal(set) var distinctProducts = 0
  public internal(set) var distinctCategories = 0
  /// Index into `OrderLog.channels` of the first line that stands, or −1.
  public internal(set) var firstChannel: Int32 = -1
  /// The customer's first line of any kind by then, as its place in the file.
  var firstRow: Int32 = .max

  /// A history with the given occasions and nothing else.
  public init(asOf: Day, occasions: [Occasion] = []) {
    self.asOf = asOf.number
    self.occasions = occasions
  }

  /// Forgets everything but keeps the memory.
  mutating func reset(asOf day: Int32) {
    var kept = occasions
    kept.removeAll(keepingCapacity: true)
    self = History(asOf: Day(number: day))
    occasions = kept
  }
}
