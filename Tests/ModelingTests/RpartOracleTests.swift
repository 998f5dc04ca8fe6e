import Testing

@testable import Modeling

/// The trees of `r_rpart_reference.json` (15 digits) with all that R keeps of them: the examples of
/// rpart's help page, one of regression, and the telco customers with gaps.
@Suite struct RpartOracleTests {
  struct Control: Decodable {
    var minsplit: Int
    var minbucket: Int
    var cp: Double
    var maxcompete: Int
    var maxsurrogate: Int
    var maxdepth: Int
  }

  struct Parms: Decodable {
    var prior: [Double]?
    var split: String?
    /// Rows are true classes.
    var loss: [[Double]]?
  }

  struct Node: Decodable {
    var node: Int
    var `var`: String
    var n: Int
    var wt: Double
    var dev: Double
    var yval: Double
    var complexity: Double
    var ncompete: Int
    var nsurrogate: Int
  }

  struct Split: Decodable {
    var `var`: String
    /// Levels of a category; −1 of a number whose low side goes left, 1 of one whose high side does.
    var ncat: Int
    /// Of a surrogate its agreement.
    var improve: Double
    /// The threshold, or the row of `csplit`.
    var index: Double
    var adj: Double
  }

  struct Oracle: Decodable {
    var file: String
    var formula: String
    var parms: Parms?
    var control: Control
    var nUsed: Int
    var ylevels: [String]?
    var nodes: [Node]
    /// [class, weights of both, probabilities of both, share of the rows].
    var yval2: [[Double]]?
    /// For each split node: the split, its competitors, then its surrogates.
    var splits: [Split]?
    /// By level: 1 left, 3 right, 2 neither.
    var csplit: [[Int]]?
    /// [cp, splits, relative error].
    var cptable: [[Double]]
    var variableImportance: TreeReferenceTests.Reference.Importance
    var whereNodeFirst20: [Int]
    var predFirst5: [[Double]]

    var target: String { formula.split(separator: " ").first.map(String.init) ?? "" }
    var columns: [String] {
      formula.split(separator: " ").dropFirst(2).filter { $0 != "+" }.map(String.init)
    }
  }

  private static let file = Result {
    try TestFiles.decode([String: Oracle].self, from: "r_rpart_reference.json")
  }

  @Test func allTreesOfTheFileAreTested() throws {
    #expect(Set(try Self.file.get().keys) == Set(Self.outside + ["telco"]))
  }

  private static let outside = [
    "kyphosis_gini", "kyphosis_info_prior", "kyphosis_cp05", "kyphosis_loss", "car_test_anova",
  ]

  @Test(.enabled(if: TestFiles.hasShared, "needs the data beside the project"), arguments: outside)
  func reproducesRpart(_ name: String) throws { try compare(name) }

  @Test func reproducesTheTelcoTree() throws { try compare("telco") }

  private func compare(_ name: String) throws {
    let oracle = try #require(try Self.file.get()[name])
    let isTelco = oracle.file.hasPrefix("telco/")
    let csv = try TestFiles.table(isTelco ? "notebooks-data/telco/customers.csv" : oracle.file)
    #expect(csv.rows.count == oracle.nUsed)
    let table = try csv.features(oracle.columns)
    let schema = FeatureSchema.learn(from: table).schema
    let event = oracle.ylevels?.last
    let response: TreeResponse =
      if let event {
        .classes(try csv.column(oracle.target).map { $0 == event })
      } else { .numbers(try csv.numbers(oracle.target)) }
    let fit = try Self.specification(oracle).fit(table, schema: schema, response: response)
    #expect(fit.tree.nodes.map(\.number) == oracle.nodes.map(\.node))
    compareNodes(fit.tree, oracle)
    try compareSplits(fit.tree, oracle, schema)
    compareTable(fit, oracle)
    try comparePredictions(fit.tree, oracle, schema, table)
  }

  private static func specification(_ oracle: Oracle) -> TreeSpecification {
    var specification = TreeSpecification()
    specification.criterion = oracle.parms?.split == "information" ? .entropy : .gini
    specification.minimumSplit = oracle.control.minsplit
    specification.minimumLeaf = oracle.control.minbucket
    specification.maximumDepth = oracle.control.maxdepth
    specification.complexity = oracle.control.cp
    specification.pruning = .none
    specification.competitors = oracle.control.maxcompete
    specification.surrogates = oracle.control.maxsurrogate
    specification.prior = oracle.parms?.prior.map { ClassPrior(stayed: $0[0], churned: $0[1]) }
    if let loss = oracle.parms?.loss {
      specification.misclassification = MisclassificationCost(
        falsePositive: loss[0][1], falseNegative: loss[1][0])
    }
    return specification
  }

