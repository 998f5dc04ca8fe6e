/// The probabilities of one model on some rows, ranked once for all that is measured and compared.
public struct JudgedScores: Sendable {
  /// P(churned), one a row.
  public let probabilities: [Double]
  public let ranked: RankedScores
  public let calibration: Calibration
  /// nil when a class is absent.
  public let delong: DeLong?
  let parallel: Parallel

  /// - Parameters:
  ///   - probabilities: finite, one a row.
  ///   - clustering: of the rows' clusters, made once for several models.
  init(
    _ probabilities: [Double], on rows: JudgedRows, _ clustering: Clustering?, threads: Int
  ) {
    self.probabilities = probabilities
    parallel = Parallel(threads: threads)
    ranked = RankedScores(scores: probabilities, labels: rows.labels, weights: rows.weights)
    calibration = Calibration(ranked, threads: threads)
    delong = DeLong(ranked, labels: rows.labels, clustering: clustering, threads: threads)
  }
}
