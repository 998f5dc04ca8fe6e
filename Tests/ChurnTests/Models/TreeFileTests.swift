import DelimitedText
import Modeling
import Testing

@testable import Churn

/// Model files of trees: surrogates, priors, costs, numbers to predict, and trees from strangers.
@Suite struct TreeFileTests {
  /// The usual customers with `echo`, which nearly repeats recency and knows it in the gaps too, and
  /// `amount`, which hangs on spend, with its gaps.
  static let table: CustomerTable = {
    var table = Kind.table.without(["as_of", "spend_cents"])
    table.header += ["echo", "amount"]
    for row in table.rows.indices {
      let (recency, spend) = (Double(table[row, "recency"]), Double(table[row, "spend"]))
      let echo = recency.map { "\(Int($0) / 10 + row % 5)" } ?? "\(row % 40)"
      table.rows[row] += [echo, spend.map { "\($0 / 2 + Double(row % 13) * 10)" } ?? ""]
    }
    return table
  }()

  /// With surrogates, competitors, a prior and costs.
  static func request(
    _ change: (inout TrainingRequest.TreeOptions) -> Void = { _ in }
  ) -> TrainingRequest {
    var options = TrainingRequest.TreeOptions()
    options.specification.prior = ClassPrior(stayed: 0.6, churned: 0.4)
    options.specification.misclassification = MisclassificationCost(
      falsePositive: 1, falseNegative: 1.5)
    options.specification.competitors = 2
    options.specification.complexity = 0.002
    options.specification.pruning = .minimum
    change(&options)
    return .request(.tree(options))
  }

  /// Predicts `amount` from the rest.
  static var regression: TrainingRequest {
    var request = request {
      $0.task = .regression
      $0.specification.prior = nil
      $0.specification.misclassification = .init()
    }
    request.columns.target = "amount"
    request.holdout = 0.25
    return request
  }

  static func model(_ request: TrainingRequest) throws -> ChurnModel {
    try request.train(on: table.input).model
  }

