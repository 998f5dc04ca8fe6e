import Testing

@testable import Modeling

/// What must hold between trees, whatever their splits are.
@Suite struct TreeFitTests {
  /// Made-up rows: numbers with ties and gaps, levels with gaps, labels that depend on all.
  struct Sample {
    var x: [Double] = []
    var z: [Double] = []
    var plan: [String?] = []
    var labels: [Bool] = []

    init(rows: Int = 400, seed: UInt64 = 5) {
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<rows {
        let (x, z) = ((generator.bell() * 10).rounded() / 10, generator.bell())
        let plan = generator.integer(below: 6)
        let eta = x * z + (plan == 2 ? 1.5 : 0) - (plan == 4 ? 1 : 0)
        labels.append(generator.uniform() < Elementary.logistic(eta))
        self.x.append(x)
        self.z.append(generator.uniform() < 0.1 ? .nan : z)
        self.plan.append(plan == 5 ? nil : "p\(plan)")
      }
    }

    var table: FeatureTable {
      FeatureTable([("x", .numeric(x)), ("z", .numeric(z)), ("plan", .levels(plan))])
    }

    func selecting(_ rows: [Int]) -> Sample {
      var copy = self
      copy.x = rows.map { x[$0] }
      copy.z = rows.map { z[$0] }
      copy.plan = rows.map { plan[$0] }
      copy.labels = rows.map { labels[$0] }
      return copy
    }
  }

  static func specification(_ change: (inout TreeSpecification) -> Void = { _ in })
    -> TreeSpecification
  {
    var specification = TreeSpecification()
    specification.complexity = 0
    specification.pruning = .none
    specification.missing = .direction
    change(&specification)
    return specification
  }

  static func fit(
    _ sample: Sample, _ specification: TreeSpecification = specification(),
    weights: [Double]? = nil, folds: [Int]? = nil, threads: Int = 1
  ) throws -> TreeFit {
    try fit(sample.table, sample.labels, specification, weights, folds, threads)
  }

  static func fit(
    _ table: FeatureTable, _ labels: [Bool], _ specification: TreeSpecification = specification(),
    _ weights: [Double]? = nil, _ folds: [Int]? = nil, _ threads: Int = 1
  ) throws -> TreeFit {
    let schema = FeatureSchema.learn(from: table).schema
    return try specification.fit(
      table, schema: schema, response: .classes(labels), weights: weights,
      divisions: folds.map { [$0] } ?? [], threads: threads)
  }

  static func leaves(_ fit: TreeFit, _ table: FeatureTable, _ schema: FeatureSchema) throws -> [Int]
  {
    let (walker, encoded) = (TreeWalker(fit.tree, schema: schema), try schema.encode(table))
    return (0..<table.rowCount).map { fit.tree.nodes[walker.leaf(of: $0, in: encoded)].number }
  }

  // MARK: - Relations

  @Test(arguments: Impurity.allCases) func nodesAddUp(_ criterion: Impurity) throws {
    let sample = Sample()
    let tree = try Self.fit(sample, Self.specification { $0.criterion = criterion }).tree
    #expect(tree.nodes.count > 10)
    for node in tree.nodes where !node.isLeaf {
      let children = tree.nodes.filter { $0.number / 2 == node.number }
      #expect(children.map(\.number) == [2 * node.number, 2 * node.number + 1])
      #expect(children.reduce(0) { $0 + $1.rows } == node.rows)
      #expect(children.reduce(0) { $0 + $1.churned } == node.churned)
      // The left child is the one with the smaller share.
      #expect(children[0].probability < children[1].probability)
      let total = { (n: DecisionTree.Node) in
        criterion.total(n.weight - n.churnedWeight, n.churnedWeight)
      }
      let improvement = total(node) - total(children[0]) - total(children[1])
      #expect(agree(node.split?.improvement, improvement, within: 1e-10))
      #expect(children.allSatisfy { $0.complexity <= node.complexity })
    }
    // The nodes' rows are those that the walker sends there.
    let schema = FeatureSchema.learn(from: sample.table).schema
    let (walker, encoded) = (TreeWalker(tree, schema: schema), try schema.encode(sample.table))
    var counts = Array(repeating: (rows: 0, churned: 0), count: tree.nodes.count)
    for row in sample.labels.indices {
      for place in walker.path(of: row, in: encoded) {
        counts[place].rows += 1
        if sample.labels[row] { counts[place].churned += 1 }
      }
    }
    for (count, node) in zip(counts, tree.nodes) {
      #expect(count.rows == node.rows && count.churned == node.churned)
    }
  }

