import Modeling
import Reporting

/// A leaf as a sentence: who comes to it, and how they fared.
public struct TreeRule: Sendable, Equatable {
  public var node: Int
  /// `recency_days >= 90 and < 210 & plan in basic, gold`; `all customers` at the root.
  public var condition: String
  /// Training rows.
  public var rows: Int
  /// Of them; 0 in a regression tree.
  public var churned: Int
  /// P(churned) as the model gives it; in a regression tree the mean of the target.
  public var value: Double
  /// Weighted share of churned training rows; it is the probability in a tree without prior. nil in
  /// a regression tree.
  public var churnRate: Double?
  /// The rate over that of all training rows; nil in a regression tree.
  public var lift: Double?
  /// nil where no rows were held out.
  public var heldOut: JudgedRate?
}

extension ExplainedTree {
  /// The leaves, highest probability or mean first, equal ones by number.
  public var rules: [TreeRule] {
    zip(nodes, model.tree.conditions).filter { $0.0.isLeaf }
      .map { rule($0, $1) }
      .sorted { (-$0.value, $0.node) < (-$1.value, $1.node) }
  }

  func rule(_ node: DecisionTree.Node, _ condition: PathCondition) -> TreeRule {
    let base = nodes[0].churnRate ?? 0
    let rate = model.isRegression ? nil : node.churnRate
    return TreeRule(
      node: node.number, condition: condition.text(schema), rows: node.rows, churned: node.churned,
      value: node.value, churnRate: rate,
      lift: rate.flatMap { base > 0 ? $0 / base : nil }, heldOut: heldOut[node.number])
  }

  /// A line a leaf.
  public var ruleTable: TextTable {
    var columns = [TextTable.Column("node", .right)]
    columns += model.isRegression ? [.init("mean", .right)] : rateColumns
    columns.append(.init("customers", .right))
    if !heldOut.isEmpty { columns += JudgedRate.columns("held out") }
    var table = TextTable(columns + [.init("condition")])
    for rule in rules {
      var cells = ["\(rule.node)"]
      cells += model.isRegression ? [NumberText.significant(rule.value, digits: 5)] : rates(rule)
      cells.append(NumberText.integer(rule.rows))
      if !heldOut.isEmpty { cells += JudgedRate.cells(rule.heldOut) }
      table.rows.append(cells + [rule.condition])
    }
    return table
  }

  private var rateColumns: [TextTable.Column] {
    (model.prior == nil ? [] : [.init("probability", .right)])
      + [.init("churn rate", .right), .init("lift", .right)]
  }

  private func rates(_ rule: TreeRule) -> [String] {
    (model.prior == nil ? [] : [NumberText.percent(rule.value)])
      + [NumberText.percent(rule.churnRate), NumberText.fixed(rule.lift, decimals: 2)]
  }

  /// What stands below the rules and the text of a tree.
  public var note: String {
    var lines: [String] = []
    if !model.isRegression, nodes.count > 1 {
      lines.append(
        "lift: against the churn rate of all training customers, "
          + NumberText.percent(nodes[0].churnRate))
    }
    if !heldOut.isEmpty { lines.append(intervalNote) }
    if nodes.count > 1 {
      lines.append(
        "customers without a value: see what a split does with them in churn show --node")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private var intervalNote: String {
    heldOut.values.contains { $0.low != nil }
      ? "held out: customers that the tree was not grown on, with Wilson's 95 % interval"
      : "held out: customers that the tree was not grown on; no interval, as they have case weights "
        + "or several rows each"
  }
}

extension JudgedRate {
  static func columns(_ name: String) -> [TextTable.Column] {
    [.init(name, .right), .init("rate", .right), .init("95 % interval", .right)]
  }

  static func cells(_ rate: JudgedRate?) -> [String] {
    guard let rate else { return ["", "", ""] }
    return [NumberText.integer(rate.rows), NumberText.percent(rate.rate), rate.intervalText]
  }

  /// `9.8 to 17.4 %`.
  var intervalText: String {
    guard let low, let high else { return NumberText.missing }
    return NumberText.fixed(100 * low, decimals: 1) + " to " + NumberText.percent(high)
  }

  var json: JSONValue {
    [
      "rows": JSONValue(rows), "churned": JSONValue(churned), "rate": JSONValue(rate),
      "low": JSONValue(low), "high": JSONValue(high),
    ]
  }
}

extension TreeRule {
  func json(isRegression: Bool) -> JSONValue {
    var members: [String: JSONValue] = [
      "node": JSONValue(node), "condition": .string(condition), "rows": JSONValue(rows),
    ]
    if isRegression {
      members["mean"] = JSONValue(value)
    } else {
      members["churned"] = JSONValue(churned)
      members["probability"] = JSONValue(value)
      members["churn_rate"] = JSONValue(churnRate)
      members["lift"] = JSONValue(lift)
      members["held_out"] = heldOut?.json ?? .null
    }
    return .object(members)
  }
}
