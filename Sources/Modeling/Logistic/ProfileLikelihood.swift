/// The objective maximised over all coefficients but one combination Σ a_j b_j that is held: with
/// Firth's penalty the information stays that of all columns (Heinze & Schemper 2002).
struct ProfileLikelihood: Sendable {
  let objective: LogisticObjective
  let maximum: LogisticObjective.Point
  /// Inverse of the information at the maximum.
  let covariance: Matrix

  /// A search that has gone so many standard errors out without meeting the critical value ends
  /// without a limit. A concave log-likelihood with a finite maximum falls without bound along every
  /// direction, and Firth's does as well, so only a profile that can no longer be computed gets here.
  static let reach = 1e4

  /// Twice the fall of the objective when the combination is held at `value`; nil where the
  /// restricted maximum is not found.
  func fall(holding combination: [Double], at value: Double) -> Double? {
    let restriction = Restriction(combination: combination)
    let distance = value - dot(combination, maximum.beta)
    guard let held = moved(maximum, by: distance, restriction) else { return nil }
    return max(0, 2 * (maximum.value - held.value))
  }

  /// The combination's value on one side of the estimate where the root of twice the fall,
  /// r(t) = √(2(ℓ_max − ℓ_profile(t))), equals `critical`. r is nearly linear, so Newton's method on
  /// it settles in a few steps; its derivative is the multiplier of the restriction. A step that
  /// leaves the interval known to hold the root is replaced by a bisection.
  /// - Parameter side: 1 or −1.
  func limit(of combination: [Double], side: Double, critical: Double) -> Double? {
    let restriction = Restriction(combination: combination)
    let estimate = dot(combination, maximum.beta)
    let unit = dot(combination, covariance.times(combination)).squareRoot()
    guard unit > 0, unit.isFinite else { return nil }
    var (low, high) = (0.0, Double.infinity)
    var (here, at) = (maximum, 0.0)
    var next = critical * unit
    for _ in 0..<100 {
      guard let there = moved(here, by: side * (next - at), restriction) else {
        high = min(high, next)
        guard next - low > 1e-9 * unit else { return nil }
        next = (low + next) / 2
        continue
      }
      (here, at) = (there, next)
      let root = (2 * max(0, maximum.value - here.value)).squareRoot()
      if root < critical { low = at } else { high = at }
      let slope = -side * restriction.multiplier(here.gradient) / root
      let target = at + (critical - root) / slope
      if abs(target - at) <= 1e-10 * unit { return estimate + side * target }
      next = proposal(target, at: at, low: low, high: high)
      if high - low <= 1e-12 * unit { return estimate + side * (low + high) / 2 }
      if next > Self.reach * unit { return nil }
    }
    return nil
  }

  private func proposal(_ target: Double, at: Double, low: Double, high: Double) -> Double {
    if high == .infinity { return target > low ? min(target, 4 * at) : 4 * at }
    return target > low && target < high ? target : (low + high) / 2
  }

  /// The restricted maximum at a distance, along the tangent; in two halves where that fails.
  private func moved(
    _ point: LogisticObjective.Point, by distance: Double, _ restriction: Restriction,
    depth: Int = 0
  ) -> LogisticObjective.Point? {
    guard let tangent = restriction.tangent(point.information) else { return nil }
    let start = zip(point.beta, tangent).map { $0 + distance * $1 }
    if let found = objective.maximize(from: start, under: restriction, maximumIterations: 500) {
      return found.point
    }
    guard depth < 4,
      let half = moved(point, by: distance / 2, restriction, depth: depth + 1)
    else { return nil }
    return moved(half, by: distance / 2, restriction, depth: depth + 1)
  }
}
