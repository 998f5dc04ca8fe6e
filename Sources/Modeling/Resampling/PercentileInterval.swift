/// A bootstrap's percentile interval (Efron 1979; Efron & Tibshirani 1993, chapter 13): quantiles of
/// type 7 of the replicates.
public struct PercentileInterval: Sendable, Equatable {
  public var low: Double
  public var high: Double

  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// - Parameters:
  ///   - replicates: in any order.
  ///   - confidence: coverage, above 0 and below 1.
  /// - Returns: nil without replicates, and where one of them does not exist (is not finite).
  public init?(_ replicates: [Double], confidence: Double = 0.95) {
    guard !replicates.isEmpty, replicates.allSatisfy(\.isFinite) else { return nil }
    let sorted = replicates.sorted()
    low = Quantiles.type7(sorted, (1 - confidence) / 2)
    high = Quantiles.type7(sorted, (1 + confidence) / 2)
  }
}

/// A difference of two measures, its 95 % percentile interval and the two-sided p of no difference.
public struct BootstrapDifference: Sendable, Equatable {
  /// As observed.
  public var difference: Double
  /// nil without replicates, or where a replicate has no difference.
  public var interval: PercentileInterval?
  /// 2 min((1 + #{d ≤ 0})/(B + 1), (1 + #{d ≥ 0})/(B + 1)) over the replicates' differences d, at most
  /// 1: twice the smaller tail (Efron & Tibshirani 1993, chapter 15), which is never 0, as the
  /// observed sample counts as one more replicate (Davison & Hinkley 1997, 4.2).
  public var pValue: Double?

  /// - Parameters:
  ///   - difference: as observed.
  ///   - a: replicates of the first measure.
  ///   - b: those of the second, from the same draws.
  init(_ difference: Double, _ a: [Double], _ b: [Double]) {
    self.difference = difference
    let differences = zip(a, b).map { $0 - $1 }
    interval = PercentileInterval(differences)
    guard interval != nil else { return }
    let tail = min(differences.count { $0 <= 0 }, differences.count { $0 >= 0 })
    pValue = min(1, 2 * Double(1 + tail) / Double(differences.count + 1))
  }
}
