import Testing

@testable import Modeling

@Suite struct DistributionFitTests {
  struct Reference: Decodable {
    struct Described: Decodable {
      var logLikelihood: Double
      var aic: Double
      var points: [Double]
      var cumulative: [Double]
      var density: [Double]
      var quantiles: [Double]
      var kolmogorovSmirnov: Double
      var mean: Double?
      var standardDeviation: Double?
      var meanLog: Double?
      var standardDeviationLog: Double?
      var shape: Double?
      var rate: Double?
      var fitdistrShape: Double?
    }

    struct Fits: Decodable {
      var values: [Double]
      var counts: [Int]
      var normal: Described
      var logNormal: Described
      var gamma: Described

      var durations: [Double] {
        zip(values, counts).flatMap { Array(repeating: $0, count: $1) }
      }
    }

    var probabilities: [Double]
    var fits: [String: Fits]
  }

  private static let reference = Result {
    try TestFiles.decode(Reference.self, from: "distributions.json")
  }

  static let names = [
    "treated", "leukemia", "veteran", "ovarian", "cdnow", "narrow", "wide", "two",
  ]

  private func fits(_ name: String) throws -> Reference.Fits {
    try #require(try Self.reference.get().fits[name])
  }

  /// What every fit has, against R; `tolerance` is relative.
  private func check(
    _ r: Reference.Described, logLikelihood: Double, aic: Double, values: [Double],
    tolerance: Double, cumulative: (Double) -> Double, density: (Double) -> Double,
    quantile: (Double) -> Double
  ) throws {
    #expect(relativeError(logLikelihood, r.logLikelihood) < tolerance)
    #expect(relativeError(aic, r.aic) < tolerance)
    for (place, x) in r.points.enumerated() {
      #expect(abs(cumulative(x) - r.cumulative[place]) < tolerance)
      #expect(relativeError(density(x), r.density[place]) < 10 * tolerance, "\(x)")
    }
    for (p, x) in zip(try Self.reference.get().probabilities, r.quantiles) {
      #expect(relativeError(quantile(p), x) < 10 * tolerance, "\(p)")
    }
    let distance = GoodnessOfFit.kolmogorovSmirnovDistance(
      sorted: values.sorted(), cumulative: cumulative)
    #expect(agree(distance, r.kolmogorovSmirnov, within: 10 * tolerance))
  }

  @Test(arguments: names) func normalIsThatOfR(_ name: String) throws {
    let (values, r) = (try fits(name).durations, try fits(name).normal)
    let fit = try #require(NormalFit(values))
    #expect(agree(fit.mean, r.mean, within: 1e-12))
    #expect(agree(fit.standardDeviation, r.standardDeviation, within: 1e-12))
    try check(
      r, logLikelihood: fit.logLikelihood, aic: fit.aic, values: values, tolerance: 1e-12,
      cumulative: fit.cumulative, density: fit.density, quantile: fit.quantile)
  }

  @Test(arguments: names) func logNormalIsThatOfR(_ name: String) throws {
    let (values, r) = (try fits(name).durations, try fits(name).logNormal)
    let fit = try #require(LogNormalFit(values))
    #expect(agree(fit.meanLog, r.meanLog, within: 1e-12))
    #expect(agree(fit.standardDeviationLog, r.standardDeviationLog, within: 1e-12))
    #expect(agree(fit.mean, r.mean, within: 1e-12))
    try check(
      r, logLikelihood: fit.logLikelihood, aic: fit.aic, values: values, tolerance: 1e-12,
      cumulative: fit.cumulative, density: fit.density, quantile: fit.quantile)
  }

  /// R's shape solves the equation too, but with a difference of logarithms that costs it digits
  /// where the spread is small.
  @Test(arguments: names) func gammaIsThatOfR(_ name: String) throws {
    let (values, r) = (try fits(name).durations, try fits(name).gamma)
    let fit = try #require(GammaFit(values))
    let tolerance = name == "narrow" ? 1e-10 : 1e-11
    #expect(agree(fit.shape, r.shape, within: tolerance))
    #expect(agree(fit.rate, r.rate, within: tolerance))
    #expect(agree(fit.mean, r.mean, within: 1e-12))
    // Where fitdistr is good for something.
    if let shape = r.fitdistrShape, name != "narrow" {
      #expect(relativeError(fit.shape, shape) < 1e-3)
    }
    try check(
      r, logLikelihood: fit.logLikelihood, aic: fit.aic, values: values, tolerance: tolerance,
      cumulative: fit.cumulative, density: fit.density, quantile: fit.quantile)
  }

  /// ln k − ψ(k) = ln x̄ − mean of ln x, and rate = k / x̄.
  @Test(arguments: names) func gammaSolvesItsEquations(_ name: String) throws {
    let values = try fits(name).durations
    let fit = try #require(GammaFit(values))
    let n = Double(values.count)
    let mean = CompensatedSum(values).value / n
    let logs = CompensatedSum(values.map(Elementary.log)).value / n
    let left = Elementary.log(fit.shape) - GammaFunctions.digamma(fit.shape)
    let right = Elementary.log(mean) - logs
    #expect(abs(left - right) < 1e-10 * max(right, 1e-4))
    #expect(relativeError(fit.rate * mean, fit.shape) < 1e-14)
  }

