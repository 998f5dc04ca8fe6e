import CKernels

/// The rows that a tree is grown on.
struct TreeData: Sendable {
  /// By feature; sorted ones are partitioned in place while the tree grows.
  var columns: [TreeColumn]
  /// All rows, partitioned likewise.
  var order: SortedColumn
  var root: DecisionTree.Node
}

/// What all trees of a fit share, prepared once: the sorted or binned columns and the
/// response. Folds of a cross-validation have the bins of all training rows.
struct TreeTrainer: Sendable {
  let specification: TreeSpecification
  let schema: FeatureSchema
  let levelIndexes: [LevelIndex]
  let encoded: EncodedTable
  let response: NodeResponse
  let weights: [Double]?
  /// 1 where the row has weight.
  let inUse: [UInt8]
  /// By feature: whether some row has no value in it, or may meet a level that a node lacks.
  let needsSurrogates: [Bool]
  private let columns: [TreeColumn]
  private let order: SortedColumn

  init(
    _ specification: TreeSpecification, schema: FeatureSchema, encoded: EncodedTable,
    response: TreeResponse, weights: [Double]?, parallel: Parallel
  ) {
    self.specification = specification
    self.schema = schema
    levelIndexes = schema.levelIndexes
    self.encoded = encoded
    self.weights = weights
    inUse = (0..<encoded.rowCount).map { (weights?[$0] ?? 1) > 0 ? 1 : 0 }
    needsSurrogates = parallel.map(count: encoded.columns.count) { feature in
      guard case .numeric(let values) = encoded.columns[feature] else { return true }
      return values.contains { $0.isNaN }
    }
    self.response = Self.response(response, specification, weights)
    order = SortedColumn(labels: self.response.bits)
    columns = Self.columns(
      encoded, schema, self.response.bits, marks: inUse,
      sample: specification.growth == .histogram ? BinSample(marks: inUse) : nil, parallel)
  }

  private static func response(
    _ response: TreeResponse, _ specification: TreeSpecification, _ weights: [Double]?
  ) -> NodeResponse {
    switch response {
    case .numbers(let target): return .numbers(target)
    case .classes(let labels):
      let sum = { (isChurned: Bool) in
        labels.indices.reduce(0) { $0 + (labels[$1] == isChurned ? weights?[$1] ?? 1 : 0) }
      }
      return .classes(
        labels,
        ClassCosts(
          prior: specification.prior, cost: specification.misclassification, stayed: sum(false),
          churned: sum(true)))
    }
  }

  /// - Parameter sample: the rows that bins are learned from; nil: numbers are sorted.
  private static func columns(
    _ encoded: EncodedTable, _ schema: FeatureSchema, _ bits: [UInt8], marks: [UInt8],
    sample: BinSample?, _ parallel: Parallel
  ) -> [TreeColumn] {
    let workspaces = (0..<parallel.threads).map { _ in Workspace() }
    return parallel.map(count: encoded.columns.count, in: workspaces) { place, workspace in
      switch (encoded.columns[place], schema.features[place].kind) {
      case (.categorical(let codes), .categorical(let learned)):
        return .levels(codes: codes, names: learned.levels)
      case (.categorical(let codes), .numeric):
        return .levels(codes: codes, names: [])
      case (.numeric(let numbers), _):
        guard let sample else {
          return .sorted(SortedColumn(numbers: numbers, labels: bits, in: workspace))
        }
        return .binned(BinnedColumn(numbers, marks: marks, sample: sample, in: workspace))
      }
    }
  }

  /// The rows of a mark alone, in memory of their own.
  func rows(marks: [UInt8], equalTo wanted: UInt8, _ parallel: Parallel) -> TreeData {
    let order = SortedColumn(self.order, keeping: marks, equalTo: wanted)
    let columns = parallel.map(count: self.columns.count) { [columns = self.columns] place in
      guard case .sorted(let column) = columns[place] else { return columns[place] }
      return .sorted(SortedColumn(column, keeping: marks, equalTo: wanted))
    }
    let root = response.node(1, rows: order.rows, count: order.count, weights: weights)
    return TreeData(columns: columns, order: order, root: root)
  }

  /// All rows in use, in the trainer's own memory where none has weight 0: what is grown on them spends
  /// the order of the columns, and no other rows can be had afterwards.
  func lastRows(_ parallel: Parallel) -> TreeData {
    guard !inUse.contains(0) else { return rows(marks: inUse, equalTo: 1, parallel) }
    let root = response.node(1, rows: order.rows, count: order.count, weights: weights)
    return TreeData(columns: columns, order: order, root: root)
  }

  /// - Parameters:
  ///   - alpha: the price of a split in units of loss.
  ///   - keepsAllSurrogates: false: only those that a row of these data may need.
  func grow(
    _ data: TreeData, alpha: Double, keepsAllSurrogates: Bool = true, parallel: Parallel
  ) -> DecisionTree {
    TreeGrower.grow(
      data, self, alpha: alpha, keepsAllSurrogates: keepsAllSurrogates, parallel: parallel)
  }
}
