/// The Brier score in three parts, without bins: miscalibration − discrimination + uncertainty (the
/// CORP decomposition of Dimitriadis, Gneiting & Jordan 2021, PNAS 118(8), e2016191118). The
/// probabilities are compared with the best that keep their order, by isotonic regression (pool
/// adjacent violators), and those with the base rate.
public struct BrierDecomposition: Sendable, Equatable {
  /// MCB = S(p) − S(recalibrated p), at least 0: what right probabilities in the same order would save.
  public var miscalibration: Double
  /// DSC = S(base rate) − S(recalibrated p), at least 0: what the order is worth.
  public var discrimination: Double
  /// UNC = S(base rate) = r(1 − r).
  public var uncertainty: Double

  public init(miscalibration: Double, discrimination: Double, uncertainty: Double) {
    self.miscalibration = miscalibration
    self.discrimination = discrimination
    self.uncertainty = uncertainty
  }

  /// In a pool of c churned and s stayers, whose rate is r_k, S(recalibrated p) adds cs/(c + s) and
  /// discrimination (c + s)(r_k − r)². Weighted; O(k) for k distinct scores.
  /// - Parameter ranked: scores that are probabilities.
  /// - Returns: nil without rows.
  public init?(_ ranked: RankedScores) {
    guard ranked.weight > 0 else { return nil }
    let rate = ranked.churned / ranked.weight
    let brier = CompensatedSum(
      ranked.ties.lazy.map {
        $0.churned * (1 - $0.score) * (1 - $0.score) + $0.stayed * $0.score * $0.score
      })
    var (recalibrated, gained) = (CompensatedSum(), CompensatedSum())
    for pool in ranked.hullEdges {
      let weight = pool.churned + pool.stayed
      let difference = pool.churned / weight - rate
      recalibrated.add(pool.churned * pool.stayed / weight)
      gained.add(weight * difference * difference)
    }
    miscalibration = max(0, brier.value - recalibrated.value) / ranked.weight
    discrimination = gained.value / ranked.weight
    uncertainty = rate * (1 - rate)
  }

  /// The Brier score.
  public var score: Double { miscalibration - discrimination + uncertainty }
}
