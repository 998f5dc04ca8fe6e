import Testing

@testable import Modeling

/// Trees node for node against rpart (`rpart.json`; its README says how rpart works).
@Suite struct TreeReferenceTests {
  struct Reference: Decodable {
    struct Node: Decodable {
      var node: Int
      var rows: Int
      var weight: Double
      var classWeights: [Double]
      var loss: Double
      var complexity: Double
      var probability: Double
      var feature: String?
      var `operator`: String?
      var threshold: Double?
      var leftLevels: [String]?
      var rightLevels: [String]?
      var improve: Double?
    }

    struct Row: Decodable {
      var cp: Double
      var splits: Int
      var relativeError: Double
      var cvError: Double?
      var cvStd: Double?
    }

    struct Control: Decodable {
      var minsplit: Int
      var minbucket: Int
      var cp: Double
      var maxdepth: Int
    }

    /// An object, or an empty list where no column is split.
    struct Importance: Decodable {
      var values: [String: Double]

      init(from decoder: any Decoder) throws {
        values = (try? decoder.singleValueContainer().decode([String: Double].self)) ?? [:]
      }
    }

    var file: String
    var target: String
    var columns: [String]
    var completeRowsOnly: Bool
    var split: String
    var control: Control
    var weights: String?
    var folds: String?
    var classes: [String]
    var nodes: [Node]
    var cpTable: [Row]
    var importance: Importance
    var predictedFirst50: [Double]
    var leafFirst50: [Int]
    var pruning: [String: Int]?
  }

  struct File: Decodable { var trees: [String: Reference] }

  /// A reference's data and the tree fitted to them.
  struct Fitted {
    var table: FeatureTable
    var labels: [Bool]
    var weights: [Double]?
    var schema: FeatureSchema
    var specification = TreeSpecification()
    var folds: [Int]?

    init(_ reference: Reference) throws {
      var csv = try TestFiles.table(reference.file)
      if reference.completeRowsOnly { csv = try csv.complete(in: reference.columns) }
      table = try csv.features(reference.columns)
      let event = try #require(reference.classes.last)
      labels = try csv.column(reference.target).map { $0 == event }
      weights = try reference.weights.map { try csv.numbers($0) }
      folds = try reference.folds.map { try Self.folds($0, csv) }
      schema = FeatureSchema.learn(from: table).schema
      specification.criterion = reference.split == "gini" ? .gini : .entropy
      specification.minimumSplit = reference.control.minsplit
      specification.minimumLeaf = reference.control.minbucket
      specification.complexity = reference.control.cp
      specification.maximumDepth = reference.control.maxdepth
      specification.pruning = .none
      // rpart.R: usesurrogate = 0, and no gaps.
      specification.surrogates = 0
    }

    /// `i %% 10 + 1` with i the row from 0, or a column; counted from 1.
    private static func folds(_ rule: String, _ csv: CSVTable) throws -> [Int] {
      let words = rule.split(separator: " ")
      guard words.first == "i" else { return try csv.numbers(rule).map { Int($0) - 1 } }
      let modulus = try #require(Int(words[2]))
      return csv.rows.indices.map { $0 % modulus }
    }

    func fit(threads: Int = 1) throws -> TreeFit {
      try specification.fit(
        table, schema: schema, response: .classes(labels), weights: weights,
        divisions: folds.map { [$0] } ?? [], threads: threads)
    }
  }

  static let names = [
    "telco_gini", "telco_information", "telco_complete_cv", "telco_information_cv", "telco_depth4",
    "telco_keep_all", "levels_gini", "levels_information", "levels_weights", "levels_weights_cv",
    "levels_information_zero", "levels_full", "ties_gini", "ties_information", "early_stop",
    "root_only",
  ]

  @Test func allTreesOfTheFileAreTested() throws {
    let file = try TestFiles.decode(File.self, from: "rpart.json")
    #expect(Set(file.trees.keys) == Set(Self.names))
  }

  @Test(arguments: names.filter { !["telco_keep_all", "levels_weights_cv"].contains($0) })
  func reproducesRpart(_ name: String) throws {
    let reference = try Self.reference(name)
    let fitted = try Fitted(reference)
    let fit = try fitted.fit()
    Self.compareNodes(fit.grown, reference, fitted)
    Self.compareTable(fit.complexityTable, reference)
    Self.comparePredictions(fit.grown, reference, fitted)
    Self.compareImportance(fit.importance, reference)
    for (rule, splits) in reference.pruning ?? [:] {
      let pruning = try #require(TreeSpecification.Pruning(rawValue: rule))
      #expect(fit.complexityTable.chosen(pruning)?.splits == splits)
    }
  }

  static func reference(_ name: String) throws -> Reference {
    try #require(try TestFiles.decode(File.self, from: "rpart.json").trees[name])
  }

