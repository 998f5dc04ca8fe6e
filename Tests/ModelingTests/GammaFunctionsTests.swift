import Testing

@testable import Modeling

struct GammaReference: Decodable {
  struct Fit: Decodable {
    var values: [Double]
    var shape: Double
    var logLikelihood: Double
  }

  var logGamma: [[Double]]
  var digamma: [[Double]]
  var trigamma: [[Double]]
  var logMinusDigamma: [[Double]]
  var logMinusDigammaSlope: [[Double]]
  var log1pMinus: [[Double]]
  var shape: [[Double]]
  var lower: [[Double]]
  var upper: [[Double]]
  var quantile: [[Double]]
  var fits: [Fit]

  static func load() throws -> GammaReference {
    try TestFiles.decode(GammaReference.self, from: "gamma.json")
  }
}

@Suite struct GammaFunctionsTests {
  private let reference = Result { try GammaReference.load() }

  /// |a − b| relative to |b| or 1, whichever is larger.
  private func mixedError(_ a: Double, _ b: Double) -> Double { abs(a - b) / max(1, abs(b)) }

  @Test func logGammaAndDigammaMatchTheReference() throws {
    for row in try reference.get().logGamma {
      #expect(mixedError(GammaFunctions.logGamma(row[0]), row[1]) < 1e-14, "\(row)")
    }
    for row in try reference.get().digamma {
      #expect(mixedError(GammaFunctions.digamma(row[0]), row[1]) < 2e-15, "\(row)")
    }
  }

  @Test func derivativesMatchTheReference() throws {
    let reference = try reference.get()
    for row in reference.trigamma {
      #expect(relativeError(GammaFunctions.trigamma(row[0]), row[1]) < 2e-15, "\(row)")
    }
    for row in reference.logMinusDigamma {
      #expect(relativeError(GammaFunctions.logMinusDigamma(row[0]), row[1]) < 1e-14, "\(row)")
    }
    for row in reference.logMinusDigammaSlope {
      let value = GammaFunctions.logMinusDigammaSlope(row[0])
      #expect(relativeError(value, row[1]) < 1e-14, "\(row)")
    }
    for row in reference.log1pMinus {
      #expect(relativeError(GammaFunctions.log1pMinus(row[0]), row[1]) < 1e-15, "\(row)")
    }
  }

  @Test func incompleteGammaMatchesTheReference() throws {
    for row in try reference.get().lower {
      let value = IncompleteGamma.lower(row[0], row[1])
      #expect(relativeError(value, row[2]) < 1e-11 && abs(value - row[2]) < 1e-14, "\(row)")
    }
    for row in try reference.get().upper {
      let value = IncompleteGamma.upper(row[0], row[1])
      #expect(relativeError(value, row[2]) < 1e-11 && abs(value - row[2]) < 1e-14, "\(row)")
    }
  }

  @Test func quantilesMatchTheReference() throws {
    for row in try reference.get().quantile {
      let value = GammaDistribution(shape: row[0], rate: 1).quantile(row[1])
      #expect(relativeError(value, row[2]) < 1e-12, "\(row): \(value)")
    }
  }

  @Test(arguments: [0.2, 1, 3.7, 9.5, 42]) func recurrences(_ x: Double) {
    let log = Elementary.log(x)
    #expect(
      abs(GammaFunctions.logGamma(x + 1) - GammaFunctions.logGamma(x) - log) < 1e-13)
    #expect(abs(GammaFunctions.digamma(x + 1) - GammaFunctions.digamma(x) - 1 / x) < 1e-14)
    let drop = GammaFunctions.trigamma(x) - GammaFunctions.trigamma(x + 1)
    #expect(relativeError(drop, 1 / (x * x)) < 1e-11)
  }

  /// Shape 1 is the exponential distribution; half of χ² with one degree of freedom has shape ½.
  @Test(arguments: [1e-9, 0.01, 0.5, 1.9, 2.1, 30]) func specialShapes(_ x: Double) {
    #expect(relativeError(IncompleteGamma.upper(1, x), Elementary.exp(-x)) < 1e-13)
    #expect(relativeError(IncompleteGamma.lower(1, x), -Elementary.expm1(-x)) < 1e-13)
    let tail = NormalDistribution.twoSidedTail((2 * x).squareRoot())
    #expect(relativeError(IncompleteGamma.upper(0.5, x), tail) < 1e-12)
    let other = ChiSquaredDistribution.upperTail(2 * x, degreesOfFreedom: 7)
    #expect(relativeError(IncompleteGamma.upper(3.5, x), other) < 1e-12)
  }

  /// Series, fraction and expansion meet where one takes over from the other.
  @Test func theMethodsMeet() {
    for a in [0.4, 5, 9.999, 800] {
      let (below, above) = (
        IncompleteGamma.lower(a, a + 1 - 1e-13), IncompleteGamma.lower(a, a + 1)
      )
      #expect(abs(above - below) < 1e-12)
    }
    for deviations in [-4.0, -1, 0, 1, 4] {
      let x = 1e6 + 1e3 * deviations
      let (below, above) = (IncompleteGamma.lower(1e6, x), IncompleteGamma.lower(1e6 + 1e-6, x))
      #expect(abs(above - below) < 1e-9, "the derivative by a is 4e-4")
      #expect(IncompleteGamma.lower(1e6, x) + IncompleteGamma.upper(1e6, x) == 1)
    }
  }

  @Test func quantileAndCumulativeBelongTogether() {
    for shape in [1e-3, 0.3, 1, 8, 1e4, 5e6, 2e11] {
      let distribution = GammaDistribution(shape: shape, rate: 0.01)
      for p in [0.01, 0.3, 0.5, 0.8, 0.99] {
        let x = distribution.quantile(p)
        if x > 1e-300 {
          // A large shape leaves fewer digits of x to tell p by.
          let tolerance = 1e-13 + 2e-16 * shape.squareRoot()
          #expect(abs(distribution.cumulative(x) - p) < tolerance, "\(shape), \(p)")
        }
      }
    }
  }

  @Test func ends() {
    #expect(GammaFunctions.logGamma(1) == 0 || abs(GammaFunctions.logGamma(1)) < 4e-15)
    #expect(GammaFunctions.logGamma(0) == .infinity && GammaFunctions.logGamma(-1).isNaN)
    #expect(GammaFunctions.digamma(0).isNaN && GammaFunctions.trigamma(-2).isNaN)
    let distribution = GammaDistribution(shape: 2, rate: 3)
    #expect(distribution.quantile(0) == 0 && distribution.quantile(1) == .infinity)
    #expect(distribution.cumulative(0) == 0 && distribution.cumulative(.infinity) == 1)
    #expect(distribution.cumulative(-1) == 0 && distribution.density(-1) == 0)
    #expect(distribution.density(0) == 0)
    #expect(GammaDistribution(shape: 1, rate: 3).density(0) == 3)
    #expect(GammaDistribution(shape: 0.5, rate: 3).density(0) == .infinity)
    #expect(IncompleteGamma.upper(2, 0) == 1 && IncompleteGamma.upper(2, .infinity) == 0)
  }
}
