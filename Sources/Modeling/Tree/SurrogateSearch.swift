import CKernels

/// The surrogates of a split: on each other feature the split that best imitates it (Breiman et al.
/// 1984, section 5.3), in rpart's version: agreement is counted over all rows with a known side,
/// rows without a value in the surrogate among them, and priors and costs play no part.
struct SurrogateSearch: Sendable {
  let weights: [Double]?
  /// Weight of the rows that the split sends left and right.
  let left: Double
  let right: Double

  private var majority: Double { max(left, right) }
  private var total: Double { left + right }
  /// Agreements closer than this differ by rounding alone.
  var tolerance: Double { SplitSearch.tieTolerance * total }

  /// - Parameter side: by row, as `RowSide` has it.
  /// - Returns: nil where no split on the feature is better than sending all one way.
  func best(
    of column: TreeColumn, feature: Int, in rows: NodeRows, side: UnsafePointer<UInt8>
  ) -> DecisionTree.Surrogate? {
    switch column {
    case .sorted(let column): bestCut(column, feature, rows.segment, side)
    case .binned(let column): bestBin(column, feature, rows, side)
    case .levels(let codes, let names): bestSubset(rows, feature, side, codes, names)
    }
  }

  private func bestCut(
    _ column: SortedColumn, _ feature: Int, _ segment: Range<Int>, _ side: UnsafePointer<UInt8>
  ) -> DecisionTree.Surrogate? {
    guard let numbers = column.numbers else { return nil }
    let found = withOptionalPointer(to: weights) {
      ck_tree_best_surrogate(
        numbers, column.rows + segment.lowerBound, Int64(segment.count), $0, side, tolerance)
    }
    return surrogate(feature, found)
  }

  func surrogate(_ feature: Int, _ found: ck_tree_surrogate) -> DecisionTree.Surrogate? {
    guard found.found == 1 else { return nil }
    return surrogate(
      feature, found.low_is_left == 1 ? .below(found.cut) : .atLeast(found.cut), found.agreement)
  }

  /// Each level goes where most of its weight goes; a draw with the majority of the rows that have a
  /// level. At least two rows must go as the split sends them and at least two must not, as in
  /// rpart 4.1: for it a perfect copy of the split is no surrogate, if it is of levels.
  private func bestSubset(
    _ rows: NodeRows, _ feature: Int, _ side: UnsafePointer<UInt8>, _ codes: [Int32],
    _ levels: [String]
  ) -> DecisionTree.Surrogate? {
    var counts = [ck_tree_level](repeating: ck_tree_level(), count: levels.count)
    withOptionalPointer(to: weights) {
      ck_tree_count_sides(
        rows.entries, Int64(rows.count), codes, $0, side, Int32(levels.count), &counts)
    }
    let drawGoesLeft = counts.reduce(0) { $0 + $1.w1 } > counts.reduce(0) { $0 + $1.w0 }
    let present = levels.indices.filter { counts[$0].rows > 0 }
    let isLeft = { (level: Int) in
      counts[level].w1 > counts[level].w0 || (counts[level].w1 == counts[level].w0 && drawGoesLeft)
    }
    let (left, right) = (present.filter(isLeft), present.filter { !isLeft($0) })
    let known = present.reduce(0) { $0 + counts[$1].rows }
    let agreeing =
      left.reduce(0) { $0 + counts[$1].left }
      + right.reduce(0) { $0 + counts[$1].rows - counts[$1].left }
    guard agreeing >= 2, known - agreeing >= 2 else { return nil }
    return surrogate(
      feature, .levels(left: left.map { levels[$0] }, right: right.map { levels[$0] }),
      present.reduce(0) { $0 + max(counts[$1].w0, counts[$1].w1) })
  }

  private func surrogate(
    _ feature: Int, _ rule: DecisionTree.Split.Rule, _ agreed: Double
  ) -> DecisionTree.Surrogate? {
    let adjusted = (agreed - majority) / (total - majority)
    guard total > majority, adjusted > 1e-10 else { return nil }
    return DecisionTree.Surrogate(
      feature: feature, rule: rule, agreement: agreed / total, adjustedAgreement: adjusted)
  }
}
