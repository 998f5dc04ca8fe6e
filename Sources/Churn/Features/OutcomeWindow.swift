import DelimitedText

/// The days D+gap+1 … D+gap+horizon after an as-of day D in which a customer buys again or not.
public struct OutcomeWindow: Sendable, Equatable {
  public let gap: Int
  public let horizon: Int

  /// - Throws: `.usage` unless 0 ≤ gap and 1 ≤ horizon, both at most 36,525 days (100 years).
  public init(gap: Int = 0, horizon: Int) throws(LocatedError) {
    guard (0...36_525).contains(gap) else {
      throw LocatedError(
        .usage, "a gap of \(gap) days", advice: "Give --gap a number of days from 0 to 36525.")
    }
    guard (1...36_525).contains(horizon) else {
      throw LocatedError(
        .usage, "a horizon of \(horizon) days",
        advice: "Give --horizon a number of days from 1 to 36525.")
    }
    self.gap = gap
    self.horizon = horizon
  }

  /// First and last day of the window after `day`, as day numbers.
  func days(after day: Int32) -> ClosedRange<Int> {
    Int(day) + gap + 1...Int(day) + gap + horizon
  }
}
