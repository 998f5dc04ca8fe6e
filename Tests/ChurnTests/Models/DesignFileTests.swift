import DelimitedText
import Modeling
import Testing

@testable import Churn

/// Model files of designs with splines, transforms, interactions and lumped levels.
struct DesignFileTests {
  static let table: CustomerTable = {
    var table = CustomerTable.seeded(800).without(["spend_cents"])
    for row in table.rows.indices {
      table[row, "region"] = "region \((Int(table[row, "region"].suffix(1)) ?? 0) % 2)"
      let isRare = ["🙂", "say \"hi\""].contains(table[row, "plan"])
      if isRare, row >= 150 { table[row, "plan"] = "basic" }
    }
    return table
  }()

  static let request: TrainingRequest = {
    var options = TrainingRequest.LogisticOptions()
    options.design.transforms = [
      "recency": .spline(degreesOfFreedom: 3), "spend": .log1p, "weight": .standardize,
    ]
    options.design.interactions = [
      .init(first: "plan", second: "region"), .init(first: "recency", second: "region"),
      .init(first: "spend", second: "weight"),
    ]
    options.design.lumpBelow = 40
    return .request(.logistic(options))
  }()

  private static let trained = Result { try request.train(on: table.input).model }
  static var model: ChurnModel { get throws { try trained.get() } }

  @Test func theTableHasEveryKindOfTerm() throws {
    guard case .logistic(let logistic) = try Self.model.fitted else { return }
    let names = logistic.coefficients.map(\.term.name)
    for name in [
      "ns(recency,3)[2]", "recency is missing", "log1p(spend)", "standardize(weight)",
      "plan=(other)", "plan=(other):region=region 1", "plan=(missing):region=region 1",
      "ns(recency,3)[3]:region=region 1", "log1p(spend):standardize(weight)",
    ] { #expect(names.contains(name), "\(name)") }
    #expect(
      try Self.model.warnings.contains { $0.hasPrefix("plan: 2 levels with fewer than 40 rows") })
  }

  @Test func numbersComeBackBitForBit() throws {
    let model = try Self.model
    let back = try model.read(back: model.fileBytes)
    #expect(back.fileBytes == model.fileBytes)
    #expect(back.design == model.design && !back.design.isPlain)
    let (before, after) = (
      try model.probabilities(Self.table), try back.probabilities(Self.table)
    )
    #expect(before.map(\.bitPattern) == after.map(\.bitPattern))
  }

  @Test func aPlainModelHasNoDesign() throws {
    let document = ModelFile.document(of: try Kind.logistic.model)
    #expect(document[path: "/logistic/design"] == nil)
    #expect(document[path: "/provenance/options/lump"] == nil)
  }

