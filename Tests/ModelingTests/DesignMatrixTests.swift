import Modeling
import Testing

@Suite struct DesignMatrixTests {
  static func design(
    _ table: FeatureTable, references: [String: String] = [:]
  ) throws(ModelingError) -> (matrix: DesignMatrix, shared: [DesignSpecification.SharedIndicator]) {
    var specification = DesignSpecification()
    specification.references = references
    return try specification.design(of: table, schema: FeatureSchema.learn(from: table).schema)
  }

  static let table = FeatureTable([
    ("x", .numeric([1, .nan, 3, 8])), ("plan", .levels(["b", "a", nil, "c"])),
    ("y", .numeric([5, .nan, 5, 5])), ("z", .numeric([.nan, 0, 0, 2])),
    ("full", .numeric([1, 2, 3, 4])),
  ])

  @Test func termsAndColumns() throws {
    let (matrix, shared) = try Self.design(Self.table)
    #expect(
      matrix.terms.map(\.name) == [
        "(Intercept)", "x", "x is missing", "plan=b", "plan=c", "plan=(missing)", "y", "z",
        "z is missing", "full",
      ])
    #expect(
      matrix.columns == [
        [1, 3, 3, 8], [0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0], [5, 5, 5, 5],
        [0, 0, 0, 2], [1, 0, 0, 0], [1, 2, 3, 4],
      ])
    // y lacks a value on the same row as x.
    #expect(shared == [.init(feature: "y", sharesWith: "x")])
    #expect(matrix.terms.map(\.feature).prefix(4) == [nil, "x", "x", "plan"])
  }

  @Test(arguments: [
    ("a", ["plan=b", "plan=c", "plan=(missing)"]), ("c", ["plan=a", "plan=b", "plan=(missing)"]),
    ("(missing)", ["plan=a", "plan=b", "plan=c"]),
  ])
  func namedReference(level: String, terms: [String]) throws {
    let (matrix, _) = try Self.design(Self.table, references: ["plan": level])
    #expect(matrix.terms.map(\.name).filter { $0.hasPrefix("plan") } == terms)
  }

  @Test(arguments: [["plan": "d"], ["x": "1"], ["none": "a"], ["plan": ""]])
  func refusesUnknownReferences(_ references: [String: String]) {
    let error = modelingError { () throws(ModelingError) in
      try Self.design(Self.table, references: references)
    }
    #expect(error?.kind == .usage)
  }

  @Test func canonicallyEquivalentLevelsAreTwoTerms() throws {
    let (composed, decomposed) = (FeatureSchemaTests.composed, FeatureSchemaTests.decomposed)
    let table = FeatureTable([("p", .levels([composed, decomposed, "a", decomposed]))])
    let matrix = try Self.design(table).matrix
    #expect(matrix.columns == [[0, 1, 0, 1], [1, 0, 0, 0]])
    #expect(matrix.terms[1] != matrix.terms[2])
    #expect(Set(matrix.terms).count == 3)
    let other = try Self.design(table, references: ["p": composed]).matrix
    #expect(other.columns == [[0, 0, 1, 0], [0, 1, 0, 1]])
  }

  /// Gaps and a level of the gaps' own name would be two terms with one name.
  @Test func refusesALevelCalledMissingBesideGaps() throws {
    let mixed = FeatureTable([("p", .levels(["(missing)", nil, "a"]))])
    let error = modelingError { () throws(ModelingError) in try Self.design(mixed) }
    #expect(error?.kind == .data && error?.what.contains("p has gaps") == true)
    // Without gaps it is a level like others.
    let plain = FeatureTable([("p", .levels(["(missing)", "b", "a"]))])
    let reference = try Self.design(plain, references: ["p": "(missing)"]).matrix
    #expect(reference.terms.map(\.name) == ["(Intercept)", "p=a", "p=b"])
  }

  @Test func termsOfDifferentKindsDiffer() {
    let terms: [Term] = [
      .intercept, .numeric(feature: "a"), .missing(feature: "a"), .level(feature: "a", level: ""),
      .level(feature: "a", level: "b"), .level(feature: "a=", level: "b"), .numeric(feature: ""),
    ]
    #expect(Set(terms).count == terms.count)
  }
}
