/// How often what was predicted with a probability happened: the smooth ("flexible") calibration curve
/// of Harrell (Regression Modeling Strategies, 2nd edition, 10.11), Austin & Steyerberg (2014) and Van
/// Calster et al. (2016), a logistic regression of the outcome on a natural cubic spline of the
/// log-odds of the prediction. On the diagonal the probabilities are right.
///
/// Three degrees of freedom, with Harrell's knots: at 5, 35, 65 and 95 % of the rows by weight. Where
/// those coincide, as ties make them, or where there are no more than four distinct scores, two (10,
/// 50 and 90 %), or the straight line. Beyond the outer knots it is straight on the log-odds.
public struct CalibrationCurve: Sendable, Equatable {
  public struct Point: Sendable, Equatable {
    public var predicted: Double
    /// The fitted share of churned rows.
    public var observed: Double
    /// The pointwise 95 % interval of `observed`, Wald's on the log-odds; nil with case weights other
    /// than 1, which may or may not be counts of rows, and where all rows are one customer's.
    public var low: Double?
    public var high: Double?

    public init(predicted: Double, observed: Double, low: Double?, high: Double?) {
      self.predicted = predicted
      self.observed = observed
      self.low = low
      self.high = high
    }
  }

  /// Ascending; at most 50, at evenly spaced quantiles of the scores from the least to the greatest.
  public let points: [Point]
  /// Of the spline: 3, 2 or 1.
  public let degreesOfFreedom: Int

  public init(points: [Point], degreesOfFreedom: Int) {
    self.points = points
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// With clusters the band comes from the sandwich by cluster (Liang & Zeger 1986) on single rows;
  /// without, rows of equal score and class are one.
  /// - Parameters:
  ///   - ranked: probabilities of the rows.
  ///   - rows: whose labels, weights and clusters `ranked` was made with.
  /// - Returns: nil where a probability is exactly 0 or 1, a class is absent, all scores are equal, or
  ///   they separate the classes.
  public init?(_ ranked: RankedScores, of rows: JudgedRows) {
    guard let odds = LogOddsRows(ranked) else { return nil }
    let quantiles = ScoreQuantiles(ranked)
    let data = CalibrationData(ranked, odds, rows)
    let distinct = ranked.ties.count { $0.weight > 0 }
    for basis in LogOddsBasis.candidates(quantiles, distinct: distinct) {
      guard let fit = data.fit(basis) else { continue }
      degreesOfFreedom = basis.degreesOfFreedom
      points = Self.grid(quantiles).map { fit.point(at: $0) }
      return
    }
    return nil
  }

  private static let mostPoints = 50

  private static func grid(_ quantiles: ScoreQuantiles) -> [Double] {
    var grid: [Double] = []
    for k in 0..<mostPoints {
      let score = quantiles.score(k, of: mostPoints - 1)
      if score > grid.last ?? -.infinity { grid.append(score) }
    }
    return grid
  }
}

/// The columns that the log-odds enter by.
private enum LogOddsBasis {
  case line
  case spline(NaturalSpline)

  var degreesOfFreedom: Int {
    switch self {
    case .line: 1
    case .spline(let spline): spline.degreesOfFreedom
    }
  }

  func columns(at logOdds: [Double]) -> [[Double]] {
    switch self {
    case .line: [logOdds]
    case .spline(let spline): spline.columns(at: logOdds)
    }
  }

  /// Harrell's places of the knots in hundredths of the rows, by degrees of freedom.
  private static let places = [[5, 35, 65, 95], [10, 50, 90]]

  /// From the most flexible that so many distinct scores carry.
  static func candidates(_ quantiles: ScoreQuantiles, distinct: Int) -> [LogOddsBasis] {
    let splines = places.compactMap { places -> LogOddsBasis? in
      let knots = places.map { Elementary.logit(quantiles.score($0, of: 100)) }
      guard distinct > places.count,
        let spline = NaturalSpline(
          low: knots[0], high: knots[knots.count - 1], knots: Array(knots.dropFirst().dropLast()))
      else { return nil }
      return .spline(spline)
    }
    return splines + [.line]
  }
}

/// What the curve is fitted to.
private struct CalibrationData {
  let logOdds: [Double]
  let labels: [Bool]
  let weights: [Double]?
  /// Of single rows.
  let clusters: [Int]?
  let hasBand: Bool

  init(_ ranked: RankedScores, _ odds: LogOddsRows, _ rows: JudgedRows) {
    let clusters = rows.hasUnequalWeights ? nil : rows.clusters
    let isOneCluster = clusters.map { all in all.allSatisfy { $0 == all[0] } } ?? false
    hasBand = !rows.hasUnequalWeights && !isOneCluster
    guard let clusters, !isOneCluster else {
      (logOdds, labels, weights) = (odds.logOdds, odds.labels, odds.weights)
      self.clusters = nil
      return
    }
    let ofTie = ranked.ties.map { Elementary.logit($0.score) }
    logOdds = ranked.tieOfRow.map { ofTie[Int($0)] }
    (labels, weights) = (rows.labels, nil)
    self.clusters = clusters
  }

  /// nil where the likelihood has no finite maximum or leaves a column undetermined.
  func fit(_ basis: LogOddsBasis) -> FittedCurve? {
    let columns = basis.columns(at: logOdds)
    let terms = columns.indices.map { Term.numeric(feature: "log-odds \($0 + 1)") }
    let design = DesignMatrix(
      rowCount: logOdds.count, terms: [.intercept] + terms, columns: columns)
    var regression = LogisticRegression()
    if let clusters {
      var request = InferenceRequest()
      request.standardErrors = .clustered(clusters)
      request.testsVariables = false
      regression.inference = request
    }
    guard let fit = try? regression.fit(design, labels: labels, weights: weights),
      fit.rank == terms.count + 1
    else { return nil }
    // Robust errors are left out, with a warning, where columns are nearly collinear.
    let isAsAsked = clusters == nil || fit.inference != nil
    return FittedCurve(
      basis: basis, coefficients: fit.coefficients.compactMap(\.estimate),
      covariance: hasBand && isAsAsked ? fit.covariance : nil)
  }
}

private struct FittedCurve {
  let basis: LogOddsBasis
  /// Intercept first.
  let coefficients: [Double]
  let covariance: Matrix?

  private static let critical = NormalDistribution.quantile(0.975)

  /// σ(xᵀβ ∓ z √(xᵀCx)).
  func point(at probability: Double) -> CalibrationCurve.Point {
    let x = [1] + basis.columns(at: [Elementary.logit(probability)]).map { $0[0] }
    let middle = dot(x, coefficients)
    let margin = covariance.map { Self.critical * max(0, dot(x, $0.times(x))).squareRoot() }
    return CalibrationCurve.Point(
      predicted: probability, observed: Elementary.logistic(middle),
      low: margin.map { Elementary.logistic(middle - $0) },
      high: margin.map { Elementary.logistic(middle + $0) })
  }
}
