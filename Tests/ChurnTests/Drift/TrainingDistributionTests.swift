import DelimitedText
import Modeling
import Testing

@testable import Churn

struct TrainingDistributionTests {
  @Test(arguments: Kind.allCases)
  func countsAreThoseOfTheTrainingRows(_ kind: Kind) throws {
    let model = try kind.model
    let distribution = try #require(model.distribution)
    for (feature, numbers) in zip(model.schema.features, distribution.features) {
      guard case .numeric = feature.kind else {
        #expect(numbers == nil)
        continue
      }
      let numbers = try #require(numbers)
      let values = Kind.table.column(feature.name).compactMap(Double.init)
      let ends = [-Double.infinity] + numbers.bins.cuts + [.infinity]
      #expect(
        numbers.rows
          == zip(ends, ends.dropFirst()).map { low, high in
            values.count { $0 > low && $0 <= high }
          })
      #expect(numbers.rows.count == 10 && numbers.rows.allSatisfy { $0 > 20 })
    }
    #expect(distribution.score.rows.reduce(0, +) == 400)
    #expect(distribution.score.rows.count <= (model.fitted.tree?.tree.leafCount ?? 10))
  }

  /// No value of a row, and no more than ten numbers of a column: nobody can be found in them.
  @Test func noRowIsGivenAway() throws {
    let distribution = try #require(try Kind.logistic.model.distribution)
    for name in ["recency", "spend"] {
      let place = try #require(
        try Kind.logistic.model.schema.features.firstIndex { $0.name == name })
      let values = Set(Kind.table.column(name).compactMap(Double.init))
      #expect(distribution.features[place]?.bins.cuts.contains(where: values.contains) == false)
    }
    let scores = Set(try Kind.logistic.model.probabilities(Kind.table))
    #expect(!distribution.score.bins.cuts.contains(where: scores.contains))
  }

  @Test(arguments: Kind.allCases)
  func theFileKeepsIt(_ kind: Kind) throws {
    let model = try kind.model
    #expect(try model.read(back: model.fileBytes).distribution == model.distribution)
    let earlier = ModelFile.document(of: model).setting("/distribution", to: nil).sealed
    #expect(try model.read(back: earlier.fileBytes).distribution == nil)
  }

  @Test(
    arguments: [
      ("/score", nil, "/distribution/score"), ("/score/rows/0", -1, "/score/rows/0"),
      ("/score/rows/0", 1e9, "/score/rows"), ("/score/rows/0", nil, "/score/rows"),
      ("/score/cuts/1", 0, "/score/cuts/1"), ("/score/cuts/0", "x", "/score/cuts/0"),
      ("/features/0/name", "other", "/features"), ("/features/0", nil, "/features"),
      ("/features/2/rows/3", 1.5, "/features/2/rows/3"), ("/features", [], "/features"),
      ("/features", 3, "/features"), ("", 7, "/distribution"),
      (
        "/score",
        [
          "cuts": .array((0..<101).map { .number(Double($0)) }),
          "rows": .array((0..<102).map { _ in 1 }),
        ], "/score/cuts"
      ),
    ] as [(String, JSONValue?, String)])
  func otherFilesAreRefused(_ path: String, _ new: JSONValue?, _ named: String) throws {
    let model = try Kind.logistic.model
    let document = ModelFile.document(of: model).setting("/distribution" + path, to: new).sealed
    let error = #expect(throws: LocatedError.self) { try model.read(back: document.fileBytes) }
    #expect(error?.kind == .wrongData)
    #expect(error?.what.contains(named) == true, "\(error?.what ?? "")")
  }
}
