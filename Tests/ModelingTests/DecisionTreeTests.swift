import Testing

@testable import Modeling

@Suite struct DecisionTreeTests {
  static func node(
    _ number: Int, churned: Int, of rows: Int, complexity: Double, feature: Int? = nil
  )
    -> DecisionTree.Node
  {
    let split = feature.map {
      DecisionTree.Split(
        feature: $0, rule: .below(Double(number)), missingGoesLeft: true, missingIsLearned: false,
        improvement: Double(number))
    }
    return DecisionTree.Node(
      number: number, split: split, rows: rows, churned: churned, weight: Double(rows),
      churnedWeight: Double(churned), complexity: complexity)
  }

  /// 1 (2 (4, 5 (10, 11)), 3 (6, 7)).
  static let tree = DecisionTree(nodes: [
    node(1, churned: 40, of: 100, complexity: 0.3, feature: 0),
    node(2, churned: 10, of: 50, complexity: 0.1, feature: 1),
    node(4, churned: 1, of: 20, complexity: 0.01),
    node(5, churned: 9, of: 30, complexity: 0.05, feature: 0),
    node(10, churned: 2, of: 20, complexity: 0.01), node(11, churned: 7, of: 10, complexity: 0.01),
    node(3, churned: 30, of: 50, complexity: 0.2, feature: 2),
    node(6, churned: 5, of: 20, complexity: 0.01), node(7, churned: 25, of: 30, complexity: 0.01),
  ])

  @Test func measuresOfANode() {
    let node = Self.node(3, churned: 30, of: 50, complexity: 0)
    #expect(node.probability == 0.6 && node.loss == 20 && node.isLeaf)
    // −2 (30 ln 0.6 + 20 ln 0.4).
    #expect(relativeError(node.deviance, 67.30116670092565) < 1e-14)
    #expect(Self.node(3, churned: 0, of: 50, complexity: 0).deviance == 0)
    #expect(
      DecisionTree.Node(
        number: 1, rows: 0, churned: 0, weight: 0, churnedWeight: 0, complexity: 0
      ).probability == 0)
  }

  @Test func shape() {
    #expect(Self.tree.leafCount == 5 && Self.tree.depth == 3)
    #expect(Self.tree.importance(featureCount: 4) == [6, 2, 3, 0])
    #expect((1...8).map(\.depth) == [0, 1, 1, 2, 2, 2, 2, 3])
    #expect(10.isDescendant(of: 5) && 10.isDescendant(of: 2) && 10.isDescendant(of: 1))
    #expect(!10.isDescendant(of: 10) && !10.isDescendant(of: 4) && !2.isDescendant(of: 10))
  }

  @Test(arguments: [
    (0.0, [1, 2, 4, 5, 10, 11, 3, 6, 7]), (0.05, [1, 2, 4, 5, 3, 6, 7]), (0.1, [1, 2, 3, 6, 7]),
    (0.25, [1, 2, 3]), (0.3, [1]), (.infinity, [1]),
  ])
  func pruning(price: Double, nodes: [Int]) {
    let pruned = Self.tree.pruned(at: price)
    #expect(pruned.nodes.map(\.number) == nodes)
    for node in pruned.nodes {
      #expect(node.isLeaf == !nodes.contains(2 * node.number))
    }
  }

  @Test(arguments: [(0.0, 5.0), (5, 0), (3, 1), (2.5, 2.5), (1e300, 1e300)])
  func impurities(stayed: Double, churned: Double) {
    let weight = stayed + churned
    let (p, q) = (stayed / weight, churned / weight)
    let entropy = -[p, q].reduce(0) { $0 + ($1 > 0 ? $1 * Elementary.log($1) : 0) } * weight
    #expect(relativeError(Impurity.gini.total(stayed, churned), 2 * p * q * weight) < 1e-14)
    #expect(relativeError(Impurity.entropy.total(stayed, churned), entropy) < 1e-14)
  }
}
