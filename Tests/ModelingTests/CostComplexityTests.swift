import Modeling
import Testing

@Suite struct CostComplexityTests {
  static func grown(seed: UInt64) throws -> TreeFit {
    let sample = TreeFitTests.Sample(seed: seed)
    return try TreeFitTests.fit(
      sample, TreeFitTests.specification { ($0.minimumSplit, $0.minimumLeaf) = (6, 2) },
      folds: sample.labels.indices.map { $0 % 10 })
  }

  /// Each line is `pruned(at:)` its cp, the trees are nested, and prices and errors fall.
  @Test(arguments: 1...6) func tableIsTheNestedSequence(seed: Int) throws {
    let fit = try Self.grown(seed: UInt64(seed))
    let table = fit.complexityTable
    #expect(table.count > 3)
    #expect(table.first?.splits == 0 && table.first?.relativeError == 1)
    #expect(table.last?.complexity == 0 && table.last?.splits == fit.grown.leafCount - 1)
    var larger = fit.grown
    for row in table.reversed() {
      let subtree = fit.grown.pruned(at: row.splits == 0 ? .infinity : row.complexity)
      #expect(subtree.leafCount - 1 == row.splits)
      let loss = subtree.nodes.filter(\.isLeaf).reduce(0) { $0 + $1.loss }
      #expect(abs(loss / fit.grown.nodes[0].loss - row.relativeError) < 1e-14)
      #expect(Set(subtree.nodes.map(\.number)).isSubset(of: larger.nodes.map(\.number)))
      #expect(larger.pruned(at: row.splits == 0 ? .infinity : row.complexity) == subtree)
      larger = subtree
    }
    for (above, below) in zip(table, table.dropFirst()) {
      #expect(above.complexity > below.complexity && above.splits < below.splits)
      #expect(above.relativeError >= below.relativeError)
      // A step saves its price for each split, or more: rpart's single pass from the leaves up can
      // set the price of several splits that go together too low.
      let price = (above.relativeError - below.relativeError) / Double(below.splits - above.splits)
      #expect(price >= above.complexity - 1e-12)
    }
  }

  /// No subtree with other splits costs less at its own price: every subtree is tried.
  @Test func subtreesAreTheCheapest() throws {
    let sample = TreeFitTests.Sample(rows: 120, seed: 3)
    let fit = try TreeFitTests.fit(sample, TreeFitTests.specification { $0.maximumDepth = 3 })
    let root = fit.grown.nodes[0].loss
    for (row, next) in zip(fit.complexityTable, fit.complexityTable.dropFirst()) {
      let price = (row.complexity + next.complexity) / 2
      let chosen = next.relativeError + price * Double(next.splits)
      for (loss, splits) in Self.subtrees(fit.grown, at: 1) {
        #expect(chosen <= loss / root + price * Double(splits) + 1e-12)
      }
    }
  }

  static func subtrees(_ tree: DecisionTree, at number: Int) -> [(loss: Double, splits: Int)] {
    guard let node = tree.nodes.first(where: { $0.number == number }) else { return [] }
    if node.isLeaf { return [(node.loss, 0)] }
    let left = subtrees(tree, at: 2 * number)
    let right = subtrees(tree, at: 2 * number + 1)
    return [(node.loss, 0)]
      + left.flatMap { l in right.map { (l.loss + $0.loss, l.splits + $0.splits + 1) } }
  }

  static let table = [
    ComplexityRow(
      complexity: 0.4, splits: 0, relativeError: 1, crossValidatedError: 1,
      crossValidatedStandardError: 0.05),
    ComplexityRow(
      complexity: 0.1, splits: 1, relativeError: 0.6, crossValidatedError: 0.75,
      crossValidatedStandardError: 0.05),
    ComplexityRow(
      complexity: 0.02, splits: 3, relativeError: 0.4, crossValidatedError: 0.7,
      crossValidatedStandardError: 0.05),
    ComplexityRow(
      complexity: 0, splits: 8, relativeError: 0.2, crossValidatedError: 0.7,
      crossValidatedStandardError: 0.05),
  ]

  @Test(arguments: [(TreeSpecification.Pruning.none, 8), (.minimum, 3), (.oneStandardError, 1)])
  func rulesChooseALine(_ rule: TreeSpecification.Pruning, splits: Int) {
    // Of equal errors the one with fewer splits; 0.75 is within one standard error of 0.7.
    #expect(Self.table.chosen(rule)?.splits == splits)
  }

  @Test func withoutCrossValidationTheLastLineIsChosen() {
    let table = [ComplexityRow(complexity: 0.1, splits: 0, relativeError: 1)]
    for rule in TreeSpecification.Pruning.allCases { #expect(table.chosen(rule) == table[0]) }
    #expect([ComplexityRow]().chosen(.none) == nil)
  }

  @Test(arguments: TreeSpecification.Pruning.allCases)
  func fitIsPrunedByItsRule(_ rule: TreeSpecification.Pruning) throws {
    let sample = TreeFitTests.Sample()
    let fit = try TreeFitTests.fit(
      sample, TreeFitTests.specification { $0.pruning = rule },
      folds: sample.labels.indices.map { $0 % 10 })
    #expect(fit.chosen == fit.complexityTable.chosen(rule))
    #expect(fit.tree.leafCount - 1 == fit.chosen.splits)
    if rule == .none { #expect(fit.tree == fit.grown) }
    #expect(fit.importance == fit.tree.importance(featureCount: 3))
  }

  /// Growing at cp is growing at 0 and pruning at cp, but for rpart's early stop.
  @Test(arguments: [0.003, 0.01, 0.03, 0.2]) func growingAtAPriceIsPruning(_ price: Double) throws {
    let sample = TreeFitTests.Sample()
    let whole = try TreeFitTests.fit(sample).tree
    let direct = try TreeFitTests.fit(
      sample, TreeFitTests.specification { $0.complexity = price }
    ).tree
    #expect(direct.nodes.map(\.number) == whole.pruned(at: price).nodes.map(\.number))
  }

  /// Rounding leaves nothing below 0, which a reader of the table would refuse.
  @Test(arguments: 0..<40 as Range<UInt64>) func nothingFallsBelowZero(seed: UInt64) throws {
    let sample = TreeFitTests.Sample(rows: 60, seed: seed)
    var generator = SeededGenerator(seed: seed)
    let weights = sample.labels.indices.map { _ in Double(1 + generator.integer(below: 9)) / 10 }
    let fit = try TreeFitTests.fit(
      sample, TreeFitTests.specification { ($0.minimumSplit, $0.minimumLeaf) = (2, 1) },
      weights: weights)
    for row in fit.complexityTable { #expect(row.complexity >= 0 && row.relativeError >= 0) }
    #expect(fit.tree.nodes.allSatisfy { $0.complexity >= 0 })
    let measures = JudgedRows(labels: sample.labels, weights: weights)
      .measures(of: sample.labels.map { _ in 0.5 }, threshold: (0.5, "given"))
    let threshold = try #require(measures.threshold)
    for share in [threshold.specificity, threshold.precision, threshold.recall] {
      #expect((0...1).contains(try #require(share)))
    }
    #expect(threshold.specificity ?? 1 < 1e-12 && threshold.recall ?? 0 > 1 - 1e-12)
  }
}
