import Modeling
import Testing

@testable import Churn

@Suite struct TierConditionTests {
  private let schema = FeatureSchema(
    rowCount: 10,
    features: [
      .init(
        name: "first_amount",
        kind: .numeric(.init(median: 1, mean: 1, standardDeviation: 1, missingCount: 2))),
      .init(
        name: "first_channel",
        kind: .categorical(
          .init(levels: ["app", "shop", "web"], counts: [3, 3, 4], missingCount: 0))
      ),
    ])

  private func split(
    _ feature: Int, _ rule: DecisionTree.Split.Rule, missingGoesLeft: Bool
  ) -> DecisionTree.Split {
    DecisionTree.Split(
      feature: feature, rule: rule, missingGoesLeft: missingGoesLeft, missingIsLearned: true,
      improvement: 1)
  }

  private func node(_ number: Int, _ split: DecisionTree.Split? = nil) -> DecisionTree.Node {
    DecisionTree.Node(
      number: number, split: split, rows: 1, weight: 1, value: 0.5, loss: 0, complexity: 0)
  }

  @Test func rulesOnOneColumnAreDrawnTogether() {
    let tree = DecisionTree(nodes: [
      node(1, split(0, .atLeast(148.99500000000001), missingGoesLeft: false)),
      node(2, split(0, .below(412), missingGoesLeft: true)),
      node(4, split(1, .levels(left: ["web"], right: ["app", "shop"]), missingGoesLeft: true)),
      node(8), node(9),
      node(5),
      node(3),
    ])
    let condition = TierCondition(tree, schema)
    #expect(condition.text(leaf: 3) == "first_amount < 148.995 or missing")
    #expect(condition.text(leaf: 5) == "first_amount >= 412")
    #expect(condition.text(leaf: 8) == "148.995 <= first_amount < 412, first_channel in web")
    #expect(condition.text(leaf: 9) == "148.995 <= first_amount < 412, first_channel in app, shop")
  }

  @Test func ofTwoRulesOnLevelsTheNearerToTheLeafHolds() {
    let tree = DecisionTree(nodes: [
      node(1, split(1, .levels(left: ["app", "web"], right: ["shop"]), missingGoesLeft: true)),
      node(2, split(1, .levels(left: ["app"], right: ["web"]), missingGoesLeft: true)),
      node(4), node(5), node(3),
    ])
    let condition = TierCondition(tree, schema)
    #expect(condition.text(leaf: 5) == "first_channel in web")
    #expect(condition.text(leaf: 3) == "first_channel in shop")
  }
}
