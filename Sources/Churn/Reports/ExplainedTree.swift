import DelimitedText
import Modeling

/// A tree with its nodes by number and what is known of each: what the text, the rules and the
/// picture of a tree are made from.
public struct ExplainedTree: Sendable {
  public let name: String
  public let model: TreeModel
  public let schema: FeatureSchema
  /// By node number, inner nodes too; empty where no rows were held out.
  public let heldOut: [Int: JudgedRate]
  private let places: [Int: Int]

  /// - Parameter isClustered: whether some held-out customers have several rows.
  init(name: String, model: TreeModel, schema: FeatureSchema, isClustered: Bool) {
    (self.name, self.model, self.schema) = (name, model, schema)
    places = Dictionary(
      zip(model.tree.nodes.map(\.number), model.tree.nodes.indices), uniquingKeysWith: { $1 })
    let hasInterval = !isClustered && model.heldOutLeaves?.hasWeights == false
    heldOut =
      model.heldOutLeaves?.byNode.mapValues { JudgedRate($0, hasInterval: hasInterval) } ?? [:]
  }

  public var nodes: [DecisionTree.Node] { model.tree.nodes }

  public subscript(number: Int) -> DecisionTree.Node? { places[number].map { nodes[$0] } }

  /// - Throws: `.usage` where the tree has no such node.
  public func node(_ number: Int) throws(LocatedError) -> DecisionTree.Node {
    if let node = self[number] { return node }
    let known = nodes.map(\.number).sorted()
    let shown = known.prefix(12).map(String.init).joined(separator: ", ")
    throw LocatedError(
      .usage, "the tree of \(name) has no node \(number)",
      advice: "Its nodes are \(shown)" + (known.count > 12 ? ", …; see churn show." : "."))
  }

  /// The leaf of each encoded row, by its place among the nodes.
  func leafPlaces(_ table: EncodedTable) -> [Int] {
    let walker = TreeWalker(model.tree, schema: schema)
    return (0..<table.rowCount).map { walker.leaf(of: $0, in: table) }
  }

  /// The condition under which a node's parent sends rows to it; empty at the root.
  func branch(_ number: Int) -> String {
    guard let split = self[number / 2]?.split else { return "" }
    return number % 2 == 0 ? split.text(schema) : split.otherText(schema)
  }

  /// The root first.
  public static func path(to node: Int) -> [Int] {
    var path: [Int] = []
    var number = node
    while number >= 1 {
      path.append(number)
      number /= 2
    }
    return path.reversed()
  }

  /// `1>3>7`.
  public static func pathText(to node: Int) -> String {
    path(to: node).map(String.init).joined(separator: ">")
  }
}

extension ChurnModel {
  /// nil for a model that is no tree.
  public var explainedTree: ExplainedTree? {
    fitted.tree.map {
      ExplainedTree(
        name: name, model: $0, schema: schema, isClustered: churn?.holdout?.isClustered ?? false)
    }
  }

  /// - Parameter wish: the option that is for trees only.
  /// - Throws: `.usage` for a model that is no tree.
  public func requireTree(for wish: String) throws(LocatedError) -> ExplainedTree {
    if let tree = explainedTree { return tree }
    throw LocatedError(
      .usage, "\(wish) is for trees, and \(name) is a \(kind) model", advice: "Leave it out.")
  }
}

extension DecisionTree.Node {
  /// The weighted share of churned training rows: what the probability is without a prior.
  var churnRate: Double? { weight > 0 ? churnedWeight / weight : nil }
}
