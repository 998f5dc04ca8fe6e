import DelimitedText
import Modeling
import Testing

@testable import Churn

struct LeafCountsTests {
  private static func trained(_ request: TrainingRequest) -> Result<ChurnModel, any Error> {
    Result {
      var request = request
      request.holdout = 0.3
      return try request.train(on: Kind.table.input).model
    }
  }

  private static let plainModel = trained(.tree)
  private static let weightedModel = trained(.tree.weighted)

  private func counts(_ model: ChurnModel) throws -> LeafCounts {
    try #require(model.fitted.tree?.heldOutLeaves)
  }

  @Test func everyHeldOutRowIsInOneLeaf() throws {
    let model = try Self.plainModel.get()
    let counts = try counts(model)
    let holdout = try #require(model.churn?.holdout)
    #expect(counts.leaves.count == model.fitted.tree?.tree.leafCount && counts.leaves.count > 2)
    #expect(counts.leaves.reduce(0) { $0 + $1.rows } == holdout.rows && holdout.rows == 120)
    #expect(counts.leaves.reduce(0) { $0 + $1.churned } == holdout.churned)
    #expect(!counts.hasWeights && counts.leaves.allSatisfy { $0.weight == Double($0.rows) })
  }

  @Test func weightsAreSummed() throws {
    let model = try Self.weightedModel.get()
    let counts = try counts(model)
    #expect(counts.hasWeights)
    let (weight, churned) = counts.leaves.reduce((0.0, 0.0)) {
      ($0.0 + $1.weight, $0.1 + $1.churnedWeight)
    }
    let holdout = try #require(model.churn?.holdout)
    #expect(abs(churned / weight - holdout.baseRate) < 1e-12)
    #expect(model.explainedTree?.heldOut.values.allSatisfy { $0.low == nil } == true)
  }

  /// The leaves are those that scoring gives; rows of weight 0 count nowhere.
  @Test func byHand() {
    let counts = LeafCounts(
      places: [2, 4, 4, 7], labels: [true, true, false, true], weights: [1, 2, 0.5, 0],
      tree: HandmadeTree.tree)
    #expect(counts.leaves.map(\.node) == [4, 10, 11, 6, 7] && counts.hasWeights)
    #expect(counts.leaves.map(\.rows) == [1, 2, 0, 0, 0])
    #expect(counts.leaves.map(\.churned) == [1, 1, 0, 0, 0])
    #expect(counts.leaves.map(\.weight) == [1, 2.5, 0, 0, 0])
    #expect(counts.leaves.map(\.churnedWeight) == [1, 2, 0, 0, 0])
    #expect(counts.byNode[2]?.weight == 3.5 && counts.byNode[1]?.churned == 2)
  }

  @Test func noHoldOutNoCounts() throws {
    #expect(try Kind.tree.model.fitted.tree?.heldOutLeaves == nil)
    let document = ModelFile.document(of: try Kind.tree.model)
    #expect(document[path: "/tree/held_out_leaves"] == nil)
  }

  @Test(arguments: [false, true])
  func comesBackAsItWas(_ isWeighted: Bool) throws {
    let model = try (isWeighted ? Self.weightedModel : Self.plainModel).get()
    let back = try model.read(back: model.fileBytes)
    #expect(try counts(back) == counts(model))
    #expect(back.fileBytes == model.fileBytes)
  }

  static let tamperings: [(path: String, new: JSONValue?, named: String)] = [
    ("", "none", ""), ("", [], " lacks leaf"), ("/0", nil, " lacks leaf"),
    ("/0/node", 1, "/0/node is no leaf"), ("/0/node", 1_000_000, "/0/node is no leaf"),
    ("/0/node", "x", "/0/node"), ("/0/node", nil, "/0/node"),
    ("/0/rows", -1, "/0/rows"), ("/0/rows", 120.5, "/0/rows"), ("/0/rows", 121, "/0/rows"),
    ("/0/rows", 120, " has more rows than the 120"), ("/0/churned", 1000, "/0/churned"),
    ("/0/churned", nil, "/0/churned"),
  ]

  @Test(arguments: tamperings)
  func whatIsImpossibleIsNamed(_ path: String, _ new: JSONValue?, _ named: String) throws {
    let model = try Self.plainModel.get()
    let key = "/tree/held_out_leaves"
    let changed = ModelFile.document(of: model).setting(key + path, to: new).sealed
    let error = #expect(throws: LocatedError.self) { try model.read(back: changed.fileBytes) }
    #expect(error?.kind == .wrongData)
    #expect(error?.what.contains(key + named) == true, "\(error?.what ?? "")")
  }

  @Test func aLeafTwice() throws {
    let model = try Self.plainModel.get()
    let document = ModelFile.document(of: model)
    let second = document[path: "/tree/held_out_leaves/1/node"]
    let changed = document.setting("/tree/held_out_leaves/0/node", to: second).sealed
    let error = #expect(throws: LocatedError.self) { try model.read(back: changed.fileBytes) }
    #expect(error?.what.contains("/tree/held_out_leaves/1/node is there twice") == true)
  }

  static let weightTamperings: [(key: String, new: JSONValue?)] = [
    ("weight", 0), ("weight", -1), ("weight", nil), ("churned_weight", 1e9),
    ("churned_weight", nil), ("churned_weight", -1),
  ]

  @Test(arguments: weightTamperings)
  func impossibleWeights(_ key: String, _ new: JSONValue?) throws {
    let model = try Self.weightedModel.get()
    let leaves = try counts(model).leaves
    let place = try #require(leaves.indices.dropFirst().first { leaves[$0].churned > 0 })
    let path = "/tree/held_out_leaves/\(place)/\(key)"
    let changed = ModelFile.document(of: model).setting(path, to: new).sealed
    let error = #expect(throws: LocatedError.self) { try model.read(back: changed.fileBytes) }
    #expect(error?.what.contains("/\(place)/") == true, "\(error?.what ?? "")")
  }
}
