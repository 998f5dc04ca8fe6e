import Modeling

extension ChurnModel {
  /// What `churn show --json` prints.
  public var description: JSONValue {
    var members: [String: JSONValue] = [
      "name": .string(name), "kind": .string(kind), "target": .string(label.column),
      "positive": JSONValue(label.positive), "rows": JSONValue(provenance.rowsTrained),
      "features": .array(schema.features.map { .string($0.name) }),
      "warnings": .array(allWarnings.map { .string($0) }),
    ]
    members.merge(AssessmentCoding.description(assessment)) { $1 }
    members["tiers"] = TierCoding.json(self)
    members["baselines"] = BaselineCoding.json(baselines)
    switch fitted {
    case .logistic(let model):
      if case .object(let part) = LogisticCoding.json(model, schema: schema) {
        members.merge(part) { $1 }
        members.merge(InferenceCoding.description(model)) { $1 }
        members["inference"] = nil
      }
      members["coefficients"] = .array(
        model.coefficients.map { .object(LogisticCoding.members($0, isFile: false)) })
      members["penalization"] = nil
      members.merge(PenalizationCoding.summary(model.penalization)) { $1 }
    case .tree(let model), .regressionTree(let model):
      members.merge(TreeCoding.costs(model)) { $1 }
      members.merge(explainedTree?.description ?? [:]) { $1 }
      members["cp_table"] = .array(model.complexityTable.map(TreeCoding.json))
      members["importance"] = .object(
        Dictionary(
          zip(schema.features.map(\.name), model.importance.map { JSONValue($0) })
            .filter { $0.1 != .number(0) }, uniquingKeysWith: { $1 }))
    }
    return .object(members)
  }
}
