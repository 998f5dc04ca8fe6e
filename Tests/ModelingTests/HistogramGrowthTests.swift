import Testing

@testable import Modeling

/// Trees grown on bins against those grown on every cut.
@Suite struct HistogramGrowthTests {
  typealias Change = @Sendable (inout TreeSpecification) -> Void

  /// Numbers of few distinct values with gaps, levels with gaps, labels and a target that depend on
  /// them; all weights are halves, so that sums are exact in any order.
  struct Coarse {
    var table: FeatureTable
    var labels: [Bool] = []
    var target: [Double] = []
    var weights: [Double] = []

    init(seed: UInt64, rows: Int = 500) {
      var generator = SeededGenerator(seed: seed)
      var columns: [[Double]] = [[], [], []]
      var plan: [String?] = []
      for _ in 0..<rows {
        let common = generator.bell()
        let values = [
          ((common + generator.bell()) * 8).rounded() / 8,
          ((common + generator.bell()) * 3).rounded() * 1e6,
          Double(generator.integer(below: 3)),
        ]
        let level = generator.integer(below: 6)
        let eta = values[0] + values[2] - 1 + (level == 2 ? 1.5 : 0) - (level == 4 ? 1 : 0)
        labels.append(generator.uniform() < Elementary.logistic(eta))
        target.append((eta * 16).rounded() / 16 + Double(generator.integer(below: 4)))
        weights.append(Double(generator.integer(below: 5)) / 2)
        for place in 0..<3 {
          columns[place].append(generator.uniform() < 0.1 ? .nan : values[place])
        }
        plan.append(level == 5 ? nil : "p\(level)")
      }
      table = FeatureTable([
        ("x", .numeric(columns[0])), ("big", .numeric(columns[1])), ("plan", .levels(plan)),
        ("few", .numeric(columns[2])),
      ])
    }
  }

  static func fits(
    _ coarse: Coarse, _ response: TreeResponse, _ weights: [Double]?, _ change: Change
  ) throws -> [TreeFit] {
    let schema = FeatureSchema.learn(from: coarse.table).schema
    return try TreeSpecification.Growth.allCases.map { growth in
      var specification = TreeFitTests.specification(change)
      specification.growth = growth
      specification.pruning = .oneStandardError
      return try specification.fit(
        coarse.table, schema: schema, response: response, weights: weights,
        divisions: [response.indices.map { $0 % 4 }])
    }
  }

  static let changes: [(name: String, change: Change)] = [
    ("direction", { $0.competitors = 2 }),
    ("surrogate", { ($0.missing, $0.competitors) = (.surrogate, 3) }),
    ("no surrogates", { ($0.missing, $0.surrogates) = (.surrogate, 0) }),
    ("entropy", { $0.criterion = .entropy }),
    ("small leaves", { ($0.minimumLeaf, $0.minimumSplit, $0.missing) = (1, 2, .surrogate) }),
    ("cp", { $0.complexity = 0.01 }),
    ("prior", { $0.prior = ClassPrior(stayed: 0.75, churned: 0.25) }),
    ("loss", { $0.misclassification.falseNegative = 4 }),
    ("monotone", { $0.monotone = ["x": .increasing, "few": .increasing] }),
    ("against", { ($0.monotone, $0.missing) = (["x": .decreasing], .surrogate) }),
    ("depth", { ($0.maximumDepth, $0.missing) = (3, .surrogate) }),
  ]

  /// Where every distinct value has a bin, the tree is the same to the last bit.
  @Test(arguments: changes.indices, [1, 2] as [UInt64])
  func sameTreeWhereValuesAreFew(_ place: Int, seed: UInt64) throws {
    let coarse = Coarse(seed: seed)
    for weights in [nil, coarse.weights] {
      let fits = try Self.fits(
        coarse, .classes(coarse.labels), weights, Self.changes[place].change)
      #expect(fits[0].grown == fits[1].grown, "\(Self.changes[place].name)")
      #expect(fits[0].grown.nodes.count > 3)
      #expect(fits[0].complexityTable == fits[1].complexityTable)
      #expect(fits[0].tree == fits[1].tree && fits[0].importance == fits[1].importance)
    }
  }

