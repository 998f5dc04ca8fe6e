import Testing

@testable import Modeling

/// All measures on published data, against pROC, glm and rms, scikit-learn, empulse and exact fractions.
@Suite struct JudgingTests {
  static let cases = ScoredData.allCases.flatMap { [($0, "continuous"), ($0, "tied")] }

  static func load(
    _ data: ScoredData, _ kind: String
  ) throws -> (rows: ScoredData.Rows, scores: [Double], expected: JudgingReference.Score) {
    let (rows, sample) = (try data.rows(), try JudgingReference.sample(data.rawValue))
    #expect(rows.labels.count == sample.rows && rows.labels.count { $0 } == sample.churned)
    return kind == "tied"
      ? (rows, rows.tied, sample.tied) : (rows, rows.continuous, sample.continuous)
  }

  @Test(arguments: cases) func scoresHaveTheSameBits(_ data: ScoredData, _ kind: String) throws {
    let (_, scores, expected) = try Self.load(data, kind)
    #expect(Array(scores.prefix(40)) == expected.firstScores)
  }

  @Test(arguments: cases) func measuresMatch(_ data: ScoredData, _ kind: String) throws {
    let (rows, scores, expected) = try Self.load(data, kind)
    let result = JudgedRows(labels: rows.labels).measures(of: scores)
    Self.compare(result, expected.measures)
    #expect(agree(result.aucLow, expected.plain.aucLow, within: 1e-10))
    #expect(agree(result.aucHigh, expected.plain.aucHigh, within: 1e-10))
    let ranked = RankedScores(scores: scores, labels: rows.labels)
    let variance = DeLong(ranked, labels: rows.labels)?.variance
    #expect(agree(variance, expected.plain.aucVariance, within: 1e-10))
    Self.compare(ranked, expected.measures)
    let profit = ExpectedMaximumProfit(ranked)
    #expect(abs(profit.profit - expected.plain.empc) < 1e-10 * 200)
    #expect(abs(profit.fraction - expected.plain.empcFraction) < 1e-10)
  }

  @Test(arguments: cases) func weightedMeasuresMatch(_ data: ScoredData, _ kind: String) throws {
    let (rows, scores, expected) = try Self.load(data, kind)
    let weights = rows.weights
    let judged = JudgedRows(labels: rows.labels, weights: weights)
    Self.compare(judged.measures(of: scores), expected.weighted)
    Self.compare(
      RankedScores(scores: scores, labels: rows.labels, weights: weights), expected.weighted)
  }

  private static func compare(_ result: Measures, _ expected: JudgingReference.Values) {
    #expect(agree(result.auc, expected.auc, within: 1e-10))
    #expect(agree(result.averagePrecision, expected.prAuc, within: 1e-10))
    #expect(agree(result.logLoss, expected.logLoss, within: 1e-10))
    #expect(agree(result.brier, expected.brier, within: 1e-10))
    #expect(agree(result.kolmogorovSmirnov, expected.ks, within: 1e-12))
    #expect(abs((result.calibrationIntercept ?? .nan) - expected.calibrationIntercept) < 1e-10)
    #expect(agree(result.calibrationSlope, expected.calibrationSlope, within: 1e-9))
    #expect(result.gains.count == expected.captured.count)
    for (gain, captured) in zip(result.gains, expected.captured) {
      #expect(agree(gain.captured, captured, within: 1e-12))
    }
  }

  private static func compare(_ ranked: RankedScores, _ expected: JudgingReference.Values) {
    let parts = BrierDecomposition(ranked)
    let other = expected.decomposition
    #expect(abs((parts?.miscalibration ?? .nan) - other.miscalibration) < 1e-12)
    #expect(abs((parts?.discrimination ?? .nan) - other.discrimination) < 1e-12)
    #expect(agree(parts?.uncertainty, other.uncertainty, within: 1e-12))
    #expect(agree(parts?.score, expected.brier, within: 1e-12))
  }

