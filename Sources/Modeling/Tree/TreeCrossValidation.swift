/// K-fold cross-validation of a cp table (Breiman et al. 1984, section 3.4; rpart's xval).
///
/// For each fold a tree is grown on the other rows, with alpha in proportion to their weight. A row
/// left out is sent down until the complexity of its node is not above β_k, the geometric mean of
/// neighbouring complexities of the table; its loss there counts for line k.
struct TreeCrossValidation {
  let specification: TreeSpecification
  let sorted: [SortedColumn]
  let encoded: EncodedTable
  let schema: FeatureSchema
  let labels: [Bool]
  let weights: [Double]?
  /// 1 where the row has weight.
  let inUse: [UInt8]
  let rootLoss: Double
  let weight: Double

  /// Sums over the held-out rows of a fold, one a line of the table.
  private struct Loss: Sendable {
    var sum: [Double]
    var squares: [Double]
  }

  func judge(
    _ table: [ComplexityRow], folds: [Int], parallel: Parallel,
    progress: (@Sendable (Int, Int) -> Void)?
  ) -> [ComplexityRow] {
    let limits = Self.geometricMeans(table)
    let count = (folds.max() ?? -1) + 1
    let judge = self
    let losses = parallel.map(count: count) { fold in
      let loss = judge.loss(ofFold: fold, folds, limits)
      progress?(fold + 1, count)
      return loss
    }
    return table.indices.map { line in
      let sum = losses.reduce(0) { $0 + $1.sum[line] }
      let squares = losses.reduce(0) { $0 + $1.squares[line] }
      var row = table[line]
      row.crossValidatedError = sum / rootLoss
      let variance = max(0, squares - sum * sum / weight)
      row.crossValidatedStandardError = variance.squareRoot() / rootLoss
      return row
    }
  }

  /// In the table's relative units; the first stands for the root alone.
  private static func geometricMeans(_ table: [ComplexityRow]) -> [Double] {
    table.indices.map { line in
      line == 0
        ? .infinity : (table[line - 1].complexity * table[line].complexity).squareRoot()
    }
  }

  private func loss(ofFold fold: Int, _ folds: [Int], _ limits: [Double]) -> Loss {
    let marks = labels.indices.map { inUse[$0] == 0 ? 2 : (folds[$0] == fold ? UInt8(0) : 1) }
    let data = TreeSpecification.rows(
      of: sorted, marks: marks, equalTo: 1, weights, labels, Parallel(threads: 1))
    // Complexities of this tree, in units of loss, are compared with limits × rootLoss × its share
    // of the weight.
    let unit = rootLoss * data.weight / weight
    let tree = TreeGrower.grow(
      data, specification, weights: weights, alpha: specification.complexity * unit,
      capacity: labels.count, parallel: Parallel(threads: 1))
    let ownLoss = min(data.churnedWeight, data.weight - data.churnedWeight)
    let walker = TreeWalker(tree, schema: schema)
    var loss = Loss(
      sum: Array(repeating: 0, count: limits.count),
      squares: Array(repeating: 0, count: limits.count))
    for row in labels.indices where marks[row] == 0 {
      let path = walker.path(of: row, in: encoded)
      var step = 0
      for (line, limit) in limits.enumerated() {
        while step + 1 < path.count, tree.nodes[path[step]].complexity * ownLoss > limit * unit {
          step += 1
        }
        guard callsChurned(tree.nodes[path[step]]) != labels[row] else { continue }
        loss.sum[line] += weights?[row] ?? 1
        loss.squares[line] += weights?[row] ?? 1
      }
    }
    return loss
  }

  private func callsChurned(_ node: DecisionTree.Node) -> Bool {
    node.churnedWeight > node.weight - node.churnedWeight
  }
}
