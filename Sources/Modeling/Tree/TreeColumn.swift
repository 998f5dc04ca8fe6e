/// A feature as a tree's grower reads it.
enum TreeColumn: Sendable {
  /// Numbers in an order of their own: every cut is tried.
  case sorted(SortedColumn)
  /// Numbers by bins: the cuts between bins are tried.
  case binned(BinnedColumn)
  /// By row, as `EncodedTable` has it.
  case levels(codes: [Int32], names: [String])
}

/// The rows of a node.
struct NodeRows: Sendable {
  /// All rows of the tree, those of a node next to each other and in the file's order.
  let order: SortedColumn
  /// The node's part of it, and of every sorted column.
  let segment: Range<Int>
  /// Where columns are binned.
  var histogram: NodeHistogram?

  var count: Int { segment.count }
  /// Twice the row's number plus its label.
  var entries: UnsafePointer<UInt32> { UnsafePointer(order.rows + segment.lowerBound) }
}
