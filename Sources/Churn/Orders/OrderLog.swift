import DelimitedText

/// The order lines of a shop as an export tells them, kept column by column.
///
/// Lines are sorted by customer (in the order of each customer's first line), then by day. What
/// became known about a line later — cancellations, refunds, statuses — stands beside it with the
/// day from which it is known, so that `History` can tell what was known by the end of any day.
public struct OrderLog: Sendable {
  /// Customer ids in the order of each customer's first line.
  public let customers: [String]
  /// Names of the channels.
  public let channels: [String]
  let productCount: Int
  let categoryCount: Int
  let lines: OrderLines
  /// Lines of customer c are `starts[c]..<starts[c + 1]`.
  let starts: [Int]
  /// By line, then by day.
  let adjustments: [Adjustment]
  /// The roles that the export fills.
  public let roles: Set<OrderRole>
  /// The last day that the file covers.
  public let dataEnd: Day
  /// Days of the first and the last line kept; `dataEnd` when there is none.
  public let firstDay: Day
  public let lastDay: Day
  /// Orders of less are no purchase.
  public let minimumAmount: Double

  init(
    customers: [String], channels: [String], productCount: Int, categoryCount: Int,
    lines: OrderLines, starts: [Int], adjustments: [Adjustment], roles: Set<OrderRole>,
    dataEnd: Int32, minimumAmount: Double
  ) {
    self.customers = customers
    self.channels = channels
    self.productCount = productCount
    self.categoryCount = categoryCount
    self.lines = lines
    self.starts = starts
    self.adjustments = adjustments
    self.roles = roles
    self.dataEnd = Day(number: dataEnd)
    self.minimumAmount = minimumAmount
    firstDay = Day(number: lines.day.min() ?? dataEnd)
    lastDay = Day(number: lines.day.max() ?? dataEnd)
  }

  /// Lines kept: purchases, cancellations and lines that are no purchase by rule.
  public var lineCount: Int { lines.count }

  /// Whether the lines have amounts, given or from price and quantity.
  public var hasAmounts: Bool {
    roles.contains(.amount) || roles.isSuperset(of: [.price, .quantity])
  }
}
