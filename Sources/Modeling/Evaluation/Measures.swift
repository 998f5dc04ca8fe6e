/// How well probabilities tell what happened, on one set of rows.
public struct Measures: Sendable, Equatable {
  public struct Threshold: Sendable, Equatable {
    /// Rows with a probability of at least this are called churned.
    public var value: Double
    /// How it was chosen.
    public var rule: String
    /// nil where nothing is called churned.
    public var precision: Double?
    public var recall: Double?
    public var specificity: Double?
    public var contactedShare: Double

    public init(
      value: Double, rule: String, precision: Double?, recall: Double?, specificity: Double?,
      contactedShare: Double
    ) {
      self.value = value
      self.rule = rule
      self.precision = precision
      self.recall = recall
      self.specificity = specificity
      self.contactedShare = contactedShare
    }
  }

  public var rows: Int
  public var churned: Int
  /// Weighted share of churned rows.
  public var baseRate: Double
  public var auc: Double?
  /// DeLong's 95 % interval, cut to 0 … 1.
  public var aucLow: Double?
  public var aucHigh: Double?
  public var averagePrecision: Double?
  public var logLoss: Double
  public var clippedCount: Int
  public var brier: Double
  public var kolmogorovSmirnov: Double?
  public var calibrationIntercept: Double?
  public var calibrationSlope: Double?
  public var expectedCalibrationError: Double
  public var hosmerLemeshowPValue: Double?
  public var hosmerLemeshowGroups: Int
  public var gains: [GainsPoint]
  public var threshold: Threshold?
  /// Whether several rows of one customer were taken as a cluster.
  public var isClustered: Bool
  public var warnings: [String]

  public init(
    rows: Int, churned: Int, baseRate: Double, auc: Double?, aucLow: Double?, aucHigh: Double?,
    averagePrecision: Double?, logLoss: Double, clippedCount: Int, brier: Double,
    kolmogorovSmirnov: Double?, calibrationIntercept: Double?, calibrationSlope: Double?,
    expectedCalibrationError: Double, hosmerLemeshowPValue: Double?, hosmerLemeshowGroups: Int,
    gains: [GainsPoint], threshold: Threshold?, isClustered: Bool, warnings: [String]
  ) {
    self.rows = rows
    self.churned = churned
    self.baseRate = baseRate
    self.auc = auc
    self.aucLow = aucLow
    self.aucHigh = aucHigh
    self.averagePrecision = averagePrecision
    self.logLoss = logLoss
    self.clippedCount = clippedCount
    self.brier = brier
    self.kolmogorovSmirnov = kolmogorovSmirnov
    self.calibrationIntercept = calibrationIntercept
    self.calibrationSlope = calibrationSlope
    self.expectedCalibrationError = expectedCalibrationError
    self.hosmerLemeshowPValue = hosmerLemeshowPValue
    self.hosmerLemeshowGroups = hosmerLemeshowGroups
    self.gains = gains
    self.threshold = threshold
    self.isClustered = isClustered
    self.warnings = warnings
  }

  /// 2 AUC − 1.
  public var gini: Double? { auc.map { 2 * $0 - 1 } }
  public var liftAt10: Double? { gains.first?.lift }
}

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

  /// - Parameters:
  ///   - probabilities: P(churned), one a row.
  ///   - threshold: a value and how it was chosen, for the confusion measures.
  ///   - acquaintance: what the model knows of these rows (for Hosmer–Lemeshow).
  public func measures(
    of probabilities: [Double], threshold: (value: Double, rule: String)? = nil,
    acquaintance: Acquaintance = .unseen
  ) -> Measures {
    let ranked = RankedScores(scores: probabilities, labels: labels, weights: weights)
    let loss = ProbabilityLoss.logLoss(probabilities, labels, weights: weights)
    let calibration = Calibration(probabilities, labels, weights: weights)
    let interval = aucInterval(ranked)
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
      threshold: threshold.map { Self.confusion(ranked, $0.value, $0.rule) },
      isClustered: clusters != nil, warnings: warnings(calibration, ranked))
  }

  /// nil with one class, with case weights, or where the AUC has no variance.
  private func aucInterval(_ ranked: RankedScores) -> (low: Double, high: Double)? {
    guard !hasUnequalWeights, let delong = DeLong(ranked, labels: labels, clusters: clusters),
      let variance = delong.variance, variance > 0
    else { return nil }
    let margin = NormalDistribution.quantile(0.975) * variance.squareRoot()
    return (max(0, delong.auc - margin), min(1, delong.auc + margin))
  }

  private static func confusion(
    _ ranked: RankedScores, _ value: Double, _ rule: String
  ) -> Measures.Threshold {
    let called = ranked.ties.filter { $0.score >= value }
    let found = called.reduce(0) { $0 + $1.churned }
    let contacted = called.reduce(0) { $0 + $1.weight }
    // Sums of weights may differ by rounding: a share must not leave 0…1 by it.
    func share(_ part: Double, _ whole: Double) -> Double? {
      whole > 0 ? min(max(part / whole, 0), 1) : nil
    }
    return Measures.Threshold(
      value: value, rule: rule, precision: share(found, contacted),
      recall: share(found, ranked.churned),
      specificity: share(ranked.stayed - (contacted - found), ranked.stayed),
      contactedShare: share(contacted, ranked.weight) ?? 0)
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
  /// with case weights or without variance.
  public func aucDifference(
    _ a: [Double], _ b: [Double]
  ) -> (difference: Double, low: Double?, high: Double?, pValue: Double?)? {
    guard
      let first = DeLong(
        RankedScores(scores: a, labels: labels, weights: weights), labels: labels,
        clusters: clusters),
      let second = DeLong(
        RankedScores(scores: b, labels: labels, weights: weights), labels: labels,
        clusters: clusters)
    else { return nil }
    let (difference, variance) = first.difference(from: second)
    guard !hasUnequalWeights, let variance, variance > 1e-30 else {
      return (difference, nil, nil, nil)
    }
    let error = variance.squareRoot()
    let margin = NormalDistribution.quantile(0.975) * error
    return (
      difference, difference - margin, difference + margin,
      NormalDistribution.twoSidedTail(difference / error)
    )
  }
}

/// Holm's (1979) step-down adjustment of p-values for the number of tests; nil stays nil.
public func holmAdjusted(_ pValues: [Double?]) -> [Double?] {
  let tested = pValues.indices.compactMap { place in pValues[place].map { (place, $0) } }
    .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
  var adjusted = pValues
  var largest = 0.0
  for (rank, (place, p)) in tested.enumerated() {
    largest = max(largest, min(1, p * Double(tested.count - rank)))
    adjusted[place] = largest
  }
  return adjusted
}
