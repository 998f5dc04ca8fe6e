import DelimitedText
import Modeling

/// Splits, surrogates and competitors in a node of a model file.
enum SplitCoding {
  static func members(
    _ split: DecisionTree.Split?, _ schema: FeatureSchema, isFile: Bool
  ) -> [String: JSONValue] {
    var members: [String: JSONValue] = ["surrogates": []]
    for key in ["rule", "feature", "operator", "threshold", "levels", "missing", "improvement"] {
      members[key] = .null
    }
    guard let split else { return members }
    members.merge(rule(split.rule, split.feature, schema, isFile: isFile)) { $1 }
    members["rule"] = .string(split.text(schema))
    members["improvement"] = JSONValue(split.improvement)
    members["missing"] = .string(split.missingGoesLeft ? "left" : "right")
    if isFile { members["missing_learned"] = .bool(split.missingIsLearned) }
    members["surrogates"] = .array(
      split.surrogates.map { surrogate in
        var part = rule(surrogate.rule, surrogate.feature, schema, isFile: isFile)
        part["agreement"] = JSONValue(surrogate.agreement)
        part["adjusted_agreement"] = JSONValue(surrogate.adjustedAgreement)
        return .object(part)
      })
    guard !split.competitors.isEmpty else { return members }
    members["competitors"] = .array(
      split.competitors.map { competitor in
        var part = rule(competitor.rule, competitor.feature, schema, isFile: isFile)
        part["improvement"] = JSONValue(competitor.improvement)
        return .object(part)
      })
    return members
  }

  private static func rule(
    _ rule: DecisionTree.Split.Rule, _ feature: Int, _ schema: FeatureSchema, isFile: Bool
  ) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "feature": .string(schema.features[feature].name), "threshold": .null, "levels": .null,
    ]
    switch rule {
    case .below(let cut):
      members["operator"] = "<"
      members["threshold"] = JSONValue(cut)
    case .atLeast(let cut):
      members["operator"] = ">="
      members["threshold"] = JSONValue(cut)
    case .levels(let left, let right):
      members["operator"] = "in"
      members["levels"] = .array(left.map { .string($0) })
      if isFile { members["other_levels"] = .array(right.map { .string($0) }) }
    }
    return members
  }

  /// nil in a leaf.
  static func split(
    _ node: JSONNode, _ index: SchemaIndex
  ) throws(LocatedError) -> DecisionTree.Split? {
    guard try node.optional("feature") != nil else { return nil }
    let (feature, rule) = try self.rule(node, index)
    var split = DecisionTree.Split(
      feature: feature, rule: rule,
      missingGoesLeft: try node["missing"].enumeration(["left", "right"]) == "left",
      missingIsLearned: try node["missing_learned"].bool(),
      improvement: try node["improvement"].number(in: 0...1e300))
    for part in try node["surrogates"].array(upTo: ModelLimits.features) {
      let (feature, rule) = try self.rule(part, index)
      split.surrogates.append(
        DecisionTree.Surrogate(
          feature: feature, rule: rule, agreement: try part["agreement"].number(in: 0...1),
          adjustedAgreement: try part["adjusted_agreement"].number(in: 0...1)))
    }
    for part in try node.optional("competitors")?.array(upTo: ModelLimits.features) ?? [] {
      let (feature, rule) = try self.rule(part, index)
      split.competitors.append(
        DecisionTree.Competitor(
          feature: feature, rule: rule, improvement: try part["improvement"].number(in: 0...1e300)))
    }
    return split
  }

  private static func rule(
    _ node: JSONNode, _ index: SchemaIndex
  ) throws(LocatedError) -> (feature: Int, rule: DecisionTree.Split.Rule) {
    let place = try index.place(node["feature"])
    switch index.kind(place) {
    case .numeric:
      let isBelow = try node["operator"].enumeration(["<", ">="]) == "<"
      let cut = try node["threshold"].number()
      return (place, isBelow ? .below(cut) : .atLeast(cut))
    case .categorical:
      let known = index.levels[place]
      _ = try node["operator"].enumeration(["in"])
      let left = try levels(node["levels"], known)
      let right = try levels(node["other_levels"], known)
      let sent = LevelIndex(left)
      guard right.allSatisfy({ sent.code(of: $0) == EncodedTable.unseen }) else {
        throw try node["other_levels"].error("has a level that is in levels too")
      }
      return (place, .levels(left: left, right: right))
    }
  }

  private static func levels(
    _ node: JSONNode, _ known: LevelIndex
  ) throws(LocatedError) -> [String] {
    let levels = try node.strings(upTo: ModelLimits.levels)
    guard !levels.isEmpty else { throw node.error("is empty") }
    for (place, level) in levels.enumerated() where known.code(of: level) < 0 {
      throw try node[place].error("is no level of the feature")
    }
    return levels
  }
}

extension DecisionTree.Split {
  /// `recency_days < 90.5`, `plan in basic, gold`.
  public func text(_ schema: FeatureSchema) -> String {
    rule.text(schema.features[feature].name)
  }

  /// The condition of the right child.
  func otherText(_ schema: FeatureSchema) -> String {
    rule.otherText(schema.features[feature].name)
  }
}

extension DecisionTree.Split.Rule {
  func text(_ name: String) -> String {
    switch self {
    case .below(let cut): "\(name) < \(JSONValue(cut).canonical())"
    case .atLeast(let cut): "\(name) >= \(JSONValue(cut).canonical())"
    case .levels(let left, _): "\(name) in \(left.joined(separator: ", "))"
    }
  }

  func otherText(_ name: String) -> String {
    switch self {
    case .below(let cut): "\(name) >= \(JSONValue(cut).canonical())"
    case .atLeast(let cut): "\(name) < \(JSONValue(cut).canonical())"
    case .levels(_, let right): "\(name) in \(right.joined(separator: ", "))"
    }
  }
}
