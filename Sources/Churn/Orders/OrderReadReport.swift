import DelimitedText

/// What happened while order files were read.
public struct OrderReadReport: Sendable {
  /// What happened to one of the files.
  public struct File: Sendable {
    /// As messages name it.
    public var input: String
    public var preset: String
    public var content = OrderPreset.Content.orders
    public var encoding: TextEncoding
    /// Roles and the headers that play them.
    public var columns: [(role: OrderRole, header: String)]
    /// Headers that are looked at where a role's own cell is empty.
    public var fallbacks: [(role: OrderRole, header: String)] = []
    /// Headers that play no role.
    public var ignored: [String] = []
    /// A value of each role; of ids and customers their shape only.
    public var examples: [OrderRole: String] = [:]
    /// Texts of the status column with their meaning, and the lines that have them.
    public var statuses: [Status] = []
    public var lines = 0
    public var keptLines = 0
    public var rejected = 0
    /// Orders that an earlier file has, and their lines here, which are left out.
    public var repeatedOrders = 0
    public var repeatedLines = 0
    /// Days of the first and last line with a readable date.
    public var firstDay: Day?
    public var lastDay: Day?
    /// Hex SHA-256 of the content.
    public var sha256: String?
  }

  public struct Status: Sendable, Equatable {
    public var text: String
    public var meaning: OrderStatus
    /// Whether the preset lists the text; one that it does not list stands.
    public var isKnown: Bool
    public var lines: Int
  }

  /// In the order in which they were read: item lists come last.
  public var files: [File] = []
  /// Lines that could not be used; data lines of the files, and those kept.
  public var rejects: Rejects
  public var lines = 0
  public var keptLines = 0
  /// Lines after the last day that was asked for; they are left out.
  public var laterLines = 0
  public var customers = 0
  /// Distinct order ids (of a customer) with a purchase line, before anything is undone.
  public var orders = 0
  /// Cancellation lines, and those of them that found no line to cancel.
  public var cancellations = 0
  public var unmatchedCancellations = 0
  /// Lines that are no purchase because of their price, or of quantity 0.
  public var pricelessLines = 0
  public var zeroQuantityLines = 0
  /// Lines with a refund or an undoing status without a date of its own.
  public var undatedRefunds = 0
  /// Lines of orders that were never paid, by their status.
  public var neverPaidLines = 0
  /// Kept lines that repeat another one exactly.
  public var duplicateLines = 0
  /// Item lines that went to an order, and those whose order no order list has.
  public var joinedItems = 0
  public var unmatchedItems = 0
  /// Lines of the order lists without an item, where item lists were read.
  public var ordersWithoutItems = 0
  /// Lines whose customer was told by a fallback column.
  public var fallbackCustomers = 0
  /// Days of the first and last line with a readable date, rejected lines included.
  public var firstDay: Day?
  public var lastDay: Day?
  /// What the user should know, a sentence each.
  public var warnings: [String] = []

  init(rejects: Rejects) { self.rejects = rejects }

  /// The first file as messages name it.
  public var input: String { files.first?.input ?? "" }
  public var preset: String { files.first?.preset ?? "" }
  /// Roles of the first file and the headers that play them.
  public var columns: [(role: OrderRole, header: String)] { files.first?.columns ?? [] }
  /// Hex SHA-256 of the content, of a single file.
  public var sha256: String? { files.count == 1 ? files[0].sha256 : nil }
  public var repeatedOrders: Int { files.reduce(0) { $0 + $1.repeatedOrders } }
  public var repeatedLines: Int { files.reduce(0) { $0 + $1.repeatedLines } }
}
