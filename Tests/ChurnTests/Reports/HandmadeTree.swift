import Modeling

@testable import Churn

/// A tree whose rates and conditions can be read off: 1,000 customers, a quarter of whom churned.
///
///     1 recency_days < 210
///       2 recency_days < 90
///         4 *  20 of 400
///         5 recency_days < 150
///          10 *  70 of 280
///          11 *  15 of 20
///       3 plan in basic, gold (else iron)
///         6 *  70 of 200
///         7 *  75 of 100
enum HandmadeTree {
  static let schema = FeatureSchema(
    rowCount: 1000,
    features: [
      .init(name: "recency_days", kind: number), .init(name: "orders", kind: number),
      .init(
        name: "plan",
        kind: .categorical(
          .init(levels: ["basic", "gold", "iron"], counts: [500, 300, 200], missingCount: 0))),
    ])

  private static let number = FeatureSchema.Kind.numeric(
    .init(median: 100, mean: 100, standardDeviation: 50, missingCount: 3))

  static var tree: DecisionTree {
    var root = split(0, .below(210), improvement: 50)
    root.surrogates = [
      .init(feature: 1, rule: .atLeast(2), agreement: 0.9, adjustedAgreement: 0.5)
    ]
    root.competitors = [
      .init(feature: 2, rule: .levels(left: ["basic"], right: ["gold", "iron"]), improvement: 40)
    ]
    let plans = split(2, .levels(left: ["basic", "gold"], right: ["iron"]), improvement: 30)
    return DecisionTree(nodes: [
      node(1, 250, of: 1000, root, complexity: 0.3),
      node(2, 105, of: 700, split(0, .below(90), improvement: 20), complexity: 0.05),
      node(4, 20, of: 400),
      node(5, 85, of: 300, split(0, .below(150), improvement: 10), complexity: 0.02),
      node(10, 70, of: 280), node(11, 15, of: 20),
      node(3, 145, of: 300, plans, complexity: 0.1),
      node(6, 70, of: 200), node(7, 75, of: 100),
    ])
  }

  private static func split(
    _ feature: Int, _ rule: DecisionTree.Split.Rule, improvement: Double
  ) -> DecisionTree.Split {
    DecisionTree.Split(
      feature: feature, rule: rule, missingGoesLeft: true, missingIsLearned: false,
      improvement: improvement)
  }

  private static func node(
    _ number: Int, _ churned: Int, of rows: Int, _ split: DecisionTree.Split? = nil,
    complexity: Double = 0.01
  ) -> DecisionTree.Node {
    DecisionTree.Node(
      number: number, split: split, rows: rows, churned: churned, weight: Double(rows),
      churnedWeight: Double(churned), complexity: complexity)
  }

  static let heldOut = counts([4: (5, 100), 10: (15, 60), 11: (0, 0), 6: (40, 50), 7: (22, 30)])

  /// Churned and rows by leaf.
  static func counts(_ leaves: [Int: (churned: Int, rows: Int)]) -> LeafCounts {
    LeafCounts(
      leaves: tree.nodes.filter(\.isLeaf).map {
        let (churned, rows) = leaves[$0.number] ?? (0, 0)
        return .init(
          node: $0.number, rows: rows, churned: churned, weight: Double(rows),
          churnedWeight: Double(churned))
      }, hasWeights: false)
  }

  static func model(_ heldOut: LeafCounts? = heldOut) -> TreeModel {
    let table = [(0.3, 0), (0.1, 1), (0.05, 2), (0.02, 3), (0.01, 4)].map {
      ComplexityRow(complexity: $0.0, splits: $0.1, relativeError: 1 - $0.0)
    }
    return TreeModel(
      tree: tree, complexityTable: table, importance: tree.importance(featureCount: 3),
      criterion: .gini, heldOutLeaves: heldOut)
  }

  static func explained(_ heldOut: LeafCounts? = heldOut, isClustered: Bool = false)
    -> ExplainedTree
  {
    ExplainedTree(name: "hand", model: model(heldOut), schema: schema, isClustered: isClustered)
  }

  /// The same as a regression tree of which a node's mean is its churned share.
  static var regression: ExplainedTree {
    var model = model(nil)
    model.criterion = nil
    return ExplainedTree(name: "hand", model: model, schema: schema, isClustered: false)
  }
}
