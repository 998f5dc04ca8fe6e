/// A binary tree; node 1 is the root, the children of node n are 2n and 2n + 1.
public struct DecisionTree: Sendable, Equatable {
  /// How a node sends rows on. A row for which the rule holds goes to child 2n, which is the side
  /// with the lower churn share or mean.
  public struct Split: Sendable, Equatable {
    public enum Rule: Sendable, Equatable {
      /// value < threshold.
      case below(Double)
      /// value ≥ threshold.
      case atLeast(Double)
      /// One of `left`; the levels of `right` were seen here too, any other counts as missing.
      case levels(left: [String], right: [String])

      /// The threshold of a number, and whether the numbers below it go left.
      var cut: (threshold: Double, lowIsLeft: Bool)? {
        switch self {
        case .below(let threshold): (threshold, true)
        case .atLeast(let threshold): (threshold, false)
        case .levels: nil
        }
      }
    }

    /// The feature's place in the schema.
    public var feature: Int
    public var rule: Rule
    /// Where rows without a value go that no surrogate takes.
    public var missingGoesLeft: Bool
    /// Whether that was learned from rows without a value; if not, they follow the majority.
    public var missingIsLearned: Bool
    /// Decrease of impurity times weight; in a regression tree of the sum of squares.
    public var improvement: Double
    /// The one that agrees most first.
    public var surrogates: [Surrogate]
    /// The best first.
    public var competitors: [Competitor]

    public init(
      feature: Int, rule: Rule, missingGoesLeft: Bool, missingIsLearned: Bool, improvement: Double,
      surrogates: [Surrogate] = [], competitors: [Competitor] = []
    ) {
      self.feature = feature
      self.rule = rule
      self.missingGoesLeft = missingGoesLeft
      self.missingIsLearned = missingIsLearned
      self.improvement = improvement
      self.surrogates = surrogates
      self.competitors = competitors
    }
  }

  public struct Node: Sendable, Equatable {
    public var number: Int
    /// nil in a leaf.
    public var split: Split?
    public var rows: Int
    /// Sum of case weights.
    public var weight: Double
    /// P(churned), under the prior if there is one; in a regression tree the mean of the target.
    public var value: Double
    /// Cost of the node's cheapest call (rpart's dev): without prior and costs the weight of the
    /// class that is not the majority. In a regression tree the sum of squares about the mean.
    public var loss: Double
    /// The complexity parameter at which the node's split is pruned away, relative to the root's
    /// loss; never above its parent's.
    public var complexity: Double
    /// Churned rows and their weight; 0 in a regression tree.
    public var churned: Int
    public var churnedWeight: Double

    public init(
      number: Int, split: Split? = nil, rows: Int, weight: Double, value: Double, loss: Double,
      complexity: Double, churned: Int = 0, churnedWeight: Double = 0
    ) {
      self.number = number
      self.split = split
      self.rows = rows
      self.weight = weight
      self.value = value
      self.loss = loss
      self.complexity = complexity
      self.churned = churned
      self.churnedWeight = churnedWeight
    }

    /// A node of a classification tree without prior and costs.
    public init(
      number: Int, split: Split? = nil, rows: Int, churned: Int, weight: Double,
      churnedWeight: Double, complexity: Double
    ) {
      self.init(
        number: number, split: split, rows: rows, weight: weight,
        value: weight > 0 ? churnedWeight / weight : 0,
        loss: min(churnedWeight, weight - churnedWeight), complexity: complexity,
        churned: churned, churnedWeight: churnedWeight)
    }

    public var isLeaf: Bool { split == nil }
    /// P(churned).
    public var probability: Double { value }
    /// −2 log-likelihood of the node's rows; of a classification tree.
    public var deviance: Double {
      let stayedWeight = weight - churnedWeight
      return -2
        * (Self.logLikelihood(churnedWeight, value) + Self.logLikelihood(stayedWeight, 1 - value))
    }

    private static func logLikelihood(_ weight: Double, _ probability: Double) -> Double {
      weight > 0 ? weight * Elementary.log(probability) : 0
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

  /// Importance by place in the schema: the improvement of the splits on a feature, and of those
  /// that it is a surrogate of times its adjusted agreement (rpart's variable.importance).
  public func importance(featureCount: Int) -> [Double] {
    nodes.reduce(into: Array(repeating: 0, count: featureCount)) { total, node in
      guard let split = node.split else { return }
      total[split.feature] += split.improvement
      for surrogate in split.surrogates {
        total[surrogate.feature] += split.improvement * surrogate.adjustedAgreement
      }
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
