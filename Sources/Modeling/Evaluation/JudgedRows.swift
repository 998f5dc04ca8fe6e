/// Rows to judge predictions on.
public struct JudgedRows: Sendable {
  public var labels: [Bool]
  public var weights: [Double]?
  /// The customer of each row where some occur more than once; nil otherwise.
  public var clusters: [Int]?

  public init(labels: [Bool], weights: [Double]? = nil, clusters: [Int]? = nil) {
    self.labels = labels
    self.weights = weights
    self.clusters = clusters
  }

  var hasUnequalWeights: Bool { weights?.contains { $0 != 1 } ?? false }

  /// Ranks the probabilities of one model: P(churned), one a row.
  public func scored(_ probabilities: [Double], threads: Int = 1) -> JudgedScores {
    JudgedScores(probabilities, on: self, clusters.map(Clustering.init), threads: threads)
  }

  /// - Parameters:
  ///   - probabilities: P(churned), one a row.
  ///   - threshold: a value and how it was chosen, for the confusion measures.
  ///   - acquaintance: what the model knows of these rows (for Hosmer–Lemeshow).
  public func measures(
    of probabilities: [Double], threshold: (value: Double, rule: String)? = nil,
    acquaintance: Acquaintance = .unseen
  ) -> Measures {
    measures(of: scored(probabilities), threshold: threshold, acquaintance: acquaintance)
  }

  /// The same of scores that are ranked already.
  public func measures(
    of scores: JudgedScores, threshold: (value: Double, rule: String)? = nil,
    acquaintance: Acquaintance = .unseen
  ) -> Measures {
    let (probabilities, ranked) = (scores.probabilities, scores.ranked)
    let loss = ProbabilityLoss.logLoss(
      probabilities, labels, weights: weights, threads: scores.parallel.threads)
    let calibration = scores.calibration
    let interval = scores.delong?.interval
    let test = calibration.hosmerLemeshow(acquaintance)
    return Measures(
      rows: labels.count, churned: labels.count { $0 }, baseRate: ranked.churned / ranked.weight,
      auc: ranked.auc, aucLow: interval?.low, aucHigh: interval?.high,
      averagePrecision: ranked.averagePrecision, logLoss: loss.mean, clippedCount: loss.clipped,
      brier: ProbabilityLoss.brier(probabilities, labels, weights: weights),
      kolmogorovSmirnov: ranked.kolmogorovSmirnov?.distance,
      calibrationIntercept: calibration.intercept, calibrationSlope: calibration.slope,
      expectedCalibrationError: calibration.expectedError,
      hosmerLemeshowPValue: test?.pValue, hosmerLemeshowGroups: calibration.groups.count,
      gains: ranked.gains(at: RankedScores.tenths),
      threshold: threshold.map { .init(ranked, value: $0.value, rule: $0.rule) },
      isClustered: clusters != nil, warnings: warnings(calibration, ranked))
  }

  private func warnings(_ calibration: Calibration, _ ranked: RankedScores) -> [String] {
    var warnings: [String] = []
    if calibration.extremeCount > 0 {
      warnings.append(
        "\(calibration.extremeCount) probabilities are exactly 0 or 1: "
          + "calibration intercept and slope are not defined")
    }
    if !ranked.hasBothClasses { warnings.append("all rows have the same label: no AUC") }
    if hasUnequalWeights { warnings.append("case weights: no interval of the AUC") }
    return warnings
  }

  /// AUC(a) − AUC(b) on these rows, its 95 % interval and two-sided p (DeLong). Interval and p are nil
  /// with case weights or without variance; all is nil with one class.
  public func aucDifference(
    _ a: JudgedScores, _ b: JudgedScores
  ) -> (difference: Double, low: Double?, high: Double?, pValue: Double?)? {
    guard let first = a.delong, let second = b.delong else { return nil }
    return first.test(against: second)
  }

  /// The same of probabilities that are not ranked yet.
  public func aucDifference(
    _ a: [Double], _ b: [Double]
  ) -> (difference: Double, low: Double?, high: Double?, pValue: Double?)? {
    aucDifference(scored(a), scored(b))
  }
}
