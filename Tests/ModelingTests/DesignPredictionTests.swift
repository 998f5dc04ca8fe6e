import Modeling
import Testing

/// Scores of a design with every kind of term.
@Suite struct DesignPredictionTests {
  struct Fitted {
    var table: FeatureTable
    var schema: FeatureSchema
    var learned: LearnedDesign
    var design: DesignMatrix
    var fit: LogisticFit
    var predictor: LogisticPredictor

    /// `x` a spline with gaps, `z` log1p, `w` standardised, `plan` with gaps and rare levels, `kind`.
    init(
      references: [String: String] = [:], lumpBelow: Int = 20,
      rename: (String) -> String = { $0 }
    ) throws {
      let sample = TreeFitTests.Sample()
      var random = SeededGenerator(seed: 5, stream: 6)
      let plans = sample.plan.enumerated().map { row, plan in
        plan.map { rename(row % 60 == 3 ? "rare\(row % 7)" : $0) }
      }
      table = FeatureTable([
        ("x", .numeric(sample.x.enumerated().map { $0.offset % 11 == 4 ? .nan : $0.element })),
        ("z", .numeric(sample.x.map { _ in 10 * random.uniform() })),
        ("w", .numeric(sample.x.map { _ in random.bell() })),
        ("plan", .levels(plans)),
        ("kind", .levels(sample.x.indices.map { rename("k\(($0 * 7) % 3)") })),
      ])
      let labels = sample.labels.enumerated().map { $0.offset % 5 == 0 ? !$0.element : $0.element }
      schema = FeatureSchema.learn(from: table).schema
      var specification = DesignSpecification()
      specification.references = references
      specification.lumpBelow = lumpBelow
      specification.transforms = [
        "x": .spline(degreesOfFreedom: 3), "z": .log1p, "w": .standardize,
      ]
      specification.interactions = [
        .init(first: "x", second: "z"), .init(first: "kind", second: "w"),
        .init(first: "plan", second: "kind"),
      ]
      let plain = try specification.learn(from: table, schema: schema)
      design = try specification.design(of: table, schema: schema, learned: plain).matrix
      learned = plain.withMeans(of: design)
      fit = try LogisticRegression().fit(design, labels: labels)
      predictor = LogisticPredictor(
        schema: schema,
        coefficients: fit.coefficients.compactMap { line in
          line.estimate.map { (line.term, $0) }
        }, design: learned)
    }

    func probabilities(_ table: FeatureTable? = nil) throws -> [Double] {
      predictor.predict(try schema.encode(table ?? self.table))
    }

    func effect(_ name: String) -> Double {
      fit.coefficients.first { $0.term.name == name }?.estimate ?? 0
    }
  }

  @Test func predictsTheFitsProbabilities() throws {
    let fitted = try Fitted()
    let beta = fitted.fit.coefficients.map { $0.estimate ?? 0 }
    let columns = fitted.design.columns
    let turned = FeatureTable(
      rowCount: fitted.table.rowCount, columns: fitted.table.columns.reversed())
    for probabilities in [try fitted.probabilities(), try fitted.probabilities(turned)] {
      for (row, p) in probabilities.enumerated() {
        let eta = columns.indices.reduce(beta[0]) { $0 + beta[$1 + 1] * columns[$1][row] }
        #expect(abs(p - Elementary.logistic(eta)) <= 1e-15)
      }
    }
  }

  @Test func contributionsAndTheirMeansAreTheLogOdds() throws {
    let fitted = try Fitted()
    let parts = fitted.predictor.contributions(try fitted.schema.encode(fitted.table))
    let odds = fitted.predictor.logOdds(contributions: parts, rowCount: fitted.table.rowCount)
    for (row, p) in try fitted.probabilities().enumerated() {
      let sum = parts.reduce(fitted.predictor.intercept) { $0 + $1[row] }
      #expect(abs(odds[row] - sum) < 1e-14 && abs(p - Elementary.logistic(sum)) <= 1e-15)
    }
    for (mean, part) in zip(fitted.predictor.meanContributions, parts) {
      #expect(abs(part.reduce(0, +) / Double(part.count) - mean) < 1e-12)
    }
  }

