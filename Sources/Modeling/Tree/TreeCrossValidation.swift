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

  /// The tree of the rows that one fold leaves.
  private struct FoldTree: Sendable {
    var division: Int
    var fold: Int
    var tree: DecisionTree
    /// Of these rows, and of all rows in the share of these rows' weight: the loss that a complexity
    /// of this tree, and one of the table, is a multiple of.
    var rootLoss: Double
    var unit: Double

    /// The node at which a row of this path ends in the subtree for a complexity.
    func end(of path: [Int], limit: Double, from first: Int = 0) -> Int {
      var step = first
      while step + 1 < path.count, tree.nodes[path[step]].complexity * rootLoss > limit * unit {
        step += 1
      }
      return step
    }
  }

  struct Result {
    /// The table with its cross-validated columns.
    var table: [ComplexityRow]
    /// By division, what each row is told at the chosen line by the tree of the folds that it is not
    /// in: P(churned), or the mean.
    var outOfFold: [[Double]]
  }

  /// - Parameter divisions: the fold of each row, counted from 0, once for each repetition.
  func judge(
    _ table: [ComplexityRow], divisions: [[Int]], pruning: TreeSpecification.Pruning,
    parallel: Parallel, progress: (@Sendable (Int, Int) -> Void)?
  ) -> Result {
    let limits = Self.geometricMeans(table)
    let pieces = divisions.enumerated().flatMap { place, folds in
      (0..<((folds.max() ?? -1) + 1)).map { (division: place, fold: $0) }
    }
    let judged = parallel.map(count: pieces.count) { piece in
      let (division, fold) = pieces[piece]
      let tree = tree(withoutFold: fold, of: divisions[division], division)
      let loss = loss(of: tree, divisions[division], limits)
      progress?(piece + 1, pieces.count)
      return (tree: tree, loss: loss)
    }
    let lines = lines(table, judged.map { ($0.tree.division, $0.loss) }, divisions.count)
    let chosen = lines.chosen(pruning).flatMap { lines.firstIndex(of: $0) } ?? 0
    return Result(
      table: lines,
      outOfFold: values(judged.map(\.tree), divisions, limit: limits[chosen], parallel))
  }

  private func lines(
    _ table: [ComplexityRow], _ losses: [(division: Int, loss: Loss)], _ divisionCount: Int
  ) -> [ComplexityRow] {
    table.indices.map { line in
      let judged = (0..<divisionCount).map { division in
        moments(losses.filter { $0.division == division }.map(\.loss), line)
      }
      var row = table[line]
      let count = Double(divisionCount)
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

  private func tree(withoutFold fold: Int, of folds: [Int], _ division: Int) -> FoldTree {
    let marks = folds.indices.map {
      trainer.inUse[$0] == 0 ? 2 : (folds[$0] == fold ? UInt8(0) : 1)
    }
    let one = Parallel(threads: 1)
    let data = trainer.rows(marks: marks, equalTo: 1, one)
    let unit = root.loss * data.root.weight / root.weight
    let tree = trainer.grow(
      data, alpha: trainer.specification.complexity * unit, keepsAllSurrogates: false,
      parallel: one)
    return FoldTree(
      division: division, fold: fold, tree: tree, rootLoss: data.root.loss, unit: unit)
  }

  private func loss(of fold: FoldTree, _ folds: [Int], _ limits: [Double]) -> Loss {
    let walker = TreeWalker(fold.tree, schema: trainer.schema)
    var loss = Loss(
      sum: Array(repeating: 0, count: limits.count),
      squares: Array(repeating: 0, count: limits.count))
    for row in folds.indices where folds[row] == fold.fold && trainer.inUse[row] == 1 {
      let path = walker.path(of: row, in: trainer.encoded)
      let weight = trainer.weights?[row] ?? 1
      var step = 0
      for (line, limit) in limits.enumerated() {
        step = fold.end(of: path, limit: limit, from: step)
        let own = trainer.response.loss(of: row, at: fold.tree.nodes[path[step]])
        loss.sum[line] += weight * own
        loss.squares[line] += weight * own * own
      }
    }
    return loss
  }

  private func values(
    _ trees: [FoldTree], _ divisions: [[Int]], limit: Double, _ parallel: Parallel
  ) -> [[Double]] {
    let parts = parallel.map(count: trees.count) { place in
      let (fold, folds) = (trees[place], divisions[trees[place].division])
      let walker = TreeWalker(fold.tree, schema: trainer.schema)
      return folds.indices.filter { folds[$0] == fold.fold }.map { row in
        let path = walker.path(of: row, in: trainer.encoded)
        return (row, fold.tree.nodes[path[fold.end(of: path, limit: limit)]].value)
      }
    }
    var values = divisions.map { Array(repeating: 0.0, count: $0.count) }
    for (tree, part) in zip(trees, parts) {
      for (row, value) in part { values[tree.division][row] = value }
    }
    return values
  }
}
