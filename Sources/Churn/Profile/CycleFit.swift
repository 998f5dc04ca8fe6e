import Modeling

/// A distribution of the days between purchases.
public enum CycleEstimate: String, Sendable, Equatable, CaseIterable {
  /// The practice's own; its expectation is the mean of the gaps.
  case normal
  case logNormal = "log_normal"
  case gamma
  /// Of the purchases that are followed by another: what the as-of day cuts off is allowed for.
  case kaplanMeier = "kaplan_meier"

  public var name: String {
    switch self {
    case .normal: "normal"
    case .logNormal: "log-normal"
    case .gamma: "gamma"
    case .kaplanMeier: "Kaplan–Meier"
    }
  }
}

/// A distribution fitted to the gaps between purchases; Kaplan–Meier's curve has no parameters and no
/// likelihood.
public struct CycleFit: Sendable, Equatable {
  public var estimate: CycleEstimate
  /// By their names; days, or of logarithms of days.
  public var parameters: [String: Double]
  /// The average cycle that it gives, days.
  public var expectation: Double
  public var median: Double?
  public var logLikelihood: Double?
  public var aic: Double?
  /// From the shares of the gaps.
  public var kolmogorovSmirnov: Double?
  /// What it says of gaps (Kaplan–Meier: of returns) longer than 1.5 and 2 average cycles of the
  /// normal fit.
  public var shareBeyondOneAndAHalf: Double?
  public var shareBeyondTwo: Double?

  /// nil where the distribution cannot be fitted: fewer than two different gaps.
  init?(_ estimate: CycleEstimate, _ gaps: CycleGaps, _ returns: CycleReturns) {
    switch estimate {
    case .normal:
      guard let fit = NormalFit(gaps.closed) else { return nil }
      self.init(
        estimate, gaps, ["mean": fit.mean, "standard_deviation": fit.standardDeviation],
        fit.mean, fit.logLikelihood, fit.aic, fit.quantile(0.5), fit.cumulative)
    case .logNormal:
      guard let fit = LogNormalFit(gaps.closed) else { return nil }
      self.init(
        estimate, gaps,
        ["mean_log": fit.meanLog, "standard_deviation_log": fit.standardDeviationLog],
        fit.mean, fit.logLikelihood, fit.aic, fit.quantile(0.5), fit.cumulative)
    case .gamma:
      guard let fit = GammaFit(gaps.closed) else { return nil }
      self.init(
        estimate, gaps, ["shape": fit.shape, "rate": fit.rate], fit.mean, fit.logLikelihood,
        fit.aic, fit.quantile(0.5), fit.cumulative)
    case .kaplanMeier:
      guard let mean = returns.meanOfReturns else { return nil }
      self.init(estimate: estimate, parameters: [:], expectation: mean)
      median = returns.quantileOfReturns(percent: 50)
      shareBeyondOneAndAHalf = gaps.averages(1.5).flatMap(returns.shareBeyond)
      shareBeyondTwo = gaps.averages(2).flatMap(returns.shareBeyond)
    }
  }

  private init(estimate: CycleEstimate, parameters: [String: Double], expectation: Double) {
    self.estimate = estimate
    self.parameters = parameters
    self.expectation = expectation
  }

  private init(
    _ estimate: CycleEstimate, _ gaps: CycleGaps, _ parameters: [String: Double],
    _ expectation: Double, _ logLikelihood: Double, _ aic: Double, _ median: Double,
    _ cumulative: (Double) -> Double
  ) {
    self.init(estimate: estimate, parameters: parameters, expectation: expectation)
    (self.logLikelihood, self.aic, self.median) = (logLikelihood, aic, median)
    shareBeyondOneAndAHalf = gaps.averages(1.5).map { 1 - cumulative($0) }
    shareBeyondTwo = gaps.averages(2).map { 1 - cumulative($0) }
    // Gaps are whole days: many are equal, and one evaluation does for them.
    var (last, share) = (Double.nan, 0.0)
    kolmogorovSmirnov = GoodnessOfFit.kolmogorovSmirnovDistance(sorted: gaps.closed) { days in
      if days != last { (last, share) = (days, cumulative(days)) }
      return share
    }
  }

  public var json: JSONValue {
    [
      "distribution": .string(estimate.rawValue),
      "parameters": .object(parameters.mapValues { JSONValue($0) }),
      "expectation_days": JSONValue(expectation), "median_days": JSONValue(median),
      "log_likelihood": JSONValue(logLikelihood), "aic": JSONValue(aic),
      "kolmogorov_smirnov": JSONValue(kolmogorovSmirnov),
      "share_beyond_1_5_cycles": JSONValue(shareBeyondOneAndAHalf),
      "share_beyond_2_cycles": JSONValue(shareBeyondTwo),
    ]
  }
}
