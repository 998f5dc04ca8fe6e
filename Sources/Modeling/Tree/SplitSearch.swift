import CKernels

/// The best split of a node's rows on one feature.
struct SplitSearch: Sendable {
  let specification: TreeSpecification
  let response: NodeResponse
  /// Case weights by row; nil for 1.
  let weights: [Double]?
  /// By feature; nil where there is no constraint.
  let monotone: [TreeSpecification.Monotonicity?]

  init(
    _ specification: TreeSpecification, _ response: NodeResponse, weights: [Double]?,
    monotone: [TreeSpecification.Monotonicity?] = []
  ) {
    self.specification = specification
    self.response = response
    self.weights = weights
    self.monotone = monotone
  }

  /// A split found, with what the grower needs to carry it out. Where rows without a value have not
  /// been tried, `missingGoesLeft` is for the grower to say.
  struct Candidate: Sendable {
    var split: DecisionTree.Split
    /// For categoricals, by code: as `RowSide` has it, unknown for levels not seen here; last the
    /// gaps.
    var sides: [UInt8] = []
    /// Of numbers where each row of the node has a side.
    var sums: (left: SideSums, right: SideSums)?
  }

  /// Improvements closer than this, relative to the node's impurity, are ties: they differ by
  /// rounding alone. The first column and the lowest cut win.
  static let tieTolerance = 1e-11

  func best(of column: TreeColumn, feature: Int, in branch: Branch) -> Candidate? {
    best(
      of: column, feature: feature, in: branch.rows, node: branch.node, bounds: branch.bounds)
  }

  /// - Parameter bounds: where the values of both children must lie.
  func best(
    of column: TreeColumn, feature: Int, in rows: NodeRows, node: DecisionTree.Node,
    bounds: ClosedRange<Double> = -.infinity ... .infinity
  ) -> Candidate? {
    let options = options(feature, node, bounds)
    switch column {
    case .sorted(let column): return bestCut(column, feature, rows.segment, options)
    case .binned(let column): return bestBin(column, feature, rows.histogram, node, options)
    case .levels(let codes, let names):
      return bestSubset(rows, feature, codes, names, options)
    }
  }

  private func options(
    _ feature: Int, _ node: DecisionTree.Node, _ bounds: ClosedRange<Double>
  ) -> ck_tree_options {
    var options = ck_tree_options()
    options.criterion = Int32(CK_SQUARES)
    (options.scale, options.prior) = ((1, 1), (1, 1))
    if case .classes(_, let costs) = response {
      options.criterion = specification.criterion.kernelCode
      options.scale = (costs.stayedScale, costs.churnedScale)
      options.prior = (costs.stayedPrior, costs.churnedPrior)
    }
    options.available_only = specification.missing == .surrogate ? 1 : 0
    options.min_leaf = Int64(specification.minimumLeaf)
    options.tolerance = tolerance(node)
    let direction = feature < monotone.count ? monotone[feature] : nil
    options.monotone = direction.map { $0 == .increasing ? 1 : -1 } ?? 0
    (options.lower, options.upper) = (bounds.lowerBound, bounds.upperBound)
    options.is_constrained = monotone.contains { $0 != nil } ? 1 : 0
    return options
  }

  func tolerance(_ node: DecisionTree.Node) -> Double {
    Self.tieTolerance * response.impurity(node, specification.criterion)
  }

  /// Every midpoint between neighbouring values.
  private func bestCut(
    _ column: SortedColumn, _ feature: Int, _ segment: Range<Int>, _ options: ck_tree_options
  ) -> Candidate? {
    guard let numbers = column.numbers else { return nil }
    var options = options
    let cut = withOptionalPointer(to: weights) { weights in
      withOptionalPointer(to: response.target) { target in
        ck_tree_best_cut(
          numbers, column.rows + segment.lowerBound, Int64(segment.count), weights, target,
          &options)
      }
    }
    return candidate(cut, feature, options)
  }

  /// The side with the lower share or mean is left.
  func candidate(
    _ cut: ck_tree_cut, _ feature: Int, _ options: ck_tree_options
  ) -> Candidate? {
    guard cut.found == 1 else { return nil }
    let low = SideSums(cut.low.0, cut.low.1)
    let high = SideSums(cut.high.0, cut.high.1)
    let lowIsLeft = low.rate(options) < high.rate(options)
    let isLearned = options.available_only == 0 && cut.missing > 0
    let hasSides = isLearned || cut.missing == 0
    return Candidate(
      split: DecisionTree.Split(
        feature: feature, rule: lowIsLeft ? .below(cut.cut) : .atLeast(cut.cut),
        missingGoesLeft: isLearned && (cut.missing_low == 1) == lowIsLeft,
        missingIsLearned: isLearned, improvement: cut.improvement),
      sums: hasSides ? (lowIsLeft ? (low, high) : (high, low)) : nil)
  }
}

/// The two sums of a side that the search works with: class weights; or weight, and weighted sum of
/// target − center.
struct SideSums: Equatable {
  var first = 0.0
  var second = 0.0
  var rows = 0

  init(_ first: Double = 0, _ second: Double = 0, rows: Int = 0) {
    self.first = first
    self.second = second
    self.rows = rows
  }

  var pair: [Double] { [first, second] }

  /// Churn share, or mean above the center. A prior does not change the order of shares.
  func rate(_ options: ck_tree_options) -> Double {
    second / (options.criterion == Int32(CK_SQUARES) ? first : first + second)
  }

  static func + (a: Self, b: Self) -> Self {
    Self(a.first + b.first, a.second + b.second, rows: a.rows + b.rows)
  }

  static func - (a: Self, b: Self) -> Self {
    Self(a.first - b.first, a.second - b.second, rows: a.rows - b.rows)
  }
}
