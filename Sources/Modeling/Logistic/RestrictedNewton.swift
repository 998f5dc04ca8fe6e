/// Where a restricted objective is largest.
struct RestrictedMaximum: Sendable {
  var point: LogisticObjective.Point
  /// gᵀI⁻¹g over the free coefficients.
  var decrement: Double
  var iterations: Int
}

extension LogisticObjective {
  /// Fisher scoring over the free coefficients with step-halving on the objective: Newton's method
  /// for the likelihood, and for Firth's an iteration whose error falls by a constant factor, which
  /// is of the order of columns over rows.
  /// - Returns: nil where the objective does not exist at the start or the iteration does not settle.
  func maximize(
    from start: [Double], under restriction: Restriction, maximumIterations: Int = 2000
  ) -> RestrictedMaximum? {
    guard var point = point(at: start) else { return nil }
    var previous = Double.infinity
    for iteration in 0...maximumIterations {
      if restriction.free.isEmpty {
        return RestrictedMaximum(point: point, decrement: 0, iterations: iteration)
      }
      let factor = PivotedCholesky(restriction.reduced(point.information))
      guard factor.isPositiveDefinite else { return nil }
      let gradient = restriction.reduced(point.gradient)
      let step = factor.solve(gradient)
      let decrement = max(dot(step, gradient), 0)
      if isSettled(decrement, previous, point.value) {
        return RestrictedMaximum(point: point, decrement: decrement, iterations: iteration)
      }
      previous = decrement
      guard let next = halved(restriction.expanded(step, size: size), from: point) else {
        return nil
      }
      point = next
    }
    return nil
  }

  /// Far below rounding, or near it and no longer falling.
  private func isSettled(_ decrement: Double, _ previous: Double, _ value: Double) -> Bool {
    let size = 1 + abs(value)
    if decrement <= 1e-22 * size { return true }
    return decrement <= 1e-17 * size && decrement >= previous * (isFirth ? 0.99 : 0.5)
  }

  /// The first of the points at the whole step, its half, … where the objective does not fall.
  private func halved(_ step: [Double], from point: Point) -> Point? {
    let slack = 1e-12 * (1 + abs(point.value))
    var factor = 1.0
    for _ in 0..<40 {
      let next = self.point(at: zip(point.beta, step).map { $0 + factor * $1 })
      if let next, next.value >= point.value - slack { return next }
      factor /= 2
    }
    return nil
  }
}
