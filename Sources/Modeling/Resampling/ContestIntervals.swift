/// What a bootstrap says of models judged on the same rows. All intervals are 95 % percentile
/// intervals; nil where there are no replicates, or one of them lacks the measure (weights of 0 may
/// leave a replicate without weight, or lift without churned weight). Lift is of stratified draws, all
/// else of draws of all rows together, in which the number of the churned varies: see
/// `ContestBootstrap`.
public struct ContestIntervals: Sendable, Equatable {
  public struct Model: Sendable, Equatable {
    /// Of the lift at `RankedScores.tenths`; a tie at the edge counts in proportion. At 1 it is 1 … 1.
    public var lifts: [PercentileInterval]?
    /// With the number of the churned free, as the next two.
    public var logLoss: PercentileInterval?
    /// Of the profit of contacting the share chosen beforehand.
    public var profit: PercentileInterval?
    /// Of the share that would have been the most profitable; wide where many are nearly as good.
    public var bestShare: PercentileInterval?
  }

  /// a − b, both from the same draws. Without any variance, as of identical models, the interval is
  /// 0 … 0 and p is 1.
  public struct Pair: Sendable, Equatable {
    /// Places in `models`, a < b.
    public var a: Int
    public var b: Int
    /// From stratified draws; nil without churned rows.
    public var liftAt10: BootstrapDifference?
    /// From draws of all rows together; nil unless both gave probabilities. Below 0 the first is better.
    public var logLoss: BootstrapDifference?
  }

  /// B.
  public var replicates: Int
  /// As they were given.
  public var models: [Model]
  /// Every model with every later one: (0, 1), (0, 2), … (1, 2), …
  public var pairs: [Pair]
}

extension ContestIntervals {
  /// - Parameter outcomes: of every model, its replicates.
  init(
    replicates: Int, models: [ContestScores], rows: JudgedRows, outcomes: [[ContestOutcome]]
  ) {
    self.replicates = replicates
    self.models = outcomes.map(Model.init)
    let observed = models.map { Observed($0, rows) }
    pairs = models.indices.flatMap { a in
      models.indices.dropFirst(a + 1).map { b in
        Pair(
          a: a, b: b,
          liftAt10: Self.difference(
            observed[a].lift, observed[b].lift, outcomes[a], outcomes[b]
          ) { $0.lifts[0] },
          logLoss: Self.difference(
            observed[a].logLoss, observed[b].logLoss, outcomes[a], outcomes[b]
          ) { $0.logLoss })
      }
    }
  }

  private struct Observed {
    var lift: Double?
    var logLoss: Double?

    init(_ model: ContestScores, _ rows: JudgedRows) {
      lift = model.ranked.gains(at: [RankedScores.tenths[0]]).first?.lift
      logLoss = model.probabilities.map {
        ProbabilityLoss.logLoss($0, rows.labels, weights: rows.weights).mean
      }
    }
  }

  private static func difference(
    _ observedA: Double?, _ observedB: Double?, _ a: [ContestOutcome], _ b: [ContestOutcome],
    _ measure: (ContestOutcome) -> Double
  ) -> BootstrapDifference? {
    guard let observedA, let observedB else { return nil }
    return BootstrapDifference(observedA - observedB, a.map(measure), b.map(measure))
  }
}

extension ContestIntervals.Model {
  init(_ outcomes: [ContestOutcome]) {
    let lifts = RankedScores.tenths.indices.compactMap { tenth in
      PercentileInterval(outcomes.map { $0.lifts[tenth] })
    }
    self.lifts = lifts.count == RankedScores.tenths.count ? lifts : nil
    logLoss = PercentileInterval(outcomes.map(\.logLoss))
    profit = PercentileInterval(outcomes.map(\.profit))
    bestShare = PercentileInterval(outcomes.map(\.bestShare))
  }
}
