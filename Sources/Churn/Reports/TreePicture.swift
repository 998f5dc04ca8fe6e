import Modeling
import Reporting

extension ExplainedTree {
  /// The tree as a drawing, down to its fourth level: more than that nobody reads on a page or a slide.
  public var diagram: TreeDiagram {
    TreeDiagram(
      title: "Decision tree \(name)", summary: summary,
      root: Boxes(tree: self).box(1).cut(toDepth: 4))
  }

  private var summary: String {
    if model.isRegression {
      return "Each box shows the mean of its customers, and how many there are."
    }
    return "Each box shows the share of its customers that churned, and how many there are"
      + (heldOut.isEmpty ? "." : "; below it the share of those held out of training.")
  }
}

private struct Boxes {
  let tree: ExplainedTree
  /// Of the nodes' means; a churn rate is a shade by itself.
  let range: ClosedRange<Double>

  init(tree: ExplainedTree) {
    self.tree = tree
    let values = tree.nodes.map(\.value)
    range =
      tree.model.isRegression ? (values.min() ?? 0)...(values.max() ?? 0) : 0...1
  }

  func box(_ number: Int) -> TreeDiagram.Node {
    guard let node = tree[number] else { return TreeDiagram.Node([]) }
    let spread = range.upperBound - range.lowerBound
    let value = tree.model.isRegression ? node.value : node.churnRate ?? 0
    return TreeDiagram.Node(
      lines(node), branch: tree.branch(number),
      emphasis: spread > 0 ? (value - range.lowerBound) / spread : 0,
      children: node.isLeaf ? [] : [box(2 * number), box(2 * number + 1)])
  }

  private func lines(_ node: DecisionTree.Node) -> [String] {
    let customers = "\(NumberText.integer(node.rows)) customers"
    if tree.model.isRegression {
      return ["mean \(NumberText.significant(node.value, digits: 4))", customers]
    }
    var lines = ["\(NumberText.percent(node.churnRate)) churned", customers]
    if tree.model.prior != nil { lines.append("probability \(NumberText.percent(node.value))") }
    guard let judged = tree.heldOut[node.number] else { return lines }
    lines.append("held out \(NumberText.percent(judged.rate))")
    return judged.low == nil ? lines : lines + ["(\(judged.intervalText))"]
  }
}
