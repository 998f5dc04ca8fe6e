/// The gamma distribution that makes positive values most likely.
public struct GammaFit: Sendable, Equatable {
  public let shape: Double
  /// Per unit of the values; shape over mean.
  public let rate: Double
  /// The expectation: the mean of the values.
  public let mean: Double
  public let logLikelihood: Double

  /// The likelihood equations are rate = k/x̄ and ln k − ψ(k) = s with s = ln x̄ − mean of ln x.
  /// - Parameter values: finite.
  /// - Returns: nil with fewer than two values, with all of them equal, or with one that is not above
  ///   0.
  public init?(_ values: [Double]) {
    guard let low = values.min(), let high = values.max(), low > 0, low < high else { return nil }
    let n = Double(values.count)
    let mean = CompensatedSum(values).value / n
    // The mean of x/x̄ − 1 is 0, so −s is that of ln(x/x̄) − (x/x̄ − 1), which is never above 0.
    let ratios = values.lazy.map { GammaFunctions.logRatioMinusExcess($0, mean) }
    let s = -CompensatedSum(ratios).value / n
    guard mean < .infinity, s > 0, let shape = Self.shape(s) else { return nil }
    self.shape = shape
    self.mean = mean
    rate = shape / mean
    // k ln k − k − ln Γ(k) is ½ ln k less Stirling's constant and error: nothing cancels.
    logLikelihood =
      n
      * (s - shape * s - Elementary.log(mean) + Elementary.log(shape) / 2
        - GammaFunctions.halfLogTwoPi - GammaFunctions.stirlingError(shape))
  }

  /// The k with ln k − ψ(k) = s, from Minka's (2002) start by his Newton's method in 1/k, in which
  /// the equation is nearly straight; four steps are usual.
  static func shape(_ s: Double) -> Double? {
    // (3 − s + √((s − 3)² + 24 s)) / 12 s, within 1.5 %.
    var k = (3 - s + ((s - 3) * (s - 3) + 24 * s).squareRoot()) / (12 * s)
    for _ in 0..<50 {
      let excess = GammaFunctions.logMinusDigamma(k) - s
      let inverse = 1 / k + excess / (k * k * GammaFunctions.logMinusDigammaSlope(k))
      let next = 1 / inverse
      guard next > 0, next < .infinity else { return nil }
      let change = abs(next - k)
      k = next
      if change <= 1e-14 * k { return k }
    }
    return k
  }

  private var distribution: GammaDistribution { GammaDistribution(shape: shape, rate: rate) }

  /// Akaike's criterion, two parameters.
  public var aic: Double { 4 - 2 * logLikelihood }

  /// P(X ≤ x).
  public func cumulative(_ x: Double) -> Double { distribution.cumulative(x) }

  /// Per unit of x; at 0 infinite for a shape below 1.
  public func density(_ x: Double) -> Double { distribution.density(x) }

  /// The x with P(X ≤ x) = p; 0 at 0, infinite at 1.
  public func quantile(_ p: Double) -> Double { distribution.quantile(p) }
}
