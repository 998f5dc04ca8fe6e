import CKernels

/// exp, log and their relatives with the same bits on every x86-64 machine; libm's differ by CPU.
public enum Elementary {
  public static func exp(_ x: Double) -> Double { ck_exp(x) }
  public static func log(_ x: Double) -> Double { ck_log(x) }
  public static func log1p(_ x: Double) -> Double { ck_log1p(x) }
  public static func expm1(_ x: Double) -> Double { ck_expm1(x) }

  /// 1 / (1 + e^−x).
  public static func logistic(_ x: Double) -> Double {
    let e = ck_exp(-abs(x))
    return x > 0 ? 1 / (1 + e) : e / (1 + e)
  }

  /// log(p / (1 − p)); infinite at 0 and 1.
  public static func logit(_ p: Double) -> Double { ck_log(p) - ck_log1p(-p) }
}
