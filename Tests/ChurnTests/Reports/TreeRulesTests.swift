import Modeling
import Reporting
import Testing

@testable import Churn

struct TreeRulesTests {
  @Test func aLineALeafHighestRateFirst() {
    let rules = HandmadeTree.explained().rules
    #expect(rules.map(\.node) == [7, 11, 6, 10, 4])
    #expect(
      rules.map(\.condition) == [
        "recency_days >= 210 & plan in iron", "recency_days >= 150 and < 210",
        "recency_days >= 210 & plan in basic, gold", "recency_days >= 90 and < 150",
        "recency_days < 90",
      ])
    #expect(rules.map(\.rows) == [100, 20, 200, 280, 400])
    #expect(rules.map(\.churned) == [75, 15, 70, 70, 20])
    #expect(rules.map(\.churnRate) == [0.75, 0.75, 0.35, 0.25, 0.05])
    #expect(rules.map(\.lift) == [3, 3, 0.35 / 0.25, 1, 0.2])
    #expect(rules.map { $0.heldOut?.rows } == [30, 0, 50, 60, 100])
  }

  @Test func theRootAlone() {
    var model = HandmadeTree.model()
    model = model.pruned(at: 1)
    let tree = ExplainedTree(
      name: "root", model: model, schema: HandmadeTree.schema, isClustered: false)
    #expect(tree.rules.map(\.condition) == ["all customers"])
    #expect(tree.rules[0].heldOut?.churned == 82 && tree.rules[0].lift == 1)
    #expect(tree.warnings.isEmpty == false)
    #expect(tree.ruleTable.rows.count == 1)
  }

  /// Levels of one column split twice are intersected, by their bytes: two normal forms of a text are
  /// two levels.
  @Test func levelsAreIntersected() {
    let (composed, decomposed) = (CustomerTable.composed, CustomerTable.decomposed)
    let split = { (left: [String], right: [String]) in
      DecisionTree.Split(
        feature: 2, rule: .levels(left: left, right: right), missingGoesLeft: true,
        missingIsLearned: false, improvement: 1)
    }
    let condition = PathCondition()
      .passing(split([composed, "gold"], [decomposed, "iron"]), isLeft: true)
      .passing(split([decomposed, "gold"], [composed]), isLeft: true)
    #expect(condition.text(HandmadeTree.schema) == "plan in gold")
  }

  @Test func boundsOfBothSidesMerge() {
    func split(_ rule: DecisionTree.Split.Rule) -> DecisionTree.Split {
      DecisionTree.Split(
        feature: 0, rule: rule, missingGoesLeft: true, missingIsLearned: false, improvement: 1)
    }
    let condition = PathCondition()
      .passing(split(.atLeast(10)), isLeft: true).passing(split(.atLeast(80.5)), isLeft: false)
      .passing(split(.below(20)), isLeft: false).passing(split(.below(90)), isLeft: true)
    #expect(condition.text(HandmadeTree.schema) == "recency_days >= 20 and < 80.5")
  }

  /// Each training row comes to the leaf whose condition it fulfils.
  @Test func theConditionsDivideTheCustomers() throws {
    let model = try Kind.tree.model
    let tree = try #require(model.explainedTree)
    #expect(tree.rules.reduce(0) { $0 + $1.rows } == 400)
    #expect(tree.rules.reduce(0) { $0 + $1.churned } == tree.nodes[0].churned)
    let conditions = tree.rules.map(\.condition)
    #expect(Set(conditions).count == conditions.count)
  }

  @Test func withAPriorTheProbabilityStandsApart() {
    var model = HandmadeTree.model(nil)
    model.prior = ClassPrior(stayed: 0.5, churned: 0.5)
    let tree = ExplainedTree(
      name: "prior", model: model, schema: HandmadeTree.schema, isClustered: false)
    #expect(tree.ruleTable.columns.map(\.header).contains("probability"))
    #expect(!HandmadeTree.explained(nil).ruleTable.columns.map(\.header).contains("probability"))
  }

  @Test func aRegressionTreeHasMeans() {
    let tree = HandmadeTree.regression
    #expect(tree.rules.map(\.value) == [0.75, 0.75, 0.35, 0.25, 0.05])
    #expect(tree.rules.allSatisfy { $0.lift == nil && $0.churnRate == nil && $0.heldOut == nil })
    #expect(tree.ruleTable.columns.map(\.header) == ["node", "mean", "customers", "condition"])
    #expect(tree.rules[0].json(isRegression: true).keys == ["node", "condition", "rows", "mean"])
  }

  @Test func theJSON() {
    let json = HandmadeTree.explained().rules[2].json(isRegression: false)
    #expect(json[path: "/node"] == 6 && json[path: "/rows"] == 200 && json[path: "/churned"] == 70)
    #expect(json[path: "/condition"] == "recency_days >= 210 & plan in basic, gold")
    #expect(json[path: "/churn_rate"] == 0.35 && json[path: "/lift"] == JSONValue(0.35 / 0.25))
    #expect(json[path: "/held_out/rows"] == 50 && json[path: "/held_out/rate"] == 0.8)
    #expect(json[path: "/held_out/low"]?.double.map { $0 > 0.66 && $0 < 0.68 } == true)
    let without = HandmadeTree.explained(nil).rules[0].json(isRegression: false)
    #expect(without[path: "/held_out"] == .null)
  }
}
