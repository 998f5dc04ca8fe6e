/// Sends encoded rows down a tree.
public struct TreeWalker: Sendable {
  /// How a row passed a node.
  public enum Passage: Sendable, Equatable {
    /// By its value.
    case primary
    /// Without a value, by that of a surrogate's feature.
    case surrogate
    /// Without a value, to the side that was learned for such rows.
    case direction
    /// Without any of those, where most training rows went.
    case majority
  }

  private struct Step: Sendable {
    var router: RowRouter
    /// Places of the children.
    var left: Int
    var right: Int
  }

  /// By node; nil in a leaf.
  private let steps: [Step?]

  public init(_ tree: DecisionTree, schema: FeatureSchema) {
    var places: [Int: Int] = [:]
    for (place, node) in tree.nodes.enumerated() { places[node.number] = place }
    let indexes = schema.levelIndexes
    steps = tree.nodes.map { node in
      guard let split = node.split, let left = places[2 * node.number],
        let right = places[2 * node.number + 1]
      else { return nil }
      return Step(router: RowRouter(split, indexes), left: left, right: right)
    }
  }

  /// The places in `tree.nodes` that a row passes, from the root to its leaf.
  public func path(of row: Int, in table: EncodedTable) -> [Int] {
    var path = [0]
    var place = 0
    while let step = steps[place] {
      place = step.router.goesLeft(row, in: table) ? step.left : step.right
      path.append(place)
    }
    return path
  }

  /// The leaf's place alone.
  public func leaf(of row: Int, in table: EncodedTable) -> Int {
    var place = 0
    while let step = steps[place] {
      place = step.router.goesLeft(row, in: table) ? step.left : step.right
    }
    return place
  }

  /// How the row passes an inner node; nil in a leaf. `unseen` where a level was not seen in the
  /// node.
  public func passage(
    of row: Int, at place: Int, in table: EncodedTable
  ) -> (passage: Passage, unseen: Bool)? {
    guard let step = steps[place] else { return nil }
    let passed = step.router.passage(of: row, in: table)
    return (passed.passage, passed.unseen)
  }
}
