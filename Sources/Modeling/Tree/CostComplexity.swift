/// A line of the cp table: the subtree that is best for complexity parameters down to `complexity`.
public struct ComplexityRow: Sendable, Equatable {
  public var complexity: Double
  public var splits: Int
  /// Loss on the training rows, relative to the root's.
  public var relativeError: Double
  /// Cross-validated, relative to the root's; nil without cross-validation.
  public var crossValidatedError: Double?
  public var crossValidatedStandardError: Double?

  public init(
    complexity: Double, splits: Int, relativeError: Double, crossValidatedError: Double? = nil,
    crossValidatedStandardError: Double? = nil
  ) {
    self.complexity = complexity
    self.splits = splits
    self.relativeError = relativeError
    self.crossValidatedError = crossValidatedError
    self.crossValidatedStandardError = crossValidatedStandardError
  }
}

extension DecisionTree {
  /// The nested sequence of subtrees of cost-complexity pruning, smallest first; the last line is the
  /// whole tree at `cp`. A root alone has one line, with the complexity of the split that it lacks.
  public func complexityTable(cp: Double) -> [ComplexityRow] {
    guard let root = nodes.first else { return [] }
    var prices: [Double] = []
    for price in nodes.lazy.filter({ !$0.isLeaf }).map(\.complexity).sorted(by: >) {
      // Prices that differ by rounding alone are one step.
      if let last = prices.last, last - price <= 1e-10 * abs(last) { continue }
      prices.append(price)
    }
    return (prices + [root.isLeaf ? root.complexity : cp]).enumerated().map { step, price in
      let subtree = step == 0 ? pruned(at: .infinity) : pruned(at: price)
      let loss = subtree.nodes.lazy.filter(\.isLeaf).map(\.loss).reduce(0, +)
      return ComplexityRow(
        complexity: price, splits: subtree.leafCount - 1,
        relativeError: root.loss > 0 ? loss / root.loss : 1)
    }
  }
}

extension [ComplexityRow] {
  /// The line whose subtree a pruning rule chooses.
  public func chosen(_ pruning: TreeSpecification.Pruning) -> ComplexityRow? {
    let judged = filter { $0.crossValidatedError != nil }
    guard pruning != .none,
      let best = judged.min(by: { ($0.crossValidatedError ?? 0) < ($1.crossValidatedError ?? 0) }),
      let error = best.crossValidatedError
    else { return last }
    if pruning == .minimum { return best }
    let limit = error + (best.crossValidatedStandardError ?? 0)
    return judged.first { ($0.crossValidatedError ?? .infinity) <= limit }
  }
}
