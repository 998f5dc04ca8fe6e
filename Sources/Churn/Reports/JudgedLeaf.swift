import DelimitedText
import Modeling
import Reporting

/// A leaf of a classification tree on judged rows.
public struct JudgedLeaf: Sendable, Equatable {
  public var node: Int
  public var judged: JudgedRate
  /// Weighted share of the leaf's training rows that churned.
  public var trainingRate: Double

  public init(node: Int, judged: JudgedRate, trainingRate: Double) {
    self.node = node
    self.judged = judged
    self.trainingRate = trainingRate
  }
}

extension ChurnModel {
  /// The leaves on some rows, highest training rate first; nil for a model that is no classification
  /// tree.
  /// - Parameters:
  ///   - places: the leaf of each row, by its place among the tree's nodes.
  ///   - isInSample: whether the tree was grown on these rows; they have no intervals then.
  func judgedLeaves(
    _ places: [Int], _ rows: JudgedRows, isInSample: Bool
  ) -> [JudgedLeaf]? {
    guard case .tree(let model) = fitted else { return nil }
    let counts = LeafCounts(
      places: places, labels: rows.labels, weights: rows.weights, tree: model.tree)
    let hasInterval = !isInSample && !counts.hasWeights && rows.clusters == nil
    let leaves = zip(model.tree.nodes.filter(\.isLeaf), counts.leaves).map { node, leaf in
      JudgedLeaf(
        node: node.number, judged: JudgedRate(leaf, hasInterval: hasInterval),
        trainingRate: node.churnRate ?? 0)
    }
    return leaves.sorted { (-$0.trainingRate, $0.node) < (-$1.trainingRate, $1.node) }
  }
}

extension [JudgedLeaf] {
  /// A line a leaf.
  public var table: TextTable {
    var table = TextTable([
      .init("leaf", .right), .init("training rate", .right), .init("customers", .right),
      .init("churned", .right), .init("churn rate", .right), .init("95 % interval", .right),
    ])
    for leaf in self {
      table.rows.append([
        "\(leaf.node)", NumberText.percent(leaf.trainingRate), NumberText.integer(leaf.judged.rows),
        NumberText.integer(leaf.judged.churned), NumberText.percent(leaf.judged.rate),
        leaf.judged.intervalText,
      ])
    }
    return table
  }

  /// What a reader of the leaves would otherwise take wrongly.
  var warnings: [String] {
    ExplainedTree.outsideChance(self, "here").map { [$0] } ?? []
  }
}

extension JudgedLeaf {
  var json: JSONValue {
    [
      "node": JSONValue(node), "rows": JSONValue(judged.rows),
      "churned": JSONValue(judged.churned), "rate": JSONValue(judged.rate),
      "low": JSONValue(judged.low), "high": JSONValue(judged.high),
      "training_rate": JSONValue(trainingRate),
    ]
  }

  /// The part `leaves` of a report.
  /// - Parameter rows: those that were judged.
  static func leaves(_ node: JSONNode, rows: Int) throws(LocatedError) -> [JudgedLeaf] {
    var leaves: [JudgedLeaf] = []
    var known: Set<Int> = []
    for entry in try node.array() {
      let leaf = try JudgedLeaf(entry, rows: rows)
      guard known.insert(leaf.node).inserted else {
        throw try entry["node"].error("is there twice")
      }
      leaves.append(leaf)
    }
    guard leaves.reduce(0, { $0 + $1.judged.rows }) <= rows else {
      throw node.error("has more rows than the \(rows) that were judged")
    }
    return leaves
  }

  private init(_ node: JSONNode, rows: Int) throws(LocatedError) {
    let rows = try node["rows"].int(in: 0...rows)
    var judged = JudgedRate(
      rows: rows, churned: try node["churned"].int(in: 0...rows),
      rate: try node.optional("rate")?.number(in: 0...1))
    guard (judged.rate == nil) == (rows == 0) else {
      throw try node["rate"].error("is null for a leaf without rows, and a share for others")
    }
    judged.low = try node.optional("low")?.number(in: 0...(judged.rate ?? 0))
    judged.high = try node.optional("high")?.number(in: (judged.rate ?? 1)...1)
    guard (judged.low == nil) == (judged.high == nil), judged.low == nil || rows > 0 else {
      throw try node["low"].error("and high are an interval of a leaf with rows, or null")
    }
    self.init(
      node: try node["node"].int(in: 1...(1 << 31) - 1), judged: judged,
      trainingRate: try node["training_rate"].number(in: 0...1))
    // An interval says that rows count once, so it can be had from them.
    guard let low = judged.low, let high = judged.high else { return }
    let interval = ShareInterval.wilson(
      successes: Double(judged.churned), trials: Double(rows))
    guard abs(low - interval.low) < 1e-9, abs(high - interval.high) < 1e-9 else {
      throw try node["low"].error("and high are not the interval of \(judged.churned) of \(rows)")
    }
  }
}
