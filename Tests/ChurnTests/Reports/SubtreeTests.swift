import DelimitedText
import Modeling
import Testing

@testable import Churn

struct SubtreeTests {
  private let model = HandmadeTree.model()

  static let sequence: [(Double, [Int])] = [
    (0.01, [1, 2, 4, 5, 10, 11, 3, 6, 7]), (0.02, [1, 2, 4, 5, 3, 6, 7]),
    (0.0499, [1, 2, 4, 5, 3, 6, 7]), (0.05, [1, 2, 3, 6, 7]), (0.1, [1, 2, 3]), (0.3, [1]),
    (7, [1]),
  ]

  @Test(arguments: sequence)
  func theNestedSequence(_ cp: Double, _ nodes: [Int]) {
    #expect(model.pruned(at: cp).tree.nodes.map(\.number) == nodes)
  }

  @Test func countsAndImportanceAreThoseOfTheSubtree() {
    let pruned = model.pruned(at: 0.02)
    #expect(pruned.importance == [70, 25, 30])
    #expect(pruned.heldOutLeaves?.leaves.map(\.node) == [4, 5, 6, 7])
    #expect(pruned.heldOutLeaves?.leaves[1].rows == 60)
    #expect(pruned.heldOutLeaves?.leaves[1].churned == 15)
  }

  @Test func theSmallestIsThatOfTheKeptTree() {
    #expect(model.smallestComplexity == 0.01)
    #expect(model.pruned(at: 0.05).smallestComplexity == 0.05)
  }

  @Test func ofAModel() throws {
    let whole = try Kind.tree.model
    let smallest = try #require(whole.fitted.tree?.smallestComplexity)
    #expect(try whole.subtree(at: smallest).fitted.tree?.tree == whole.fitted.tree?.tree)
    #expect(try whole.subtree(at: 1).fitted.tree?.tree.nodes.count == 1)
    let error = #expect(throws: LocatedError.self) { try whole.subtree(at: smallest / 2) }
    #expect(error?.kind == .usage)
    #expect(error?.advice.contains(JSONValue(smallest).canonical()) == true)
    let other = #expect(throws: LocatedError.self) { try Kind.logistic.model.subtree(at: 1) }
    #expect(other?.kind == .usage && other?.what.contains("logistic") == true)
  }

  /// What was measured and cut belongs to the whole tree.
  @Test func theDescription() throws {
    let model = try Kind.tree.model
    let shown = try model.description(subtreeAt: 1)
    #expect(shown[path: "/nodes"]?.elements.count == 1 && shown[path: "/cp"] == 1)
    for key in ["bands", "threshold", "training_measures", "holdout_measures"] {
      #expect(shown[path: "/\(key)"] == .null && model.description[path: "/\(key)"] != nil)
    }
  }
}