  private func compareNodes(_ tree: DecisionTree, _ oracle: Oracle) {
    for (place, (node, expected)) in zip(tree.nodes, oracle.nodes).enumerated() {
      let comment = Comment(rawValue: "node \(expected.node)")
      #expect(node.rows == expected.n && node.weight == expected.wt, comment)
      #expect(relativeError(node.loss, expected.dev) < 1e-13, comment)
      #expect(abs(node.complexity - expected.complexity) < 1e-14, comment)
      guard let y = oracle.yval2?[place] else {
        #expect(relativeError(node.value, expected.yval) < 1e-14, comment)
        continue
      }
      #expect(Double(node.rows - node.churned) == y[1], comment)
      #expect(Double(node.churned) == y[2], comment)
      #expect(abs(node.value - y[4]) < 1e-14, comment)
    }
  }

  private func compareSplits(
    _ tree: DecisionTree, _ oracle: Oracle, _ schema: FeatureSchema
  ) throws {
    var left = (oracle.splits ?? [])[...]
    for (node, expected) in zip(tree.nodes, oracle.nodes) {
      let comment = Comment(rawValue: "node \(expected.node)")
      #expect(node.isLeaf == (expected.var == "<leaf>"), comment)
      guard let split = node.split, let primary = left.popFirst() else { continue }
      // R gives the improvement of a regression relative to the node's sum of squares.
      let scale = oracle.ylevels == nil ? expected.dev : 1
      #expect(isSame(split.feature, split.rule, primary, oracle, schema), comment)
      #expect(relativeError(split.improvement, primary.improve * scale) < 1e-12, comment)
      let competitors = left.prefix(expected.ncompete)
      left = left.dropFirst(expected.ncompete)
      try #require(split.competitors.count == expected.ncompete, comment)
      for (found, wanted) in zip(split.competitors, competitors) {
        #expect(isSame(found.feature, found.rule, wanted, oracle, schema), comment)
        #expect(relativeError(found.improvement, wanted.improve * scale) < 1e-12, comment)
      }
      let surrogates = left.prefix(expected.nsurrogate)
      left = left.dropFirst(expected.nsurrogate)
      try #require(split.surrogates.count == expected.nsurrogate, comment)
      for (found, wanted) in zip(split.surrogates, surrogates) {
        #expect(isSame(found.feature, found.rule, wanted, oracle, schema), comment)
        #expect(abs(found.agreement - wanted.improve) < 1e-14, comment)
        #expect(abs(found.adjustedAgreement - wanted.adj) < 1e-13, comment)
      }
    }
    #expect(left.isEmpty)
  }

  private func isSame(
    _ feature: Int, _ rule: DecisionTree.Split.Rule, _ expected: Split, _ oracle: Oracle,
    _ schema: FeatureSchema
  ) -> Bool {
    guard schema.features[feature].name == expected.var else { return false }
    switch rule {
    case .below(let threshold):
      return expected.ncat == -1 && relativeError(threshold, expected.index) < 1e-14
    case .atLeast(let threshold):
      return expected.ncat == 1 && relativeError(threshold, expected.index) < 1e-14
    case .levels(let left, let right):
      guard let sides = oracle.csplit?[Int(expected.index) - 1],
        case .categorical(let learned) = schema.features[feature].kind
      else { return false }
      let levels = { (side: Int) in zip(learned.levels, sides).filter { $0.1 == side }.map(\.0) }
      return left == levels(1) && right == levels(3)
    }
  }

  private func compareTable(_ fit: TreeFit, _ oracle: Oracle) {
    #expect(fit.complexityTable.map(\.splits) == oracle.cptable.map { Int($0[1]) })
    for (row, expected) in zip(fit.complexityTable, oracle.cptable) {
      #expect(abs(row.complexity - expected[0]) < 1e-14)
      #expect(abs(row.relativeError - expected[2]) < 1e-14)
    }
    for (value, name) in zip(fit.importance, oracle.columns) {
      let expected = oracle.variableImportance.values[name] ?? 0
      #expect(relativeError(value, expected) < 1e-12, "\(name)")
    }
  }

  private func comparePredictions(
    _ tree: DecisionTree, _ oracle: Oracle, _ schema: FeatureSchema, _ table: FeatureTable
  ) throws {
    let (walker, encoded) = (TreeWalker(tree, schema: schema), try schema.encode(table))
    let leaves = (0..<20).map { tree.nodes[walker.leaf(of: $0, in: encoded)] }
    #expect(leaves.map(\.number) == oracle.whereNodeFirst20)
    for (leaf, predicted) in zip(leaves, oracle.predFirst5) {
      #expect(relativeError(leaf.value, predicted.last ?? .nan) < 1e-14)
    }
  }
}
