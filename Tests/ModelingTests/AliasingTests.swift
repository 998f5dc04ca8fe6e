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

  /// Between R's tolerance and what XᵀWX can hold there is no fit, and no talk of separation.
  @Test(arguments: [1e-8, 1e-9, 1e-10]) func tooNearForAFit(noise: Double) {
    var generator = SeededGenerator(seed: 6)
    let near = Self.sample.x.map { $0 + noise * generator.bell() }
    let design = DesignMatrix(numeric: [("x", Self.sample.x), ("near", near)])
    let error = SeparationDiagnosisTests.error(design, Self.sample.labels)
    #expect(error?.kind == .data && error?.what.hasSuffix("undetermined: near") == true)
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
