import Modeling

extension ChurnModel {
  /// What `churn show --json` prints.
  public var description: JSONValue {
    var members: [String: JSONValue] = [
      "name": .string(name), "kind": .string(kind), "target": .string(label.column),
      "positive": .string(label.positive), "rows": JSONValue(provenance.rowsTrained),
      "features": .array(schema.features.map { .string($0.name) }),
      "warnings": .array(warnings.map { .string($0) }),
      "bands": ["low": JSONValue(bands.low), "high": JSONValue(bands.high)],
      "threshold": JSONValue(threshold),
      "training_measures": trainingMeasures.json,
      "holdout_measures": holdoutMeasures?.json ?? .null,
    ]
    members["cross_validated_measures"] = crossValidatedMeasures?.json
    switch fitted {
    case .logistic(let model):
      if case .object(let part) = LogisticCoding.json(model, schema: schema) {
        members.merge(part) { $1 }
      }
      members["coefficients"] = .array(
        model.coefficients.map { .object(LogisticCoding.members($0, isFile: false)) })
      members["penalization"] = nil
      members.merge(PenalizationCoding.summary(model.penalization)) { $1 }
    case .tree(let model):
      members["criterion"] = .string(model.criterion.rawValue)
      members["nodes"] = .array(
        model.tree.nodes.map { .object(TreeCoding.members($0, schema, isFile: false)) })
      members["cp_table"] = .array(model.complexityTable.map(TreeCoding.json))
      members["importance"] = .object(
        Dictionary(
          zip(schema.features.map(\.name), model.importance.map { JSONValue($0) })
            .filter { $0.1 != .number(0) }, uniquingKeysWith: { $1 }))
    }
    return .object(members)
  }
}
