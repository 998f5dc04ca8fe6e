import CKernels

/// The rows that a tree is grown on.
struct TreeData: Sendable {
  /// A column a feature, sorted; partitioned in place while the tree grows.
  var columns: [SortedColumn]
  var root: DecisionTree.Node
}

/// What all trees of a fit share, prepared once: the sorted columns and the response.
struct TreeTrainer: Sendable {
  let specification: TreeSpecification
  let schema: FeatureSchema
  let encoded: EncodedTable
  let response: NodeResponse
  let weights: [Double]?
  /// 1 where the row has weight.
  let inUse: [UInt8]
  /// By feature: whether some row has no value in it, or may meet a level that a node lacks.
  let needsSurrogates: [Bool]
  private let sorted: [SortedColumn]

  init(
    _ specification: TreeSpecification, schema: FeatureSchema, encoded: EncodedTable,
    response: TreeResponse, weights: [Double]?, parallel: Parallel
  ) {
    self.specification = specification
    self.schema = schema
    self.encoded = encoded
    self.weights = weights
    inUse = (0..<encoded.rowCount).map { (weights?[$0] ?? 1) > 0 ? 1 : 0 }
    needsSurrogates = encoded.columns.map { column in
      guard case .numeric(let values) = column else { return true }
      return values.contains { $0.isNaN }
    }
    self.response = Self.response(response, specification, weights)
    sorted = Self.sort(encoded, schema, self.response.bits, parallel)
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

  private static func sort(
    _ encoded: EncodedTable, _ schema: FeatureSchema, _ bits: [UInt8], _ parallel: Parallel
  ) -> [SortedColumn] {
    parallel.map(count: encoded.columns.count) { place in
      switch (encoded.columns[place], schema.features[place].kind) {
      case (.categorical(let codes), .categorical(let learned)):
        SortedColumn(codes: codes, levels: learned.levels, labels: bits)
      case (.numeric(let numbers), _):
        SortedColumn(numbers: numbers, labels: bits)
      case (.categorical(let codes), .numeric):
        SortedColumn(codes: codes, levels: [], labels: bits)
      }
    }
  }

  /// A copy of the sorted columns with the rows of a mark alone.
  func rows(marks: [UInt8], equalTo wanted: UInt8, _ parallel: Parallel) -> TreeData {
    let columns = parallel.map(count: sorted.count) {
      SortedColumn(sorted[$0], keeping: marks, equalTo: wanted)
    }
    let root = response.node(1, rows: columns[0].rows, count: columns[0].count, weights: weights)
    return TreeData(columns: columns, root: root)
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
