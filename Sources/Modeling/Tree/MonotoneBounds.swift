/// Where the values below a split may lie, so that a tree moves one way along its constrained
/// features: the children of a split on such a feature are kept apart by the middle of their values.
struct MonotoneBounds {
  let left: ClosedRange<Double>
  let right: ClosedRange<Double>

  /// - Parameters:
  ///   - direction: of the feature that is split; nil without a constraint.
  ///   - bounds: of the node that is split; both values lie in them.
  init(
    _ direction: TreeSpecification.Monotonicity?, _ leftValue: Double, _ rightValue: Double,
    _ bounds: ClosedRange<Double>
  ) {
    guard direction != nil else {
      (left, right) = (bounds, bounds)
      return
    }
    let middle = leftValue / 2 + rightValue / 2
    let (below, above) = (
      bounds.lowerBound...max(bounds.lowerBound, middle),
      min(middle, bounds.upperBound)...bounds.upperBound
    )
    (left, right) = leftValue <= rightValue ? (below, above) : (above, below)
  }

  /// Whether the children of a split keep the constraints, with all rows that were sent there.
  static func isKept(
    _ monotone: [TreeSpecification.Monotonicity?], _ split: DecisionTree.Split,
    _ leftValue: Double, _ rightValue: Double, _ bounds: ClosedRange<Double>
  ) -> Bool {
    guard monotone.contains(where: { $0 != nil }) else { return true }
    guard bounds.contains(leftValue), bounds.contains(rightValue) else { return false }
    let lowIsLeft = if case .below = split.rule { true } else { false }
    switch monotone[split.feature] {
    case nil: return true
    case .increasing: return lowIsLeft ? leftValue <= rightValue : rightValue <= leftValue
    case .decreasing: return lowIsLeft ? rightValue <= leftValue : leftValue <= rightValue
    }
  }
}