  @Test func monotoneTransformsLeaveThePartition() throws {
    let sample = Sample()
    var bent = sample
    bent.x = sample.x.map { Elementary.exp($0) }
    bent.z = sample.z.map { $0 * $0 * $0 - 1e3 }
    let trees = try [sample, bent].map { try Self.fit($0) }
    #expect(
      trees[0].tree.nodes.map { [$0.number, $0.rows, $0.churned] }
        == trees[1].tree.nodes.map { [$0.number, $0.rows, $0.churned] })
    let leaves = try zip(trees, [sample, bent]).map {
      try Self.leaves($0, $1.table, FeatureSchema.learn(from: $1.table).schema)
    }
    #expect(leaves[0] == leaves[1])
  }

  @Test func orderOfRowsDoesNotMatter() throws {
    let sample = Sample()
    var generator = SeededGenerator(seed: 1)
    let order = generator.shuffled(Array(sample.labels.indices))
    let folds = sample.labels.indices.map { $0 % 5 }
    let plain = try Self.fit(sample, folds: folds)
    let permuted = try Self.fit(sample.selecting(order), folds: order.map { folds[$0] })
    #expect(plain.tree == permuted.tree)
    #expect(plain.complexityTable == permuted.complexityTable)
  }

  @Test(arguments: TreeSpecification.Growth.allCases, TreeSpecification.MissingValues.allCases)
  func orderOfColumnsDoesNotMatter(
    growth: TreeSpecification.Growth, missing: TreeSpecification.MissingValues
  ) throws {
    let sample = Sample()
    let specification = Self.specification { ($0.growth, $0.missing) = (growth, missing) }
    let turned = FeatureTable(
      rowCount: sample.table.rowCount, columns: sample.table.columns.reversed())
    let trees = try [sample.table, turned].map {
      try Self.fit($0, sample.labels, specification).tree
    }
    #expect(trees[0].nodes.count > 10)
    #expect(trees[0].nodes.map(\.number) == trees[1].nodes.map(\.number))
    for (a, b) in zip(trees[0].nodes, trees[1].nodes) {
      #expect(a.split?.feature == b.split.map { 2 - $0.feature })
      #expect(a.split?.rule == b.split?.rule && a.rows == b.rows && a.churned == b.churned)
    }
  }

  /// More than 20,000 rows, so that columns are searched in parallel.
  @Test func threadsDoNotMatter() throws {
    let sample = Sample(rows: 21_000)
    let folds = sample.labels.indices.map { $0 % 3 }
    let specification = Self.specification { ($0.complexity, $0.maximumDepth) = (0.001, 5) }
    let weights = sample.labels.indices.map { 0.1 + Double($0 % 7) / 3 }
    let fits = try [1, 2].map {
      try Self.fit(sample, specification, weights: weights, folds: folds, threads: $0)
    }
    #expect(fits[0].tree == fits[1].tree && fits[0].complexityTable == fits[1].complexityTable)
    #expect(fits[0].importance == fits[1].importance)
  }

  @Test func weightTwoIsTheRowTwice() throws {
    let sample = Sample()
    let folds = sample.labels.indices.map { $0 % 5 }
    let twice = sample.labels.indices.flatMap { [$0, $0] }
    let weighted = try Self.fit(sample, weights: folds.map { _ in 2 }, folds: folds)
    let repeated = try Self.fit(
      sample.selecting(twice), Self.specification { ($0.minimumSplit, $0.minimumLeaf) = (40, 14) },
      folds: twice.map { folds[$0] })
    Self.expectSameSplits(weighted.tree, repeated.tree)
    #expect(weighted.complexityTable == repeated.complexityTable)
    #expect(weighted.tree.nodes.map { 2 * $0.rows } == repeated.tree.nodes.map(\.rows))
  }

  @Test func wholeWeightsAreRepeatedRows() throws {
    let sample = Sample()
    let weights = sample.labels.indices.map { $0 % 4 }
    let rows = sample.labels.indices.flatMap { Array(repeating: $0, count: weights[$0]) }
    let small = Self.specification {
      ($0.minimumSplit, $0.minimumLeaf, $0.maximumDepth) = (1, 1, 6)
    }
    let folds = sample.labels.indices.map { $0 / 4 % 5 }
    let weighted = try Self.fit(sample, small, weights: weights.map { Double($0) }, folds: folds)
    let repeated = try Self.fit(sample.selecting(rows), small, folds: rows.map { folds[$0] })
    Self.expectSameSplits(weighted.tree, repeated.tree)
    #expect(weighted.complexityTable == repeated.complexityTable)
    #expect(weighted.rowCount == 300)
  }

  static func expectSameSplits(_ a: DecisionTree, _ b: DecisionTree) {
    #expect(a.nodes.map(\.number) == b.nodes.map(\.number))
    for (x, y) in zip(a.nodes, b.nodes) {
      #expect(x.split?.rule == y.split?.rule && x.split?.feature == y.split?.feature)
      #expect(x.split?.missingGoesLeft == y.split?.missingGoesLeft)
      #expect(x.weight == y.weight && x.churnedWeight == y.churnedWeight)
      #expect(agree(x.split?.improvement, y.split?.improvement, within: 1e-12))
      #expect(abs(x.complexity - y.complexity) < 1e-14)
    }
  }

  @Test(arguments: 1...5, [1, 7, 60]) func depthAndLeavesKeepTheirLimits(depth: Int, leaf: Int)
    throws
  {
    let limits = Self.specification {
      ($0.maximumDepth, $0.minimumLeaf, $0.minimumSplit) = (depth, leaf, 2)
    }
    let tree = try Self.fit(Sample(), limits).tree
    #expect(tree.depth <= depth && tree.nodes.count > 1)
    for node in tree.nodes where node.isLeaf { #expect(node.rows >= leaf) }
  }

  @Test func smallNodesAreNotSplit() throws {
    let tree = try Self.fit(Sample(), Self.specification { $0.minimumSplit = 150 }).tree
    for node in tree.nodes where !node.isLeaf { #expect(node.rows >= 150) }
  }

  // MARK: - Gaps

  /// Below 10 nobody churns, above everybody, and so do all without a value.
  @Test(arguments: [true, false]) func directionOfGapsIsLearned(areChurned: Bool) throws {
    let x = (0..<20).map { Double($0) } + Array(repeating: Double.nan, count: 10)
    let labels = (0..<20).map { $0 >= 10 } + Array(repeating: areChurned, count: 10)
    let table = FeatureTable([("x", .numeric(x))])
    let fit = try Self.fit(table, labels, Self.specification { $0.minimumLeaf = 1 })
    let split = try #require(fit.tree.nodes[0].split)
    #expect(split.rule == .below(9.5) && split.missingIsLearned)
    #expect(split.missingGoesLeft == !areChurned)
    #expect(fit.tree.leafCount == 2 && fit.tree.nodes[2].probability == 1)
  }

  @Test(arguments: [true, false]) func directionOfGapsIsLearnedForLevels(areChurned: Bool) throws {
    let levels: [String?] = (0..<20).map { $0 < 10 ? "a" : "b" } + Array(repeating: nil, count: 10)
    let labels = (0..<20).map { $0 >= 10 } + Array(repeating: areChurned, count: 10)
    let fit = try Self.fit(FeatureTable([("plan", .levels(levels))]), labels)
    let split = try #require(fit.tree.nodes[0].split)
    #expect(split.rule == .levels(left: ["a"], right: ["b"]) && split.missingIsLearned)
    #expect(split.missingGoesLeft == !areChurned)
  }

  /// Without gaps in training they follow the larger side; an unseen level is a gap.
  @Test(arguments: [12, 28]) func gapsWithoutAnExampleFollowTheMajority(below: Int) throws {
    let x = (0..<40).map { Double($0) }
    let levels: [String?] = (0..<40).map { $0 < below ? "a" : "b" }
    let labels = (0..<40).map { $0 >= below }
    for column in [FeatureTable.Values.numeric(x), .levels(levels)] {
      let table = FeatureTable([("it", column)])
      let fit = try Self.fit(table, labels)
      let split = try #require(fit.tree.nodes[0].split)
      #expect(!split.missingIsLearned && split.missingGoesLeft == (below > 20))
    }
    let table = FeatureTable([("it", .levels(levels))])
    let schema = FeatureSchema.learn(from: table).schema
    let tree = try Self.fit(table, labels).tree
    let later = try schema.encode(FeatureTable([("it", .levels([nil, "new", "a", "b"]))]))
    let walker = TreeWalker(tree, schema: schema)
    let majority = below > 20 ? 2 : 3
    #expect(
      (0..<4).map { tree.nodes[walker.leaf(of: $0, in: later)].number } == [
        majority, majority, 2, 3,
      ])
    let passages = (0..<4).map { walker.passage(of: $0, at: 0, in: later) }
    #expect(passages.map { $0?.passage } == [.majority, .majority, .primary, .primary])
    #expect(passages.map { $0?.unseen } == [false, true, false, false])
    #expect(walker.passage(of: 0, at: 1, in: later) == nil)
  }

  /// A level that training saw, but not in this node, counts as missing there.
  @Test func levelsAbsentFromANodeTakeTheMissingRoute() throws {
    // x separates level c from a and b; below it a and b part.
    let x = (0..<60).map { $0 < 20 ? 0.0 : 1 }
    let levels: [String?] = (0..<60).map { $0 < 20 ? "c" : ($0 < 32 ? "a" : "b") }
    let labels = (0..<60).map { $0 >= 32 || $0 == 20 }
    let table = FeatureTable([("x", .numeric(x)), ("plan", .levels(levels))])
    let schema = FeatureSchema.learn(from: table).schema
    var tree = try Self.fit(table, labels, Self.specification { $0.minimumLeaf = 1 }).tree
    let split = DecisionTree.Split(
      feature: 0, rule: .below(0.5), missingGoesLeft: true, missingIsLearned: false, improvement: 1)
    let below = DecisionTree.Split(
      feature: 1, rule: .levels(left: ["a"], right: ["b"]), missingGoesLeft: false,
      missingIsLearned: true, improvement: 1)
    func node(_ number: Int, _ split: DecisionTree.Split? = nil) -> DecisionTree.Node {
      DecisionTree.Node(
        number: number, split: split, rows: 10, churned: 5, weight: 10, churnedWeight: 5,
        complexity: 0)
    }
    tree = DecisionTree(nodes: [node(1, split), node(2), node(3, below), node(6), node(7)])
    let rows = try schema.encode(
      FeatureTable([("x", .numeric([1, 1, 1])), ("plan", .levels(["c", "a", nil]))]))
    let walker = TreeWalker(tree, schema: schema)
    #expect((0..<3).map { tree.nodes[walker.leaf(of: $0, in: rows)].number } == [7, 6, 7])
    #expect(walker.passage(of: 0, at: 2, in: rows)?.passage == .direction)
    #expect(walker.passage(of: 0, at: 2, in: rows)?.unseen == true)
    #expect(walker.path(of: 1, in: rows) == [0, 2, 3])
  }

  // MARK: - Numbers at the edges

  static let edges: [(name: String, low: Double, high: Double)] = [
    ("next to each other", 1, 1.0.nextUp), ("negative neighbours", (-3.0).nextDown, -3),
    ("smallest", 0, .leastNonzeroMagnitude), ("around zero", -.leastNonzeroMagnitude, 0),
    ("tiny", .leastNonzeroMagnitude, 2 * .leastNonzeroMagnitude),
    ("negative tiny", -2 * .leastNonzeroMagnitude, -.leastNonzeroMagnitude),
    ("greatest", Double.greatestFiniteMagnitude.nextDown, .greatestFiniteMagnitude),
    ("whole range", -.greatestFiniteMagnitude, .greatestFiniteMagnitude),
    ("infinities", -.infinity, .infinity), ("minus infinity", -.infinity, 0),
    ("infinity", 5, .infinity), ("end", .greatestFiniteMagnitude, .infinity),
  ]

  /// The cut lies above the lower value and not above the higher.
  @Test(arguments: edges.indices) func cutsLieBetweenTheirValues(_ place: Int) throws {
    let (name, low, high) = Self.edges[place]
    let x = (0..<20).map { $0 % 2 == 0 ? low : high }
    let table = FeatureTable([("x", .numeric(x))])
    let fit = try Self.fit(table, (0..<20).map { $0 % 2 == 1 })
    guard case .below(let cut) = fit.tree.nodes[0].split?.rule else {
      Issue.record("\(name): no split below")
      return
    }
    #expect(cut > low && cut <= high, "\(name)")
    #expect(fit.tree.nodes.map(\.rows) == [20, 10, 10])
    let leaves = try Self.leaves(fit, table, FeatureSchema.learn(from: table).schema)
    #expect(leaves == (0..<20).map { $0 % 2 == 0 ? 2 : 3 })
  }

  @Test func minusZeroIsZero() throws {
    let x = (0..<20).map { $0 % 2 == 0 ? -0.0 : 0.0 }
    let fit = try Self.fit(FeatureTable([("x", .numeric(x))]), (0..<20).map { $0 % 2 == 1 })
    #expect(fit.tree.nodes.count == 1)
    #expect(fit.warnings.count == 1 && fit.warnings[0].contains("pruned to its root"))
  }

  @Test func constantAndEmptyColumnsAreNotSplit() throws {
    let labels = (0..<30).map { $0 % 2 == 1 }
    let table = FeatureTable([
      ("constant", .numeric(labels.map { _ in 3 })), ("level", .levels(labels.map { _ in "a" })),
      ("gaps", .numeric(labels.map { $0 ? 1 : .nan })),
    ])
    #expect(try Self.fit(table, labels).tree.nodes.count == 1)
    // A column without any value is not learned from, and then there is nothing to split on.
    let empty = FeatureTable([("none", .numeric(labels.map { _ in .nan }))])
    #expect(FeatureSchema.learn(from: empty).empty == ["none"])
    #expect(throws: ModelingError.self) { try Self.fit(empty, labels) }
    // Nor are rows that a schema of other rows reads as gaps from end to end.
    let schema = FeatureSchema.learn(from: FeatureTable([("none", .numeric([1, 2]))])).schema
    let fit = try Self.specification().fit(empty, schema: schema, response: .classes(labels))
    #expect(fit.tree.nodes.count == 1)
  }

  @Test func ordersColumnsAndCutsByTheirPlace() throws {
    // Two equal columns, and two cuts that are equally good.
    let x = (0..<30).map { Double($0 / 10) }
    let labels = (0..<30).map { $0 / 10 == 1 ? $0 % 10 < 9 : $0 % 10 == 0 }
    let table = FeatureTable([
      ("b", .numeric(x)), ("a", .numeric(x)), ("c", .numeric(x.map { -$0 })),
    ])
    let split = try #require(try Self.fit(table, labels).tree.nodes[0].split)
    #expect(split.feature == 0 && split.rule == .below(0.5))
  }

  /// As rpart 4.1.19 does: shares from the highest down, means from the lowest up, equal ones by code
  /// point; of equally good cuts the first.
  @Test func ordersLevelsByShareThenCodePoint() throws {
    // c never churns, a always; b and B by half: {c}, {c, B} and {c, B, b} against the rest.
    let names = ["c", "b", "B", "a"]
    let levels: [String?] = (0..<40).map { names[$0 / 10] }
    let labels = (0..<40).map { $0 / 10 == 3 || ($0 / 10 > 0 && $0 % 2 == 0) }
    let table = FeatureTable([("plan", .levels(levels))])
    let schema = FeatureSchema.learn(from: table).schema
    func rules(_ specification: TreeSpecification) throws -> [DecisionTree.Split.Rule?] {
      let responses = [TreeResponse.classes(labels), .numbers(labels.map { $0 ? 1 : 0 })]
      return try responses.map {
        try specification.fit(table, schema: schema, response: $0).tree.nodes[0].split?.rule
      }
    }
    // {a} and {c} against the rest are equally good, and better than two against two.
    #expect(
      try rules(Self.specification()) == [
        .levels(left: ["B", "b", "c"], right: ["a"]),
        .levels(left: ["c"], right: ["B", "a", "b"]),
      ])
    // With leaves of 20 the middle cut is left: B, not b, comes first.
    #expect(
      try rules(Self.specification { $0.minimumLeaf = 20 }) == [
        .levels(left: ["b", "c"], right: ["B", "a"]),
        .levels(left: ["B", "c"], right: ["a", "b"]),
      ])
  }

  /// A single fold leaves nothing to grow on, one without churned rows nothing to tell apart.
  @Test func poorFoldsAreJudgedAllTheSame() throws {
    let sample = Sample(rows: 100)
    for folds in [sample.labels.map { _ in 0 }, sample.labels.map { $0 ? 1 : 0 }] {
      let table = try Self.fit(sample, folds: folds).complexityTable
      for row in table { #expect(row.crossValidatedError?.isFinite == true) }
    }
  }

  // MARK: - What is refused

  @Test func refusesWhatCannotBeGrown() {
    let table = FeatureTable([("x", .numeric([1, 2, 3, 4]))])
    func kind(
      _ labels: [Bool], weights: [Double]? = nil,
      _ change: (inout TreeSpecification) -> Void = { _ in }
    ) -> ModelingError.Kind? {
      (try? Self.fit(table, labels, Self.specification(change), weights)).map { _ in nil }
        ?? modelingError { () throws(ModelingError) in
          try Self.specification(change).fit(
            table, schema: FeatureSchema.learn(from: table).schema, response: .classes(labels),
            weights: weights)
        }?.kind
    }
    let mixed = [true, false, true, false]
    #expect(kind(mixed) == nil)
    #expect(kind([true, true, true, true]) == .data)
    #expect(kind(mixed, weights: [1, 0, 1, 0]) == .data)
    #expect(kind(mixed, weights: [1, -1, 1, 1]) == .data)
    #expect(kind(mixed, weights: [1, .nan, 1, 1]) == .data)
    #expect(kind(mixed) { $0.maximumDepth = 31 } == .usage)
    #expect(kind(mixed) { $0.maximumDepth = 0 } == .usage)
    #expect(kind(mixed) { $0.minimumLeaf = 0 } == .usage)
    #expect(kind(mixed) { $0.complexity = -0.1 } == .usage)
    #expect(kind(mixed) { $0.complexity = .nan } == .usage)
    #expect(kind(mixed) { $0.pruning = .minimum } == .usage)
  }

  @Test func oneRowAndTwo() throws {
    let one = FeatureTable([("x", .numeric([1]))])
    let error = modelingError { () throws(ModelingError) in
      try Self.specification().fit(
        one, schema: FeatureSchema.learn(from: one).schema, response: .classes([true]))
    }
    #expect(error?.kind == .data)
    let two = FeatureTable([("x", .numeric([1, 2]))])
    let small = Self.specification { ($0.minimumSplit, $0.minimumLeaf) = (2, 1) }
    let fit = try Self.fit(two, [true, false], small)
    #expect(fit.tree.nodes[0].split?.rule == .atLeast(1.5))
    #expect(fit.tree.nodes.map(\.probability) == [0.5, 0, 1])
  }
}

