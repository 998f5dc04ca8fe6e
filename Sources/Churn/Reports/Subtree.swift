import DelimitedText
import Modeling

extension TreeModel {
  /// The least complexity parameter whose subtree the tree still holds: it was pruned there.
  public var smallestComplexity: Double {
    let splits = tree.leafCount - 1
    return complexityTable.first { $0.splits == splits }?.complexity ?? 0
  }

  /// The subtree of the nested sequence at a complexity parameter, with what was counted in it.
  func pruned(at cp: Double) -> TreeModel {
    var model = self
    model.tree = tree.pruned(at: cp)
    model.importance = model.tree.importance(featureCount: importance.count)
    model.heldOutLeaves = heldOutLeaves?.pruned(to: model.tree)
    return model
  }
}

extension ChurnModel {
  /// The model with its tree pruned further. Its assessment stays that of the whole tree.
  /// - Throws: `.usage` for a model that is no tree, or a `cp` below that of the kept tree.
  public func subtree(at cp: Double) throws(LocatedError) -> ChurnModel {
    let tree = try requireTree(for: "--cp").model
    guard cp >= tree.smallestComplexity else {
      throw LocatedError(
        .usage,
        "the file holds the tree of \(name) as it was pruned, and no larger one at --cp "
          + JSONValue(cp).canonical(),
        advice:
          "The smallest cp that can be shown is \(JSONValue(tree.smallestComplexity).canonical()); "
          + "for a larger tree train again with --prune none.")
    }
    var model = self
    let pruned = tree.pruned(at: cp)
    model.fitted = tree.isRegression ? .regressionTree(pruned) : .tree(pruned)
    return model
  }

  /// What `churn show --cp --json` prints: of the subtree, so without what was measured or cut on the
  /// scores of the whole tree.
  public func description(subtreeAt cp: Double) throws(LocatedError) -> JSONValue {
    guard case .object(var members) = try subtree(at: cp).description else { return .null }
    for key in [
      "bands", "threshold", "training_measures", "holdout_measures", "cross_validated_measures",
    ] where members[key] != nil { members[key] = .null }
    members["cp"] = JSONValue(cp)
    return .object(members)
  }
}
