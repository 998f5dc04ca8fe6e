import DelimitedText
import Modeling

/// How to grow value tiers: a regression tree (rpart's anova; on 0/1 its loss is the Brier score) on
/// repurchase, pruned to the smallest cross-validated error.
public struct ValueTierSpecification: Sendable, Equatable {
  /// A split must save this share of the root's loss.
  public var complexity = 0.0001
  /// A tier holds at least this share of the rows that it is learned from.
  public var minimumLeafShare = 0.05
  /// Of the pruning, and of the judging out of fold.
  public var folds = 10
  /// Share of the customers to hold out and judge the tiers on; 0: they are judged out of fold.
  public var holdout = 0.0
  /// Names of the tiers, the best first; nil: `A`, `B`, ….
  public var names: [String]?
  public var seed: UInt64 = 1
  public var threads = 1

  public init() {}

  func treeSpecification(rows: Int) -> TreeSpecification {
    var specification = TreeSpecification()
    specification.complexity = complexity
    specification.minimumLeaf = max(1, Int((minimumLeafShare * Double(rows)).rounded(.up)))
    specification.minimumSplit = 2 * specification.minimumLeaf
    specification.pruning = .minimum
    // A customer without a value is a kind of customer, not one to be guessed.
    specification.missing = .direction
    return specification
  }
}

/// Tiers with the tree that they are the leaves of.
public struct ValueTierFit: Sendable {
  public var tiers: ValueTiers
  public var schema: FeatureSchema
  public var fit: TreeFit
  /// Rows of the table that the tree was grown on, and those held out of it.
  public var trainingRows: [Int]
  public var heldOutRows: [Int]
  public var warnings: [String]
}

extension ValueTierSpecification {
  /// - Parameters:
  ///   - table: a row a customer, with the columns to choose cuts in.
  ///   - repurchased: whether the customer bought again.
  /// - Throws: `.usage` for options out of range or names that do not fit the tiers; `.wrongData` or
  ///   `ModelingError` for rows that nothing can be learned from.
  public func fit(_ table: FeatureTable, repurchased: [Bool]) throws -> ValueTierFit {
    try check()
    try checkOutcome(repurchased)
    let (trainingRows, heldOutRows) = split(repurchased)
    let training = trainingRows.map { repurchased[$0] }
    try checkOutcome(training)
    let rows = table.selecting(rows: trainingRows)
    let (schema, empty) = FeatureSchema.learn(from: rows)
    let fit = try TierTree.fit(rows, schema, training, self, threads: threads)
    let leaves = fit.tree.nodes.filter(\.isLeaf)
      .sorted { ($1.value, $0.number) < ($0.value, $1.number) }
    let names = try tierNames(leaves.count)
    let sums =
      heldOutRows.isEmpty
      ? try OutOfFoldTiers(specification: self, table: rows, repurchased: training)
        .sums(shares: leaves.map { Double($0.rows) / Double(trainingRows.count) })
      : try heldOutSums(
        fit.tree, leaves, try schema.encode(table.selecting(rows: heldOutRows)), schema,
        heldOutRows.map { repurchased[$0] })
    let tiers = TierTable(sums).tiers(leaves, names: names)
    let judging: ValueTiers.Judging =
      heldOutRows.isEmpty ? .outOfFold(folds: folds) : .holdout(holdout)
    var warnings =
      empty.isEmpty
      ? [] : ["columns without any value are left out: " + empty.joined(separator: ", ")]
    warnings += Self.warnings(tiers)
    return ValueTierFit(
      tiers: ValueTiers(tiers: tiers, judging: judging, all: TierTable(sums).all),
      schema: schema, fit: fit, trainingRows: trainingRows, heldOutRows: heldOutRows,
      warnings: warnings)
  }

  private func split(_ repurchased: [Bool]) -> (training: [Int], heldOut: [Int]) {
    let rows = Array(repurchased.indices)
    guard holdout > 0 else { return (rows, []) }
    let isHeldOut = RowDivision(labels: repurchased, seed: seed).holdout(holdout)
    return (rows.filter { !isHeldOut[$0] }, rows.filter { isHeldOut[$0] })
  }

  /// What became of held-out customers by the tree's own leaves.
  private func heldOutSums(
    _ tree: DecisionTree, _ leaves: [DecisionTree.Node], _ encoded: EncodedTable,
    _ schema: FeatureSchema, _ repurchased: [Bool]
  ) throws -> [TierTable.Sum] {
    let walker = TreeWalker(tree, schema: schema)
    let places = Dictionary(
      zip(leaves.map(\.number), leaves.indices), uniquingKeysWith: { $1 })
    var sums = leaves.map { _ in TierTable.Sum() }
    for row in 0..<encoded.rowCount {
      guard let place = places[tree.nodes[walker.leaf(of: row, in: encoded)].number] else {
        continue
      }
      sums[place].add(1, repurchased: repurchased[row] ? 1 : 0)
    }
    return sums
  }

  private func tierNames(_ count: Int) throws(LocatedError) -> [String] {
    guard let names else { return (0..<count).map(ValueTiers.defaultName) }
    guard names.count == count else {
      throw LocatedError(
        .usage, "\(names.count) names for \(count) tiers: " + names.joined(separator: ", "),
        advice: "The tree found \(count) \(count == 1 ? "tier" : "tiers"): give as many names, "
          + "the tier that comes back most first, or leave --names out.")
    }
    return names
  }
}

// MARK: - What cannot be done, and what a reader should know

extension ValueTierSpecification {
  private func check() throws(LocatedError) {
    guard complexity >= 0, complexity <= 1, minimumLeafShare > 0, minimumLeafShare <= 0.5 else {
      throw LocatedError(
        .usage, "the limits of the tiers are out of range",
        advice: "--cp is a share from 0 to 1, --min-leaf-share one above 0 up to 0.5.")
    }
    guard (2...1000).contains(folds), holdout >= 0, holdout < 1 else {
      throw LocatedError(
        .usage, "the tiers cannot be judged in this way",
        advice: "--cv is a number of folds from 2 to 1000, --holdout a share from 0 to below 1.")
    }
    guard let names else { return }
    guard Set(names).count == names.count, !names.contains("") else {
      throw LocatedError(
        .usage, "two tiers of one name, or one without", advice: "Give each tier its own name.")
    }
  }

  private func checkOutcome(_ repurchased: [Bool]) throws(LocatedError) {
    let count = repurchased.count { $0 }
    guard count > 0, count < repurchased.count else {
      throw LocatedError(
        .wrongData,
        "\(count == 0 ? "none" : "all") of \(repurchased.count) customers bought again: "
          + "there is nothing to tell tiers apart by",
        advice: "Give another --horizon, or a longer file.")
    }
  }

  private static func warnings(_ tiers: [ValueTiers.Tier]) -> [String] {
    guard tiers.count > 1 else {
      return [
        "no cut is worth keeping: cross-validation finds none that tells who comes back, "
          + "so there is one tier; try other --features, a smaller --min-leaf-share, a --horizon "
          + "in which about half of those who ever return come back, or more customers"
      ]
    }
    let small = tiers.filter { $0.judged.customers < 100 }
    guard !small.isEmpty else { return [] }
    return [
      "fewer than 100 customers judge "
        + small.map { "tier \($0.name) (\($0.judged.customers))" }.joined(separator: ", ")
        + ": see the intervals"
    ]
  }
}
