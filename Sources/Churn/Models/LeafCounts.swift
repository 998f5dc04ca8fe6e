import Modeling

/// Rows that came to the leaves of a classification tree, none of which it was grown on.
public struct LeafCounts: Sendable, Equatable {
  public struct Leaf: Sendable, Equatable {
    public var node: Int
    /// Rows with weight.
    public var rows: Int
    public var churned: Int
    /// Sums of case weights.
    public var weight: Double
    public var churnedWeight: Double

    public init(node: Int, rows: Int, churned: Int, weight: Double, churnedWeight: Double) {
      self.node = node
      self.rows = rows
      self.churned = churned
      self.weight = weight
      self.churnedWeight = churnedWeight
    }
  }

  /// Every leaf of the tree once, in the tree's order.
  public var leaves: [Leaf]
  /// Whether the rows have case weights; if not, a leaf's weights are its counts.
  public var hasWeights: Bool

  public init(leaves: [Leaf], hasWeights: Bool) {
    self.leaves = leaves
    self.hasWeights = hasWeights
  }
}

extension LeafCounts {
  /// - Parameters:
  ///   - places: the leaf of each row, by its place among the tree's nodes.
  ///   - labels: true is churned, one a row.
  ///   - weights: case weights, one a row; rows of weight 0 are not counted.
  init(places: [Int], labels: [Bool], weights: [Double]?, tree: DecisionTree) {
    var counts = tree.nodes.map {
      Leaf(node: $0.number, rows: 0, churned: 0, weight: 0, churnedWeight: 0)
    }
    for (row, place) in places.enumerated() {
      let weight = weights?[row] ?? 1
      guard weight > 0 else { continue }
      counts[place].rows += 1
      counts[place].weight += weight
      guard labels[row] else { continue }
      counts[place].churned += 1
      counts[place].churnedWeight += weight
    }
    self.init(
      leaves: zip(counts, tree.nodes).filter { $0.1.isLeaf }.map(\.0),
      hasWeights: weights?.contains { $0 != 1 } ?? false)
  }

  /// By node number, of inner nodes too: what came to a node is what came to the leaves below it.
  var byNode: [Int: Leaf] {
    var nodes: [Int: Leaf] = [:]
    for leaf in leaves {
      var number = leaf.node
      while number >= 1 {
        let empty = Leaf(node: number, rows: 0, churned: 0, weight: 0, churnedWeight: 0)
        nodes[number, default: empty].add(leaf)
        number /= 2
      }
    }
    return nodes
  }

  /// For a tree that ends earlier: its leaves have what came to the nodes.
  func pruned(to tree: DecisionTree) -> LeafCounts {
    let nodes = byNode
    return LeafCounts(
      leaves: tree.nodes.filter(\.isLeaf).compactMap { nodes[$0.number] }, hasWeights: hasWeights)
  }
}

extension LeafCounts.Leaf {
  fileprivate mutating func add(_ other: LeafCounts.Leaf) {
    rows += other.rows
    churned += other.churned
    weight += other.weight
    churnedWeight += other.churnedWeight
  }
}

extension ChurnModel.Fitted {
  /// With the held-out rows, where there are any, counted in each leaf of a classification tree.
  func countingHeldOut(_ preparation: Preparation) throws(ModelingError) -> ChurnModel.Fitted {
    guard case .tree(var model) = self, !preparation.heldOutRows.isEmpty else { return self }
    let customers = preparation.file.selecting(preparation.heldOutRows)
    let walker = TreeWalker(model.tree, schema: preparation.schema)
    let table = try preparation.schema.encode(customers.features)
    model.heldOutLeaves = LeafCounts(
      places: (0..<table.rowCount).map { walker.leaf(of: $0, in: table) },
      labels: customers.labels, weights: customers.weights, tree: model.tree)
    return .tree(model)
  }
}
