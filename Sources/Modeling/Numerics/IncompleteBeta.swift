/// The regularised incomplete beta function I_x(a, b) = ∫₀ˣ tᵃ⁻¹ (1 − t)ᵇ⁻¹ dt / B(a, b), the
/// distribution function of Beta(a, b), and what it lacks to 1; 0 < a, b ≤ 1e9. Good to 1e-12 relative
/// down to the smallest tails for a and b up to 1e4, and to 1e-12 absolute up to 1e8.
public enum IncompleteBeta {
  /// I_x(a, b), increasing in x from 0 to 1.
  public static func lower(_ a: Double, _ b: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    return isLow(a, b, x) ? lowTail(a, b, x) : 1 - highTail(a, b, x)
  }

  /// 1 − I_x(a, b) = I_1−x(b, a).
  public static func upper(_ a: Double, _ b: Double, _ x: Double) -> Double {
    guard x > 0 else { return 1 }
    guard x < 1 else { return 0 }
    return isLow(a, b, x) ? 1 - lowTail(a, b, x) : highTail(a, b, x)
  }

  /// Where the fraction of the lower tail converges fast; that of the upper does elsewhere.
  private static func isLow(_ a: Double, _ b: Double, _ x: Double) -> Bool {
    x < (a + 1) / (a + b + 2)
  }

  private static func lowTail(_ a: Double, _ b: Double, _ x: Double) -> Double {
    leadingTerm(a, b, x) * fraction(a, b, x) / a
  }

  private static func highTail(_ a: Double, _ b: Double, _ x: Double) -> Double {
    leadingTerm(a, b, x) * fraction(b, a, 1 - x) / b
  }

  /// xᵃ (1 − x)ᵇ / B(a, b) as Loader (2000) has the binomial probability: with n = a + b and the
  /// mean m = a/n it is √(ab/(2πn)) · exp(δ(n) − δ(a) − δ(b) + a ln(x/m) + b ln((1 − x)/(1 − m))), δ
  /// being what Stirling's formula lacks. No difference of large numbers is left, as the first
  /// orders of the two logarithms cancel.
  private static func leadingTerm(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let n = a + b
    let excess = (a / n - x) / (b / n)
    let rest =
      excess > -0.5
      ? GammaFunctions.log1pMinus(excess) : Elementary.log1p(-x) - Elementary.log(b / n) - excess
    let stirling =
      GammaFunctions.stirlingError(n) - GammaFunctions.stirlingError(a)
      - GammaFunctions.stirlingError(b)
    let exponent = a * GammaFunctions.logRatioMinusExcess(x, a / n) + b * rest + stirling
    return Elementary.exp(exponent - GammaFunctions.halfLogTwoPi) * (a * (b / n)).squareRoot()
  }

  /// 1/(1 + d₁/(1 + d₂/(1 + …))) (DLMF 8.17.22) by the modified method of Lentz (Thompson & Barnett
  /// 1986).
  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    var (c, d) = (1.0, 1 / nonZero(1 - (a + b) * x / (a + 1)))
    var (value, m, change) = (d, 0.0, 0.0)
    func step(_ numerator: Double) {
      d = 1 / nonZero(1 + numerator * d)
      c = nonZero(1 + numerator / c)
      change = c * d
      value *= change
    }
    // Of the order of √max(a, b) steps; the bound only guards against a NaN or a rounding that never
    // rests.
    while abs(change - 1) > 1e-16, m < 100_000 {
      m += 1
      let even = a + 2 * m
      step(m * (b - m) * x / ((even - 1) * even))
      step(-(a + m) * (a + b + m) * x / (even * (even + 1)))
    }
    return value
  }

  private static func nonZero(_ x: Double) -> Double {
    x == 0 ? .leastNormalMagnitude : x
  }
}
