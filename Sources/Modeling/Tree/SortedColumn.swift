import CKernels

/// One feature's rows in the order of its values, gaps last; or, without values, all rows in the
/// file's order. A tree grows by partitioning every column's segment in place, so that each node's
/// rows stay sorted without being sorted again (Mehta, Agrawal & Rissanen 1996).
///
/// It owns its memory, so that several columns can be worked on by several threads; each is touched
/// by one thread at a time.
final class SortedColumn: @unchecked Sendable {
  let count: Int
  /// nil in the file's order.
  let values: UnsafeMutablePointer<Double>?
  /// Twice the row's number plus its label.
  let rows: UnsafeMutablePointer<UInt32>
  private let scratchValues: UnsafeMutablePointer<Double>?
  private let scratchRows: UnsafeMutablePointer<UInt32>

  private init(count: Int, hasValues: Bool) {
    self.count = count
    rows = .allocate(capacity: max(count, 1))
    scratchRows = .allocate(capacity: max(count, 1))
    values = hasValues ? .allocate(capacity: max(count, 1)) : nil
    scratchValues = hasValues ? .allocate(capacity: max(count, 1)) : nil
  }

  /// Sorts a column of numbers.
  convenience init(numbers: [Double], labels: [UInt8]) {
    self.init(count: numbers.count, hasValues: true)
    ck_tree_sort(
      numbers, labels, Int64(numbers.count), values, rows, scratchValues, scratchRows)
  }

  /// The file's order.
  convenience init(labels: [UInt8]) {
    self.init(count: labels.count, hasValues: false)
    for (row, label) in labels.enumerated() { rows[row] = UInt32(row) * 2 + UInt32(label) }
  }

  /// The entries whose row is marked with `wanted`, in the same order, in memory of their own.
  convenience init(_ column: SortedColumn, keeping marks: [UInt8], equalTo wanted: UInt8) {
    let kept = marks.count { $0 == wanted }
    self.init(count: kept, hasValues: column.values != nil)
    _ = ck_tree_filter(
      column.values, column.rows, Int64(column.count), marks, wanted, values, rows)
  }

  /// Moves the rows marked 1 to the front of the segment; returns how many they are.
  func partition(_ segment: Range<Int>, side: UnsafePointer<UInt8>) -> Int {
    Int(
      ck_tree_partition(
        values.map { $0 + segment.lowerBound }, rows + segment.lowerBound, Int64(segment.count),
        side, scratchValues, scratchRows))
  }

  /// Calls `body` with every value, its row and whether its label is 1, in ascending order.
  func forEach(_ body: (Double, Int, Bool) -> Void) {
    guard let values else { return }
    for place in 0..<count { body(values[place], Int(rows[place] >> 1), rows[place] & 1 == 1) }
  }

  /// How many values differ from the one before.
  var distinctCount: Int {
    guard let values, count > 0 else { return 0 }
    return 1 + (1..<count).count { values[$0] != values[$0 - 1] }
  }

  deinit {
    values?.deallocate()
    rows.deallocate()
    scratchValues?.deallocate()
    scratchRows.deallocate()
  }
}
