import Modeling

/// What the splits above a node let through: a conjunction that names each feature once, in the order
/// of the first split on it.
struct PathCondition: Sendable {
  private enum Limit: Sendable {
    /// low ≤ value < high.
    case numbers(low: Double, high: Double)
    case levels([String])
  }

  private var limits: [(feature: Int, limit: Limit)] = []

  /// With one more split passed.
  func passing(_ split: DecisionTree.Split, isLeft: Bool) -> PathCondition {
    var result = self
    let place = limits.firstIndex { $0.feature == split.feature }
    let limit = Self.limit(split.rule, isLeft, within: place.map { limits[$0].limit })
    if let place {
      result.limits[place].limit = limit
    } else {
      result.limits.append((split.feature, limit))
    }
    return result
  }

  private static func limit(
    _ rule: DecisionTree.Split.Rule, _ isLeft: Bool, within limit: Limit?
  ) -> Limit {
    var (low, high) = (-Double.infinity, Double.infinity)
    if case .numbers(let least, let greatest) = limit { (low, high) = (least, greatest) }
    switch (rule, isLeft) {
    case (.below(let cut), true), (.atLeast(let cut), false):
      return .numbers(low: low, high: min(high, cut))
    case (.below(let cut), false), (.atLeast(let cut), true):
      return .numbers(low: max(low, cut), high: high)
    case (.levels(let left, let right), _):
      let levels = isLeft ? left : right
      guard case .levels(let above) = limit else { return .levels(levels) }
      let known = LevelIndex(above)
      return .levels(levels.filter { known.code(of: $0) >= 0 })
    }
  }

  /// `recency_days >= 90 and < 210 & plan in basic, gold`; `all customers` at the root.
  func text(_ schema: FeatureSchema) -> String {
    if limits.isEmpty { return "all customers" }
    return limits.map { feature, limit in
      schema.features[feature].name + " " + Self.text(limit)
    }.joined(separator: " & ")
  }

  private static func text(_ limit: Limit) -> String {
    switch limit {
    case .levels(let levels): "in " + levels.joined(separator: ", ")
    case .numbers(let low, let high):
      [
        low > -.infinity ? ">= \(JSONValue(low).canonical())" : nil,
        high < .infinity ? "< \(JSONValue(high).canonical())" : nil,
      ].compactMap { $0 }.joined(separator: " and ")
    }
  }
}

extension DecisionTree {
  /// The condition of each node, in the order of `nodes`.
  var conditions: [PathCondition] {
    var known: [Int: PathCondition] = [1: PathCondition()]
    return nodes.map { node in
      let own = known.removeValue(forKey: node.number) ?? PathCondition()
      if let split = node.split {
        known[2 * node.number] = own.passing(split, isLeft: true)
        known[2 * node.number + 1] = own.passing(split, isLeft: false)
      }
      return own
    }
  }
}
