import Testing

@testable import Modeling

/// Trees on real data node for node against rpart (`rpart_real.json`; its README says how rpart
/// works): surrogates, competitors, priors, losses, case weights, gaps, many levels, regression.
@Suite struct SurrogateReferenceTests {
  struct Split: Decodable {
    var feature: String
    var `operator`: String?
    var threshold: Double?
    var leftLevels: [String]?
    var rightLevels: [String]?
    /// Of a competitor.
    var improve: Double?
    /// Of a surrogate.
    var agreement: Double?
    var adjustedAgreement: Double?
  }

  struct Node: Decodable {
    var node: Int
    var rows: Int
    var weight: Double
    var classWeights: [Double]?
    var value: Double
    var loss: Double
    var complexity: Double
    var feature: String?
    var `operator`: String?
    var threshold: Double?
    var leftLevels: [String]?
    var rightLevels: [String]?
    var improve: Double?
    var majority: String?
    var competitors: [Split]?
    var surrogates: [Split]?

    var split: Split? {
      feature.map {
        Split(
          feature: $0, operator: self.operator, threshold: threshold, leftLevels: leftLevels,
          rightLevels: rightLevels)
      }
    }
  }

  struct Row: Decodable {
    var cp: Double
    var splits: Int
    var relativeError: Double
    var cvError: Double?
    var cvStd: Double?
    /// With the losses as given: rpart 4.1 swaps the two in cross-validation.
    var cvErrorByLoss: Double?
    var cvStdByLoss: Double?
  }

  struct Loss: Decodable {
    var fp: Double
    var fn: Double
  }

  struct Reference: Decodable {
    var file: String
    var target: String
    var columns: [String]
    var method: String
    var classes: [String]
    var split: String?
    var control: TreeReferenceTests.Reference.Control
    var prior: [Double]?
    var loss: Loss
    var weights: String?
    var folds: String?
    var nodes: [Node]
    var cpTable: [Row]
    var importance: TreeReferenceTests.Reference.Importance
    var leaf: [Int]
    var predictedFirst50: [Double]

    var isRegression: Bool { method == "anova" }
  }

  struct File: Decodable { var trees: [String: Reference] }

  private static let file = Result { try TestFiles.decode(File.self, from: "rpart_real.json") }

  static let names = [
    "churn_gini", "churn_information_prior", "churn_loss_cv", "attrition_prior",
    "attrition_information_weights_prior", "credit_gini", "credit_information_cv",
    "credit_prior_loss", "credit_prior_cv", "credit_quarters", "scat_gini",
    "scat_information_weights", "lending_prior", "lending_loss_cv", "scat_tenths", "telco_gini",
    "telco_prior_loss_cv", "cdnow_gini", "cdnow_weights", "sacramento_price",
    "sacramento_weights_cv", "ames_price_cv", "penguins_mass", "penguins_weights_cv",
    "credit_amount", "biomass_quarters",
  ]

  @Test func allTreesOfTheFileAreTested() throws {
    #expect(Set(try Self.file.get().trees.keys) == Set(Self.names))
  }

  @Test(arguments: names) func reproducesRpart(_ name: String) throws {
    let reference = try #require(try Self.file.get().trees[name])
    let fitted = try Fitted(reference)
    let fit = try fitted.fit(threads: 2)
    #expect(fit.grown.nodes.map(\.number) == reference.nodes.map(\.node))
    for (node, expected) in zip(fit.grown.nodes, reference.nodes) {
      Self.compareNode(node, expected, reference)
      Self.compareSplit(node, expected, reference, fitted.schema)
    }
    Self.compareTable(fit.complexityTable, reference)
    let improvements = reference.importance.values
    for (value, feature) in zip(fit.importance, reference.columns) {
      #expect(relativeError(value, improvements[feature] ?? 0) < 1e-9, "\(feature)")
    }
    try comparePredictions(fit.grown, reference, fitted)
  }

  // MARK: - The fit

  struct Fitted {
    var table: FeatureTable
    var schema: FeatureSchema
    var response: TreeResponse
    var weights: [Double]?
    var divisions: [[Int]]
    var specification = TreeSpecification()

    init(_ reference: Reference) throws {
      let csv = try TestFiles.table(reference.file)
      table = try csv.features(reference.columns)
      schema = FeatureSchema.learn(from: table).schema
      if reference.isRegression {
        response = .numbers(try csv.numbers(reference.target))
      } else {
        let event = try #require(reference.classes.last)
        response = .classes(try csv.column(reference.target).map { $0 == event })
      }
      weights = try reference.weights.map { try csv.numbers($0) }
      divisions = try reference.folds.map { [try Self.folds($0, csv.rows.count)] } ?? []
      specification = Self.specification(reference)
    }

    private static func specification(_ reference: Reference) -> TreeSpecification {
      var specification = TreeSpecification()
      specification.criterion = reference.split == "information" ? .entropy : .gini
      specification.minimumSplit = reference.control.minsplit
      specification.minimumLeaf = reference.control.minbucket
      specification.complexity = reference.control.cp
      specification.maximumDepth = reference.control.maxdepth
      specification.pruning = .none
      specification.prior = reference.prior.map { ClassPrior(stayed: $0[0], churned: $0[1]) }
      specification.misclassification = MisclassificationCost(
        falsePositive: reference.loss.fp, falseNegative: reference.loss.fn)
      specification.competitors = 4
      return specification
    }

