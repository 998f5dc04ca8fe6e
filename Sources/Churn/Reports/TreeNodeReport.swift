import DelimitedText
import Modeling
import Reporting

/// One node of a tree with all that is known of it.
public struct TreeNodeReport: Sendable {
  let tree: ExplainedTree
  let node: DecisionTree.Node
  let rule: TreeRule

  /// - Throws: `.usage` where the tree has no such node.
  public init(_ tree: ExplainedTree, node number: Int) throws(LocatedError) {
    self.tree = tree
    node = try tree.node(number)
    rule = tree.rule(node, Self.condition(tree, number))
  }

  private static func condition(_ tree: ExplainedTree, _ number: Int) -> PathCondition {
    let path = ExplainedTree.path(to: number)
    return zip(path, path.dropFirst()).reduce(PathCondition()) { condition, step in
      guard let split = tree[step.0]?.split else { return condition }
      return condition.passing(split, isLeft: step.1 % 2 == 0)
    }
  }

  /// Under the keys of `show --json`, with path, condition, lift and competitors.
  public var json: JSONValue {
    var members = tree.members(node)
    if case .object(let part) = rule.json(isRegression: tree.model.isRegression) {
      members.merge(part) { $1 }
    }
    members["path"] = .array(ExplainedTree.path(to: node.number).map { JSONValue($0) })
    if members["competitors"] == nil { members["competitors"] = [] }
    return .object(members)
  }

  public var text: String {
    "node \(node.number): \(rule.condition)\n\n" + facts.plain() + "\n" + path.plain() + split
  }

  private var facts: TextTable {
    var table = TextTable([.init(""), .init("", .right)])
    func add(_ name: String, _ text: String) { table.rows.append([name, text]) }
    add("training customers", NumberText.integer(node.rows))
    if tree.model.isRegression {
      add("mean", NumberText.significant(node.value, digits: 5))
    } else {
      add("churned", NumberText.integer(node.churned))
      add("churn rate", NumberText.percent(rule.churnRate))
      add("lift", NumberText.fixed(rule.lift, decimals: 2))
      add("probability", NumberText.percent(node.value))
    }
    if let judged = rule.heldOut {
      add("held-out customers", NumberText.integer(judged.rows))
      add("churned of them", NumberText.integer(judged.churned))
      add("held-out churn rate", NumberText.percent(judged.rate))
      add("Wilson's 95 % interval", judged.intervalText)
    }
    add("loss", NumberText.significant(node.loss, digits: 5))
    add("complexity", NumberText.significant(node.complexity, digits: 5))
    return table
  }

  private var path: TextTable {
    var table = TextTable(
      [.init("node", .right), .init("came by"), .init("outcome")],
      caption: "Path from the root: \(ExplainedTree.pathText(to: node.number))")
    for number in ExplainedTree.path(to: node.number) {
      guard let step = tree[number] else { continue }
      table.rows.append([
        "\(number)", number == 1 ? "all customers" : tree.branch(number), tree.outcome(step),
      ])
    }
    return table
  }
}

// MARK: - The split

extension TreeNodeReport {
  private var split: String {
    guard let split = node.split else { return "\na leaf: there is no split\n" }
    let name = split.text(tree.schema)
    let (left, right) = (2 * node.number, 2 * node.number + 1)
    return
      "\nsplit: \(name) goes to node \(left), \(split.otherText(tree.schema)) to node \(right)\n"
      + "improvement: \(NumberText.significant(split.improvement, digits: 5))\n"
      + "without a value: \(withoutValue(split))\n\n" + surrogates(split) + "\n"
      + competitors(split)
  }

  private func withoutValue(_ split: DecisionTree.Split) -> String {
    let side = 2 * node.number + (split.missingGoesLeft ? 0 : 1)
    let last =
      split.missingIsLearned
      ? "node \(side), as learned from such customers" : "node \(side), where most customers go"
    return split.surrogates.isEmpty
      ? last : "by the first surrogate that there is a value for; without any to \(last)"
  }

  private func surrogates(_ split: DecisionTree.Split) -> String {
    if split.surrogates.isEmpty { return "no surrogate splits\n" }
    var table = TextTable(
      [
        .init("surrogate: goes to node \(2 * node.number)"), .init("agreement", .right),
        .init("adjusted agreement", .right),
      ])
    for surrogate in split.surrogates {
      table.rows.append([
        surrogate.rule.text(tree.schema.features[surrogate.feature].name),
        NumberText.fixed(surrogate.agreement, decimals: 4),
        NumberText.fixed(surrogate.adjustedAgreement, decimals: 4),
      ])
    }
    return table.plain()
  }

  private func competitors(_ split: DecisionTree.Split) -> String {
    if split.competitors.isEmpty {
      return "no competitor splits in the file: train with --competitors 4 to keep them\n"
    }
    var table = TextTable([.init("competitor"), .init("improvement", .right)])
    for competitor in split.competitors {
      table.rows.append([
        competitor.rule.text(tree.schema.features[competitor.feature].name),
        NumberText.significant(competitor.improvement, digits: 5),
      ])
    }
    return table.plain()
  }
}

// MARK: - JSON

extension ExplainedTree {
  /// A node under the keys of `show --json`.
  func members(_ node: DecisionTree.Node) -> [String: JSONValue] {
    var members = TreeCoding.members(
      node, schema, isFile: false, isRegression: model.isRegression)
    if let judged = heldOut[node.number] { members["held_out"] = judged.json }
    return members
  }

  /// The parts `nodes` and `rules` of `show --json`.
  var description: [String: JSONValue] {
    [
      "nodes": .array(nodes.map { .object(members($0)) }),
      "rules": .array(rules.map { $0.json(isRegression: model.isRegression) }),
    ]
  }
}
