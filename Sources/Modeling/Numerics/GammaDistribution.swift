/// The gamma distribution with density rate^shape x^(shape − 1) e^(−rate·x) / Γ(shape).
public struct GammaDistribution: Sendable, Equatable {
  /// Above 0.
  public var shape: Double
  /// Above 0, per unit of x.
  public var rate: Double

  public init(shape: Double, rate: Double) {
    self.shape = shape
    self.rate = rate
  }

  /// P(X ≤ x).
  public func cumulative(_ x: Double) -> Double { IncompleteGamma.lower(shape, rate * x) }

  /// Per unit of x; at 0 infinite for a shape below 1.
  public func density(_ x: Double) -> Double {
    guard x > 0 else { return x < 0 || shape > 1 ? 0 : shape < 1 ? .infinity : rate }
    return IncompleteGamma.leadingTerm(shape, rate * x) * shape / x
  }

  /// The x with P(X ≤ x) = p; 0 at 0, infinite at 1.
  public func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p <= 0 ? 0 : .infinity }
    return standardQuantile(p) / rate
  }

  /// The quantile at rate 1: Newton's method for the logarithm of the smaller tail, which is close to
  /// straight or bent one way only, in u = ln(x / scale); bisection where a step leaves the bracket.
  /// The scale keeps u near 0 for a large shape, whose narrow distribution needs every digit.
  private func standardQuantile(_ p: Double) -> Double {
    let isLower = p <= 0.5
    let target = Elementary.log(isLower ? p : 1 - p)
    // P(a, x) ≈ xᵃ / Γ(a + 1), to the last bit for such an x.
    let tiny = (Elementary.log(p) + GammaFunctions.logGamma(shape + 1)) / shape
    if tiny < -40 { return Elementary.exp(tiny) }
    let scale = max(1, shape)
    var (low, high) = (-41 - Elementary.log(scale), 41.0)
    var u = min(max(start(p, power: tiny) - Elementary.log(scale), low), high)
    for _ in 0..<200 {
      let x = scale * Elementary.exp(u)
      let tail = isLower ? IncompleteGamma.lower(shape, x) : IncompleteGamma.upper(shape, x)
      let excess = Elementary.log(tail) - target
      if (excess > 0) == isLower { high = u } else { low = u }
      let slope = IncompleteGamma.leadingTerm(shape, x) * shape / tail
      var next = u - (isLower ? excess : -excess) / slope
      if !(next > low && next < high) { next = low + (high - low) / 2 }
      let step = abs(next - u)
      u = next
      if step < 1e-15 * max(abs(u), 0.1) { break }
    }
    return scale * Elementary.exp(u)
  }

  /// ln x by Wilson & Hilferty's (1931) cube root, or by the power near 0.
  private func start(_ p: Double, power: Double) -> Double {
    let ninth = 1 / (9 * shape)
    let root = 1 - ninth + NormalDistribution.quantile(p) * ninth.squareRoot()
    return root > 0.2 ? Elementary.log(shape) + 3 * Elementary.log(root) : power
  }
}
