/// How the probability is chosen from which on customers are called churned, or contacted.
public enum ThresholdRule: Sendable, Equatable {
  /// Where the distributions of the scores of both classes lie farthest apart.
  case kolmogorovSmirnov
  /// Where contacting brings most.
  case profit(RetentionEconomics)
  /// As many as a budget pays for: at most this share (0 … 1) of the customers.
  case budget(Double)
  /// A given probability.
  case given(Double)

  /// `ks`, `profit`, `budget` or `given`.
  public var name: String {
    switch self {
    case .kolmogorovSmirnov: "ks"
    case .profit: "profit"
    case .budget: "budget"
    case .given: "given"
    }
  }

  /// - Returns: the threshold, nil where it is best, or all that the budget allows, to call nobody;
  ///   and the share of the curve's rows (by weight) that it calls. Of a given threshold, which may
  ///   lie between those of the curve, the share at the next one above.
  public func choose(from curve: ScoreCurve) -> (threshold: Double?, share: Double) {
    let point: ScoreCurve.Point?
    switch self {
    case .kolmogorovSmirnov: point = Self.farthest(curve)
    case .profit(let economics): point = Self.best(curve, economics)
    case .budget(let share):
      point = curve.points.last { curve.share($0) <= share * (1 + 1e-12) }
    case .given(let threshold):
      let last = curve.points.last { $0.threshold >= threshold }
      return (threshold, last.map(curve.share) ?? 0)
    }
    return (point?.threshold, point.map(curve.share) ?? 0)
  }

  /// The highest threshold where several are as good; all rows where none tells better than chance.
  /// nil with one class.
  private static func farthest(_ curve: ScoreCurve) -> ScoreCurve.Point? {
    guard curve.churned > 0, curve.stayed > 0 else { return nil }
    var best: (point: ScoreCurve.Point, distance: Double)?
    for point in curve.points {
      let distance = point.churned / curve.churned - point.stayed / curve.stayed
      if distance > (best?.distance ?? -.infinity) + 1e-12 { best = (point, distance) }
    }
    return best?.point
  }

  /// Of equal profits the one with the fewest contacts, as `ProfitCurve.best`.
  private static func best(
    _ curve: ScoreCurve, _ economics: RetentionEconomics
  ) -> ScoreCurve.Point? {
    let turnover =
      curve.churned * abs(economics.profitOfContactedChurner)
      + curve.stayed * abs(economics.profitOfContactedStayer)
    var best: (point: ScoreCurve.Point?, profit: Double) = (nil, 0)
    for point in curve.points {
      let profit = economics.profit(churned: point.churned, stayed: point.stayed)
      if profit > best.profit + 1e-12 * turnover { best = (point, profit) }
    }
    return best.point
  }
}
