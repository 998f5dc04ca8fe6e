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
  /// Entries as cart.h has them.
  var entries: UnsafePointer<UInt32> { UnsafePointer(order.rows + segment.lowerBound) }

  func prefix(_ count: Int) -> NodeRows {
    NodeRows(order: order, segment: segment.lowerBound..<segment.lowerBound + count)
  }

  func dropFirst(_ count: Int) -> NodeRows {
    NodeRows(order: order, segment: segment.lowerBound + count..<segment.upperBound)
  }
}

/// A node that may be split.
struct Branch: Sendable {
  let node: DecisionTree.Node
  var rows: NodeRows
  /// Where values may lie under the constraints above.
  let bounds: ClosedRange<Double>
  /// The best split of each column that has one.
  var candidates: [SplitSearch.Candidate] = []
}
