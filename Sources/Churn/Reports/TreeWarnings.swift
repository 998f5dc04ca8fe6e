import Modeling
import Reporting

extension ExplainedTree {
  /// The share of fewer training rows than this swings by 18 points and more.
  static let fewestRows = 30
  private static let listed = 10

  /// What a reader of the leaves would otherwise take wrongly.
  public var warnings: [String] { [fewRows, outsideChance].compactMap { $0 } }

  private var leaves: [DecisionTree.Node] { nodes.filter(\.isLeaf) }

  private var fewRows: String? {
    let few = leaves.filter { $0.rows < Self.fewestRows }
    guard !few.isEmpty, nodes.count > 1 else { return nil }
    let list = Self.list(few.map { "\($0.number) (\($0.rows))" })
    return "\(few.count) of \(leaves.count) leaves have fewer than \(Self.fewestRows) training "
      + "customers, too few to trust their rates: node \(list); try --min-leaf \(Self.fewestRows)"
  }

  private var outsideChance: String? {
    Self.outsideChance(
      leaves.compactMap { leaf in
        guard let judged = heldOut[leaf.number], let rate = leaf.churnRate else { return nil }
        return JudgedLeaf(node: leaf.number, judged: judged, trainingRate: rate)
      }, "held out")
  }

  /// One warning that lists the leaves whose rate on new rows is not that of the training rows; nil
  /// without any.
  static func outsideChance(_ leaves: [JudgedLeaf], _ where: String) -> String? {
    let considered = leaves.filter { $0.judged.low != nil }
    let outside = considered.filter { $0.judged.excludes($0.trainingRate) == true }
    guard !outside.isEmpty else { return nil }
    let list = Self.list(
      outside.map {
        "\($0.node) (training \(NumberText.percent($0.trainingRate)), "
          + "\(`where`) \(NumberText.percent($0.judged.rate)), \($0.judged.intervalText))"
      })
    return "the churn rate of \(outside.count) of \(considered.count) leaves is not the training "
      + "rate by more than chance allows (95 % intervals, of which one in twenty misses by chance): "
      + "node \(list)"
  }

  private static func list(_ texts: [String]) -> String {
    texts.prefix(listed).joined(separator: ", ")
      + (texts.count > listed ? " and \(texts.count - listed) more" : "")
  }
}

extension ChurnModel {
  /// The warnings of the training and what its leaves tell.
  public var allWarnings: [String] { warnings + (explainedTree?.warnings ?? []) }
}
