/// Confidence intervals of shares. Counts need not be whole: a tie divided between two groups counts
/// in proportion.
public struct ShareInterval: Sendable, Equatable {
  public var low: Double
  public var high: Double

  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// The score interval of successes / trials (Wilson 1927; R's `prop.test(correct = FALSE)`): the
  /// shares p for which |x/n − p| ≤ z √(p(1 − p)/n). It never leaves 0…1, and has its coverage with
  /// few trials too.
  /// - Parameter confidence: coverage, above 0 and below 1.
  /// - Precondition: 0 ≤ successes ≤ trials, trials > 0.
  public static func wilson(
    successes: Double, trials: Double, confidence: Double = 0.95
  ) -> ShareInterval {
    let (x, n) = (successes, trials)
    let z = NormalDistribution.quantile(1 - (1 - confidence) / 2)
    let center = x + z * z / 2
    let margin = z * (x * (n - x) / n + z * z / 4).squareRoot()
    let scale = n + z * z
    // At no success or no failure center and margin cancel to a rounding error.
    return ShareInterval(
      low: x <= 0 ? 0 : max(0, (center - margin) / scale),
      high: x >= n ? 1 : min(1, (center + margin) / scale))
  }
}

/// The share of successes in a part over that in the whole which the part belongs to.
public struct PartLift: Sendable, Equatable {
  public var lift: Double
  public var low: Double
  public var high: Double

  public init(lift: Double, low: Double, high: Double) {
    self.lift = lift
    self.low = low
    self.high = high
  }

  /// The interval is normal for log lift by the delta method, part and rest being independent
  /// samples of given sizes. With part share s = n/N, part's success share p, rest's q and whole's
  /// r = s·p + (1 − s)·q:
  /// Var(log lift) = (1/p − s/r)²·p(1 − p)/n + ((1 − s)/r)²·q(1 − q)/(N − n).
  /// Without a success in the part it runs from 0 to the upper end of Wilson's interval over r.
  /// - Returns: nil where the whole has no success or the part no trial.
  /// - Precondition: the part's counts are at most the whole's.
  public init?(
    successes: Double, trials: Double, ofSuccesses allSuccesses: Double, ofTrials all: Double,
    confidence: Double = 0.95
  ) {
    guard trials > 0, allSuccesses > 0 else { return nil }
    let (p, r, s) = (successes / trials, allSuccesses / all, trials / all)
    lift = p / r
    guard p > 0 else {
      low = 0
      high =
        ShareInterval.wilson(successes: 0, trials: trials, confidence: confidence).high / r
      return
    }
    let rest = all - trials
    let q = rest > 0 ? min(max((allSuccesses - successes) / rest, 0), 1) : 0
    let ofPart = (1 / p - s / r) * (1 / p - s / r) * p * max(0, 1 - p) / trials
    let ofRest = rest > 0 ? (1 - s) / r * ((1 - s) / r) * q * (1 - q) / rest : 0
    let width =
      NormalDistribution.quantile(0.5 + confidence / 2) * (ofPart + ofRest).squareRoot()
    low = lift * Elementary.exp(-width)
    high = lift * Elementary.exp(width)
  }
}