  @Test(arguments: [false, true]) func filesComeBack(isRegression: Bool) throws {
    let model = try Self.model(isRegression ? Self.regression : Self.request())
    let back = try model.read(back: model.fileBytes)
    #expect(back.fileBytes == model.fileBytes)
    #expect(back.assessment == model.assessment && back.kind == model.kind)
    let (before, after) = (try #require(model.fitted.tree), try #require(back.fitted.tree))
    #expect(before.tree == after.tree)
    #expect(before.complexityTable == after.complexityTable)
    #expect(before.prior == after.prior && before.cost == after.cost)
    #expect(before.tree.nodes.contains { !($0.split?.surrogates.isEmpty ?? true) })
    #expect(before.tree.nodes.contains { !($0.split?.competitors.isEmpty ?? true) })
    #expect(model.missing == .surrogate)
    // The rows that have gaps go by surrogates, and say so.
    let routes = try Self.score(back).rows.map { $0[$0.count - 1] }
    #expect(routes.contains { $0.split(separator: "+").contains("surrogate") })
  }

  /// The left child is the one for which the rule holds, and values add up.
  @Test func regressionTreesPredictMeans() throws {
    let model = try Self.model(Self.regression)
    #expect(model.kind == "regression-tree" && model.churn == nil)
    guard case .number(let assessment) = model.assessment else {
      Issue.record("no number assessment")
      return
    }
    #expect(assessment.training.rows + (assessment.holdout?.rows ?? 0) < 400)
    let tree = try #require(model.fitted.tree?.tree)
    for node in tree.nodes where !node.isLeaf {
      let children = tree.nodes.filter { $0.number / 2 == node.number }
      let sum = children.reduce(0) { $0 + $1.weight * $1.value }
      #expect(abs(sum / node.weight - node.value) < 1e-9 * abs(node.value))
      #expect(children.reduce(0) { $0 + $1.loss } <= node.loss)
    }
    let document = ModelFile.document(of: model)
    #expect(document[path: "/tree/nodes/0/mean"] != nil)
    #expect(document[path: "/tree/nodes/0/probability"] == nil)
    #expect(document[path: "/bands"] == nil && document[path: "/label/positive"] == .null)
    #expect(model.description[path: "/nodes/0/mean"] != nil)
    #expect(document[path: "/verification/0/prediction"] != nil)
  }

  @Test func regressionTreesScoreAPredictionWithoutBands() throws {
    let model = try Self.model(Self.regression)
    let scored = try Self.score(model)
    #expect(
      scored.header == ["customer_id", "prediction", "reason_1", "reason_2", "reason_3", "route"])
    let values = scored.rows.compactMap { Double($0[1]) }
    let leaves = Set(model.fitted.tree?.tree.nodes.filter(\.isLeaf).map(\.value) ?? [])
    #expect(values.count == 400 && Set(values).isSubset(of: leaves) && Set(values).count > 1)
    var options = ScoringOptions()
    options.bands = Bands(low: 0.1, high: 0.2)
    let error = #expect(throws: LocatedError.self) {
      try Scorer(model, options: options).score(Self.table.input, write: { _ in })
    }
    #expect(error?.kind == .usage)
    let judged = #expect(throws: LocatedError.self) {
      try Judgement([model], on: Self.table.input)
    }
    #expect(judged?.kind == .usage)
    #expect(throws: LocatedError.self) { try Comparison([.model(model)], judgement: nil) }
  }

  private static func score(_ model: ChurnModel) throws -> (header: [String], rows: [[String]]) {
    var bytes: [UInt8] = []
    _ = try Scorer(model).score(Self.table.input, write: { bytes += $0 })
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    // No cell that is read here has a comma.
    let cells = lines.map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return (cells[0], Array(cells.dropFirst()))
  }

  // MARK: - Strangers' trees

  struct Change: CustomTestStringConvertible, Sendable {
    var path: String
    var new: JSONValue?
    var named: String
    var testDescription: String { "\(path) = \(new?.canonical() ?? "nothing")" }
  }

  static let changes: [Change] = [
    Change(path: "/tree/nodes/0/surrogates/0/feature", new: "nothing", named: "node 1"),
    Change(path: "/tree/nodes/0/surrogates/0/agreement", new: 1.5, named: "node 1"),
    Change(path: "/tree/nodes/0/surrogates/0/operator", new: "==", named: "node 1"),
    Change(path: "/tree/nodes/0/surrogates", new: 5, named: "node 1"),
    Change(path: "/tree/nodes/0/competitors/0/improvement", new: -1, named: "node 1"),
    Change(path: "/tree/nodes/1/parent", new: 3, named: "node 2"),
    Change(path: "/tree/nodes/1/weight", new: -1, named: "node 2"),
    Change(path: "/tree/nodes/1/churned_weight", new: nil, named: "node 2"),
    Change(path: "/tree/nodes/1/probability", new: 0.999, named: "node 2"),
    Change(path: "/tree/prior/no", new: 0.7, named: "/tree/prior"),
    Change(path: "/tree/prior/yes", new: 0, named: "/tree/prior/yes"),
    Change(path: "/tree/loss/fn", new: -2, named: "/tree/loss/fn"),
    Change(path: "/tree/nodes/0/node", new: 3, named: "node 3"),
  ]

  @Test(arguments: changes) func changedNodesAreRefusedByNumber(_ change: Change) throws {
    let model = try Self.model(Self.request())
    let document = ModelFile.document(of: model)
    try #require(document[path: change.path] != nil)
    let changed = document.setting(change.path, to: change.new).sealed
    let error = #expect(throws: LocatedError.self) { try model.read(back: changed.fileBytes) }
    #expect(error?.kind == .wrongData)
    #expect(error?.what.contains(change.named) == true, "\(error?.what ?? "no error")")
  }

  /// A full tree over x with a cut in the middle of each interval.
  static func full(depth: Int) -> ChurnModel {
    var nodes: [DecisionTree.Node] = []
    func grow(_ number: Int, _ low: Double, _ high: Double) {
      let level = Int.bitWidth - 1 - number.leadingZeroBitCount
      var node = DecisionTree.Node(
        number: number, rows: 1 << (depth - level), churned: number % 2,
        weight: Double(1 << (depth - level)), churnedWeight: Double(number % 2), complexity: 0.5)
      let middle = (low + high) / 2
      if level < depth {
        node.split = DecisionTree.Split(
          feature: 0, rule: .below(middle), missingGoesLeft: true, missingIsLearned: false,
          improvement: 1)
      }
      nodes.append(node)
      guard level < depth else { return }
      grow(2 * number, low, middle)
      grow(2 * number + 1, middle, high)
    }
    grow(1, 0, 1)
    let schema = FeatureSchema(
      rowCount: 1 << depth,
      features: [
        .init(
          name: "x",
          kind: .numeric(.init(median: 0.5, mean: 0.5, standardDeviation: 0.3, missingCount: 0)))
      ])
    let measures = JudgedRows(labels: [true, false], weights: nil, clusters: nil)
      .measures(of: [0.6, 0.4], threshold: nil, acquaintance: .unseen)
    let fitted = ChurnModel.Fitted.tree(
      TreeModel(
        tree: DecisionTree(nodes: nodes),
        complexityTable: [ComplexityRow(complexity: 0, splits: 1, relativeError: 1)],
        importance: [1], criterion: .gini))
    return ChurnModel(
      name: "full", idColumn: nil, label: LabelContract(column: "churned", positive: "1"),
      schema: schema, missing: .surrogate, fitted: fitted,
      provenance: Provenance(
        toolVersion: "test", seed: 1, sha256: "", rowsRead: 1, rowsRejected: 0, rowsTrained: 1,
        rowsHeldOut: 0, options: [:]),
      assessment: .churn(
        ChurnAssessment(bands: Bands(low: 0.5, high: 0.8), threshold: 0.5, training: measures)),
      warnings: [],
      verification: VerificationRows(schema: schema, fitted: fitted).make(seed: 1))
  }

  /// 16,383 nodes.
  @Test func aLargeTreeIsWrittenReadAndShown() throws {
    let model = Self.full(depth: 13)
    let back = try model.read(back: model.fileBytes)
    let tree = try #require(back.fitted.tree)
    #expect(tree.tree == model.fitted.tree?.tree && tree.tree.nodes.count == 16_383)
    let text = try #require(back.explainedTree).text
    #expect(text.split(separator: "\n").count == 16_383)
    #expect(back.description[path: "/nodes"]?.elements.count == 16_383)
  }

  /// A threshold outside what the splits above let through divides nothing.
  @Test(arguments: [(0.75, false), (0.5, false), (0.0, true), (0.25, true)])
  func cutsMustLieWithinTheirNode(cut: Double, isPossible: Bool) throws {
    let model = Self.full(depth: 2)
    // Node 2 takes x < 0.5; nodes are in preorder.
    let document = ModelFile.document(of: model)
    #expect(document[path: "/tree/nodes/1/node"] == 2)
    let changed = document.setting("/tree/nodes/1/threshold", to: .number(cut)).sealed
    do {
      _ = try model.read(back: changed.fileBytes)
      #expect(isPossible)
    } catch let error as LocatedError {
      // A possible cut may still contradict the verification rows.
      #expect(error.what.contains(isPossible ? "/verification/" : "node 2"), "\(error.what)")
    }
  }

  /// A split below one on the same levels, made to ask for a level of the other side.
  @Test func levelsMustComeThroughTheSplitsAbove() throws {
    var request = Self.request {
      $0.task = .regression
      ($0.specification.complexity, $0.specification.pruning) = (0, .none)
      $0.specification.minimumLeaf = 1
      ($0.specification.prior, $0.specification.misclassification) = (nil, .init())
    }
    request.columns.target = "amount"
    request.columns.features = ["plan"]
    let model = try Self.model(request)
    let nodes = try #require(model.fitted.tree).tree.nodes
    guard case .levels(_, let right)? = nodes[0].split?.rule,
      let place = nodes.firstIndex(where: { $0.number == 2 }),
      case .levels(let left, let other)? = nodes[place].split?.rule
    else {
      Issue.record("no split below the root's left side")
      return
    }
    let path = "/tree/nodes/\(place)"
    let levels = JSONValue.array((left + [right[0]]).map { .string($0) })
    let changed = ModelFile.document(of: model).setting(path + "/levels", to: levels)
    #expect(!other.contains(right[0]))
    let error = #expect(throws: LocatedError.self) {
      try model.read(back: changed.sealed.fileBytes)
    }
    #expect(error?.what.contains("node 2") == true)
  }
}