/// What trees of the other folds say of each row.
extension TreeFitTests {
  /// A tree grown anew on the other folds, with prices in units of their root, says the same.
  @Test(arguments: [TreeSpecification.Pruning.none, .minimum, .oneStandardError])
  func outOfFoldValuesAreThoseOfTreesOfTheOtherFolds(
    _ pruning: TreeSpecification.Pruning
  ) throws {
    let sample = Sample()
    let schema = FeatureSchema.learn(from: sample.table).schema
    let folds = sample.labels.indices.map { ($0 * 7) % 4 }
    let specification = Self.specification { ($0.complexity, $0.pruning) = (0.01, pruning) }
    let fit = try Self.fit(sample, specification, folds: folds)
    let values = try #require(fit.outOfFold.first)
    #expect(fit.outOfFold.count == 1 && values.count == sample.labels.count)
    let line = try #require(fit.complexityTable.firstIndex(of: fit.chosen))
    let prices = fit.complexityTable.map(\.complexity)
    let limit = line == 0 ? .infinity : (prices[line - 1] * prices[line]).squareRoot()
    for fold in 0..<4 {
      let rows = folds.indices.filter { folds[$0] != fold }
      let others = sample.selecting(rows)
      let all = fit.grown.nodes[0]
      let root = try Self.fit(others).grown.nodes[0]
      let scale = all.loss / all.weight / (root.loss / root.weight)
      let own = try Self.fit(
        others, Self.specification { $0.complexity = 0.01 * scale })
      let tree = own.grown.pruned(at: limit * scale)
      let walker = TreeWalker(tree, schema: FeatureSchema.learn(from: others.table).schema)
      let encoded = try schema.encode(sample.table)
      for row in folds.indices where folds[row] == fold {
        #expect(values[row] == tree.nodes[walker.leaf(of: row, in: encoded)].value)
      }
    }
    #expect(try Self.fit(sample).outOfFold.isEmpty)
  }
}