  @Test(arguments: ScoredData.allCases) func pairedTestMatches(_ data: ScoredData) throws {
    let rows = try data.rows()
    let expected = try JudgingReference.sample(data.rawValue).paired
    let judged = JudgedRows(labels: rows.labels)
    let result = try #require(judged.aucDifference(rows.continuous, rows.tied))
    #expect(abs(result.difference - expected.aucDifference) < 1e-12)
    #expect(abs((result.low ?? .nan) - expected.low) < 1e-10)
    #expect(abs((result.high ?? .nan) - expected.high) < 1e-10)
    // p falls as e^(−z²/2).
    #expect(
      relativeError(result.pValue ?? .nan, expected.pValue) < 1e-10 * (1 + expected.z * expected.z))
  }

  // MARK: - Calibration curves

  @Test(arguments: cases) func curvesMatch(_ data: ScoredData, _ kind: String) throws {
    let (rows, scores, expected) = try Self.load(data, kind)
    let ranked = RankedScores(scores: scores, labels: rows.labels)
    let plain = CalibrationCurve(ranked, of: JudgedRows(labels: rows.labels))
    try Self.compare(plain, expected.curve)
    let clustered = CalibrationCurve(
      ranked, of: JudgedRows(labels: rows.labels, clusters: rows.clusters))
    try Self.compare(clustered, expected.clusteredCurve)
    let weights = rows.weights
    let weighted = CalibrationCurve(
      RankedScores(scores: scores, labels: rows.labels, weights: weights),
      of: JudgedRows(labels: rows.labels, weights: weights))
    try Self.compare(weighted, expected.weightedCurve)
  }

  private static func compare(
    _ found: CalibrationCurve?, _ expected: JudgingReference.Curve
  ) throws {
    let curve = try #require(found)
    #expect(curve.degreesOfFreedom == expected.degreesOfFreedom)
    #expect(curve.points.map(\.predicted) == expected.predicted)
    for (point, observed) in zip(curve.points, expected.observed) {
      #expect(relativeError(point.observed, observed) < 1e-9)
    }
    guard let low = expected.low, let high = expected.high else {
      #expect(curve.points.allSatisfy { $0.low == nil && $0.high == nil })
      return
    }
    for (place, point) in curve.points.enumerated() {
      #expect(agree(point.low, low[place], within: 1e-9))
      #expect(agree(point.high, high[place], within: 1e-9))
    }
  }

  // MARK: - Relations

  @Test(arguments: cases) func monotoneTransformsAndMirrors(_ data: ScoredData, _ kind: String)
    throws
  {
    let (rows, scores, _) = try Self.load(data, kind)
    let plain = RankedScores(scores: scores, labels: rows.labels)
    // Cubes of ranks: odds or exponentials would make equal what is a unit of the last place apart.
    let bent = RankedScores(
      scores: plain.tieOfRow.map { Double($0) * Double($0) * Double($0) }, labels: rows.labels)
    #expect(bent.ties.count == plain.ties.count)
    #expect(bent.auc == plain.auc && bent.averagePrecision == plain.averagePrecision)
    #expect(bent.kolmogorovSmirnov?.distance == plain.kolmogorovSmirnov?.distance)
    #expect(bent.gains(at: RankedScores.tenths) == plain.gains(at: RankedScores.tenths))
    let mirrored = RankedScores(scores: scores.map { -$0 }, labels: rows.labels)
    #expect(abs((plain.auc ?? .nan) + (mirrored.auc ?? .nan) - 1) < 1e-14)
  }

  /// For every measure but the interval.
  @Test(arguments: cases) func wholeWeightsAreRepeatedRows(_ data: ScoredData, _ kind: String)
    throws
  {
    let (rows, scores, _) = try Self.load(data, kind)
    let weights = rows.weights
    let repeated = weights.indices.flatMap { Array(repeating: $0, count: Int(weights[$0])) }
    let judged = JudgedRows(labels: rows.labels, weights: weights)
    let a = judged.measures(of: scores, threshold: (0.25, "given"))
    let b = JudgedRows(labels: repeated.map { rows.labels[$0] })
      .measures(of: repeated.map { scores[$0] }, threshold: (0.25, "given"))
    for (x, y) in [
      (a.baseRate, b.baseRate), (a.auc, b.auc), (a.averagePrecision, b.averagePrecision),
      (a.logLoss, b.logLoss), (a.brier, b.brier), (a.kolmogorovSmirnov, b.kolmogorovSmirnov),
      (a.calibrationIntercept, b.calibrationIntercept), (a.calibrationSlope, b.calibrationSlope),
      (a.expectedCalibrationError, b.expectedCalibrationError),
      (a.hosmerLemeshowPValue, b.hosmerLemeshowPValue), (a.gini, b.gini),
      (a.threshold?.precision, b.threshold?.precision), (a.threshold?.recall, b.threshold?.recall),
      (a.threshold?.specificity, b.threshold?.specificity),
      (a.threshold?.contactedShare, b.threshold?.contactedShare),
    ] as [(Double?, Double?)] { #expect(agree(x, y, within: 1e-9)) }
    #expect(a.hosmerLemeshowGroups == b.hosmerLemeshowGroups)
    for (x, y) in zip(a.gains, b.gains) { #expect(agree(x.captured, y.captured, within: 1e-12)) }
    let (one, many) = (
      RankedScores(scores: scores, labels: rows.labels, weights: weights),
      RankedScores(
        scores: repeated.map { scores[$0] }, labels: repeated.map { rows.labels[$0] })
    )
    let (p, q) = (ExpectedMaximumProfit(one), ExpectedMaximumProfit(many))
    #expect(abs(p.profit - q.profit) < 1e-10 && abs(p.fraction - q.fraction) < 1e-12)
    #expect(one.rocPoints() == many.rocPoints() && one.histogram() == many.histogram())
    #expect(one.precisionRecallPoints() == many.precisionRecallPoints())
  }

  @Test(arguments: [false, true]) func constantAndPerfectScores(_ isPerfect: Bool) throws {
    let labels = try ScoredData.cdnow.rows().labels
    let scores = labels.map { isPerfect ? ($0 ? 0.8 : 0.1) : 0.4 }
    let result = JudgedRows(labels: labels).measures(of: scores, threshold: (0.4, "given"))
    #expect(result.auc == (isPerfect ? 1 : 0.5))
    #expect(result.aucLow == nil && result.aucHigh == nil && result.calibrationSlope == nil)
    #expect(result.kolmogorovSmirnov == (isPerfect ? 1 : 0))
    #expect(result.gains.last?.captured == 1)
    let ranked = RankedScores(scores: scores, labels: labels)
    let parts = try #require(BrierDecomposition(ranked))
    #expect(CalibrationCurve(ranked, of: JudgedRows(labels: labels)) == nil)
    if isPerfect {
      #expect(agree(parts.discrimination, parts.uncertainty, within: 1e-12))
      #expect(result.averagePrecision == 1)
    } else {
      #expect(result.gains.allSatisfy { abs($0.lift - 1) < 1e-12 } && parts.discrimination < 1e-30)
    }
  }
}
