import CKernels

/// What a tree predicts, one value a row.
public enum TreeResponse: Sendable {
  /// A classification tree; true is churned.
  case classes([Bool])
  /// A regression tree (rpart's anova).
  case numbers([Double])

  public var count: Int {
    switch self {
    case .classes(let labels): labels.count
    case .numbers(let target): target.count
    }
  }
}

/// The response with what being wrong costs: turns rows into nodes.
enum NodeResponse: Sendable {
  case classes([Bool], ClassCosts)
  case numbers([Double])

  /// The class of each row as the sorted columns carry it.
  var bits: [UInt8] {
    switch self {
    case .classes(let labels, _): labels.map { $0 ? 1 : 0 }
    case .numbers(let target): target.map { _ in 0 }
    }
  }

  var target: [Double]? {
    if case .numbers(let target) = self { target } else { nil }
  }

  /// The node of some rows of a column's segment.
  /// - Parameter side: takes the rows whose side is `wanted`; nil: all.
  func node(
    _ number: Int, rows: UnsafePointer<UInt32>, count: Int, weights: [Double]?,
    side: UnsafePointer<UInt8>? = nil, wanted: UInt8 = 0
  ) -> DecisionTree.Node {
    switch self {
    case .classes(_, let costs):
      let tally = withOptionalPointer(to: weights) {
        ck_tree_tally(rows, Int64(count), $0, side, wanted)
      }
      return Self.node(number, tally, costs)
    case .numbers(let target):
      let moments = withOptionalPointer(to: weights) {
        ck_tree_moments_of(rows, Int64(count), $0, target, side, wanted)
      }
      return DecisionTree.Node(
        number: number, rows: Int(moments.rows), weight: moments.weight, value: moments.mean,
        loss: moments.squares, complexity: 0)
    }
  }

  /// The node of whole rows: nil of a target, and with case weights, whose sums do not count rows.
  func node(_ number: Int, _ sums: SideSums, weights: [Double]?) -> DecisionTree.Node? {
    guard case .classes(_, let costs) = self, weights == nil else { return nil }
    let (stayed, churned) = (sums.first, sums.second)
    return Self.node(
      number,
      ck_tree_counts(
        rows: Int64(stayed + churned), churned: Int64(churned), w0: stayed, w1: churned), costs)
  }

  private static func node(
    _ number: Int, _ tally: ck_tree_counts, _ costs: ClassCosts
  ) -> DecisionTree.Node {
    DecisionTree.Node(
      number: number, rows: Int(tally.rows), weight: tally.w0 + tally.w1,
      value: costs.probability(stayed: tally.w0, churned: tally.w1),
      loss: costs.call(stayed: tally.w0, churned: tally.w1).loss, complexity: 0,
      churned: Int(tally.churned), churnedWeight: tally.w1)
  }

  /// What a row would cost at a node, per unit of its weight.
  func loss(of row: Int, at node: DecisionTree.Node) -> Double {
    switch self {
    case .classes(let labels, let costs):
      let call = costs.call(stayed: node.weight - node.churnedWeight, churned: node.churnedWeight)
      return costs.loss(isChurned: labels[row], calledChurned: call.isChurned)
    case .numbers(let target):
      let distance = target[row] - node.value
      return distance * distance
    }
  }

  /// The impurity of a node times its weight, as ties are judged by.
  func impurity(_ node: DecisionTree.Node, _ criterion: Impurity) -> Double {
    switch self {
    case .classes(_, let costs):
      criterion.total(
        (node.weight - node.churnedWeight) * costs.stayedScale,
        node.churnedWeight * costs.churnedScale)
    case .numbers: node.loss
    }
  }
}
