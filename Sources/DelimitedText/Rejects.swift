/// An input row that could not be used, and why.
public struct Reject: Sendable, Hashable {
  /// The data row, counted from 1.
  public var row: Int
  /// The physical line where it begins, the header's is 1.
  public var line: Int
  public var column: String?
  /// The cell at fault, cut to 60 characters.
  public var value: String?
  /// One of few texts: rejects are counted by it.
  public var reason: String
  /// The input, where there are several.
  public var file: String?

  public init(row: Int, line: Int, column: String? = nil, value: String? = nil, reason: String) {
    self.row = row
    self.line = line
    self.column = column
    self.value = value.map(Location.cut)
    self.reason = reason
  }

  public static let tooFewFields = "fewer fields than the header"
  public static let tooManyFields = "more fields than the header"
  public static let noNumber = "not a number"
}

/// The rows that could not be used: counted by reason, and listed.
public struct Rejects: Sendable, Hashable {
  public struct Count: Sendable, Hashable {
    public var reason: String
    public var count: Int
  }

  /// In the order of the file.
  public private(set) var list: [Reject] = []
  /// By reason, in the order of their first appearance.
  public private(set) var counts: [Count] = []
  private let limit: Int

  /// - Parameter limit: how many are listed; all are counted. Set it where memory must not grow.
  public init(listing limit: Int = .max) { self.limit = limit }

  public var count: Int { counts.reduce(0) { $0 + $1.count } }
  public var isEmpty: Bool { counts.isEmpty }

  /// - Parameter file: the input, where there are several.
  public mutating func add(_ reject: Reject, in file: String? = nil) {
    var reject = reject
    if file != nil { reject.file = file }
    if list.count < limit { list.append(reject) }
    if let index = counts.firstIndex(where: { $0.reason == reject.reason }) {
      counts[index].count += 1
    } else {
      counts.append(Count(reason: reject.reason, count: 1))
    }
  }

  /// Refuses a file more than half of whose rows are rejected: it is not what it was taken for.
  ///
  /// - Parameter rows: all data rows, the rejected among them.
  public func check(rows: Int, file: String) throws(LocatedError) {
    guard count * 2 > rows else { return }
    let reasons = counts.map { "\($0.reason) (\($0.count))" }.joined(separator: ", ")
    let first = list.first
    throw LocatedError(
      .wrongData, "\(count) of \(rows) rows cannot be used: \(reasons)",
      at: Location(file: file, line: first?.line, column: first?.column, value: first?.value),
      advice: "The place is the first of them. Check separator, encoding and columns.")
  }
}
