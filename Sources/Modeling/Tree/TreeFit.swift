import CKernels

/// A classification tree grown on training rows, with its pruning sequence.
public struct TreeFit: Sendable {
  /// Pruned as the specification says.
  public var tree: DecisionTree
  /// As grown, down to the complexity parameter.
  public var grown: DecisionTree
  /// The nested sequence of subtrees of `grown`.
  public var complexityTable: [ComplexityRow]
  /// The line of the table that was chosen.
  public var chosen: ComplexityRow
  /// Improvements summed by feature, in the schema's order.
  public var importance: [Double]
  /// Rows with positive weight.
  public var rowCount: Int
  public var warnings: [String]
}

extension TreeSpecification {
  /// Sorts every column once, grows the tree, prices its splits, judges the nested subtrees by
  /// cross-validation, and prunes.
  ///
  /// - Parameters:
  ///   - table: training rows with the schema's columns.
  ///   - labels: true is churned; one a row.
  ///   - weights: case weights; rows of weight 0 are left out.
  ///   - folds: the fold of each row, counted from 0, for the cross-validated columns of the table;
  ///     nil for none, which allows `.none` as pruning only.
  public func fit(
    _ table: FeatureTable, schema: FeatureSchema, labels: [Bool], weights: [Double]? = nil,
    folds: [Int]? = nil, threads: Int = 1, progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws(ModelingError) -> TreeFit {
    try check(labels, weights, folds)
    let encoded = try schema.encode(table)
    let bits = labels.map { $0 ? UInt8(1) : 0 }
    let parallel = Parallel(threads: threads)
    let sorted = Self.sort(encoded, schema, bits, parallel)
    let inUse = (weights ?? labels.map { _ in 1 }).map { $0 > 0 ? UInt8(1) : 0 }
    let all = Self.rows(of: sorted, marks: inUse, equalTo: 1, weights, labels, parallel)
    let rootLoss = min(all.churnedWeight, all.weight - all.churnedWeight)
    let grown = TreeGrower.grow(
      all, self, weights: weights, alpha: complexity * rootLoss, capacity: labels.count,
      parallel: parallel)
    var cpTable = grown.complexityTable(cp: complexity)
    if let folds {
      let validation = TreeCrossValidation(
        specification: self, sorted: sorted, encoded: encoded, schema: schema, labels: labels,
        weights: weights, inUse: inUse, rootLoss: rootLoss, weight: all.weight)
      cpTable = validation.judge(cpTable, folds: folds, parallel: parallel, progress: progress)
    }
    return result(grown, cpTable, schema)
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
      rowCount: grown.nodes[0].rows, warnings: warnings)
  }

  private func rootWarning(_ grown: DecisionTree) -> String {
    let reason =
      grown.nodes.count == 1
      ? "no split changes what the majority of a leaf is by enough to pay for itself"
      : "cross-validation finds no subtree that errs less than the root"
    return "the tree is pruned to its root: \(reason); "
      + "try a smaller --cp or another --prune, or use the logistic model"
  }

  private func check(
    _ labels: [Bool], _ weights: [Double]?, _ folds: [Int]?
  ) throws(ModelingError) {
    try checkWeights(weights)
    let counted = labels.indices.filter { (weights?[$0] ?? 1) > 0 }
    let churned = counted.count { labels[$0] }
    guard churned > 0, churned < counted.count else {
      throw ModelingError(
        .data, "all \(counted.count) rows have the same label: there is nothing to tell apart",
        advice: "Give rows of both classes.")
    }
    guard labels.count < 1 << 31 else {
      throw ModelingError(
        .data, "more than 2,147,483,647 rows", advice: "Train the tree on a sample.")
    }
    guard (1...30).contains(maximumDepth), minimumSplit >= 1, minimumLeaf >= 1, complexity >= 0
    else {
      throw ModelingError(
        .usage, "the tree's limits are out of range",
        advice: "--max-depth is 1 to 30, --min-split and --min-leaf at least 1, --cp at least 0.")
    }
    guard folds != nil || pruning == .none else {
      throw ModelingError(
        .usage, "pruning needs cross-validation", advice: "Use --prune none, or --cv 10.")
    }
  }

  private static func sort(
    _ encoded: EncodedTable, _ schema: FeatureSchema, _ labels: [UInt8], _ parallel: Parallel
  ) -> [SortedColumn] {
    parallel.map(count: encoded.columns.count) { place in
      switch (encoded.columns[place], schema.features[place].kind) {
      case (.categorical(let codes), .categorical(let learned)):
        SortedColumn(codes: codes, levels: learned.levels, labels: labels)
      case (.numeric(let numbers), _):
        SortedColumn(numbers: numbers, labels: labels)
      case (.categorical(let codes), .numeric):
        SortedColumn(codes: codes, levels: [], labels: labels)
      }
    }
  }

  /// A copy of the sorted columns with the marked rows alone, and their totals.
  static func rows(
    of sorted: [SortedColumn], marks: [UInt8], equalTo wanted: UInt8, _ weights: [Double]?,
    _ labels: [Bool], _ parallel: Parallel
  ) -> TreeData {
    let columns = parallel.map(count: sorted.count) {
      SortedColumn(sorted[$0], keeping: marks, equalTo: wanted)
    }
    var data = TreeData(columns: columns, rowCount: 0, churned: 0, weight: 0, churnedWeight: 0)
    for row in labels.indices where marks[row] == wanted {
      let weight = weights?[row] ?? 1
      data.rowCount += 1
      data.weight += weight
      if labels[row] {
        data.churned += 1
        data.churnedWeight += weight
      }
    }
    return data
  }
}
