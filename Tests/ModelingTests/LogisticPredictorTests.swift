import Modeling
import Testing

@Suite struct LogisticPredictorTests {
  /// A fit to numbers with gaps, levels with and without gaps, and a constant.
  struct Fitted {
    var table: FeatureTable
    var schema: FeatureSchema
    var design: DesignMatrix
    var fit: LogisticFit
    var predictor: LogisticPredictor

    init(references: [String: String] = [:], rename: (String) -> String = { $0 }) throws {
      let sample = TreeFitTests.Sample()
      table = FeatureTable([
        ("x", .numeric(sample.x)), ("z", .numeric(sample.z)),
        ("constant", .numeric(sample.x.map { _ in 4 })),
        ("plan", .levels(sample.plan.map { $0.map(rename) })),
        ("kind", .levels(sample.x.indices.map { rename("k\($0 % 3)") })),
      ])
      schema = FeatureSchema.learn(from: table).schema
      var specification = DesignSpecification()
      specification.references = references
      design = try specification.design(of: table, schema: schema).matrix
      fit = try LogisticRegression().fit(design, labels: sample.labels)
      predictor = LogisticPredictor(
        schema: schema,
        coefficients: fit.coefficients.compactMap { line in
          line.estimate.map { (line.term, $0) }
        })
    }

    var probabilities: [Double] { get throws { predictor.predict(try schema.encode(table)) } }
  }

  @Test func predictsTheFitsProbabilities() throws {
    let fitted = try Fitted()
    #expect(fitted.fit.coefficients.filter { $0.estimate == nil }.map(\.term.name) == ["constant"])
    let beta = fitted.fit.coefficients.map { $0.estimate ?? 0 }
    for (row, p) in try fitted.probabilities.enumerated() {
      let eta = fitted.design.columns.indices.reduce(beta[0]) {
        $0 + beta[$1 + 1] * fitted.design.columns[$1][row]
      }
      #expect(abs(p - Elementary.logistic(eta)) < 1e-15)
    }
  }

  /// Ranges of rows, on several threads, to the bit as all rows at once by their contributions.
  @Test(arguments: [false, true], [1, 2]) func rangesAreAsTheWhole(interacts: Bool, threads: Int)
    throws
  {
    let count = 9001
    var generator = SeededGenerator(seed: 8)
    func column(_ gaps: Double) -> FeatureTable.Values {
      .numeric(
        (0..<count).map { _ in generator.uniform() < gaps ? .nan : generator.standardNormal() })
    }
    let table = FeatureTable([
      ("x", column(0.1)), ("z", column(0)), ("bent", column(0.05)),
      ("plan", .levels((0..<count).map { $0 % 11 == 0 ? nil : "p\($0 % 3)" })),
    ])
    let schema = FeatureSchema.learn(from: table).schema
    var specification = DesignSpecification()
    specification.transforms = ["bent": .spline(degreesOfFreedom: 3)]
    if interacts { specification.interactions = [.init(first: "x", second: "plan")] }
    let learned = try specification.learn(from: table, schema: schema)
    let (design, _) = try specification.design(of: table, schema: schema, learned: learned)
    let predictor = LogisticPredictor(
      schema: schema,
      coefficients: design.terms.map { (term: $0, estimate: generator.standardNormal()) },
      design: learned.withMeans(of: design))
    let encoded = try schema.encode(table)
    let whole = LogisticPredictor.probabilities(
      logOdds: predictor.logOdds(
        contributions: predictor.contributions(encoded), rowCount: count))
    #expect(predictor.predict(encoded, threads: threads) == whole)
  }

  /// A file may hold any finite coefficient: its product with a mean or a count may overflow.
  @Test(arguments: [1e308, -1e308]) func effectsStayFiniteForHugeCoefficients(_ huge: Double) throws
  {
    let table = FeatureTable([
      ("x", .numeric([1e10, 2e10, 4e10, .nan])), ("plan", .levels(["a", "a", "b", "b"])),
    ])
    let schema = FeatureSchema.learn(from: table).schema
    let terms: [Term] = [
      .intercept, .numeric(feature: "x"), .level(feature: "plan", level: "b"),
    ]
    let predictor = LogisticPredictor(
      schema: schema, coefficients: terms.map { (term: $0, estimate: huge) })
    let rows = try schema.encode(table)
    let contributions = predictor.contributions(rows)
    let parts = Array(contributions.joined()) + predictor.meanContributions
    #expect(parts.filter { !$0.isFinite } == [])
    let odds = predictor.logOdds(contributions: contributions, rowCount: 4)
    #expect(predictor.logOdds(rows) == odds)
    #expect((odds + [predictor.baseLogOdds]).filter { !$0.isFinite } == [])
  }

