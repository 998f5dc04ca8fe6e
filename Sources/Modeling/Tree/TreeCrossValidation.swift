/// K-fold cross-validation of a cp table (Breiman et al. 1984, section 3.4; rpart's xval).
///
/// For each fold a tree is grown on the other rows, with alpha in proportion to their weight. A row
/// left out is sent down until the complexity of its node is not above β_k, the geometric mean of
/// neighbouring complexities of the table; its loss there counts for line k.
///
/// Where the division into folds is repeated, errors are averaged, and so are their variances: the
/// standard error is that of judging by these rows, which repeating does not lower.
struct TreeCrossValidation {
  let trainer: TreeTrainer
  /// Of all rows.
  let root: DecisionTree.Node

  /// Sums over the held-out rows of a fold, one a line of the table.
  private struct Loss: Sendable {
    var sum: [Double]
    var squares: [Double]
  }

  /// - Parameter divisions: the fold of each row, counted from 0, once for each repetition.
  func judge(
    _ table: [ComplexityRow], divisions: [[Int]], parallel: Parallel,
    progress: (@Sendable (Int, Int) -> Void)?
  ) -> [ComplexityRow] {
    let limits = Self.geometricMeans(table)
    let pieces = divisions.enumerated().flatMap { place, folds in
      (0..<((folds.max() ?? -1) + 1)).map { (division: place, fold: $0) }
    }
    let losses = parallel.map(count: pieces.count) { piece in
      let loss = loss(ofFold: pieces[piece].fold, divisions[pieces[piece].division], limits)
      progress?(piece + 1, pieces.count)
      return loss
    }
    return table.indices.map { line in
      let judged = divisions.indices.map { division in
        moments(zip(pieces, losses).filter { $0.0.division == division }.map(\.1), line)
      }
      var row = table[line]
      let count = Double(divisions.count)
      row.crossValidatedError = judged.reduce(0) { $0 + $1.error } / count / root.loss
      row.crossValidatedStandardError =
        (judged.reduce(0) { $0 + $1.variance } / count).squareRoot() / root.loss
      return row
    }
  }

  private func moments(_ folds: [Loss], _ line: Int) -> (error: Double, variance: Double) {
    let sum = folds.reduce(0) { $0 + $1.sum[line] }
    let squares = folds.reduce(0) { $0 + $1.squares[line] }
    return (sum, max(0, squares - sum * sum / root.weight))
  }

  /// In the table's relative units; the first stands for the root alone.
  private static func geometricMeans(_ table: [ComplexityRow]) -> [Double] {
    table.indices.map { line in
      line == 0
        ? .infinity : (table[line - 1].complexity * table[line].complexity).squareRoot()
    }
  }

  private func loss(ofFold fold: Int, _ folds: [Int], _ limits: [Double]) -> Loss {
    let marks = folds.indices.map {
      trainer.inUse[$0] == 0 ? 2 : (folds[$0] == fold ? UInt8(0) : 1)
    }
    let one = Parallel(threads: 1)
    let data = trainer.rows(marks: marks, equalTo: 1, one)
    // Complexities of this tree, in units of loss, are compared with limits × root loss × its share
    // of the weight.
    let unit = root.loss * data.root.weight / root.weight
    let tree = trainer.grow(
      data, alpha: trainer.specification.complexity * unit, keepsAllSurrogates: false,
      parallel: one)
    let walker = TreeWalker(tree, schema: trainer.schema)
    var loss = Loss(
      sum: Array(repeating: 0, count: limits.count),
      squares: Array(repeating: 0, count: limits.count))
    for row in folds.indices where marks[row] == 0 {
      let path = walker.path(of: row, in: trainer.encoded)
      let weight = trainer.weights?[row] ?? 1
      var step = 0
      for (line, limit) in limits.enumerated() {
        while step + 1 < path.count,
          tree.nodes[path[step]].complexity * data.root.loss > limit * unit
        {
          step += 1
        }
        let own = trainer.response.loss(of: row, at: tree.nodes[path[step]])
        loss.sum[line] += weight * own
        loss.squares[line] += weight * own * own
      }
    }
    return loss
  }
}
