/// Prices the splits of a tree as rpart does: a node's complexity is the loss that its split saves
/// for each split it takes, among the splits below it that would not be pruned earlier (Breiman et
/// al. 1984, section 3.3, in the single bottom-up pass of Therneau & Atkinson, "An Introduction to
/// Recursive Partitioning", section 4).
struct TreePrice: Sendable {
  /// Loss and number of splits of a subtree once the splits below it that go first are gone.
  var loss: Double
  var splits: Int

  static func leaf(_ node: DecisionTree.Node) -> TreePrice {
    TreePrice(loss: node.loss, splits: 0)
  }

  /// A node's price from those of its children's subtrees: the cheaper child is pruned first, then
  /// the other, each if its own price is below the node's so far.
  static func joined(
    _ node: DecisionTree.Node, left: (price: TreePrice, node: DecisionTree.Node),
    right: (price: TreePrice, node: DecisionTree.Node)
  ) -> TreePrice {
    let leftIsFirst = right.node.complexity > left.node.complexity
    let (first, second) = leftIsFirst ? (left, right) : (right, left)
    var (a, b) = (first.price, second.price)
    func complexity() -> Double {
      (node.loss - (a.loss + b.loss)) / Double(a.splits + b.splits + 1)
    }
    if complexity() > first.node.complexity {
      a = .leaf(first.node)
      if complexity() > second.node.complexity { b = .leaf(second.node) }
    }
    return TreePrice(loss: a.loss + b.loss, splits: a.splits + b.splits + 1)
  }

  /// The complexity of a node of this price, in units of loss.
  func complexity(of node: DecisionTree.Node) -> Double { (node.loss - loss) / Double(splits) }

  /// Complexities in units of loss, made relative to the root's loss and never above the parent's.
  static func relative(_ nodes: [DecisionTree.Node]) -> [DecisionTree.Node] {
    var result = nodes
    let rootLoss = nodes.first?.loss ?? 0
    var limit: [Int: Double] = [:]
    for place in result.indices {
      let number = result[place].number
      let complexity = min(result[place].complexity, limit[number / 2] ?? .infinity)
      limit[number] = complexity
      result[place].complexity = rootLoss > 0 ? price(complexity / rootLoss) : 0
    }
    return result
  }

  /// Without what rounding leaves of a split that saves nothing. Growing at an alpha below 0 keeps
  /// splits of a price below 0.
  private static func price(_ relative: Double) -> Double {
    relative < 0 && relative > -1e-12 ? 0 : relative
  }
}
