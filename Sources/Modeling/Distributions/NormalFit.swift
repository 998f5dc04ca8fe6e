/// The normal distribution that makes values most likely.
public struct NormalFit: Sendable, Equatable {
  /// Also the expectation; in the unit of the values.
  public let mean: Double
  /// With divisor n, the maximum-likelihood estimate.
  public let standardDeviation: Double
  /// −n/2 (ln 2πσ² + 1).
  public let logLikelihood: Double

  /// - Parameter values: finite.
  /// - Returns: nil with fewer than two values, or with all of them equal.
  public init?(_ values: [Double]) {
    guard let low = values.min(), let high = values.max(), low < high else { return nil }
    let moments = Moments(values)
    let variance = moments.squares / moments.count
    guard variance > 0, variance < .infinity else { return nil }
    mean = moments.mean
    standardDeviation = variance.squareRoot()
    logLikelihood =
      -moments.count
      * (Elementary.log(standardDeviation) + GammaFunctions.halfLogTwoPi + 0.5)
  }

  /// Akaike's criterion, two parameters.
  public var aic: Double { 4 - 2 * logLikelihood }

  /// P(X ≤ x).
  public func cumulative(_ x: Double) -> Double {
    NormalDistribution.cumulative((x - mean) / standardDeviation)
  }

  /// Per unit of x.
  public func density(_ x: Double) -> Double {
    let z = (x - mean) / standardDeviation
    return Elementary.exp(-z * z / 2 - GammaFunctions.halfLogTwoPi) / standardDeviation
  }

  /// The x with P(X ≤ x) = p; infinite at 0 and 1.
  public func quantile(_ p: Double) -> Double {
    mean + standardDeviation * NormalDistribution.quantile(p)
  }
}