    /// `i %% 10 + 1` with i the row from 0; counted from 0.
    private static func folds(_ rule: String, _ count: Int) throws -> [Int] {
      let modulus = try #require(Int(rule.split(separator: " ")[2]))
      return (0..<count).map { $0 % modulus }
    }

    func fit(threads: Int) throws -> TreeFit {
      try specification.fit(
        table, schema: schema, response: response, weights: weights, divisions: divisions,
        threads: threads)
    }
  }

  // MARK: - Comparisons

  static func compareNode(
    _ node: DecisionTree.Node, _ expected: Node, _ reference: Reference
  ) {
    let comment = Comment(rawValue: "node \(expected.node)")
    #expect(node.rows == expected.rows, comment)
    #expect(relativeError(node.weight, expected.weight) < 1e-12, comment)
    if let weights = expected.classWeights {
      #expect(abs(node.churnedWeight - weights[1]) < 1e-12 * expected.weight, comment)
    }
    #expect(abs(node.value - expected.value) <= 1e-12 * max(1, abs(expected.value)), comment)
    // A sum of squares is small beside the root's, from which it is what remains.
    #expect(abs(node.loss - expected.loss) <= 1e-12 * reference.nodes[0].loss, comment)
    #expect(abs(node.complexity - expected.complexity) < 1e-12, comment)
  }

  static func compareSplit(
    _ node: DecisionTree.Node, _ expected: Node, _ reference: Reference, _ schema: FeatureSchema
  ) {
    let comment = Comment(rawValue: "node \(expected.node)")
    #expect(node.isLeaf == (expected.feature == nil), comment)
    guard let split = node.split, let wanted = expected.split else { return }
    #expect(isSame(split.feature, split.rule, wanted, schema), comment)
    // rpart gives the improvement of a regression relative to the node's sum of squares.
    let scale = reference.isRegression ? expected.loss : 1
    #expect(agree(split.improvement, expected.improve.map { $0 * scale }, within: 1e-9), comment)
    #expect(split.missingGoesLeft == (expected.majority == "left"), comment)
    let competitors = expected.competitors ?? []
    #expect(split.competitors.count == competitors.count, comment)
    for (found, wanted) in zip(split.competitors, competitors) {
      #expect(isSame(found.feature, found.rule, wanted, schema), "competitor of \(comment)")
      #expect(agree(found.improvement, wanted.improve.map { $0 * scale }, within: 1e-9), comment)
    }
    let surrogates = expected.surrogates ?? []
    #expect(split.surrogates.count == surrogates.count, comment)
    for (found, wanted) in zip(split.surrogates, surrogates) {
      #expect(isSame(found.feature, found.rule, wanted, schema), "surrogate of \(comment)")
      #expect(agree(found.agreement, wanted.agreement, within: 1e-12), comment)
      #expect(abs(found.adjustedAgreement - (wanted.adjustedAgreement ?? 0)) < 1e-12, comment)
    }
  }

  /// The same feature, operator and levels, and the threshold to its last digit.
  static func isSame(
    _ feature: Int, _ rule: DecisionTree.Split.Rule, _ expected: Split, _ schema: FeatureSchema
  ) -> Bool {
    guard schema.features[feature].name == expected.feature else { return false }
    switch rule {
    case .below(let threshold):
      return expected.operator == "<" && expected.threshold == threshold
    case .atLeast(let threshold):
      return expected.operator == ">=" && expected.threshold == threshold
    case .levels(let left, let right):
      return left == expected.leftLevels && right == expected.rightLevels
    }
  }

  static func compareTable(_ table: [ComplexityRow], _ reference: Reference) {
    #expect(table.map(\.splits) == reference.cpTable.map(\.splits))
    for (row, expected) in zip(table, reference.cpTable) {
      let comment = Comment(rawValue: "\(row.splits) splits")
      let (error, spread) = (
        expected.cvErrorByLoss ?? expected.cvError, expected.cvStdByLoss ?? expected.cvStd
      )
      #expect(abs(row.complexity - expected.cp) < 1e-12, comment)
      #expect(abs(row.relativeError - expected.relativeError) < 1e-12, comment)
      #expect(agree(row.crossValidatedError, error, within: 1e-11), comment)
      #expect(agree(row.crossValidatedStandardError, spread, within: 1e-11), comment)
    }
  }

  private func comparePredictions(
    _ tree: DecisionTree, _ reference: Reference, _ fitted: Fitted
  ) throws {
    let walker = TreeWalker(tree, schema: fitted.schema)
    let encoded = try fitted.schema.encode(fitted.table)
    let leaves = reference.leaf.indices.map { tree.nodes[walker.leaf(of: $0, in: encoded)] }
    #expect(leaves.map(\.number) == reference.leaf)
    for (leaf, predicted) in zip(leaves, reference.predictedFirst50) {
      #expect(abs(leaf.value - predicted) <= 1e-12 * max(1, abs(predicted)))
    }
  }
}
