import Modeling
import Testing

@Suite struct AliasingTests {
  static let sample = LogisticRegressionTests.Sample()

  /// The texts of the aliased terms after x and z.
  static func aliases(_ added: [(name: String, values: [Double])]) throws -> [String] {
    let fit = try LogisticRegression().fit(
      DesignMatrix(numeric: [("x", sample.x), ("z", sample.z)] + added), labels: sample.labels)
    return fit.coefficients.compactMap(\.aliasedBy)
  }

  static let combinations:
    [(name: String, text: String, values: @Sendable (Double, Double) -> Double)] = [
      ("copy", "copy = x", { x, _ in x }),
      ("weeks", "weeks = 0.125 × x", { x, _ in x / 8 }),
      ("minus", "minus = −z", { _, z in -z }),
      ("sum", "sum = x + z", { x, z in x + z }),
      ("gap", "gap = x − z", { x, z in x - z }),
      ("rest", "rest = (Intercept) − x − 2.5 × z", { x, z in 1 - x - 2.5 * z }),
      ("seven", "seven = 7 × (Intercept)", { _, _ in 7 }),
      ("zero", "zero = 0", { _, _ in 0 }),
      ("third", "third = 0.333333333 × x", { x, _ in x / 3 }),
      ("moved", "moved = 1000 × (Intercept) + x", { x, _ in x + 1000 }),
      ("large", "large = 1000000000 × x", { x, _ in x * 1e9 }),
    ]

  @Test(arguments: combinations.indices) func namesTheCombination(_ place: Int) throws {
    let (name, text, function) = Self.combinations[place]
    let values = zip(Self.sample.x, Self.sample.z).map(function)
    let texts = try Self.aliases([(name, values)])
    #expect(texts == [text])
  }

  @Test func laterTermsAreDroppedInOrder() throws {
    let x = Self.sample.x
    #expect(
      try Self.aliases([("a", x), ("b", x.map { 2 * $0 }), ("c", x.map { $0 * $0 })])
        == ["a = x", "b = 2 × x"])
  }

  /// R calls a column aliased of which less than 1e-11 is its own.
  @Test func noiseBelowTheToleranceIsNone() throws {
    var generator = SeededGenerator(seed: 6)
    let near = Self.sample.x.map { $0 + 1e-13 * generator.bell() }
    #expect(try Self.aliases([("near", near)]).count == 1)
  }

  /// Between R's tolerance and what XᵀWX can hold: near = x + ε k is the fit on x and k in other
  /// coordinates. ε is a power of two and k has few digits, so that near loses none.
  @Test(arguments: [18, 25, 30, 34]) func nearlyCollinearColumnsFit(exponent: Int) throws {
    var generator = SeededGenerator(seed: 6)
    let x = Self.sample.x.map { ($0 * 512).rounded() / 512 }
    let k = x.map { _ in (generator.bell() * 64).rounded() / 64 }
    let tiny = Double(sign: .plus, exponent: -exponent, significand: 1)
    let near = zip(x, k).map { $0 + tiny * $1 }
    let z = Self.sample.z
    let plain = try LogisticRegression().fit(
      DesignMatrix(numeric: [("x", x), ("k", k), ("z", z)]), labels: Self.sample.labels)
    for unit in [1, 0x1p30, 0x1p-30] {
      let fit = try LogisticRegression().fit(
        DesignMatrix(numeric: [("x", x), ("near", near.map { $0 * unit }), ("z", z)]),
        labels: Self.sample.labels)
      #expect(relativeError(fit.deviance, plain.deviance) < 1e-8)
      let (estimates, own) = (
        LogisticRegressionTests.estimates(fit), LogisticRegressionTests.estimates(plain)
      )
      let errors = LogisticRegressionTests.errors(fit)
      let ownErrors = LogisticRegressionTests.errors(plain)
      for (a, b) in [
        (estimates[0], own[0]), (estimates[3], own[3]), (estimates[2] * tiny * unit, own[2]),
        (estimates[1], own[1] - own[2] / tiny), (errors[2] * tiny * unit, ownErrors[2]),
        (errors[3], ownErrors[3]),
      ] { #expect(relativeError(a, b) < 1e-5, "\(a) \(b)") }
      #expect(fit.warnings.count == 1 && fit.warnings[0].hasPrefix("near is nearly"))
    }
  }

  /// A column after a nearly collinear one is judged against it too.
  @Test func aliasesOfNearlyCollinearColumns() throws {
    var generator = SeededGenerator(seed: 6)
    let near = Self.sample.x.map { $0 + 1e-9 * generator.bell() }
    let texts = try Self.aliases([("near", near), ("twice", near.map { 2 * $0 })])
    #expect(texts == ["twice = 2 × near"])
  }

  @Test(arguments: [1e9, 1e-9]) func unitsChangeOnlyTheirOwnCoefficient(unit: Double) throws {
    let sample = Self.sample
    let plain = try LogisticRegression().fit(sample.design, labels: sample.labels)
    let scaled = try LogisticRegression().fit(
      DesignMatrix(numeric: [("x", sample.x.map { $0 * unit }), ("z", sample.z)]),
      labels: sample.labels)
    var expected = LogisticRegressionTests.estimates(plain)
    expected[1] /= unit
    for (a, b) in zip(LogisticRegressionTests.estimates(scaled), expected) {
      #expect(relativeError(a, b) < 1e-11)
    }
    let moved = try LogisticRegression().fit(
      DesignMatrix(numeric: [("x", sample.x.map { $0 + 1e6 }), ("z", sample.z)]),
      labels: sample.labels)
    for place in 1...2 {
      let (a, b) = (moved.coefficients[place], plain.coefficients[place])
      #expect(relativeError(a.estimate ?? 0, b.estimate ?? 1) < 1e-8)
      #expect(relativeError(a.standardError ?? 0, b.standardError ?? 1) < 1e-8)
    }
  }

  @Test func aliasedTermsLeaveTheFitAsItWas() throws {
    let (x, z, labels) = (Self.sample.x, Self.sample.z, Self.sample.labels)
    let plain = try LogisticRegression().fit(Self.sample.design, labels: labels)
    let fit = try LogisticRegression().fit(
      DesignMatrix(numeric: [
        ("one", x.map { _ in 1 }), ("x", x), ("twice", x.map { 2 * $0 }), ("z", z),
      ]),
      labels: labels)
    #expect(fit.coefficients.map { $0.estimate == nil } == [false, true, false, true, false])
    LogisticRegressionTests.expectSame(fit, plain, within: 1e-14)
    #expect(fit.aic == plain.aic && fit.degreesOfFreedom == plain.degreesOfFreedom)
  }

  /// Rows of weight 0 decide nothing: without them the columns are the same.
  @Test func onlyRowsWithWeightCount() throws {
    var other = Self.sample.x
    other[3] += 1
    var weights = Array(repeating: 1.0, count: other.count)
    weights[3] = 0
    let fit = try LogisticRegression().fit(
      DesignMatrix(numeric: [("x", Self.sample.x), ("other", other)]), labels: Self.sample.labels,
      weights: weights)
    #expect(fit.coefficients.compactMap(\.aliasedBy) == ["other = x"])
  }
}
