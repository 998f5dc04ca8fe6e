import CKernels

/// The best split of a node's rows on one feature.
struct SplitSearch: Sendable {
  var criterion: Impurity
  var minimumLeaf: Int
  /// Case weights by row; nil for 1.
  var weights: [Double]?

  /// A split found, with what the grower needs to carry it out.
  struct Candidate: Sendable {
    var split: DecisionTree.Split
    /// For categoricals: 1 for each level that goes left, last the gaps.
    var leftLevels: [UInt8] = []
  }

  /// Improvements closer than this, relative to the node's impurity, are ties: they differ by
  /// rounding alone. The first column and the lowest cut win.
  static let tieTolerance = 1e-11

  func best(
    of column: SortedColumn, feature: Int, in segment: Range<Int>, node: DecisionTree.Node
  ) -> Candidate? {
    let parent = criterion.total(node.weight - node.churnedWeight, node.churnedWeight)
    switch column.kind {
    case .numeric: return bestCut(column, feature, segment, parent)
    case .categorical(let codes, let levels):
      return bestSubset(column, feature, segment, parent, codes, levels)
    }
  }

  /// Every midpoint between neighbouring values, with the rows without a value on either side.
  private func bestCut(
    _ column: SortedColumn, _ feature: Int, _ segment: Range<Int>, _ parent: Double
  ) -> Candidate? {
    guard let values = column.values else { return nil }
    var options = ck_tree_options(
      criterion: criterion.kernelCode, min_leaf: Int64(minimumLeaf),
      tolerance: Self.tieTolerance * parent)
    let cut = withOptionalPointer(to: weights) {
      ck_tree_best_cut(
        values + segment.lowerBound, column.rows + segment.lowerBound, Int64(segment.count), $0,
        &options)
    }
    guard cut.found == 1 else { return nil }
    let low = ClassWeights(stayed: cut.low.0, churned: cut.low.1)
    let high = ClassWeights(stayed: cut.high.0, churned: cut.high.1)
    let lowIsLeft = low.share < high.share
    return Candidate(
      split: DecisionTree.Split(
        feature: feature, rule: lowIsLeft ? .below(cut.cut) : .atLeast(cut.cut),
        missingGoesLeft: (cut.missing_low == 1) == lowIsLeft, missingIsLearned: cut.missing > 0,
        improvement: cut.improvement))
  }
}

private struct ClassWeights {
  var stayed = 0.0
  var churned = 0.0
  var rows = 0

  var weight: Double { stayed + churned }
  var share: Double { churned / weight }

  static func + (a: Self, b: Self) -> Self {
    Self(stayed: a.stayed + b.stayed, churned: a.churned + b.churned, rows: a.rows + b.rows)
  }

  static func - (a: Self, b: Self) -> Self {
    Self(stayed: a.stayed - b.stayed, churned: a.churned - b.churned, rows: a.rows - b.rows)
  }
}

// MARK: - Subsets of levels

extension SplitSearch {
  /// With two classes the best of all 2^(k−1) − 1 subsets is a prefix of the levels ordered by
  /// churn share (Breiman et al. 1984, theorem 4.5; Fisher 1958): k − 1 candidates are enough.
  private func bestSubset(
    _ column: SortedColumn, _ feature: Int, _ segment: Range<Int>, _ parent: Double,
    _ codes: [Int32], _ levels: [String]
  ) -> Candidate? {
    let (tallies, missing) = tally(column, segment, codes, levels.count)
    // Levels are in code-point order, and the sort is stable: ties in share stay so.
    let present = levels.indices.filter { tallies[$0].rows > 0 }
      .sorted { (tallies[$0].share, $0) < (tallies[$1].share, $1) }
    let total = present.reduce(ClassWeights()) { $0 + tallies[$1] }
    var best: (improvement: Double, prefix: Int, missingLeft: Bool)?
    var left = ClassWeights()
    for prefix in 1..<max(present.count, 1) {
      left = left + tallies[present[prefix - 1]]
      for missingLeft in missingSides(left, total - left, missing) {
        let (a, b) = sides(left, total - left, missing, missingLeft)
        guard a.rows >= minimumLeaf, b.rows >= minimumLeaf else { continue }
        let improvement =
          parent - criterion.total(a.stayed, a.churned) - criterion.total(b.stayed, b.churned)
        if improvement > (best?.improvement ?? 0) + Self.tieTolerance * parent {
          best = (improvement, prefix, missingLeft)
        }
      }
    }
    return best.map { best in
      candidate(feature, levels, present, best.prefix, best.missingLeft, missing, best.improvement)
    }
  }

  private func tally(
    _ column: SortedColumn, _ segment: Range<Int>, _ codes: [Int32], _ levelCount: Int
  ) -> (levels: [ClassWeights], missing: ClassWeights) {
    var counts = [ck_tree_level](repeating: ck_tree_level(), count: levelCount + 1)
    withOptionalPointer(to: weights) {
      ck_tree_count_levels(
        column.rows + segment.lowerBound, Int64(segment.count), codes, $0, Int32(levelCount),
        &counts)
    }
    let tallies = counts.map { ClassWeights(stayed: $0.w0, churned: $0.w1, rows: Int($0.rows)) }
    return (Array(tallies.dropLast()), tallies[levelCount])
  }

  /// Both sides where rows without a value are here; else the heavier side.
  private func missingSides(
    _ left: ClassWeights, _ right: ClassWeights, _ missing: ClassWeights
  ) -> [Bool] {
    missing.rows > 0 ? [true, false] : [left.weight >= right.weight]
  }

  private func sides(
    _ left: ClassWeights, _ right: ClassWeights, _ missing: ClassWeights, _ missingLeft: Bool
  ) -> (ClassWeights, ClassWeights) {
    missingLeft ? (left + missing, right) : (left, right + missing)
  }

  private func candidate(
    _ feature: Int, _ levels: [String], _ present: [Int], _ prefix: Int, _ missingLeft: Bool,
    _ missing: ClassWeights, _ improvement: Double
  ) -> Candidate {
    // A prefix in order of the share has the lower share of the two; with the gaps on one side it
    // may turn around, and the side with the lower share is still called left in the ordering.
    var marks = [UInt8](repeating: missingLeft ? 1 : 0, count: levels.count + 1)
    for level in present { marks[level] = 0 }
    for level in present.prefix(prefix) { marks[level] = 1 }
    return Candidate(
      split: DecisionTree.Split(
        feature: feature,
        rule: .levels(
          left: present.prefix(prefix).sorted().map { levels[$0] },
          right: present.dropFirst(prefix).sorted().map { levels[$0] }),
        missingGoesLeft: missingLeft, missingIsLearned: missing.rows > 0,
        improvement: improvement),
      leftLevels: marks)
  }
}
