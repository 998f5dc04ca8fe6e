/// The gamma function's logarithm and the derivatives of that: from ten up by Stirling's asymptotic
/// series, below by recurrence (Abramowitz & Stegun 1964, 6.1.40–41, 6.3.5, 6.3.18, 6.4.6, 6.4.12).
public enum GammaFunctions {
  /// ½ ln 2π.
  static let halfLogTwoPi = 0.91893853320467274

  /// Where the series have 17 digits.
  private static let seriesStart = 10.0

  /// B₂, B₄, … B₁₈: Bernoulli's numbers.
  private static let bernoulli: [Double] = [
    1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510,
    43867.0 / 798,
  ]

  /// Σₖ B₂ₖ · factor(2k) / x²ᵏ.
  private static func series(_ x: Double, _ factor: (Double) -> Double) -> Double {
    let square = 1 / (x * x)
    var total = 0.0
    for k in stride(from: bernoulli.count, through: 1, by: -1) {
      total = (total + bernoulli[k - 1] * factor(Double(2 * k))) * square
    }
    return total
  }

  /// ln Γ(x) for x > 0; good to a few 1e-15, absolute where it is below 1 and relative above.
  public static func logGamma(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? .infinity : .nan }
    guard x < .infinity else { return x }
    guard x < seriesStart else {
      return (x - 0.5) * (Elementary.log(x) - 1) - 0.5 + halfLogTwoPi + stirlingError(x)
    }
    // Γ(x) = Γ(x + m) / (x (x + 1) … (x + m − 1)).
    var (shifted, product) = (x, 1.0)
    while shifted < seriesStart {
      product *= shifted
      shifted += 1
    }
    return logGamma(shifted) - Elementary.log(product)
  }

  /// ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π), what Stirling's formula lacks; x > 0.
  static func stirlingError(_ x: Double) -> Double {
    guard x < seriesStart else { return x * series(x) { 1 / ($0 * ($0 - 1)) } }
    return logGamma(x) - (x - 0.5) * Elementary.log(x) + x - halfLogTwoPi
  }

  /// ψ(x) = d ln Γ / dx for x > 0.
  public static func digamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    var (shifted, poles) = (x, 0.0)
    while shifted < seriesStart {
      poles += 1 / shifted
      shifted += 1
    }
    return Elementary.log(shifted) - logMinusDigamma(shifted) - poles
  }

  /// ψ′(x) for x > 0.
  public static func trigamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    return 1 / x - logMinusDigammaSlope(x)
  }

  /// ln x − ψ(x) for x > 0, about 1/(2x) for a large x, without the cancellation of the difference.
  static func logMinusDigamma(_ x: Double) -> Double {
    var (shifted, poles) = (x, 0.0)
    while shifted < seriesStart {
      poles += 1 / shifted
      shifted += 1
    }
    let rest = 0.5 / shifted + series(shifted) { 1 / $0 }
    return shifted == x ? rest : rest + poles - Elementary.log(shifted / x)
  }

  /// 1/x − ψ′(x), the derivative of ln x − ψ(x).
  static func logMinusDigammaSlope(_ x: Double) -> Double {
    var (shifted, poles) = (x, 0.0)
    while shifted < seriesStart {
      poles += 1 / (shifted * shifted)
      shifted += 1
    }
    let rest = -(0.5 / shifted + series(shifted) { _ in 1 }) / shifted
    return shifted == x ? rest : rest - poles - 1 / shifted + 1 / x
  }

  /// ln(1 + d) − d for d > −1, without the cancellation of the difference. With y = d / (2 + d) it
  /// is −d·y + 2y³ (1/3 + y²/5 + y⁴/7 + …): ln(1 + d) = 2 artanh y.
  static func log1pMinus(_ d: Double) -> Double {
    guard d > -0.5, d < 1 else { return Elementary.log1p(d) - d }
    let y = d / (2 + d)
    let square = y * y
    var total = 0.0
    for odd in stride(from: 37.0, through: 3, by: -2) { total = total * square + 1 / odd }
    return y * (2 * square * total - d)
  }

  /// ln(x/a) − (x − a)/a for positive x and a: 0 where they are equal, below 0 elsewhere.
  static func logRatioMinusExcess(_ x: Double, _ a: Double) -> Double {
    let excess = (x - a) / a
    if excess > -0.5 { return log1pMinus(excess) }
    return Elementary.log(x) - Elementary.log(a) - excess
  }
}