  @Test func eachCoefficientIsGuardedByTheVerificationRows() throws {
    let model = try Self.model
    let document = ModelFile.document(of: model)
    for (place, line) in (document[path: "/logistic/coefficients"]?.elements ?? []).enumerated() {
      guard let estimate = line[path: "/estimate"]?.double else { continue }
      let path = "/logistic/coefficients/\(place)/estimate"
      let changed = document.setting(path, to: .number(estimate * 1.001 + 1e-5)).sealed
      let error = #expect(throws: LocatedError.self, "\(line[path: "/term"]?.text ?? "")") {
        try model.read(back: changed.fileBytes)
      }
      #expect(error?.what.contains("/verification/") == true)
    }
  }

  /// Places of `design/features`: recency, spend, plan, weight come in the file's order.
  static let tamperings: [(path: String, new: JSONValue?, named: String)] = [
    ("/features/0/knots", [1, 1], "/knots"), ("/features/0/knots", [300, 100], "/knots"),
    ("/features/0/knots", [100], "/knots"), ("/features/0/knots/0", "x", "/knots/0"),
    ("/features/0/knots/0", -1e9, "/knots"), ("/features/0/knots/1", 1e300, "/knots"),
    ("/features/0/knots/1", nil, "/knots"), ("/features/0/df", 4, "/knots"),
    ("/features/0/df", 2.5, "/df"), ("/features/0/df", 1e9, "/df"),
    ("/features/0/boundary_knots", [0], "/boundary_knots"),
    ("/features/0/boundary_knots/1", -5, "/knots"),
    ("/features/0/boundary_knots/0", 7, "/verification/"),
    ("/features/0/feature", "nobody", "/features/0/feature"),
    ("/features/0/feature", "spend", "/feature"), ("/features/0/feature", "plan", "/transform"),
    ("/features/0/transform", "cube", "/transform"),
    ("/features/1/transform", "lump", "/transform"),
    ("/features/2/transform", "log1p", "/transform"),
    ("/features/2/lumped_levels", [], "/lumped_levels"),
    ("/features/2/lumped_levels/0", "nowhere", "/lumped_levels/0"),
    ("/features/2/lumped_levels", ["🙂", "say \"hi\""], "/lumped_levels/1"),
    ("/features/2/lumped_levels/1", "basic", "/lumped_levels/1"),
    ("/features/3/standard_deviation", 0, "/standard_deviation"),
    ("/features/3/standard_deviation", -1, "/standard_deviation"),
    ("/features/3/mean", nil, "/mean"), ("/features/3", nil, "/coefficients/"),
    ("/features", 3, "/features"), ("/interactions", nil, "/interactions"),
    ("/interactions/0", nil, "/factors"), ("/interactions/0/first", "nobody", "/first"),
    ("/interactions/0/second", "plan", "/interactions/0"),
    ("/interactions/1/first", "plan", "/interactions/1"), ("/term_means", [], "/term_means"),
    ("/term_means/0", "x", "/term_means/0"), ("/term_means/0", nil, "/term_means"),
    ("", nil, "/coefficients/"),
  ]

  @Test(arguments: tamperings.indices)
  func aChangeWithTheRightChecksumIsRefused(_ place: Int) throws {
    let change = Self.tamperings[place]
    let model = try Self.model
    let document = ModelFile.document(of: model)
    let path = "/logistic/design" + change.path
    try #require(document[path: path] != nil)
    let changed = document.setting(path, to: change.new).sealed
    let error = #expect(throws: LocatedError.self, "\(change)") {
      try model.read(back: changed.fileBytes)
    }
    #expect(error?.kind == .wrongData)
    #expect(error?.what.contains(change.named) == true, "\(change): \(error?.what ?? "no error")")
  }

  static let termChanges: [(type: String, change: [String: JSONValue], named: String)] = [
    ("spline", ["basis": 0], "/basis"), ("spline", ["basis": 4], "/basis"),
    ("spline", ["type": "numeric"], "/type"), ("log1p", ["type": "standardize"], "/type"),
    ("product", ["factors": []], "/factors"), ("product", ["factors": 7], "/factors"),
    ("product", ["factors": [["type": "product"], ["type": "intercept"]]], "/factors/0/type"),
    (
      "product",
      [
        "factors": [
          ["type": "log1p", "feature": "spend"], ["type": "log1p", "feature": "spend"],
        ]
      ], "/factors"
    ),
    ("level", ["level": "🙂"], "/level"), ("level", ["level": "(none)"], "/level"),
  ]

  @Test(arguments: termChanges.indices) func aTermThatDoesNotFitIsRefused(_ number: Int) throws {
    let change = Self.termChanges[number]
    let model = try Self.model
    var document = ModelFile.document(of: model)
    let lines = document[path: "/logistic/coefficients"]?.elements ?? []
    let place = try #require(lines.firstIndex { $0[path: "/type"]?.text == change.type })
    for key in change.change.keys.sorted() {
      document = document.setting("/logistic/coefficients/\(place)/\(key)", to: change.change[key])
    }
    let error = #expect(throws: LocatedError.self) {
      try model.read(back: document.sealed.fileBytes)
    }
    #expect(error?.what.contains(change.named) == true, "\(change): \(error?.what ?? "no error")")
  }

  @Test func mutationsAreRefusedOrVerify() throws {
    let model = try Self.model
    let document = ModelFile.document(of: model)
    let paths = document.paths.filter { $0.hasPrefix("/logistic/") }
    var random = SeededGenerator(seed: 12, stream: 1)
    var refused = 0
    let values: [JSONValue?] = [nil, true, "x", 0, -1, 1e300, -1e-300, [], [:], ["a", 1]]
    for _ in 0..<120 {
      let path = paths[random.integer(below: paths.count)]
      let mutant = document.setting(path, to: values[random.integer(below: values.count)])
      do {
        let back = try model.read(back: mutant.sealed.fileBytes)
        #expect(try back.probabilities(Self.table).allSatisfy { (0...1).contains($0) })
      } catch let error as LocatedError {
        #expect(error.kind == .wrongData)
        refused += 1
      }
    }
    #expect(refused > 20)
  }
}
