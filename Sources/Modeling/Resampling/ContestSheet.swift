import CKernels

/// One draw of the rows that a contest is judged on.
struct ContestDraw: Sendable {
  /// How often each unit was drawn.
  var counts: [UInt32]
  var weight: Double
  var churned: Double
}

/// What a model makes of a replicate; NaN is what does not exist.
struct ContestOutcome: Sendable {
  /// At the tenths; of the stratified draw, all else of the joint one.
  var lifts: [Double]
  var logLoss = Double.nan
  var profit = Double.nan
  var bestShare = Double.nan
}

/// All that the replicates of a contest need of one model.
struct ContestSheet: Sendable {
  private let ranking: ContestRanking
  /// Weight times loss, summed by unit; nil for scores that are no probabilities.
  private let losses: [Double]?
  private let share: Double?
  private let economics: RetentionEconomics?

  init(
    _ model: ContestScores, _ rows: JudgedRows, _ units: ResamplingUnits,
    _ economics: RetentionEconomics?
  ) {
    ranking = ContestRanking(model.ranked, rows, units)
    losses = model.probabilities.map { probabilities in
      units.sums(
        probabilities.indices.map { row in
          (rows.weights?[row] ?? 1)
            * ProbabilityLoss.logLoss(of: probabilities[row], rows.labels[row])
        })
    }
    share = model.share
    self.economics = economics
  }

  func outcome(stratified: ContestDraw, joint: ContestDraw) -> ContestOutcome {
    var outcome = ContestOutcome(lifts: lifts(stratified))
    if let losses {
      outcome.logLoss =
        ck_bootstrap_sum(joint.counts, losses, Int64(losses.count)) / joint.weight
    }
    guard let economics else { return outcome }
    if let share { outcome.profit = profit(joint, share, economics) }
    outcome.bestShare = bestShare(joint, economics)
    return outcome
  }

  /// Who contacts all finds all.
  private func lifts(_ draw: ContestDraw) -> [Double] {
    let tenths = RankedScores.tenths.dropLast()
    let captured = ranking.captured(draw.counts, tenths.map { $0 * draw.weight })
    // Without a churned row all of them are NaN: 0 / 0.
    return zip(tenths, captured).map { min($1 / draw.churned, 1) / $0 }
      + [draw.churned / draw.churned]
  }

  private func profit(
    _ draw: ContestDraw, _ share: Double, _ economics: RetentionEconomics
  ) -> Double {
    let contacted = min(share, 1) * draw.weight
    guard contacted > 0 else { return 0 }
    let found = share >= 1 ? draw.churned : ranking.captured(draw.counts, [contacted])[0]
    return economics.profit(churned: found, stayed: contacted - found)
  }

  /// `ProfitCurve.best`: nobody where no weight was drawn.
  private func bestShare(_ draw: ContestDraw, _ economics: RetentionEconomics) -> Double {
    guard draw.weight > 0 else { return 0 }
    let turnover =
      draw.churned * abs(economics.profitOfContactedChurner)
      + (draw.weight - draw.churned) * abs(economics.profitOfContactedStayer)
    let contacted = ranking.bestContacted(
      draw.counts, economics, tolerance: 1e-12 * turnover)
    return min(1, contacted / draw.weight)
  }
}
