/// Named columns of equal length: the rows are customers, or whatever is modelled.
public struct FeatureTable: Sendable, Equatable {
  /// The values of one column; a missing value is NaN or code −1.
  public enum Values: Sendable, Equatable {
    case numeric([Double])
    /// `codes[i]` is an index into `levels`, or −1. Levels are distinct and in any order.
    case categorical(codes: [Int32], levels: [String])

    public var count: Int {
      switch self {
      case .numeric(let values): values.count
      case .categorical(let codes, _): codes.count
      }
    }
  }

  public struct Column: Sendable, Equatable {
    public var name: String
    public var values: Values

    public init(name: String, values: Values) {
      self.name = name
      self.values = values
    }
  }

  public let rowCount: Int
  public let columns: [Column]

  /// - Precondition: every column has `rowCount` values.
  public init(rowCount: Int, columns: [Column]) {
    precondition(columns.allSatisfy { $0.values.count == rowCount })
    self.rowCount = rowCount
    self.columns = columns
  }

  /// The column whose name has the same bytes.
  public func column(named name: String) -> Column? {
    columns.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// The given rows in the given order; a row may occur more than once.
  public func selecting(rows: [Int]) -> FeatureTable {
    FeatureTable(
      rowCount: rows.count,
      columns: columns.map { column in
        switch column.values {
        case .numeric(let values):
          Column(name: column.name, values: .numeric(rows.map { values[$0] }))
        case .categorical(let codes, let levels):
          Column(
            name: column.name, values: .categorical(codes: rows.map { codes[$0] }, levels: levels))
        }
      })
  }
}
