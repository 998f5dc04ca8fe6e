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
    var rows: [ComplexityRow] = []
    var (splits, loss) = (0, root.loss)
    func add(_ price: Double) {
      rows.append(
        ComplexityRow(
          complexity: price, splits: splits,
          // A whole loss less its parts may be a hair below nothing.
          relativeError: root.loss > 0 ? max(0, loss / root.loss) : 1))
    }
    for (price, saved) in savings() {
      // Prices that differ by rounding alone are one step.
      let last = rows.last?.complexity ?? .infinity
      if last == .infinity || last - price > 1e-10 * abs(last) { add(price) }
      splits += 1
      loss -= saved
    }
    add(root.isLeaf ? root.complexity : cp)
    return rows
  }

  /// Complexity of each split and the loss that it saves by itself, the dearest first. A split never
  /// costs more than its parent, so those above a price are a subtree.
  private func savings() -> [(price: Double, saved: Double)] {
    var below: [Int: Double] = [:]
    for node in nodes { below[node.number / 2, default: 0] += node.loss }
    return nodes.filter { !$0.isLeaf }
      .map { ($0.complexity, $0.loss - (below[$0.number] ?? 0)) }
      .sorted { $0.0 > $1.0 }
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
