import DelimitedText
import Modeling

/// The part `tree` of a model file.
enum TreeCoding {
  static func json(_ model: TreeModel, schema: FeatureSchema) -> JSONValue {
    [
      "criterion": .string(model.criterion.rawValue),
      "nodes": .array(model.tree.nodes.map { .object(members($0, schema, isFile: true)) }),
      "cp_table": .array(model.complexityTable.map(json)),
      "importance": .array(model.importance.map { JSONValue($0) }),
    ]
  }

  static func json(_ row: ComplexityRow) -> JSONValue {
    [
      "cp": JSONValue(row.complexity), "splits": JSONValue(row.splits),
      "relative_error": JSONValue(row.relativeError),
      "cv_error": JSONValue(row.crossValidatedError),
      "cv_std": JSONValue(row.crossValidatedStandardError),
    ]
  }

  /// A node under the keys of `show --json`; in the file with what prediction needs besides.
  static func members(
    _ node: DecisionTree.Node, _ schema: FeatureSchema, isFile: Bool
  ) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "node": JSONValue(node.number),
      "parent": node.number == 1 ? .null : JSONValue(node.number / 2),
      "rows": JSONValue(node.rows), "churned": JSONValue(node.churned),
      "weight": JSONValue(node.weight), "probability": JSONValue(node.probability),
      "loss": JSONValue(node.loss), "deviance": JSONValue(node.deviance),
      "complexity": JSONValue(node.complexity), "surrogates": [],
    ]
    if isFile { members["churned_weight"] = JSONValue(node.churnedWeight) }
    let keys = ["rule", "feature", "operator", "threshold", "levels", "missing", "improvement"]
    for key in keys { members[key] = .null }
    guard let split = node.split else { return members }
    members["rule"] = .string(split.text(schema))
    members["feature"] = .string(schema.features[split.feature].name)
    members["improvement"] = JSONValue(split.improvement)
    members["missing"] = .string(split.missingGoesLeft ? "left" : "right")
    if isFile { members["missing_learned"] = .bool(split.missingIsLearned) }
    switch split.rule {
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

  static func model(_ node: JSONNode, schema: FeatureSchema) throws(LocatedError) -> TreeModel {
    let importance = try node["importance"].numbers()
    guard importance.count == schema.features.count else {
      throw try node["importance"].error(
        "has \(importance.count) numbers for \(schema.features.count) features")
    }
    return TreeModel(
      tree: try tree(node["nodes"], schema), complexityTable: try table(node["cp_table"]),
      importance: importance, criterion: try node["criterion"].enumeration(Impurity.self))
  }

  private static func table(_ node: JSONNode) throws(LocatedError) -> [ComplexityRow] {
    var rows: [ComplexityRow] = []
    for row in try node.array() {
      rows.append(
        ComplexityRow(
          complexity: try row["cp"].number(in: 0...1e300),
          splits: try row["splits"].int(in: 0...Int(Int32.max)),
          relativeError: try row["relative_error"].number(in: 0...1e300),
          crossValidatedError: try row.optional("cv_error")?.number(in: 0...1e300),
          crossValidatedStandardError: try row.optional("cv_std")?.number(in: 0...1e300)))
    }
    return rows
  }
}

// MARK: - Nodes

extension TreeCoding {
  /// Puts the nodes in preorder; refuses anything that is no tree.
  private static func tree(
    _ node: JSONNode, _ schema: FeatureSchema
  ) throws(LocatedError) -> DecisionTree {
    var byNumber: [Int: (node: DecisionTree.Node, place: JSONNode)] = [:]
    for entry in try node.array() {
      let parsed = try self.node(entry, schema)
      guard byNumber.updateValue((parsed, entry), forKey: parsed.number) == nil else {
        throw try entry["node"].error("is there twice")
      }
    }
    for number in byNumber.keys.sorted() {
      guard let (parsed, place) = byNumber[number] else { continue }
      if number > 1, byNumber[number / 2]?.node.isLeaf ?? true {
        throw try place["node"].error("has no inner node \(number / 2) above it")
      }
      if !parsed.isLeaf, byNumber[2 * number] == nil || byNumber[2 * number + 1] == nil {
        throw try place["node"].error("has a split but not both children")
      }
    }
    guard byNumber[1] != nil else { throw node.error("has no root, node 1") }
    return DecisionTree(nodes: preorder(byNumber.mapValues(\.node)))
  }

