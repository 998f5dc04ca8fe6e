import Modeling

extension TrainingRequest.TreeOptions {
  /// The options that decide the tree, as the model file keeps them; those that are off are left out.
  func record(foldColumn: String?) -> [String: JSONValue] {
    let tree = specification
    var record: [String: JSONValue] = [
      "missing": .string(tree.missing.rawValue),
      "min_split": JSONValue(tree.minimumSplit), "min_leaf": JSONValue(tree.minimumLeaf),
      "max_depth": JSONValue(tree.maximumDepth), "cp": JSONValue(tree.complexity),
      "cv": JSONValue(folds), "prune": .string(tree.pruning.rawValue),
      "growth": .string(tree.growth.rawValue),
    ]
    if task == .classification { record["criterion"] = .string(tree.criterion.rawValue) }
    if tree.missing == .surrogate { record["surrogates"] = JSONValue(tree.surrogates) }
    if tree.competitors > 0 { record["competitors"] = JSONValue(tree.competitors) }
    if repeats > 1 { record["cv_repeats"] = JSONValue(repeats) }
    record["fold_column"] = foldColumn.map { .string($0) }
    record["prior"] = tree.prior.map { ["no": JSONValue($0.stayed), "yes": JSONValue($0.churned)] }
    let cost = tree.misclassification
    if cost != MisclassificationCost() {
      record["loss"] = [
        "fp": JSONValue(cost.falsePositive), "fn": JSONValue(cost.falseNegative),
      ]
    }
    if !tree.monotone.isEmpty {
      record["monotone"] = .object(tree.monotone.mapValues { .string($0.rawValue) })
    }
    return record
  }
}
