import Modeling

/// The tree whose leaves are tiers.
enum TierTree {
  static func fit(
    _ table: FeatureTable, _ schema: FeatureSchema, _ repurchased: [Bool],
    _ specification: ValueTierSpecification, threads: Int
  ) throws(ModelingError) -> TreeFit {
    let division = RowDivision(labels: repurchased, seed: specification.seed)
    return try specification.treeSpecification(rows: table.rowCount)
      .fit(
        table, schema: schema, response: .numbers(repurchased.map { $0 ? 1 : 0 }),
        divisions: [division.folds(specification.folds)], threads: threads)
  }
}

/// The tiers' ranks of training customers by trees that have not seen them.
struct OutOfFoldTiers: Sendable {
  let specification: ValueTierSpecification
  let table: FeatureTable
  let repurchased: [Bool]

  /// - Parameter shares: of the customers in each tier, the best first; they sum to 1.
  func sums(shares: [Double]) throws(ModelingError) -> [TierTable.Sum] {
    let folds = RowDivision(labels: repurchased, seed: specification.seed)
      .folds(specification.folds)
    let count = (folds.max() ?? -1) + 1
    let parts = Parallel(threads: specification.threads).map(count: count) { fold in
      Result { () throws(ModelingError) in try sums(fold, folds, shares) }
    }
    var total = shares.map { _ in TierTable.Sum() }
    for part in parts {
      for (place, sum) in try part.get().enumerated() {
        total[place].add(sum.customers, repurchased: sum.repurchased)
      }
    }
    return total
  }

  private func sums(
    _ fold: Int, _ folds: [Int], _ shares: [Double]
  ) throws(ModelingError) -> [TierTable.Sum] {
    let left = folds.indices.filter { folds[$0] == fold }
    let scores = try scores(of: left, by: folds.indices.filter { folds[$0] != fold })
    return Self.cut(scores, left.map { repurchased[$0] }, shares)
  }

  /// Rates that a tree of some rows predicts for others; one of all where it has nothing to learn.
  private func scores(of rows: [Int], by others: [Int]) throws(ModelingError) -> [Double] {
    let outcome = others.map { repurchased[$0] }
    let training = table.selecting(rows: others)
    let schema = FeatureSchema.learn(from: training).schema
    guard Set(outcome).count == 2, !schema.features.isEmpty else { return rows.map { _ in 0 } }
    let tree = try TierTree.fit(training, schema, outcome, specification, threads: 1).tree
    let walker = TreeWalker(tree, schema: schema)
    let encoded = try schema.encode(table.selecting(rows: rows))
    return rows.indices.map { tree.nodes[walker.leaf(of: $0, in: encoded)].value }
  }

  /// Ranks by score, the highest first, cut at shares of the rows; a tie across a cut counts in
  /// proportion, as its mean over random orders.
  static func cut(
    _ scores: [Double], _ repurchased: [Bool], _ shares: [Double]
  ) -> [TierTable.Sum] {
    var ties: [Double: TierTable.Sum] = [:]
    for (score, isBack) in zip(scores, repurchased) {
      ties[score, default: TierTable.Sum()].add(1, repurchased: isBack ? 1 : 0)
    }
    var sums = shares.map { _ in TierTable.Sum() }
    var place = 0
    var room = (shares.first ?? 1) * Double(scores.count)
    for (_, tie) in ties.sorted(by: { $0.key > $1.key }) {
      var rest = tie.customers
      while rest > 0, place < sums.count {
        // The last tier takes what rounding leaves.
        let taken = place == sums.count - 1 ? rest : min(rest, room)
        sums[place].add(taken, repurchased: tie.repurchased * (taken / tie.customers))
        rest -= taken
        room -= taken
        if rest > 0 {
          place += 1
          room = place < shares.count ? shares[place] * Double(scores.count) : 0
        }
      }
    }
    return sums
  }
}
