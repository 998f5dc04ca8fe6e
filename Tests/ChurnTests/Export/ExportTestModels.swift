import DelimitedText
import Glibc
import Modeling

@testable import Churn

/// Models that are exported in these tests: shipped ones, and some trained on made-up customers.
enum ExportTestModels {
  static let root =
    "/" + String(#filePath).split(separator: "/").dropLast(4).joined(separator: "/")

  static func shipped(_ name: String) throws -> ChurnModel {
    try ModelFile.read(.file("\(root)/models/\(name).json"))
  }

  /// Texts that end names, strings or comments where they are not escaped.
  static let hostileNames = [
    "quote \" and 'tick'", "back\\slash\\", "line\nbreak", "消费 -- ;", "select", "a`b]c[d", "<&>",
  ]
  static let hostileLevels = [
    "it's", "\"", "\\", "\\'", "two\nlines", "; DROP TABLE t; --", "黄金", "<b>&amp;", "e\u{301}",
    "é",
    "NULL ", "%s", "?", "$1",
  ]

  /// Customers in columns with hostile names, numbers and levels by turns, a tenth of the cells empty.
  static func hostileTable(_ count: Int = 300) -> CustomerTable {
    var random = SeededGenerator(seed: 3, stream: 9)
    let header = hostileNames + ["churned"]
    let rows = (0..<count).map { row -> [String] in
      var score = 0.0
      let cells = hostileNames.indices.map { place -> String in
        if random.uniform() < 0.1 { return "" }
        if place % 2 == 0 {
          let number = (random.uniform() * 1000).rounded() / 100
          score += number - 5
          return "\(number)"
        }
        let level = random.integer(below: hostileLevels.count)
        score += Double(level % 3) - 1
        return hostileLevels[level].trimmed
      }
      return cells + [score + 8 * random.uniform() - 4 > 0 ? "1" : "0"]
    }
    return CustomerTable(header: header, rows: rows)
  }

  static func trained(
    _ table: CustomerTable, _ change: (inout TrainingRequest) -> Void
  ) throws -> ChurnModel {
    var columns = CustomerColumns()
    columns.target = "churned"
    if table.header.contains("customer_id") { columns.id = "customer_id" }
    var request = TrainingRequest(.tree(.init()), columns: columns)
    request.checksLeaks = false
    change(&request)
    return try request.train(on: table.input).model
  }

  static func deepTrees(_ options: inout TrainingRequest.TreeOptions) {
    options.specification.complexity = 0
    options.specification.minimumSplit = 4
    options.specification.minimumLeaf = 2
    options.specification.pruning = .none
    options.folds = 0
  }

  /// A tree that nobody would grow: thresholds, levels, sides and surrogates drawn from a seed.
  static func random(depth: Int, keep: Double, on model: ChurnModel) -> DecisionTree {
    var random = SeededGenerator(seed: UInt64(depth), stream: 5)
    var nodes: [DecisionTree.Node] = []
    func rule(_ feature: Int) -> DecisionTree.Split.Rule {
      switch model.schema.features[feature].kind {
      case .numeric(let learned):
        let cut = learned.mean + learned.standardDeviation * (2 * random.uniform() - 1)
        return random.uniform() < 0.5 ? .below(cut) : .atLeast(cut)
      case .categorical(let learned):
        // A third of the levels is unknown to the node.
        let draws = learned.levels.map { _ in random.integer(below: 3) }
        let parts = (0..<2).map { side in
          zip(learned.levels, draws).filter { $0.1 == side }.map(\.0)
        }
        return .levels(left: parts[0], right: parts[1])
      }
    }
    func grow(_ number: Int, _ left: Int) {
      var node = DecisionTree.Node(
        number: number, rows: 10, churned: 3, weight: 10, churnedWeight: 3, complexity: 0)
      node.value = random.uniform()
      guard left > 0, number == 1 || left > depth - 2 || random.uniform() < keep else {
        nodes.append(node)
        return
      }
      let features = (0..<3).map { _ in random.integer(below: model.schema.features.count) }
      var split = DecisionTree.Split(
        feature: features[0], rule: rule(features[0]), missingGoesLeft: random.uniform() < 0.5,
        missingIsLearned: false, improvement: 1)
      split.surrogates = features.dropFirst().filter { $0 != features[0] }.map {
        .init(feature: $0, rule: rule($0), agreement: 0.9, adjustedAgreement: 0.5)
      }
      node.split = split
      nodes.append(node)
      grow(2 * number, left - 1)
      grow(2 * number + 1, left - 1)
    }
    grow(1, depth)
    return DecisionTree(nodes: nodes)
  }

  /// A chain: each node of the longest path has a leaf on its other side.
  static func chain(depth: Int, on model: ChurnModel) -> DecisionTree {
    guard case .numeric(let learned) = model.schema.features[0].kind else {
      return DecisionTree(nodes: [])
    }
    func node(_ number: Int, _ value: Double) -> DecisionTree.Node {
      var node = DecisionTree.Node(
        number: number, rows: 10, churned: 3, weight: 10, churnedWeight: 3, complexity: 0)
      node.value = value
      return node
    }
    var nodes: [DecisionTree.Node] = []
    var number = 1
    for level in 0..<depth {
      var inner = node(number, 0.5)
      inner.split = DecisionTree.Split(
        feature: 0, rule: .below(learned.mean + Double(level)), missingGoesLeft: level % 2 == 0,
        missingIsLearned: false, improvement: 1)
      nodes += [inner, node(2 * number, 1 / Double(level + 2))]
      number = 2 * number + 1
    }
    return DecisionTree(nodes: nodes + [node(number, 0.01)])
  }
}

extension ChurnModel {
  /// The model with another tree and verification rows of its own.
  func with(_ tree: DecisionTree) -> ChurnModel {
    var copy = self
    if case .tree(var model) = fitted {
      model.tree = tree
      copy.fitted = .tree(model)
    }
    copy.verification = VerificationRows(schema: schema, fitted: copy.fitted).make(seed: 1)
    return copy
  }

  /// The rows of a customer file as values in the schema's order.
  func rows(of table: CustomerTable) -> [[VerificationRow.Value]] {
    let places = schema.features.map { table.place($0.name) }
    return table.rows.map { cells in
      zip(schema.features, places).map { feature, place in
        let cell = cells[place].trimmed
        if ["", "NA", "null"].contains(cell) { return .missing }
        if case .numeric = feature.kind { return Double(cell).map { .number($0) } ?? .missing }
        return .text(cell)
      }
    }
  }
}

extension String {
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension CustomerTable {
  /// A file without separators in its cells.
  init(simple text: String, every step: Int = 1) {
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map {
        String($0.drop { $0 == "\"" }.reversed().drop { $0 == "\"" }.reversed())
      }
    }
    self.init(
      header: lines[0], rows: stride(from: 1, to: lines.count, by: step).map { lines[$0] })
  }
}
