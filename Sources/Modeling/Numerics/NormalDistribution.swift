/// The standard normal distribution.
public enum NormalDistribution {
  /// 2/√π.
  private static let twoOverRootPi = 1.1283791670955126

  /// The complementary error function, relative error below 1e-13 down to the smallest results.
  /// Near 0 the series of Abramowitz & Stegun (1964) 7.1.6, elsewhere the continued fraction 7.1.14.
  static func erfc(_ x: Double) -> Double {
    if x < 0 { return 2 - erfc(-x) }
    if x < 2 { return 1 - erfSeries(x) }
    if x > 27.5 { return 0 }
    return erfcFraction(x)
  }

  /// erf(x) = 2/√π · e^−x² · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): all terms positive.
  private static func erfSeries(_ x: Double) -> Double {
    var term = x
    var total = x
    var n = 1.0
    while term > 1e-18 * total {
      term *= 2 * x * x / (2 * n + 1)
      total += term
      n += 1
    }
    return twoOverRootPi * Elementary.exp(-x * x) * total
  }

  /// √π e^x² erfc(x) = 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), from the inside out.
  private static func erfcFraction(_ x: Double) -> Double {
    var fraction = x
    for k in stride(from: 120, through: 1, by: -1) { fraction = x + Double(k) / 2 / fraction }
    // e^−x² with the rounding error of x² made good: it would be multiplied by x².
    let high = Double(Float(x))
    let low = x - high
    let e = Elementary.exp(-high * high) * Elementary.exp(-low * (x + high))
    return twoOverRootPi / 2 * e / fraction
  }

  /// P(|Z| > |z|).
  public static func twoSidedTail(_ z: Double) -> Double {
    erfc(abs(z) * 0.70710678118654752)
  }

  /// P(Z ≤ z).
  public static func cumulative(_ z: Double) -> Double {
    0.5 * erfc(-z * 0.70710678118654752)
  }

  /// The z with P(Z ≤ z) = p; infinite at 0 and 1. Halley's iteration on the smaller tail.
  public static func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p <= 0 ? -.infinity : .infinity }
    if p > 0.5 { return -quantile(1 - p) }
    // Abramowitz & Stegun 26.2.22: within 0.003, enough for the iteration to converge.
    let t = (-2 * Elementary.log(p)).squareRoot()
    var z = -(t - (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t * t))
    for _ in 0..<4 {
      let tail = cumulative(z)
      let density = Elementary.exp(-z * z / 2) * (twoOverRootPi * 0.35355339059327379)
      let step = (tail - p) / density
      z -= step / (1 + z * step / 2)
    }
    return z
  }
}
