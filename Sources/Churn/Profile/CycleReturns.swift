import Modeling

/// The time from a purchase to the customer's next by Kaplan & Meier (1958): every purchase is a
/// subject, a gap its event, and each customer's last purchase is censored at the as-of day. A
/// customer who bought often counts as often.
///
/// The curve is read up to a limit, the last time with at least a hundredth of the purchases, and 10
/// of them, at risk: beyond it single purchases move it. Who has not come back by then is counted as
/// not returning, so quantiles and the mean "of those who return" do not hang on what cannot be seen.
public struct CycleReturns: Sendable, Equatable {
  public let curve: KaplanMeier
  /// Days; nil with fewer than 10 purchases.
  public let limit: Double?

  init(_ gaps: CycleGaps) {
    curve = KaplanMeier(
      durations: gaps.closed + gaps.open,
      isEvent: gaps.closed.map { _ in true } + gaps.open.map { _ in false })
    limit = curve.lastTime(withAtRisk: max(10, (curve.subjectCount + 99) / 100))
  }

  /// Share of the purchases that are followed by another one within the limit.
  public var returningShare: Double? { limit.map { 1 - curve.survival(at: $0) } }

  /// Days after which a percentage of all purchases has been followed by another; nil where fewer are.
  public func quantile(percent: Int) -> Double? {
    days(untilShare: Double(percent) / 100)
  }

  /// Share of those who return within the limit that take longer than some days.
  public func shareBeyond(_ days: Double) -> Double? {
    guard let limit, let share = returningShare, share > 0 else { return nil }
    return (curve.survival(at: min(days, limit)) - curve.survival(at: limit)) / share
  }

  /// Days after which a percentage of those who return within the limit has returned.
  public func quantileOfReturns(percent: Int) -> Double? {
    guard let share = returningShare, share > 0 else { return nil }
    return days(untilShare: Double(percent) / 100 * share)
  }

  private func days(untilShare share: Double) -> Double? {
    guard let limit, let time = curve.time(ofShare: share), time <= limit else { return nil }
    return time
  }

  /// Mean days of those who return within the limit: what the mean of the gaps would be if no gap
  /// were cut off by the as-of day.
  public var meanOfReturns: Double? {
    guard let limit, let share = returningShare, share > 0 else { return nil }
    var (sum, before) = (0.0, 1.0)
    for (time, survival) in zip(curve.times, curve.survival) where time <= limit {
      sum += time * (before - survival)
      before = survival
    }
    return sum / share
  }
}
