import DelimitedText

/// How to read an order file.
public struct OrderReadOptions: Sendable {
  /// The name of a preset; nil: found by the header.
  public var preset: String?
  /// Headers for roles, before those of the preset.
  public var columns: [OrderRole: String] = [:]
  public var read = ReadOptions()
  /// Orders of less are no purchase.
  public var minimumAmount = 0.0
  /// The last day that the file covers; nil: the latest day on any of its lines.
  public var dataUntil: Day?
  /// How many rejected lines the report lists; all are counted.
  public var listedRejects = Int.max

  public init() {}
}

/// What happened while an order file was read.
public struct OrderReadReport: Sendable {
  /// The input as messages name it.
  public var input: String
  public var preset: String
  /// Roles and the headers that play them.
  public var columns: [(role: OrderRole, header: String)]
  /// Lines that could not be used; data lines of the file, and those kept.
  public var rejects: Rejects
  public var lines = 0
  public var keptLines = 0
  public var customers = 0
  /// Distinct order ids (of a customer) with a purchase line, before anything is undone.
  public var orders = 0
  /// Cancellation lines, and those of them that found no line to cancel.
  public var cancellations = 0
  public var unmatchedCancellations = 0
  /// Lines that are no purchase because of their price, or of quantity 0.
  public var pricelessLines = 0
  public var zeroQuantityLines = 0
  /// Refunds and undoing statuses without a date of their own.
  public var undatedRefunds = 0
  /// Kept lines that repeat another one exactly.
  public var duplicateLines = 0
  /// Days of the first and last line with a readable date, rejected lines included.
  public var firstDay: Day?
  public var lastDay: Day?
  /// Hex SHA-256 of the file's content.
  public var sha256: String?
  /// What the user should know, a sentence each.
  public var warnings: [String] = []
}
