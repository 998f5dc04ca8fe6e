/// Intercept and slope of the logistic recalibration of `Calibration` with standard errors that do not
/// take rows of one cluster (a customer in several snapshots) for independent: C S C with the model's
/// covariance C and the scatter S of the clusters' scores, times g/(g − 1) for g clusters (Liang &
/// Zeger 1986).
public struct ClusteredRecalibration: Sendable, Equatable {
  /// nil where `Calibration` has none, or with a single cluster.
  public let intercept: Calibration.Estimate?
  public let slope: Calibration.Estimate?

  /// - Parameters:
  ///   - probabilities: one a row.
  ///   - calibration: of the same rows.
  public init(
    _ probabilities: [Double], _ labels: [Bool], _ clustering: Clustering,
    calibration: Calibration
  ) {
    guard let a = calibration.intercept, clustering.count > 1 else {
      (intercept, slope) = (nil, nil)
      return
    }
    let logOdds = probabilities.map { Elementary.logit($0) }
    let clusters = clustering.ofRow.map { Int($0) }
    intercept = Self.intercept(a, logOdds, labels, clusters, count: clustering.count)
    slope = calibration.slope.flatMap { _ in Self.slope(logOdds, labels, clusters) }
  }

  private static func intercept(
    _ a: Double, _ logOdds: [Double], _ labels: [Bool], _ clusters: [Int], count: Int
  ) -> Calibration.Estimate {
    let likelihood = LogisticLikelihood(
      columns: [logOdds], center: [0], scale: [1], labels: labels.map { $0 ? 1 : 0 },
      weights: nil, parallel: Parallel(threads: 1))
    let information = likelihood.derivatives(at: [a, 1]).information[0, 0]
    let scatter = likelihood.scoreScatter(at: [a, 1], clusters: clusters, count: count)[0, 0]
    let factor = Double(count) / Double(count - 1)
    return .init(value: a, standardError: (factor * scatter).squareRoot() / information)
  }

  private static func slope(
    _ logOdds: [Double], _ labels: [Bool], _ clusters: [Int]
  ) -> Calibration.Estimate? {
    var regression = LogisticRegression()
    var request = InferenceRequest()
    request.standardErrors = .clustered(clusters)
    request.testsVariables = false
    regression.inference = request
    let design = DesignMatrix(
      rowCount: logOdds.count, terms: [.intercept, .numeric(feature: "log-odds")],
      columns: [logOdds])
    guard let line = (try? regression.fit(design, labels: labels))?.coefficients.last,
      let value = line.estimate, let error = line.standardError
    else { return nil }
    return .init(value: value, standardError: error)
  }
}