  @Test(arguments: [["plan": "p3"], ["kind": "k2"], ["plan": "(missing)", "kind": "k1"]])
  func anotherReferenceKeepsTheProbabilities(_ references: [String: String]) throws {
    let (plain, other) = (try Fitted(), try Fitted(references: references))
    #expect(plain.fit.coefficients.map(\.term) != other.fit.coefficients.map(\.term))
    for (a, b) in zip(try plain.probabilities(), try other.probabilities()) {
      #expect(abs(a - b) < 1e-12)
    }
  }

  @Test func namesOfLevelsDoNotMatter() throws {
    let plain = try Fitted()
    let other = try Fitted(rename: { name in
      String(
        String.UnicodeScalarView(name.unicodeScalars.map { Unicode.Scalar(200 - $0.value) ?? $0 }))
    })
    for (a, b) in zip(try plain.probabilities(), try other.probabilities()) {
      #expect(abs(a - b) < 1e-12)
    }
  }

  /// One row changed in one place after another.
  private static func later(_ fitted: Fitted, plan: String?, kind: String?) throws -> [[Double]] {
    let row = FeatureTable([
      ("x", .numeric([3])), ("z", .numeric([2])), ("w", .numeric([1])),
      ("plan", .levels([plan])), ("kind", .levels([kind])),
    ])
    return fitted.predictor.contributions(try fitted.schema.encode(row))
  }

  @Test func unseenLevelsTakeTheWeightedMeanOfTheInteraction() throws {
    let fitted = try Fitted()
    guard case .categorical(let kind) = fitted.schema.features[4].kind else { return }
    var mean = 0.0
    for (level, count) in zip(kind.levels, kind.counts) {
      let row = try Self.later(fitted, plan: "p2", kind: level).reduce(0) { $0 + $1[0] }
      mean += row * Double(count) / Double(fitted.schema.rowCount)
    }
    for unknown in ["new", nil] {
      let row = try Self.later(fitted, plan: "p2", kind: unknown).reduce(0) { $0 + $1[0] }
      #expect(abs(row - mean) < 1e-12)
    }
  }

  @Test func unseenLevelsGoToOther() throws {
    let fitted = try Fitted()
    #expect(fitted.design.terms.contains { $0.name == "plan=(other)" })
    let rare = try Self.later(fitted, plan: "rare3", kind: "k1")
    #expect(try Self.later(fitted, plan: "new", kind: "k1") == rare)
    #expect(try Self.later(fitted, plan: "p2", kind: "k1") != rare)
  }

  @Test func valuesThatLog1pCannotTakeAreGaps() throws {
    let fitted = try Fitted()
    func odds(_ z: Double) throws -> [[Double]] {
      let row = FeatureTable([
        ("x", .numeric([3])), ("z", .numeric([z])), ("w", .numeric([1])),
        ("plan", .levels(["p1"])), ("kind", .levels(["k1"])),
      ])
      return fitted.predictor.contributions(try fitted.schema.encode(row))
    }
    #expect(try odds(-1) == odds(.nan))
    #expect(try odds(-500) == odds(.nan))
    #expect(try odds(-0.5) != odds(.nan))
  }

  @Test func interactionsAreSharedEqually() throws {
    let fitted = try Fitted()
    let parts = try Self.later(fitted, plan: "p2", kind: "k1")
    let product = fitted.effect("plan=p2:kind=k1") / 2
    let other = fitted.effect("kind=k1:standardize(w)") / 2
    guard case .standardized(let mean, let deviation) = fitted.learned.forms[2] else { return }
    #expect(product != 0 && other != 0)
    #expect(abs(parts[3][0] - fitted.effect("plan=p2") - product) < 1e-14)
    let w = (1 - mean) / deviation
    #expect(abs(parts[2][0] - fitted.effect("standardize(w)") * w - other * w) < 1e-14)
  }
}
