import DelimitedText
import Modeling
import Reporting
import Testing

@testable import Churn

struct ExplainedTreeTests {
  private let tree = HandmadeTree.explained()

  @Test func innerNodesHaveWhatComesToTheLeavesBelow() {
    #expect(tree.heldOut[1]?.rows == 240 && tree.heldOut[1]?.churned == 82)
    #expect(tree.heldOut[2]?.rows == 160 && tree.heldOut[5]?.rows == 60)
    #expect(tree.heldOut[3]?.rate == 62.0 / 80)
    #expect(tree.heldOut[11] == JudgedRate(rows: 0, churned: 0, rate: nil))
    let interval = ShareInterval.wilson(successes: 40, trials: 50)
    #expect(tree.heldOut[6]?.low == interval.low)
    #expect(tree.heldOut[6]?.high == interval.high)
  }

  /// Training rates never have an interval, nor have customers that do not count once.
  @Test func noIntervalWhereRowsDoNotCountOnce() {
    #expect(HandmadeTree.explained(nil).heldOut.isEmpty)
    let clustered = HandmadeTree.explained(isClustered: true)
    var counts = HandmadeTree.heldOut
    counts.hasWeights = true
    let weighted = HandmadeTree.explained(counts)
    for other in [clustered, weighted] {
      #expect(other.heldOut[6]?.rate == 0.8 && other.heldOut[6]?.low == nil)
      #expect(other.note.contains("no interval"))
      #expect(other.warnings.count == 1, "\(other.warnings)")
    }
    #expect(tree.note.contains("Wilson"))
  }

  @Test func theText() {
    let lines = tree.text.split(separator: "\n").map(String.init)
    #expect(lines.count == 9)
    #expect(
      lines[0]
        == "1) all customers: 25.0 % of 1,000 churned; held out 34.2 % of 240 (28.5 to 40.4 %)")
    #expect(lines[4].hasPrefix("      10) recency_days < 150: 25.0 % of 280 churned; held out"))
    #expect(lines[5].hasSuffix("75.0 % of 20 churned; held out – of 0 *"))
    #expect(lines[8].hasPrefix("    7) plan in iron: 75.0 % of 100 churned"))
    #expect(HandmadeTree.regression.text.hasPrefix("1) all customers: mean 0.25000 of 1,000\n"))
  }

  @Test func importanceSaysWhatItCounts() {
    let table = tree.importanceTable
    // recency_days 50 + 20 + 10, plan 30, orders 50 · ½ as a surrogate.
    #expect(
      table.rows == [["recency_days", "59.3 %"], ["plan", "22.2 %"], ["orders", "18.5 %"]])
    #expect(table.caption?.contains("surrogate") == true)
  }

  @Test func theWarnings() {
    let warnings = tree.warnings
    #expect(warnings.count == 2)
    #expect(warnings[0].hasPrefix("1 of 5 leaves have fewer than 30 training customers"))
    #expect(warnings[0].contains("node 11 (20)") && warnings[0].contains("--min-leaf 30"))
    // 40 of 50 is not 35 %; the leaf without a held-out row is not considered.
    #expect(warnings[1].hasPrefix("the churn rate of 1 of 4 leaves is not the training rate"))
    #expect(warnings[1].contains("node 6 (training 35.0 %, held out 80.0 %, 67.0 to 88.8 %)"))
  }

  @Test func longListsOfLeavesEnd() {
    let leaves = (1...13).map {
      JudgedLeaf(
        node: $0, judged: JudgedRate(rows: 100, churned: 0, rate: 0, low: 0, high: 0.04),
        trainingRate: 0.5)
    }
    let warning = ExplainedTree.outsideChance(leaves, "here")
    #expect(warning?.contains("13 of 13") == true && warning?.hasSuffix("and 3 more") == true)
  }

  @Test func paths() {
    #expect(ExplainedTree.pathText(to: 1) == "1")
    #expect(ExplainedTree.pathText(to: 11) == "1>2>5>11")
  }

  @Test func thePicture() {
    let diagram = tree.diagram
    #expect(diagram.root.size == 9)
    #expect(diagram.root.lines.first == "25.0 % churned")
    #expect(diagram.root.lines.contains("held out 34.2 %"))
    #expect(diagram.root.lines.last == "(28.5 to 40.4 %)")
    #expect(diagram.root.children.map(\.branch) == ["recency_days < 210", "recency_days >= 210"])
    #expect(diagram.root.children[1].children.map(\.emphasis) == [0.35, 0.75])
    let svg = diagram.svg(isStandalone: true)
    #expect(svg.hasPrefix("<svg") && svg.contains("plan in basic, gold"))
    #expect(HandmadeTree.explained(nil).diagram.root.lines.count == 2)
    let regression = HandmadeTree.regression.diagram.root
    #expect(regression.lines[0] == "mean 0.2500")
    #expect(abs(regression.children[1].children[0].emphasis - 3.0 / 7) < 1e-12)
  }

  /// A chain of splits 30 deep and a full tree of 8,191 nodes below the root's right side.
  @Test func largeTrees() throws {
    var nodes: [DecisionTree.Node] = []
    func grow(_ number: Int, _ depth: Int) {
      let split = DecisionTree.Split(
        feature: 1, rule: .below(Double(number)), missingGoesLeft: true, missingIsLearned: false,
        improvement: 1)
      nodes.append(
        DecisionTree.Node(
          number: number, split: depth < 13 ? split : nil, rows: 100, churned: 40, weight: 100,
          churnedWeight: 40, complexity: 0.1))
      guard depth < 13 else { return }
      grow(2 * number, depth + 1)
      grow(2 * number + 1, depth + 1)
    }
    grow(1, 0)
    var model = HandmadeTree.model(nil)
    model.tree = DecisionTree(nodes: nodes)
    let tree = ExplainedTree(
      name: "large", model: model, schema: HandmadeTree.schema, isClustered: false)
    #expect(tree.rules.count == 8192)
    #expect(tree.diagram.root.size == 31)
    #expect(tree.text.split(separator: "\n").count == 16383)
    let deepest = try #require(tree.diagram.root.children.first?.children.first?.children.first)
    #expect(deepest.children.first?.lines.last == "… 1022 nodes below")
  }
}