  /// "Undo no split", which no table can be cross-validated at.
  @Test func keepsEverySplitAtANegativePrice() throws {
    let reference = try Self.reference("telco_keep_all")
    let fitted = try Fitted(reference)
    let fit = try fitted.fit()
    Self.compareNodes(fit.tree, reference, fitted)
    Self.compareTable(fit.complexityTable, reference)
    Self.comparePredictions(fit.tree, reference, fitted)
    Self.compareImportance(fit.importance, reference)
    let folds = fitted.labels.indices.map { $0 % 2 }
    let error = #expect(throws: ModelingError.self) {
      try fitted.specification.fit(
        fitted.table, schema: fitted.schema, response: .classes(fitted.labels),
        divisions: [folds])
    }
    #expect(error?.kind == .usage)
  }

  /// rpart counts rows of weight 0 for minsplit; here they are no rows. The tree is the same but for
  /// leaf 3765: of its 30 rows fewer have weight, so no split is tried there, and undone, in vain.
  /// In the folds more hangs on it.
  @Test func rowsOfWeightZeroDoNotCountForMinimumSplit() throws {
    var reference = try Self.reference("levels_weights_cv")
    let fitted = try Fitted(reference)
    let fit = try fitted.fit()
    let leaf = try #require(reference.nodes.firstIndex { $0.node == 3765 })
    #expect(reference.nodes[leaf].rows >= 30 && (fit.grown.nodes[leaf].rows) < 30)
    reference.nodes[leaf].complexity = reference.control.cp
    Self.compareNodes(fit.grown, reference, fitted)
    Self.comparePredictions(fit.grown, reference, fitted)
    Self.compareImportance(fit.importance, reference)
    // rpart 4.1.19 with the settings of rpart.R on the rows whose weight is above 0.
    let judged: [(splits: Int, error: Double, standardError: Double)] = [
      (0, 1, 0.035055458490764996), (9, 1.0837988826815643, 0.035697986484196198),
      (13, 1.1471135940409682, 0.036094260544474781),
      (21, 1.2048417132216014, 0.036391063342784871),
      (24, 1.223463687150838, 0.036473949679461624),
      (28, 1.2216014897579144, 0.036465940540481794),
      (30, 1.2253258845437616, 0.03648189686082709),
      (31, 1.2476722532588453, 0.036572444730092239),
    ]
    for place in reference.cpTable.indices {
      reference.cpTable[place].cvError = judged[place].error
      reference.cpTable[place].cvStd = judged[place].standardError
    }
    Self.compareTable(fit.complexityTable, reference)
    #expect(fit.complexityTable.map(\.splits) == judged.map(\.splits))
  }

  static func compareImportance(_ importance: [Double], _ reference: Reference) {
    for (value, name) in zip(importance, reference.columns) {
      #expect(relativeError(value, reference.importance.values[name] ?? 0) < 1e-10, "\(name)")
    }
  }

  static func compareNodes(_ tree: DecisionTree, _ reference: Reference, _ fitted: Fitted) {
    #expect(tree.nodes.map(\.number) == reference.nodes.map(\.node))
    guard tree.nodes.count == reference.nodes.count else { return }
    for (node, expected) in zip(tree.nodes, reference.nodes) {
      let comment = Comment(rawValue: "node \(node.number)")
      #expect(node.weight == expected.weight, comment)
      #expect(node.weight - node.churnedWeight == expected.classWeights[0], comment)
      #expect(node.churnedWeight == expected.classWeights[1], comment)
      #expect(node.loss == expected.loss, comment)
      #expect(relativeError(node.probability, expected.probability) < 1e-14, comment)
      #expect(abs(node.complexity - expected.complexity) < 1e-12, comment)
      #expect(node.isLeaf == (expected.feature == nil), comment)
      guard let split = node.split else { continue }
      #expect(fitted.schema.features[split.feature].name == expected.feature, comment)
      #expect(agree(split.improvement, expected.improve, within: 1e-10), comment)
      switch split.rule {
      case .below(let threshold):
        #expect(expected.operator == "<" && expected.threshold == threshold, comment)
      case .atLeast(let threshold):
        #expect(expected.operator == ">=" && expected.threshold == threshold, comment)
      case .levels(let left, let right):
        #expect(left == expected.leftLevels && right == expected.rightLevels, comment)
      }
    }
  }

  static func compareTable(_ table: [ComplexityRow], _ reference: Reference) {
    #expect(table.map(\.splits) == reference.cpTable.map(\.splits))
    for (row, expected) in zip(table, reference.cpTable) {
      let comment = Comment(rawValue: "\(row.splits) splits")
      #expect(abs(row.complexity - expected.cp) < 1e-12, comment)
      #expect(abs(row.relativeError - expected.relativeError) < 1e-12, comment)
      #expect(agree(row.crossValidatedError, expected.cvError, within: 1e-12), comment)
      #expect(agree(row.crossValidatedStandardError, expected.cvStd, within: 1e-12), comment)
    }
  }

  /// Leaves and probabilities of the first rows, and the row counts of the nodes: rpart counts rows
  /// of weight 0 in `rows`, here they are left out of the fit.
  static func comparePredictions(_ tree: DecisionTree, _ reference: Reference, _ fitted: Fitted) {
    guard let encoded = try? fitted.schema.encode(fitted.table) else {
      Issue.record("the table cannot be encoded")
      return
    }
    let walker = TreeWalker(tree, schema: fitted.schema)
    var (counted, all) = ([Int: Int](), [Int: Int]())
    for row in fitted.labels.indices {
      let path = walker.path(of: row, in: encoded).map { tree.nodes[$0].number }
      for number in path {
        all[number, default: 0] += 1
        if (fitted.weights?[row] ?? 1) > 0 { counted[number, default: 0] += 1 }
      }
    }
    for node in tree.nodes { #expect(node.rows == counted[node.number]) }
    for node in reference.nodes { #expect(node.rows == all[node.node], "node \(node.node)") }
    for (row, leaf) in reference.leafFirst50.enumerated() {
      let node = tree.nodes[walker.leaf(of: row, in: encoded)]
      #expect(node.number == leaf)
      #expect(relativeError(node.probability, reference.predictedFirst50[row]) < 1e-14)
    }
  }

  // MARK: - r_rpart_reference.json

  /// The part of R's summary that a tree without surrogates has too: no column has gaps.
  struct Kyphosis: Decodable {
    struct Node: Decodable {
      var node: Int
      var `var`: String
      var n: Int
      var dev: Double
      var complexity: Double
    }

    struct Split: Decodable {
      var `var`: String
      var count: Int
      var ncat: Int
      var improve: Double
      var index: Double
      var adj: Double
    }

    struct Control: Decodable { var cp: Double }

    var control: Control
    var nodes: [Node]
    /// [class, counts of both, probabilities of both, share of the rows].
    var yval2: [[Double]]
    /// For each split node: the split, its competitors, then its surrogates.
    var splits: [Split]
    /// [cp, splits, relative error].
    var cptable: [[Double]]
    var whereNodeFirst20: [Int]
    var predFirst5: [[Double]]
  }

  /// The other trees of the file need priors, losses, other responses and surrogates.
  struct KyphosisFile: Decodable { var kyphosisGini, kyphosisCp05: Kyphosis }

  @Test(
    .enabled(if: TestFiles.hasShared, "needs the data beside the project"),
    arguments: [false, true])
  func reproducesKyphosis(isStopped: Bool) throws {
    let file = try TestFiles.decode(KyphosisFile.self, from: "r_rpart_reference.json")
    let reference = isStopped ? file.kyphosisCp05 : file.kyphosisGini
    let csv = try TestFiles.table("oracles/kyphosis.csv")
    let table = try csv.features(["Age", "Number", "Start"])
    let schema = FeatureSchema.learn(from: table).schema
    var specification = TreeSpecification()
    specification.complexity = reference.control.cp
    specification.pruning = .none
    let fit = try specification.fit(
      table, schema: schema,
      response: .classes(try csv.column("Kyphosis").map { $0 == "present" }))
    #expect(fit.tree.nodes.map(\.number) == reference.nodes.map(\.node))
    var splits = reference.splits.filter { $0.count > 0 }[...]
    for ((node, expected), y) in zip(zip(fit.tree.nodes, reference.nodes), reference.yval2) {
      #expect(node.rows == expected.n && node.loss == expected.dev)
      #expect(Double(node.rows - node.churned) == y[1] && Double(node.churned) == y[2])
      #expect(abs(node.probability - y[4]) < 1e-14)
      #expect(abs(node.complexity - expected.complexity) < 1e-14)
      #expect(node.isLeaf == (expected.var == "<leaf>"))
      guard let split = node.split else { continue }
      // The first split of this node's size on this column; competitors come after it.
      splits = splits.drop { $0.count != node.rows }
      let best = try #require(splits.first)
      #expect(schema.features[split.feature].name == best.var)
      #expect(relativeError(split.improvement, best.improve) < 1e-12)
      #expect(split.rule == (best.ncat < 0 ? .below(best.index) : .atLeast(best.index)))
    }
    #expect(fit.complexityTable.map(\.splits) == reference.cptable.map { Int($0[1]) })
    for (row, expected) in zip(fit.complexityTable, reference.cptable) {
      #expect(abs(row.complexity - expected[0]) < 1e-14)
      #expect(abs(row.relativeError - expected[2]) < 1e-14)
    }
    let (walker, encoded) = (TreeWalker(fit.tree, schema: schema), try schema.encode(table))
    let leaves = (0..<20).map { fit.tree.nodes[walker.leaf(of: $0, in: encoded)] }
    #expect(leaves.map(\.number) == reference.whereNodeFirst20)
    for (leaf, p) in zip(leaves, reference.predFirst5) {
      #expect(abs(leaf.probability - p[1]) < 1e-14)
    }
  }
}
