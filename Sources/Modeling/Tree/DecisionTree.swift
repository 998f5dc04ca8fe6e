/// A binary classification tree; node 1 is the root, the children of node n are 2n and 2n + 1.
public struct DecisionTree: Sendable, Equatable {
  /// How a node sends rows on. A row for which the rule holds goes to child 2n, which is the side
  /// with the lower churn share.
  public struct Split: Sendable, Equatable {
    public enum Rule: Sendable, Equatable {
      /// value < threshold.
      case below(Double)
      /// value ≥ threshold.
      case atLeast(Double)
      /// One of `left`; the levels of `right` were seen here too, any other counts as missing.
      case levels(left: [String], right: [String])
    }

    /// The feature's place in the schema.
    public var feature: Int
    public var rule: Rule
    /// Where rows without a value go.
    public var missingGoesLeft: Bool
    /// Whether that was learned from rows without a value; if not, they follow the majority.
    public var missingIsLearned: Bool
    /// Decrease of impurity times weight.
    public var improvement: Double

    public init(
      feature: Int, rule: Rule, missingGoesLeft: Bool, missingIsLearned: Bool, improvement: Double
    ) {
      self.feature = feature
      self.rule = rule
      self.missingGoesLeft = missingGoesLeft
      self.missingIsLearned = missingIsLearned
      self.improvement = improvement
    }
  }

  public struct Node: Sendable, Equatable {
    public var number: Int
    /// nil in a leaf.
    public var split: Split?
    public var rows: Int
    public var churned: Int
    /// Sum of case weights, and that of the churned rows.
    public var weight: Double
    public var churnedWeight: Double
    /// The complexity parameter at which the node's split is pruned away, relative to the root's
    /// loss; never above its parent's.
    public var complexity: Double

    public init(
      number: Int, split: Split? = nil, rows: Int, churned: Int, weight: Double,
      churnedWeight: Double, complexity: Double
    ) {
      self.number = number
      self.split = split
      self.rows = rows
      self.churned = churned
      self.weight = weight
      self.churnedWeight = churnedWeight
      self.complexity = complexity
    }

    public var isLeaf: Bool { split == nil }
    /// P(churned): the weighted share.
    public var probability: Double { weight > 0 ? churnedWeight / weight : 0 }
    /// Misclassified weight when the node calls its majority; rpart's dev.
    public var loss: Double { min(churnedWeight, weight - churnedWeight) }
    /// −2 log-likelihood of the node's rows.
    public var deviance: Double {
      2 * Impurity.entropy.total(weight - churnedWeight, churnedWeight)
    }
  }

  /// In preorder, the left child first.
  public let nodes: [Node]

  /// - Precondition: `nodes` is a tree in preorder.
  public init(nodes: [Node]) {
    self.nodes = nodes
  }

  public var leafCount: Int { nodes.count { $0.isLeaf } }
  /// Splits on the longest path.
  public var depth: Int { nodes.map { $0.number.depth }.max() ?? 0 }

  /// The tree without the splits whose complexity is at most `cp` (rpart's prune).
  public func pruned(at cp: Double) -> DecisionTree {
    var kept: [Node] = []
    var removedBelow: Int?
    for var node in nodes {
      if let top = removedBelow, node.number.isDescendant(of: top) { continue }
      removedBelow = nil
      if !node.isLeaf, node.complexity <= cp {
        node.split = nil
        removedBelow = node.number
      }
      kept.append(node)
    }
    return DecisionTree(nodes: kept)
  }

  /// Improvement summed over the splits on each feature, by place in the schema.
  public func importance(featureCount: Int) -> [Double] {
    nodes.reduce(into: Array(repeating: 0, count: featureCount)) { total, node in
      if let split = node.split { total[split.feature] += split.improvement }
    }
  }
}

extension Int {
  /// Splits above the node of this number.
  var depth: Int { Int.bitWidth - 1 - leadingZeroBitCount }

  func isDescendant(of node: Int) -> Bool {
    depth > node.depth && self >> (depth - node.depth) == node
  }
}
