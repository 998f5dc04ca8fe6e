import Modeling
import Testing

/// Terms of splines, transforms, interactions and lumped levels.
@Suite struct LearnedDesignTests {
  static let table = FeatureTable([
    ("x", .numeric([1, .nan, 3, 8, 2, 6])), ("y", .numeric([0, 1, 2, 3, 4, 5])),
    ("plan", .levels(["b", "a", nil, "c", "b", "a"])),
    ("kind", .levels(["u", "u", "v", "v", "w", "u"])),
  ])

  static func design(
    _ table: FeatureTable = table, _ change: (inout DesignSpecification) -> Void
  ) throws(ModelingError) -> (learned: LearnedDesign, matrix: DesignMatrix) {
    var specification = DesignSpecification()
    change(&specification)
    let schema = FeatureSchema.learn(from: table).schema
    let learned = try specification.learn(from: table, schema: schema)
    let matrix = try specification.design(of: table, schema: schema, learned: learned).matrix
    return (learned.withMeans(of: matrix), matrix)
  }

  @Test func nothingAskedIsPlain() throws {
    let (learned, matrix) = try Self.design { _ in }
    #expect(learned.isPlain)
    #expect(matrix.terms.count == 1 + 2 + 1 + 3 + 2)
  }

  @Test func productsOfNumbersAndLevels() throws {
    let (learned, matrix) = try Self.design {
      $0.interactions = [
        .init(first: "x", second: "y"), .init(first: "x", second: "kind"),
        .init(first: "kind", second: "plan"),
      ]
    }
    #expect(
      matrix.terms.map(\.name).dropFirst(9) == [
        "x:y", "x:kind=v", "x:kind=w", "kind=v:plan=b", "kind=w:plan=b", "kind=v:plan=c",
        "kind=w:plan=c", "kind=v:plan=(missing)", "kind=w:plan=(missing)",
      ])
    // The median 3 in the gap; the indicator takes no part.
    #expect(matrix.columns[8] == [0, 3, 6, 24, 8, 30])
    #expect(matrix.columns[9] == [0, 0, 3, 8, 0, 0])
    #expect(matrix.columns[14] == [0, 0, 0, 0, 0, 0] && matrix.columns[15] == [0, 0, 1, 0, 0, 0])
    #expect(learned.means[matrix.terms[9]] == 71.0 / 6)
    #expect(matrix.terms[9].feature == "x:y" && matrix.terms[9].features == ["x", "y"])
    #expect(!matrix.terms[9].isIndicator && matrix.terms[12].isIndicator)
  }

  @Test func transformsOfNumbers() throws {
    let (learned, matrix) = try Self.design {
      $0.transforms = ["x": .log1p, "y": .standardize]
    }
    #expect(
      matrix.terms.map(\.name).prefix(4)
        == ["(Intercept)", "log1p(x)", "x is missing", "standardize(y)"])
    #expect(matrix.columns[0] == [1, 3, 3, 8, 2, 6].map(Elementary.log1p))
    let deviation = 3.5.squareRoot()
    for (value, y) in zip(matrix.columns[2], [0.0, 1, 2, 3, 4, 5]) {
      #expect(abs(value - (y - 2.5) / deviation) < 1e-15)
    }
    guard case .standardized(let mean, let found) = learned.forms[1] else {
      Issue.record("not standardised")
      return
    }
    #expect(abs(mean - 2.5) < 1e-15 && abs(found - deviation) < 1e-15)
  }

  @Test func rareLevelsAreLumped() throws {
    let (learned, matrix) = try Self.design { $0.lumpBelow = 2 }
    #expect(learned.forms[2] == .levels(lumped: ["c"]))
    #expect(learned.forms[3] == .levels(lumped: ["w"]))
    #expect(
      matrix.terms.map(\.name).dropFirst(4) == [
        "plan=b", "plan=(other)", "plan=(missing)", "kind=v", "kind=(other)",
      ])
    #expect(matrix.columns[4] == [0, 0, 0, 1, 0, 0])
    #expect(matrix.columns[7] == [0, 0, 0, 0, 1, 0])
  }

  @Test func referencesAndLumping() throws {
    let (_, matrix) = try Self.design {
      $0.lumpBelow = 2
      $0.references = ["plan": "(other)"]
    }
    #expect(
      matrix.terms.map(\.name).filter { $0.hasPrefix("plan") }
        == ["plan=a", "plan=b", "plan=(missing)"])
    let error = modelingError { () throws(ModelingError) in
      try Self.design {
        $0.lumpBelow = 2
        $0.references = ["plan": "c"]
      }
    }
    #expect(error?.kind == .usage && error?.what.contains("lumped") == true)
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var kind: ModelingError.Kind
    var named: String
    var change: @Sendable (inout DesignSpecification) -> Void
    var testDescription: String { named }
  }

  static let refusals = [
    Refusal(kind: .data, named: "no column none") { $0.transforms = ["none": .log1p] },
    Refusal(kind: .data, named: "no column nada") {
      $0.interactions = [.init(first: "x", second: "nada")]
    },
    Refusal(kind: .usage, named: "plan is categorical") { $0.transforms = ["plan": .standardize] },
    Refusal(kind: .usage, named: "0 degrees") {
      $0.transforms = ["x": .spline(degreesOfFreedom: 0)]
    },
    Refusal(kind: .usage, named: "101 degrees") {
      $0.transforms = ["x": .spline(degreesOfFreedom: 101)]
    },
    Refusal(kind: .data, named: "distinct values") {
      $0.transforms = ["x": .spline(degreesOfFreedom: 5)]
    },
    Refusal(kind: .usage, named: "x:x") { $0.interactions = [.init(first: "x", second: "x")] },
    Refusal(kind: .usage, named: "y:x") {
      $0.interactions = [.init(first: "x", second: "y"), .init(first: "y", second: "x")]
    },
  ]

  @Test(arguments: refusals) func refuses(_ refusal: Refusal) {
    let error = modelingError { () throws(ModelingError) in
      try Self.design(Self.table, refusal.change)
    }
    #expect(error?.kind == refusal.kind)
    #expect(error?.what.contains(refusal.named) == true, "\(error?.what ?? "no error")")
  }

  @Test func refusesValuesThatAFormCannotTake() {
    let table = FeatureTable([
      ("low", .numeric([0, -1, 3])), ("same", .numeric([4, 4, 4])),
      ("other", .levels(["(other)", "a", "a"])),
    ])
    let changes: [@Sendable (inout DesignSpecification) -> Void] = [
      { $0.transforms = ["low": .log1p] }, { $0.transforms = ["same": .standardize] },
      { $0.lumpBelow = 2 },
    ]
    for change in changes {
      let error = modelingError { () throws(ModelingError) in try Self.design(table, change) }
      #expect(error?.kind == .data)
    }
  }

  @Test func tooManyProductsAreRefused() {
    let levels = FeatureTable.Values.levels((0..<400).map { "\($0)" })
    let table = FeatureTable([("a", levels), ("b", levels)])
    let error = modelingError { () throws(ModelingError) in
      try Self.design(table) { $0.interactions = [.init(first: "a", second: "b")] }
    }
    #expect(error?.kind == .data && error?.advice.contains("--lump") == true)
  }
}