  @Test func contributionsAndInterceptAreTheLogOdds() throws {
    let fitted = try Fitted()
    let rows = try fitted.schema.encode(fitted.table)
    let contributions = fitted.predictor.contributions(rows)
    #expect(contributions.count == 5 && contributions.allSatisfy { $0.count == 400 })
    let odds = fitted.predictor.logOdds(contributions: contributions, rowCount: 400)
    #expect(fitted.predictor.logOdds(rows) == odds)
    for (row, p) in try fitted.probabilities.enumerated() {
      let sum = contributions.reduce(fitted.predictor.intercept) { $0 + $1[row] }
      #expect(odds[row] == sum)
      #expect(abs(p - Elementary.logistic(sum)) < 1e-15)
    }
    // The means are those of the training rows.
    for (mean, part) in zip(fitted.predictor.meanContributions, contributions) {
      #expect(abs(part.reduce(0, +) / 400 - mean) < 1e-13)
    }
    #expect(abs(odds.reduce(0, +) / 400 - fitted.predictor.baseLogOdds) < 1e-13)
  }

  /// Rows of the training data, changed in one place.
  @Test func gapsAndUnseenLevels() throws {
    let fitted = try Fitted()
    let later = FeatureTable([
      ("x", .numeric([.nan, 1, 1, 1])), ("z", .numeric([1, .nan, 1, 1])),
      ("constant", .numeric([4, 4, 4, 4])), ("plan", .levels(["p1", "p1", nil, "new"])),
      ("kind", .levels([nil, "new", "k1", "k2"])),
    ])
    let parts = fitted.predictor.contributions(try fitted.schema.encode(later))
    let effect = { (name: String) in
      fitted.fit.coefficients.first { $0.term.name == name }?.estimate ?? 0
    }
    guard case .numeric(let x) = fitted.schema.features[0].kind,
      case .numeric(let z) = fitted.schema.features[1].kind,
      case .categorical(let plan) = fitted.schema.features[3].kind
    else { return }
    // x had no gaps in training: the median; z had: the median and its indicator.
    #expect(parts[0][0] == effect("x") * x.median && parts[0][1] == effect("x"))
    #expect(parts[1][1] == effect("z") * z.median + effect("z is missing"))
    // plan had gaps: its own level. An unseen one takes the mean effect of the training rows.
    #expect(parts[3][2] == effect("plan=(missing)"))
    let total = zip(plan.levels, plan.counts).reduce(
      effect("plan=(missing)") * Double(plan.missingCount)
    ) { $0 + effect("plan=\($1.0)") * Double($1.1) }
    #expect(abs(parts[3][3] - total / 400) < 1e-15)
    // kind had none: a gap is as an unseen level. Rows are 134, 133 and 133.
    let mean = (133 * effect("kind=k1") + 133 * effect("kind=k2")) / 400
    #expect(abs(parts[4][0] - mean) < 1e-15 && parts[4][1] == parts[4][0])
    #expect((0..<5).map(fitted.predictor.imputes) == [true, true, false, false, true])
    #expect((0..<5).map(fitted.predictor.touches) == [true, true, false, true, true])
  }

  @Test(arguments: ["p1", "p3", "(missing)"]) func anotherReferenceKeepsTheProbabilities(
    _ level: String
  ) throws {
    let plain = try Fitted()
    let other = try Fitted(references: ["plan": level, "kind": "k2"])
    #expect(relativeError(plain.fit.deviance, other.fit.deviance) < 1e-13)
    for (a, b) in zip(try plain.probabilities, try other.probabilities) {
      #expect(abs(a - b) < 1e-13)
    }
  }

  /// Names that turn the levels' order round make another reference, and the same model.
  @Test func namesOfLevelsDoNotMatter() throws {
    let plain = try Fitted()
    let other = try Fitted(rename: { "\(9 - (Int($0.suffix(1)) ?? 0))\($0.prefix(1))" })
    #expect(relativeError(plain.fit.deviance, other.fit.deviance) < 1e-13)
    for (a, b) in zip(try plain.probabilities, try other.probabilities) {
      #expect(abs(a - b) < 1e-13)
    }
  }

  @Test func canonicallyEquivalentLevelsHaveTheirOwnEffects() throws {
    let (composed, decomposed) = (FeatureSchemaTests.composed, FeatureSchemaTests.decomposed)
    let table = FeatureTable([("p", .levels([composed, decomposed, "a"]))])
    let schema = FeatureSchema.learn(from: table).schema
    let predictor = LogisticPredictor(
      schema: schema,
      coefficients: [
        (.intercept, 0), (.level(feature: "p", level: composed), 1),
        (.level(feature: "p", level: decomposed), -1),
      ])
    #expect(predictor.contributions(try schema.encode(table)) == [[1, -1, 0]])
  }

  @Test func aRowWithoutAnyValueIsScored() throws {
    let fitted = try Fitted()
    let nothing = FeatureTable([
      ("x", .numeric([.nan])), ("z", .numeric([.nan])), ("constant", .numeric([.nan])),
      ("plan", .levels([nil])), ("kind", .levels([nil])),
    ])
    let p = fitted.predictor.predict(try fitted.schema.encode(nothing))
    #expect(p.count == 1 && p[0] > 0 && p[0] < 1)
  }
}