  @Test func gammaMatchesHighPrecision() throws {
    let reference = try GammaReference.load()
    for row in reference.shape {
      #expect(agree(GammaFit.shape(row[0]), row[1], within: 1e-13), "\(row)")
    }
    for expected in reference.fits {
      let fit = try #require(GammaFit(expected.values))
      #expect(agree(fit.shape, expected.shape, within: 1e-12))
      #expect(agree(fit.logLikelihood, expected.logLikelihood, within: 1e-12))
    }
  }

  /// The estimates are where the likelihood is highest: a small step away it is lower.
  @Test func theLikelihoodIsHighest() throws {
    let values = try fits("veteran").durations
    let fit = try #require(GammaFit(values))
    func logLikelihood(_ shape: Double, _ rate: Double) -> Double {
      let distribution = GammaDistribution(shape: shape, rate: rate)
      return values.reduce(0) { $0 + Elementary.log(distribution.density($1)) }
    }
    #expect(agree(logLikelihood(fit.shape, fit.rate), fit.logLikelihood, within: 1e-13))
    for step in [0.99, 1.01] {
      #expect(logLikelihood(fit.shape * step, fit.rate) < fit.logLikelihood)
      #expect(logLikelihood(fit.shape, fit.rate * step) < fit.logLikelihood)
    }
  }

  /// In another unit the gamma's shape and the log-normal's spread stay, rates are divided by it.
  @Test(arguments: [1.0 / 7, 24, 1e-9]) func scaling(by unit: Double) throws {
    let values = try fits("leukemia").durations
    let scaled = values.map { $0 * unit }
    let (a, b) = (try #require(GammaFit(values)), try #require(GammaFit(scaled)))
    #expect(relativeError(b.shape, a.shape) < 1e-13)
    #expect(relativeError(b.rate, a.rate / unit) < 1e-13)
    let shift = Double(values.count) * Elementary.log(unit)
    #expect(abs(b.logLikelihood - (a.logLikelihood - shift)) < 1e-11)
    let (c, d) = (try #require(LogNormalFit(values)), try #require(LogNormalFit(scaled)))
    #expect(abs(d.meanLog - c.meanLog - Elementary.log(unit)) < 1e-13)
    #expect(relativeError(d.standardDeviationLog, c.standardDeviationLog) < 1e-13)
    let (e, f) = (try #require(NormalFit(values)), try #require(NormalFit(scaled)))
    #expect(relativeError(f.standardDeviation, e.standardDeviation * unit) < 1e-13)
  }

  @Test func theLogNormalOfExponentialsIsTheNormal() throws {
    var generator = SeededGenerator(seed: 5)
    let values = (0..<300).map { _ in 2 + 0.7 * generator.bell() }
    let normal = try #require(NormalFit(values))
    let logNormal = try #require(LogNormalFit(values.map(Elementary.exp)))
    #expect(relativeError(logNormal.meanLog, normal.mean) < 1e-14)
    #expect(relativeError(logNormal.standardDeviationLog, normal.standardDeviation) < 1e-14)
    #expect(relativeError(logNormal.quantile(0.3), Elementary.exp(normal.quantile(0.3))) < 1e-13)
    #expect(abs(logNormal.cumulative(9) - normal.cumulative(Elementary.log(9))) < 1e-14)
  }

  /// 1, 2, 3, 4, 5: mean 3, variance 2; the log-likelihood −5/2 (ln 4π + 1).
  @Test func byHand() throws {
    let fit = try #require(NormalFit([4, 2, 5, 1, 3]))
    #expect(fit.mean == 3 && relativeError(fit.standardDeviation, 2.0.squareRoot()) < 1e-15)
    #expect(abs(fit.logLikelihood + 2.5 * (2.5310242469692907 + 1)) < 1e-13)
    #expect(fit.aic == 4 - 2 * fit.logLikelihood && fit.cumulative(3) == 0.5)
    // Steps of 1/4 at 0.1, 0.1, 0.4, 0.9 of a uniform distribution: farthest just below 0.9.
    let distance = GoodnessOfFit.kolmogorovSmirnovDistance(sorted: [0.1, 0.1, 0.4, 0.9]) { $0 }
    #expect(agree(distance, 0.4, within: 1e-15))
    #expect(GoodnessOfFit.kolmogorovSmirnovDistance(sorted: []) { $0 } == nil)
  }

  @Test(arguments: [[], [5], [5, 5, 5]]) func nothingToFit(_ values: [Double]) {
    #expect(NormalFit(values) == nil && LogNormalFit(values) == nil && GammaFit(values) == nil)
  }

  @Test(arguments: [[0.0, 1, 2], [-1, 4], [0, 0, 3]]) func onlyTheNormalTakes(_ values: [Double]) {
    #expect(NormalFit(values) != nil && LogNormalFit(values) == nil && GammaFit(values) == nil)
  }

  @Test func nothingBelowZero() throws {
    let (logNormal, gamma) = (
      try #require(LogNormalFit([1, 2, 4])), try #require(GammaFit([1, 2, 4]))
    )
    #expect(logNormal.cumulative(0) == 0 && logNormal.density(0) == 0)
    #expect(logNormal.quantile(0) == 0 && logNormal.quantile(1) == .infinity)
    #expect(gamma.cumulative(-3) == 0 && gamma.quantile(0) == 0)
  }
}
