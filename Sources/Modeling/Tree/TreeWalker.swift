/// Sends encoded rows down a tree.
public struct TreeWalker: Sendable {
  /// How a row passed a node.
  public enum Passage: Sendable, Equatable {
    /// By its value.
    case primary
    /// Without a value, to the side that was learned for such rows, or to the majority.
    case direction
    case majority
  }

  private struct Step: Sendable {
    var feature: Int
    /// For numbers: value < threshold goes left if `lowIsLeft`.
    var threshold: Double
    var lowIsLeft: Bool
    /// For levels, by code: 1 left, 0 right, 2 not seen in this node.
    var sides: [UInt8]
    var missingGoesLeft: Bool
    var missingIsLearned: Bool
    /// Places of the children.
    var left: Int
    var right: Int
  }

  /// By node; nil in a leaf.
  private let steps: [Step?]

  public init(_ tree: DecisionTree, schema: FeatureSchema) {
    var places: [Int: Int] = [:]
    for (place, node) in tree.nodes.enumerated() { places[node.number] = place }
    steps = tree.nodes.map { node in
      guard let split = node.split, let left = places[2 * node.number],
        let right = places[2 * node.number + 1]
      else { return nil }
      var step = Step(
        feature: split.feature, threshold: 0, lowIsLeft: true, sides: [],
        missingGoesLeft: split.missingGoesLeft, missingIsLearned: split.missingIsLearned,
        left: left, right: right)
      switch split.rule {
      case .below(let threshold): step.threshold = threshold
      case .atLeast(let threshold): (step.threshold, step.lowIsLeft) = (threshold, false)
      case .levels(let left, let right):
        step.sides = Self.sides(schema.features[split.feature], left, right)
      }
      return step
    }
  }

  private static func sides(
    _ feature: FeatureSchema.Feature, _ left: [String], _ right: [String]
  ) -> [UInt8] {
    guard case .categorical(let learned) = feature.kind else { return [] }
    let index = LevelIndex(learned.levels)
    var sides = [UInt8](repeating: 2, count: learned.levels.count)
    for level in left {
      let code = index.code(of: level)
      if code >= 0 { sides[Int(code)] = 1 }
    }
    for level in right {
      let code = index.code(of: level)
      if code >= 0 { sides[Int(code)] = 0 }
    }
    return sides
  }

  /// The places in `tree.nodes` that a row passes, from the root to its leaf.
  public func path(of row: Int, in table: EncodedTable) -> [Int] {
    var path = [0]
    var place = 0
    while let step = steps[place] {
      place = pass(step, row, table).goesLeft ? step.left : step.right
      path.append(place)
    }
    return path
  }

  /// The leaf's place alone.
  public func leaf(of row: Int, in table: EncodedTable) -> Int {
    var place = 0
    while let step = steps[place] {
      place = pass(step, row, table).goesLeft ? step.left : step.right
    }
    return place
  }

  /// How the row passes an inner node; nil in a leaf. `unseen` where a level was not seen in the
  /// node.
  public func passage(
    of row: Int, at place: Int, in table: EncodedTable
  ) -> (passage: Passage, unseen: Bool)? {
    guard let step = steps[place] else { return nil }
    let passed = pass(step, row, table)
    return (passed.passage, passed.unseen)
  }

  private func pass(
    _ step: Step, _ row: Int, _ table: EncodedTable
  ) -> (goesLeft: Bool, passage: Passage, unseen: Bool) {
    var unseen = false
    switch table.columns[step.feature] {
    case .numeric(let values):
      let value = values[row]
      if !value.isNaN { return ((value < step.threshold) == step.lowIsLeft, .primary, false) }
    case .categorical(let codes):
      let code = codes[row]
      let side = code >= 0 && Int(code) < step.sides.count ? step.sides[Int(code)] : 2
      if side < 2 { return (side == 1, .primary, false) }
      unseen = code != EncodedTable.missing
    }
    return (step.missingGoesLeft, step.missingIsLearned ? .direction : .majority, unseen)
  }
}
