import Modeling
import Reporting

extension ExplainedTree {
  /// The tree as indented text, one line a node.
  public var text: String {
    nodes.map { node in
      let indent = String(repeating: "  ", count: Self.path(to: node.number).count - 1)
      let condition = node.number == 1 ? "all customers" : branch(node.number)
      return indent + "\(node.number)) \(condition): " + outcome(node) + (node.isLeaf ? " *" : "")
    }.joined(separator: "\n") + "\n"
  }

  /// `12.3 % of 1,234 churned; held out 13.1 % of 300 (9.8 to 17.4 %)`.
  func outcome(_ node: DecisionTree.Node) -> String {
    let rows = NumberText.integer(node.rows)
    if model.isRegression {
      return "mean \(NumberText.significant(node.value, digits: 5)) of \(rows)"
    }
    var text = "\(NumberText.percent(node.churnRate)) of \(rows) churned"
    if model.prior != nil { text += ", probability \(NumberText.percent(node.value))" }
    guard let judged = heldOut[node.number] else { return text }
    return text + "; " + Self.heldOutText(judged)
  }

  static func heldOutText(_ judged: JudgedRate) -> String {
    "held out \(NumberText.percent(judged.rate)) of \(NumberText.integer(judged.rows))"
      + (judged.low == nil ? "" : " (\(judged.intervalText))")
  }

  /// Most important first; columns without any part are left out.
  public var importanceTable: TextTable {
    let importance = model.importance
    let hasSurrogates = nodes.contains { !($0.split?.surrogates.isEmpty ?? true) }
    var table = TextTable(
      [.init("column"), .init("importance", .right)],
      caption: hasSurrogates
        ? "Importance: a column's own splits, and its work as a surrogate of others"
        : "Importance: a column's own splits")
    let total = importance.reduce(0, +)
    let order = importance.indices.filter { importance[$0] > 0 }
      .sorted { (-importance[$0], $0) < (-importance[$1], $1) }
    for place in order {
      table.rows.append([
        schema.features[place].name, NumberText.percent(importance[place] / total),
      ])
    }
    return table
  }

  public var complexityTable: TextTable {
    var table = TextTable([
      .init("cp", .right), .init("splits", .right), .init("relative error", .right),
      .init("cross-validated", .right), .init("std. error", .right), .init("", holdsPhrases: true),
    ])
    let splits = model.tree.leafCount - 1
    for row in model.complexityTable {
      table.rows.append([
        NumberText.significant(row.complexity, digits: 4), NumberText.integer(row.splits),
        NumberText.fixed(row.relativeError, decimals: 4),
        NumberText.fixed(row.crossValidatedError, decimals: 4),
        NumberText.fixed(row.crossValidatedStandardError, decimals: 4),
        row.splits == splits ? "this tree" : "",
      ])
    }
    return table
  }
}