  private static func preorder(_ byNumber: [Int: DecisionTree.Node]) -> [DecisionTree.Node] {
    var nodes: [DecisionTree.Node] = []
    var waiting = [1]
    while let number = waiting.popLast() {
      guard let node = byNumber[number] else { continue }
      nodes.append(node)
      if !node.isLeaf { waiting += [2 * number + 1, 2 * number] }
    }
    return nodes
  }

  private static func node(
    _ node: JSONNode, _ schema: FeatureSchema
  ) throws(LocatedError) -> DecisionTree.Node {
    let number = try node["node"].int(in: 1...(1 << 31) - 1)
    let parent = try node.optional("parent")?.int(in: 1...(1 << 31) - 1)
    guard parent == (number == 1 ? nil : number / 2) else {
      throw try node["parent"].error("is not the parent of node \(number)")
    }
    let rows = try node["rows"].int(in: 0...Int(Int32.max))
    let weight = try node["weight"].number(in: 0...1e300)
    let parsed = DecisionTree.Node(
      number: number, split: try split(node, schema), rows: rows,
      churned: try node["churned"].int(in: 0...rows), weight: weight,
      churnedWeight: try node["churned_weight"].number(in: 0...weight),
      complexity: try node["complexity"].number(in: -1e300...1e300))
    let probability = try node["probability"]
    guard abs(try probability.number(in: 0...1) - parsed.probability) <= 1e-9 else {
      throw probability.error("is not churned_weight / weight of the node")
    }
    return parsed
  }

  private static func split(
    _ node: JSONNode, _ schema: FeatureSchema
  ) throws(LocatedError) -> DecisionTree.Split? {
    guard let name = try node.optional("feature")?.string() else { return nil }
    guard let place = schema.features.firstIndex(where: { $0.name == name }) else {
      throw try node["feature"].error("is no feature of the model")
    }
    return DecisionTree.Split(
      feature: place, rule: try rule(node, schema.features[place]),
      missingGoesLeft: try node["missing"].enumeration(["left", "right"]) == "left",
      missingIsLearned: try node["missing_learned"].bool(),
      improvement: try node["improvement"].number(in: 0...1e300))
  }

  private static func rule(
    _ node: JSONNode, _ feature: FeatureSchema.Feature
  ) throws(LocatedError) -> DecisionTree.Split.Rule {
    switch feature.kind {
    case .numeric:
      let isBelow = try node["operator"].enumeration(["<", ">="]) == "<"
      let cut = try node["threshold"].number()
      return isBelow ? .below(cut) : .atLeast(cut)
    case .categorical(let learned):
      _ = try node["operator"].enumeration(["in"])
      let left = try levels(node["levels"], learned)
      let right = try levels(node["other_levels"], learned)
      let sent = LevelIndex(left)
      guard right.allSatisfy({ sent.code(of: $0) == EncodedTable.unseen }) else {
        throw try node["other_levels"].error("has a level that is in levels too")
      }
      return .levels(left: left, right: right)
    }
  }

  private static func levels(
    _ node: JSONNode, _ learned: FeatureSchema.Categorical
  ) throws(LocatedError) -> [String] {
    let levels = try node.strings()
    let known = LevelIndex(learned.levels)
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
    let name = schema.features[feature].name
    switch rule {
    case .below(let cut): return "\(name) < \(JSONValue(cut).canonical())"
    case .atLeast(let cut): return "\(name) >= \(JSONValue(cut).canonical())"
    case .levels(let left, _): return "\(name) in \(left.joined(separator: ", "))"
    }
  }
}
