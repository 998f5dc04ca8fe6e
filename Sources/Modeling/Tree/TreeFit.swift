/// A tree grown on training rows, with its pruning sequence.
public struct TreeFit: Sendable {
  /// Pruned as the specification says.
  public var tree: DecisionTree
  /// As grown, down to the complexity parameter.
  public var grown: DecisionTree
  /// The nested sequence of subtrees of `grown`.
  public var complexityTable: [ComplexityRow]
  /// The line of the table that was chosen.
  public var chosen: ComplexityRow
  /// By feature, in the schema's order; see `DecisionTree.importance`.
  public var importance: [Double]
  /// Rows with positive weight.
  public var rowCount: Int
  /// For each division into folds what each row is told (P(churned), or the mean) by the tree of the
  /// folds that it is not in, at the chosen line of the table: the trees are those that judged the
  /// lines. Empty without divisions.
  public var outOfFold: [[Double]]
  public var warnings: [String]
}

extension TreeSpecification {
  /// Sorts every column once, grows the tree, prices its splits, judges the nested subtrees by
  /// cross-validation, and prunes.
  ///
  /// - Parameters:
  ///   - table: training rows with the schema's columns.
  ///   - response: one value a row.
  ///   - weights: case weights; rows of weight 0 are left out.
  ///   - divisions: for the cross-validated columns of the table the fold of each row, counted from
  ///     0; several where it is repeated; empty for none, which allows `.none` as pruning only.
  public func fit(
    _ table: FeatureTable, schema: FeatureSchema, response: TreeResponse,
    weights: [Double]? = nil, divisions: [[Int]] = [], threads: Int = 1,
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws(ModelingError) -> TreeFit {
    try check(schema, response, weights, divisions)
    let parallel = Parallel(threads: threads)
    let trainer = TreeTrainer(
      self, schema: schema, encoded: try schema.encode(table), response: response,
      weights: weights, parallel: parallel)
    let data =
      divisions.isEmpty
      ? trainer.lastRows(parallel) : trainer.rows(marks: trainer.inUse, equalTo: 1, parallel)
    let root = data.root
    let grown = trainer.grow(data, alpha: complexity * root.loss, parallel: parallel)
    var cpTable = grown.complexityTable(cp: complexity)
    var outOfFold: [[Double]] = []
    if !divisions.isEmpty {
      let judged = TreeCrossValidation(trainer: trainer, root: root).judge(
        cpTable, divisions: divisions, pruning: pruning, parallel: parallel, progress: progress)
      (cpTable, outOfFold) = (judged.table, judged.outOfFold)
    }
    var fit = result(grown, cpTable, schema)
    fit.outOfFold = outOfFold
    return fit
  }

  private func result(
    _ grown: DecisionTree, _ table: [ComplexityRow], _ schema: FeatureSchema
  ) -> TreeFit {
    // A cp table has at least its last line.
    let chosen =
      table.chosen(pruning) ?? ComplexityRow(complexity: complexity, splits: 0, relativeError: 1)
    let tree = chosen.splits == grown.leafCount - 1 ? grown : grown.pruned(at: chosen.complexity)
    var warnings: [String] = []
    if tree.nodes.count == 1 { warnings.append(rootWarning(grown)) }
    return TreeFit(
      tree: tree, grown: grown, complexityTable: table, chosen: chosen,
      importance: tree.importance(featureCount: schema.features.count),
      rowCount: grown.nodes[0].rows, outOfFold: [], warnings: warnings)
  }

  private func rootWarning(_ grown: DecisionTree) -> String {
    let reason =
      grown.nodes.count == 1
      ? "no split lowers the loss of its leaves by enough to pay for itself"
        + " (the same majority everywhere gains nothing)"
      : "cross-validation finds no subtree that errs less than the root"
    return "the tree is pruned to its root: \(reason); "
      + "try --prior 0.5,0.5, a smaller --cp or another --prune, or use the logistic model"
  }
}
