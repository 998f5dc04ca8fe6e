import DelimitedText
import Modeling

/// The part `tree` of a model file.
enum TreeCoding {
  static func json(_ model: TreeModel, schema: FeatureSchema) -> JSONValue {
    let nodes = model.tree.nodes.map {
      JSONValue.object(members($0, schema, isFile: true, isRegression: model.isRegression))
    }
    return .object(
      [
        "nodes": .array(nodes), "cp_table": .array(model.complexityTable.map(json)),
        "importance": .array(model.importance.map { JSONValue($0) }),
      ].merging(costs(model)) { $1 }.merging(LeafCountsCoding.members(model.heldOutLeaves)) { $1 })
  }

  /// Criterion, priors and costs; those that the tree was grown without are left out.
  static func costs(_ model: TreeModel) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    members["criterion"] = model.criterion.map { .string($0.rawValue) }
    members["prior"] = model.prior.map {
      ["no": JSONValue($0.stayed), "yes": JSONValue($0.churned)]
    }
    if model.cost != MisclassificationCost() {
      members["loss"] = [
        "fp": JSONValue(model.cost.falsePositive), "fn": JSONValue(model.cost.falseNegative),
      ]
    }
    return members
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
    _ node: DecisionTree.Node, _ schema: FeatureSchema, isFile: Bool, isRegression: Bool
  ) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "node": JSONValue(node.number),
      "parent": node.number == 1 ? .null : JSONValue(node.number / 2),
      "rows": JSONValue(node.rows), "weight": JSONValue(node.weight),
      "loss": JSONValue(node.loss), "complexity": JSONValue(node.complexity),
    ]
    if isRegression {
      members["mean"] = JSONValue(node.value)
      members["deviance"] = JSONValue(node.loss)
    } else {
      members["churned"] = JSONValue(node.churned)
      members["probability"] = JSONValue(node.value)
      members["deviance"] = JSONValue(node.deviance)
      if isFile { members["churned_weight"] = JSONValue(node.churnedWeight) }
    }
    members.merge(SplitCoding.members(node.split, schema, isFile: isFile)) { $1 }
    return members
  }

  static func model(
    _ node: JSONNode, schema: FeatureSchema, isRegression: Bool
  ) throws(LocatedError) -> TreeModel {
    let importance = try node["importance"].numbers(upTo: ModelLimits.features)
    guard importance.count == schema.features.count else {
      throw try node["importance"].error(
        "has \(importance.count) numbers for \(schema.features.count) features")
    }
    let prior = isRegression ? nil : try prior(node.optional("prior"))
    let cost = isRegression ? MisclassificationCost() : try cost(node.optional("loss"))
    let reader = TreeReader(
      index: SchemaIndex(schema), isRegression: isRegression, prior: prior, cost: cost)
    return TreeModel(
      tree: try reader.tree(node["nodes"]), complexityTable: try table(node["cp_table"]),
      importance: importance,
      criterion: isRegression ? nil : try node["criterion"].enumeration(Impurity.self),
      prior: prior, cost: cost)
  }

  private static func prior(_ node: JSONNode?) throws(LocatedError) -> ClassPrior? {
    guard let node else { return nil }
    let prior = ClassPrior(
      stayed: try node["no"].number(in: 1e-300...1),
      churned: try node["yes"].number(in: 1e-300...1))
    guard abs(prior.stayed + prior.churned - 1) <= 1e-9 else {
      throw node.error("does not sum to 1")
    }
    return prior
  }

  private static func cost(_ node: JSONNode?) throws(LocatedError) -> MisclassificationCost {
    guard let node else { return MisclassificationCost() }
    return MisclassificationCost(
      falsePositive: try node["fp"].number(in: 1e-100...1e100),
      falseNegative: try node["fn"].number(in: 1e-100...1e100))
  }

  private static func table(_ node: JSONNode) throws(LocatedError) -> [ComplexityRow] {
    var rows: [ComplexityRow] = []
    for row in try node.array(upTo: ModelLimits.nodes) {
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
