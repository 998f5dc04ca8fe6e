/// The log-normal distribution that makes positive values most likely: the normal one of their
/// logarithms.
public struct LogNormalFit: Sendable, Equatable {
  /// Of the natural logarithm; its exponential is the median.
  public let meanLog: Double
  /// Of the natural logarithm, with divisor n.
  public let standardDeviationLog: Double
  /// That of the logarithms less Σ ln x.
  public let logLikelihood: Double
  private let ofLogs: NormalFit

  /// - Parameter values: finite.
  /// - Returns: nil with fewer than two values, with all of them equal, or with one that is not above
  ///   0.
  public init?(_ values: [Double]) {
    guard values.allSatisfy({ $0 > 0 }), let fit = NormalFit(values.map(Elementary.log)) else {
      return nil
    }
    ofLogs = fit
    meanLog = fit.mean
    standardDeviationLog = fit.standardDeviation
    logLikelihood = fit.logLikelihood - Double(values.count) * fit.mean
  }

  /// The expectation, exp(μ + σ²/2).
  public var mean: Double {
    Elementary.exp(meanLog + standardDeviationLog * standardDeviationLog / 2)
  }

  /// Akaike's criterion, two parameters.
  public var aic: Double { 4 - 2 * logLikelihood }

  /// P(X ≤ x).
  public func cumulative(_ x: Double) -> Double {
    x > 0 ? ofLogs.cumulative(Elementary.log(x)) : 0
  }

  /// Per unit of x.
  public func density(_ x: Double) -> Double {
    x > 0 ? ofLogs.density(Elementary.log(x)) / x : 0
  }

  /// The x with P(X ≤ x) = p; 0 at 0, infinite at 1.
  public func quantile(_ p: Double) -> Double { Elementary.exp(ofLogs.quantile(p)) }
}
