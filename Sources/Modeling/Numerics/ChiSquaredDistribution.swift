/// The χ² distribution with a whole number of degrees of freedom.
public enum ChiSquaredDistribution {
  /// P(X > x) by the finite sums of Abramowitz & Stegun (1964) 26.4.4 and 26.4.5;
  /// for degrees of freedom up to a few hundred, beyond which their terms leave the range of Double.
  public static func upperTail(_ x: Double, degreesOfFreedom: Int) -> Double {
    guard x > 0, degreesOfFreedom > 0 else { return 1 }
    guard x < .infinity else { return 0 }
    let half = x / 2
    let isEven = degreesOfFreedom % 2 == 0
    var tail = isEven ? 0 : NormalDistribution.twoSidedTail(x.squareRoot())
    // The first term: e^(−x/2), or √(2x/π) e^(−x/2) for an odd number.
    let rootTwoOverPi = 0.79788456080286536
    var term = Elementary.exp(-half) * (isEven ? 1 : rootTwoOverPi * x.squareRoot())
    var order = isEven ? 0.0 : 0.5
    while 2 * order < Double(degreesOfFreedom) - 1 {
      tail += term
      order += 1
      term *= half / order
    }
    return min(1, tail)
  }
}
