import CKernels

/// Subsets of levels.
extension SplitSearch {
  /// With two classes or a mean the best of all 2^(k−1) − 1 subsets is a prefix of the levels
  /// ordered by churn share or mean (Breiman et al. 1984, theorem 4.5; Fisher 1958): k − 1 candidates
  /// are enough. As in rpart shares are tried from the highest down and means from the lowest up, of
  /// equal ones the first in code-point order.
  func bestSubset(
    _ rows: NodeRows, _ feature: Int, _ codes: [Int32], _ levels: [String],
    _ options: ck_tree_options
  ) -> Candidate? {
    let (sums, missing, center) = tally(rows, codes, levels.count, options)
    let order = order(sums, options)
    let total = order.reduce(SideSums()) { $0 + sums[$1] }
    var best: (improvement: Double, prefix: Int, missingIsFirst: Bool)?
    var (first, options) = (SideSums(), options)
    for prefix in 1..<max(order.count, 1) {
      first = first + sums[order[prefix - 1]]
      for missingIsFirst in missing.rows > 0 ? [true, false] : [false] {
        let a = missingIsFirst ? first + missing : first
        let b = missingIsFirst ? total - first : total - first + missing
        guard min(a.rows, b.rows) >= specification.minimumLeaf else { continue }
        let improvement = ck_tree_improvement(&options, a.pair, b.pair)
        guard improvement > (best?.improvement ?? 0) + options.tolerance,
          ck_tree_is_allowed(&options, a.pair, b.pair, center) == 1
        else { continue }
        best = (improvement, prefix, missingIsFirst)
      }
    }
    guard let best else { return nil }
    let firstLevels = order.prefix(best.prefix)
    let firstSums = firstLevels.reduce(SideSums()) { $0 + sums[$1] }
    // The order makes the first levels those of the higher share; the lower share goes left.
    let firstIsLeft = firstSums.rate(options) < (total - firstSums).rate(options)
    let isLearned = missing.rows > 0
    let split = Subset(
      left: firstIsLeft ? Array(firstLevels) : Array(order.dropFirst(best.prefix)),
      right: firstIsLeft ? Array(order.dropFirst(best.prefix)) : Array(firstLevels),
      missingGoesLeft: isLearned && best.missingIsFirst == firstIsLeft,
      missingIsLearned: isLearned)
    return split.candidate(feature, levels, improvement: best.improvement)
  }

  /// Present levels in the order in which prefixes are tried; the sort is stable.
  private func order(_ sums: [SideSums], _ options: ck_tree_options) -> [Int] {
    let isDescending = options.criterion != Int32(CK_SQUARES)
    let rates = sums.map { isDescending ? -$0.rate(options) : $0.rate(options) }
    return sums.indices.filter { sums[$0].rows > 0 }.sorted { (rates[$0], $0) < (rates[$1], $1) }
  }

  /// Sums of each level and of the rows without one; the center of a target.
  private func tally(
    _ rows: NodeRows, _ codes: [Int32], _ levelCount: Int, _ options: ck_tree_options
  ) -> (levels: [SideSums], missing: SideSums, center: Double) {
    var counts = [ck_tree_level](repeating: ck_tree_level(), count: levelCount + 1)
    let center = withOptionalPointer(to: weights) { weights in
      withOptionalPointer(to: response.target) { target in
        var center = 0.0
        if let target {
          center = ck_tree_mean(
            rows.entries, Int64(rows.count), options.available_only == 1 ? codes : nil,
            Int32(levelCount), weights, target)
        }
        ck_tree_count_levels(
          rows.entries, Int64(rows.count), codes, weights, target, center, Int32(levelCount),
          &counts)
        return center
      }
    }
    let sums = counts.map { SideSums($0.w0, $0.w1, rows: Int($0.rows)) }
    return (
      Array(sums.dropLast()), options.available_only == 1 ? SideSums() : sums[levelCount], center
    )
  }
}

/// Levels by code that go left and right.
private struct Subset {
  var left: [Int]
  var right: [Int]
  var missingGoesLeft: Bool
  var missingIsLearned: Bool

  func candidate(
    _ feature: Int, _ levels: [String], improvement: Double
  ) -> SplitSearch.Candidate {
    var sides = [UInt8](repeating: RowSide.unknown, count: levels.count + 1)
    for level in left { sides[level] = RowSide.left }
    for level in right { sides[level] = RowSide.right }
    return SplitSearch.Candidate(
      split: DecisionTree.Split(
        feature: feature,
        rule: .levels(
          left: left.sorted().map { levels[$0] }, right: right.sorted().map { levels[$0] }),
        missingGoesLeft: missingGoesLeft, missingIsLearned: missingIsLearned,
        improvement: improvement),
      sides: sides)
  }
}
