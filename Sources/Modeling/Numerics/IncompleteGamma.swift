/// The regularised incomplete gamma functions P(a, x) = γ(a, x) / Γ(a) and Q = 1 − P; good to 1e-11
/// relative down to the smallest tails, and to 1e-14 absolute.
public enum IncompleteGamma {
  /// P(a, x), increasing in x from 0 to 1; a > 0.
  public static func lower(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < .infinity else { return 1 }
    if a > 1e6 { return 0.5 * NormalDistribution.erfc(-deviate(a, x)) - correction(a, x) }
    return x < a + 1 ? leadingTerm(a, x) * series(a, x) : 1 - upper(a, x)
  }

  /// Q(a, x) = 1 − P(a, x).
  public static func upper(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 1 }
    guard x < .infinity else { return 0 }
    if a > 1e6 { return 0.5 * NormalDistribution.erfc(deviate(a, x)) + correction(a, x) }
    return x < a + 1 ? 1 - lower(a, x) : leadingTerm(a, x) * a * fraction(a, x)
  }

  /// xᵃ e⁻ˣ / Γ(a + 1); a > 0, x > 0. From a = 10 up as Loader (2000) has it: Stirling's formula
  /// and the deviance, none of which is a difference of large numbers.
  static func leadingTerm(_ a: Double, _ x: Double) -> Double {
    guard a >= 10 else {
      return Elementary.exp(a * Elementary.log(x) - GammaFunctions.logGamma(a + 1) - x)
    }
    let exponent = a * GammaFunctions.logRatioMinusExcess(x, a) - GammaFunctions.stirlingError(a)
    return Elementary.exp(exponent - GammaFunctions.halfLogTwoPi) / a.squareRoot()
  }

  /// 1 + x/(a + 1) + x²/((a + 1)(a + 2)) + … (DLMF 8.11.4), for x < a + 1.
  private static func series(_ a: Double, _ x: Double) -> Double {
    var (term, total, next) = (1.0, 1.0, a)
    while term > 1e-17 * total {
      next += 1
      term *= x / next
      total += term
    }
    return total
  }

  /// 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − 2(2 − a)/(x + 5 − a − …))) (DLMF 8.9.2, its even part), by
  /// the modified method of Lentz (Thompson & Barnett 1986); for x ≥ a + 1.
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var (c, d) = (1 / Double.leastNormalMagnitude, 1 / b)
    var (value, k, change) = (1 / b, 0.0, 0.0)
    // Of the order of √a steps; the bound only guards against a NaN or a rounding that never rests.
    while abs(change - 1) > 1e-16, k < 100_000 {
      k += 1
      b += 2
      let numerator = -k * (k - a)
      d = 1 / (numerator * d + b)
      c = b + numerator / c
      change = c * d
      value *= change
    }
    return value
  }
}

/// Temme's (1979) uniform expansion (DLMF 8.12.3–4) with two terms, for a above a million: what
/// follows is below 1e-14.
extension IncompleteGamma {
  /// η with η²/2 = μ − ln(1 + μ), of μ's sign; μ = (x − a)/a.
  private static func eta(_ a: Double, _ x: Double) -> Double {
    let mean = (x - a) / a
    let size = (-2 * GammaFunctions.log1pMinus(mean)).squareRoot()
    return mean < 0 ? -size : size
  }

  /// η √(a/2).
  private static func deviate(_ a: Double, _ x: Double) -> Double {
    eta(a, x) * (a / 2).squareRoot()
  }

  /// e^(−aη²/2) / √(2πa) · (c₀(η) + c₁(η)/a), the c as series at 0 (DLMF 8.12.9–12): where η is no
  /// longer small the exponential is 0.
  private static func correction(_ a: Double, _ x: Double) -> Double {
    let (eta, z) = (eta(a, x), deviate(a, x))
    let first = -1.0 / 3 + eta * (1.0 / 12 + eta * (-2.0 / 135 + eta * (1.0 / 864)))
    let second = -1.0 / 540 - eta / 288
    let bell = Elementary.exp(-z * z - GammaFunctions.halfLogTwoPi) / a.squareRoot()
    return bell == 0 ? 0 : bell * (first + second / a)
  }
}
