import DelimitedText
import Modeling
import Testing

@testable import Churn

/// Model files that were edited by hand.
struct ModelSealTests {
  private func seal(_ document: JSONValue) throws -> SealedModel {
    try ModelFile.seal(.bytes(document.fileBytes, name: "model.json"))
  }

  /// Shipped ones, and the seeds of the fuzzers: of every kind, with designs, penalties, costs.
  static let files: [String] = {
    let root =
      "/" + String(#filePath).split(separator: "/").dropLast(4).joined(separator: "/")
    let seeds = [
      "logistic", "design", "firth", "lasso", "tree", "held", "regression",
    ].map { "\(root)/Tests/Fuzzing/Corpus/models/\($0).json" }
    let shipped = ["models/", "models/earlier/"].flatMap { folder in
      ["cdnow-logistic", "cdnow-tree", "telco-logistic", "telco-tree"].map {
        "\(root)/\(folder)\($0).json"
      }
    }
    return shipped + seeds
  }()

  @Test(arguments: files)
  func whatFitsStaysAsItIs(_ path: String) throws {
    let sealed = try ModelFile.seal(.file(path))
    #expect(sealed.changes.isIntact)
    #expect(sealed.document == (try JSONValue.parse(readBytes(.file(path)), name: path)))
    #expect(sealed.changes.renewed == [] && sealed.changes.handSetTerms == [])
  }

  /// Another name only: nothing else changes but the warning and the checksum.
  @Test(arguments: files)
  func onlyWhatMustChangesChanges(_ path: String) throws {
    let document = try JSONValue.parse(readBytes(.file(path)), name: path)
    let sealed = try seal(document.setting("/name", to: "renamed"))
    #expect(!sealed.changes.isIntact && sealed.changes.rows == [])
    #expect(sealed.changes.renewed == [])
    let restored = sealed.document.setting("/name", to: document[path: "/name"])
      .setting("/warnings", to: document[path: "/warnings"])
      .setting("/checksum", to: document[path: "/checksum"])
    #expect(restored == document)
    #expect(sealed.model.warnings.last == ModelFile.sealWarning)
    // Sealed twice, it has one warning.
    let again = try seal(sealed.document.setting("/name", to: "renamed again"))
    #expect(again.model.warnings == sealed.model.warnings)
  }

  /// Answers that are missing, or of no number, are made.
  @Test(arguments: Kind.allCases)
  func answersAreMade(_ kind: Kind) throws {
    let document = ModelFile.document(of: try kind.model)
    let without = document.setting("/verification/0/probability", to: nil)
      .setting("/verification/1/reasons", to: "x").setting("/verification/2/probability", to: 7)
      .setting("/checksum", to: nil)
    let sealed = try seal(without)
    #expect(sealed.changes.rows == [0, 1, 2])
    #expect(sealed.document[path: "/verification"] == document[path: "/verification"])
  }

  /// The changes told are those between the files' answers.
  @Test func theGreatestChangeIsTold() throws {
    let document = ModelFile.document(of: try Kind.logistic.model)
    let sealed = try seal(document.setting("/logistic/coefficients/0/estimate", to: 1))
    let changes = zip(
      sealed.document[path: "/verification"]?.elements ?? [],
      document[path: "/verification"]?.elements ?? []
    ).map { abs(($0[path: "/probability"]?.double ?? 0) - ($1[path: "/probability"]?.double ?? 0)) }
    #expect(sealed.changes.greatest == changes.max())
    #expect(sealed.changes.greatestRow == changes.firstIndex(of: sealed.changes.greatest))
    #expect(sealed.changes.rows.count == changes.count { $0 > 1e-9 })
    #expect(sealed.changes.handSetTerms == ["(Intercept)"])
  }

  @Test func levelsThatChangeSides() throws {
    let model = try Kind.tree.model
    let document = ModelFile.document(of: model)
    let nodes = document[path: "/tree/nodes"]?.elements ?? []
    let place = try #require(
      nodes.firstIndex {
        $0[path: "/operator"] == "in" && ($0[path: "/levels"]?.elements.count ?? 0) > 1
          || $0[path: "/operator"] == "in" && ($0[path: "/other_levels"]?.elements.count ?? 0) > 1
      })
    let path = "/tree/nodes/\(place)"
    let (left, right) = (
      document[path: path + "/levels"]?.elements ?? [],
      document[path: path + "/other_levels"]?.elements ?? []
    )
    let swapped = document.setting(path + "/levels", to: .array(right))
      .setting(path + "/other_levels", to: .array(left))
    // Below, a split may need a level that no longer comes there: that is told with its path.
    do {
      let sealed = try seal(swapped)
      #expect(sealed.changes.renewed.contains(path + "/rule"))
      #expect(try model.read(back: sealed.bytes).schema == model.schema)
    } catch let error as LocatedError {
      #expect(error.what.contains("/tree/nodes/") && error.advice.contains("seal"))
    }
  }
}
