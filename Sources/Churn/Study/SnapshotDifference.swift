import DelimitedText
import Modeling

/// Which customers two snapshots of the same day know differently. Rows are matched by the customer.
struct SnapshotDifference: Equatable {
  /// The first row of the one snapshot that differs, else the first that only the other has.
  struct First: Equatable {
    /// nil where only the other snapshot has the customer.
    var row: Int?
    var customer: String
    /// `customer_id` where only one of the snapshots has the customer.
    var column: String
  }

  /// Customers with another value in some column, or in one of the snapshots alone.
  private(set) var customers = 0
  private(set) var first: First?

  init(_ one: CustomerSnapshot, _ other: CustomerSnapshot) {
    let rows = Dictionary(
      zip(other.customerIDs, other.customerIDs.indices), uniquingKeysWith: { first, _ in first })
    for (row, id) in one.customerIDs.enumerated() {
      guard let match = rows[id] else {
        add(row, id, "customer_id")
        continue
      }
      if let column = Self.column(one, row, other, match) { add(row, id, column) }
    }
    let known = Set(one.customerIDs)
    for id in other.customerIDs where !known.contains(id) { add(nil, id, "customer_id") }
  }

  private mutating func add(_ row: Int?, _ customer: String, _ column: String) {
    customers += 1
    if first == nil { first = First(row: row, customer: customer, column: column) }
  }

  /// The first column whose values differ.
  private static func column(
    _ one: CustomerSnapshot, _ row: Int, _ other: CustomerSnapshot, _ match: Int
  ) -> String? {
    zip(one.features.columns, other.features.columns).first { a, b in
      !isEqual(a.values, row, b.values, match)
    }?.0.name
  }

  private static func isEqual(
    _ a: FeatureTable.Values, _ row: Int, _ b: FeatureTable.Values, _ match: Int
  ) -> Bool {
    switch (a, b) {
    case (.numeric(let x), .numeric(let y)):
      x[row] == y[match] || x[row].isNaN && y[match].isNaN
    case (.categorical(let x, let names), .categorical(let y, let others)):
      text(x[row], names) == text(y[match], others)
    default: false
    }
  }

  private static func text(_ code: Int32, _ levels: [String]) -> String? {
    code < 0 ? nil : levels[Int(code)]
  }
}
