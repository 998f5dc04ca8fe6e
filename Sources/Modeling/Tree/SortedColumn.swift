import CKernels

/// One feature's rows in the order of its values, gaps last; or, without values, all rows in the
/// file's order. A tree grows by partitioning every column's segment in place, so that each node's
/// rows stay sorted without being sorted again (Mehta, Agrawal & Rissanen 1996).
///
/// An entry is four bytes: the row, its label, and whether its value is greater than that of the entry
/// before. A scan needs no more, and partitioning moves no values.
///
/// It owns its memory, so that several columns can be worked on by several threads; each is touched
/// by one thread at a time.
final class SortedColumn: @unchecked Sendable {
  /// Rows that fit an entry.
  static let limit = 1 << 30

  let count: Int
  /// By row; nil in the file's order.
  let numbers: [Double]?
  /// Entries as cart.h has them.
  let rows: UnsafeMutablePointer<UInt32>

  private init(count: Int, numbers: [Double]?) {
    self.count = count
    self.numbers = numbers
    rows = Workspace.allocated((count + 1) * MemoryLayout<UInt32>.stride)
      .bindMemory(to: UInt32.self, capacity: count + 1)
  }

  /// Sorts a column of numbers.
  convenience init(numbers: [Double], labels: [UInt8], in workspace: Workspace = Workspace()) {
    precondition(numbers.count < Self.limit)
    self.init(count: numbers.count, numbers: numbers)
    let items = workspace.room(for: 2 * count, of: UInt64.self)
    ck_tree_sort(numbers, labels, Int64(count), rows, items, items + count)
  }

  /// The file's order.
  convenience init(labels: [UInt8]) {
    self.init(count: labels.count, numbers: nil)
    for (row, label) in labels.enumerated() { rows[row] = UInt32(row) * 2 + UInt32(label) }
  }

  /// The entries whose row is marked with `wanted`, in the same order, in memory of their own.
  convenience init(_ column: SortedColumn, keeping marks: [UInt8], equalTo wanted: UInt8) {
    let kept = marks.count { $0 == wanted }
    self.init(count: kept, numbers: column.numbers)
    if kept == column.count {
      rows.update(from: column.rows, count: kept)
    } else {
      _ = ck_tree_filter(column.rows, Int64(column.count), marks, wanted, rows)
    }
  }

  /// Moves the rows whose bit is set to the front of the segment.
  func partition(
    _ segment: Range<Int>, bits: UnsafePointer<UInt32>, in workspace: Workspace = Workspace()
  ) {
    _ = ck_tree_partition(
      rows + segment.lowerBound, Int64(segment.count), bits,
      workspace.room(for: segment.count, of: UInt32.self))
  }

  /// The row of an entry.
  func row(at place: Int) -> Int { Int((rows[place] & ~CK_TREE_STEP) >> 1) }

  /// Whether an entry's label is 1.
  func isLabelled(at place: Int) -> Bool { rows[place] & 1 == 1 }

  /// Whether an entry's value is not that of the entry before.
  func isStep(at place: Int) -> Bool { rows[place] & CK_TREE_STEP != 0 }

  /// Calls `body` with every value, its row and whether its label is 1, in ascending order.
  func forEach(_ body: (Double, Int, Bool) -> Void) {
    guard let numbers else { return }
    for place in 0..<count {
      let row = row(at: place)
      body(numbers[row], row, isLabelled(at: place))
    }
  }

  /// Different values, all gaps being one.
  var distinctCount: Int { (0..<count).count { isStep(at: $0) } }

  deinit { rows.deallocate() }
}
