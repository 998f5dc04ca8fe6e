import DelimitedText
import Modeling

/// What a leaf's customers have in common: the rules on its path, those on one column drawn
/// together.
struct TierCondition {
  private struct Limits {
    var low = -Double.infinity
    var high = Double.infinity
    var levels: [String]?
    /// Whether each split on the column sends customers without a value this way.
    var takesMissing = true
  }

  private let tree: DecisionTree
  private let schema: FeatureSchema
  private let nodes: [Int: DecisionTree.Node]

  init(_ tree: DecisionTree, _ schema: FeatureSchema) {
    self.tree = tree
    self.schema = schema
    nodes = Dictionary(tree.nodes.map { ($0.number, $0) }, uniquingKeysWith: { $1 })
  }

  /// `149 <= first_amount < 412, first_channel in web`; `all` for a root alone.
  func text(leaf: Int) -> String {
    let limits = limits(leaf)
    let parts = schema.features.indices.compactMap { place in
      limits[place].map { text(schema.features[place], $0) }
    }
    return parts.isEmpty ? "all" : parts.joined(separator: ", ")
  }

  private func limits(_ leaf: Int) -> [Int: Limits] {
    var limits: [Int: Limits] = [:]
    var number = leaf
    while number > 1 {
      let isLeft = number % 2 == 0
      number /= 2
      guard let split = nodes[number]?.split else { continue }
      var own = limits[split.feature] ?? Limits()
      narrow(&own, split.rule, isLeft)
      if split.missingGoesLeft != isLeft { own.takesMissing = false }
      limits[split.feature] = own
    }
    return limits
  }

  /// From the leaf upwards: levels nearer to it are fewer.
  private func narrow(_ own: inout Limits, _ rule: DecisionTree.Split.Rule, _ isLeft: Bool) {
    switch rule {
    case .below(let cut), .atLeast(let cut):
      let isBelow = if case .below = rule { isLeft } else { !isLeft }
      if isBelow { own.high = min(own.high, cut) } else { own.low = max(own.low, cut) }
    case .levels(let left, let right):
      own.levels = own.levels ?? (isLeft ? left : right)
    }
  }

  private func text(_ feature: FeatureSchema.Feature, _ limits: Limits) -> String {
    let missing = limits.takesMissing && feature.missingCount > 0 ? " or missing" : ""
    if let levels = limits.levels {
      return "\(feature.name) in \(levels.joined(separator: ", "))" + missing
    }
    let (low, high) = (shortText(limits.low), shortText(limits.high))
    if limits.low == -.infinity { return "\(feature.name) < \(high)" + missing }
    if limits.high == .infinity { return "\(feature.name) >= \(low)" + missing }
    return "\(low) <= \(feature.name) < \(high)" + missing
  }
}
