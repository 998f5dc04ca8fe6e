import DelimitedText
import Modeling
import Testing

@testable import Churn

/// What a hostile file could make large is refused by its count, with its path.
struct ModelLimitsTests {
  struct Excess: Sendable, CustomTestStringConvertible {
    var kind: Kind
    var path: String
    var value: JSONValue
    var named: String
    var testDescription: String { "\(kind) \(path)" }

    init(_ kind: Kind, _ path: String, _ value: JSONValue, named: String? = nil) {
      (self.kind, self.path, self.value, self.named) = (kind, path, value, named ?? path)
    }

    /// A list of more than there may be.
    init(_ kind: Kind, _ path: String, above most: Int, of element: JSONValue = 0) {
      self.init(kind, path, .array(Array(repeating: element, count: most + 1)))
    }
  }

  private static let long = JSONValue.string(String(repeating: "x", count: 100_001))

  static let excesses: [Excess] = [
    Excess(.tree, "/features", above: ModelLimits.features),
    Excess(.tree, "/warnings", above: ModelLimits.warnings, of: "x"),
    Excess(.tree, "/verification", above: ModelLimits.verificationRows),
    Excess(.tree, "/verification/0/values", above: ModelLimits.features),
    Excess(.tree, "/verification/0/reasons", above: 3, of: "x"),
    Excess(.tree, "/label/as_of", above: ModelLimits.asOfDates, of: ""),
    Excess(.tree, "/features/3/levels", above: ModelLimits.levels, of: ""),
    Excess(.tree, "/features/3/level_rows", above: ModelLimits.levels),
    Excess(.tree, "/baselines", above: 16),
    Excess(.tree, "/tree/nodes", above: ModelLimits.nodes),
    Excess(.tree, "/tree/cp_table", above: ModelLimits.nodes),
    Excess(.tree, "/tree/importance", above: ModelLimits.features),
    Excess(.tree, "/tree/nodes/0/surrogates", above: ModelLimits.features),
    Excess(.tree, "/training/measures/gains", above: ModelLimits.measurePoints),
    Excess(.tree, "/training/score_curve/thresholds", above: 1000),
    Excess(.logistic, "/logistic/coefficients", above: ModelLimits.coefficients),
    Excess(.logistic, "/logistic/shared_indicators", above: ModelLimits.features),
    Excess(.logistic, "/name", long), Excess(.logistic, "/id_column", long),
    Excess(.logistic, "/features/0/name", long), Excess(.logistic, "/label/column", long),
    Excess(.logistic, "/label/positive", long), Excess(.logistic, "/warnings/0", long),
    Excess(.logistic, "/features/3/levels/0", long),
    Excess(.logistic, "/logistic/coefficients/1/estimate", 1e291),
  ]

  @Test(arguments: excesses)
  func isRefused(_ excess: Excess) throws {
    let model = try excess.kind.model
    var document = ModelFile.document(of: model)
    if excess.path == "/warnings/0" { document = document.setting("/warnings", to: ["x"]) }
    let changed = document.setting(excess.path, to: excess.value).sealed
    let clock = ContinuousClock()
    let start = clock.now
    let error = #expect(throws: LocatedError.self) { try model.read(back: changed.fileBytes) }
    #expect(error?.kind == .wrongData)
    #expect(error?.what.hasPrefix(excess.named) == true, "\(error?.what ?? "")")
    #expect(error?.description.utf8.count ?? 0 < 600)
    #expect(clock.now - start < .seconds(60))
  }

  /// Each rule keeps a side for every level of its feature.
  @Test func manyRulesOnManyLevels() throws {
    let levels = (0..<20_000).map { "l" + String(100_000 + $0) }
    let schema = FeatureSchema(
      rowCount: 100,
      features: [
        .init(
          name: "town",
          kind: .categorical(
            .init(
              levels: levels, counts: levels.map { _ in 0 }, missingCount: 0)))
      ])
    let split = DecisionTree.Split(
      feature: 0, rule: .levels(left: [levels[0]], right: [levels[1]]), missingGoesLeft: true,
      missingIsLearned: false, improvement: 1,
      surrogates: Array(
        repeating: .init(
          feature: 0, rule: .levels(left: [levels[0]], right: [levels[1]]), agreement: 1,
          adjustedAgreement: 1), count: 5000))
    let leaf = { (number: Int) in
      DecisionTree.Node(
        number: number, rows: 5, churned: 1, weight: 5, churnedWeight: 1, complexity: 0)
    }
    var root = leaf(1)
    root.split = split
    let tree = DecisionTree(nodes: [root, leaf(2), leaf(3)])
    let nodes = JSONValue.array(
      tree.nodes.map {
        .object(TreeCoding.members($0, schema, isFile: true, isRegression: false))
      })
    let reader = TreeReader(
      index: SchemaIndex(schema), isRegression: false, prior: nil, cost: .init())
    let error = #expect(throws: LocatedError.self) {
      try reader.tree(JSONNode(nodes, file: "m.json"))
    }
    #expect(error?.what.contains("100020000 levels") == true, "\(error?.what ?? "")")
  }
}
