/// What contacting the highest scores first finds.
public struct GainsPoint: Sendable, Equatable {
  /// Share of all rows (by weight) contacted.
  public var fraction: Double
  /// Share of the churned rows among them.
  public var captured: Double
  /// captured / fraction.
  public var lift: Double
  /// 95 % interval of the lift; nil where none was made.
  public var liftLow: Double?
  public var liftHigh: Double?

  public init(
    fraction: Double, captured: Double, liftLow: Double? = nil, liftHigh: Double? = nil
  ) {
    self.fraction = fraction
    self.captured = captured
    self.liftLow = liftLow
    self.liftHigh = liftHigh
    lift = captured / fraction
  }
}

extension RankedScores {
  /// Gains at the given fractions (0 < f ≤ 1) exactly; a tie at the edge counts in proportion, as its
  /// mean over random orders.
  public func gains(at fractions: [Double]) -> [GainsPoint] {
    guard churned > 0 else { return [] }
    return fractions.map { GainsPoint(fraction: $0, captured: captured(at: $0)) }
  }

  public func captured(at fraction: Double) -> Double {
    var left = fraction * weight
    var found = 0.0
    for tie in ties.reversed() {
      if tie.weight >= left {
        return min(1, (found + (tie.weight > 0 ? tie.churned * (left / tie.weight) : 0)) / churned)
      }
      found += tie.churned
      left -= tie.weight
    }
    return 1
  }

  /// 0.1, 0.2, … 1.
  public static let tenths = (1...10).map { Double($0) / 10 }
}