  /// Sums of a target are made about another center, so improvements differ by rounding.
  @Test(arguments: ["direction", "surrogate", "small leaves", "cp", "monotone", "against"])
  func sameRegressionTreeWhereValuesAreFew(_ name: String) throws {
    let change = try #require(Self.changes.first { $0.name == name }).change
    for seed in 1...2 as ClosedRange<UInt64> {
      let coarse = Coarse(seed: seed)
      for weights in [nil, coarse.weights] {
        let fits = try Self.fits(coarse, .numbers(coarse.target), weights, change)
        Self.expectSameRegressions(fits[0].grown, fits[1].grown)
        #expect(fits[0].complexityTable == fits[1].complexityTable)
      }
    }
  }

  static func expectSameRegressions(_ a: DecisionTree, _ b: DecisionTree) {
    #expect(a.nodes.map(\.number) == b.nodes.map(\.number) && a.nodes.count > 3)
    for (x, y) in zip(a.nodes, b.nodes) {
      #expect(x.split?.rule == y.split?.rule && x.split?.feature == y.split?.feature)
      #expect(x.split?.surrogates == y.split?.surrogates)
      #expect(x.split?.missingGoesLeft == y.split?.missingGoesLeft)
      #expect(agree(x.split?.improvement, y.split?.improvement, within: 1e-9))
      #expect(x.value == y.value && x.loss == y.loss && x.complexity == y.complexity)
    }
  }

  /// Weights that no sum of doubles holds exactly: both children are counted.
  @Test func weightsThatRoundGiveTheSameSplits() throws {
    let coarse = Coarse(seed: 3)
    let weights = coarse.weights.map { $0 / 3 + 0.1 }
    let fits = try Self.fits(coarse, .classes(coarse.labels), weights) { $0.missing = .surrogate }
    TreeFitTests.expectSameSplits(fits[0].grown, fits[1].grown)
  }

  // MARK: - Many values

  /// A cut is no further from the exact one than a bin's share of the rows.
  @Test(arguments: 1...5 as ClosedRange<UInt64>) func cutsAreWithinABin(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let x = (0..<3000).map { _ in Elementary.exp(2 * generator.bell()) }
    let labels = x.map { generator.uniform() < ($0 < 1.7 ? 0.2 : 0.6) }
    let table = FeatureTable([("x", .numeric(x))])
    let cuts = try TreeSpecification.Growth.allCases.map { growth in
      let fit = try TreeFitTests.fit(
        table, labels, TreeFitTests.specification { ($0.growth, $0.maximumDepth) = (growth, 1) })
      return try #require(fit.tree.nodes[0].split?.rule.cut?.threshold)
    }
    let between = x.count { $0 >= min(cuts[0], cuts[1]) && $0 < max(cuts[0], cuts[1]) }
    #expect(between <= 2 * x.count / 255)
  }

  @Test func nodesAreTheRowsThatTheWalkerSendsThere() throws {
    let sample = TreeFitTests.Sample(rows: 2000)
    let specification = TreeFitTests.specification { $0.growth = .histogram }
    let tree = try TreeFitTests.fit(sample, specification).tree
    let leaves = try TreeFitTests.leaves(
      TreeFitTests.fit(sample, specification), sample.table,
      FeatureSchema.learn(from: sample.table).schema)
    #expect(tree.leafCount > 10)
    for node in tree.nodes where node.isLeaf {
      #expect(leaves.count { $0 == node.number } == node.rows)
    }
  }

  /// More than 20,000 rows, so that columns are counted in parallel.
  @Test func threadsDoNotMatter() throws {
    let sample = TreeFitTests.Sample(rows: 21_000)
    let weights = sample.labels.indices.map { 0.1 + Double($0 % 7) / 3 }
    for weights in [nil, weights] {
      let fits = try [1, 2].map {
        try TreeFitTests.fit(
          sample,
          TreeFitTests.specification {
            ($0.growth, $0.maximumDepth, $0.missing) = (.histogram, 4, .surrogate)
          }, weights: weights, threads: $0)
      }
      #expect(fits[0].tree == fits[1].tree && fits[0].importance == fits[1].importance)
    }
  }
}

extension TreeResponse {
  fileprivate var indices: Range<Int> { 0..<count }
}
