/// Order statistics of plain arrays.
public enum Quantiles {
  /// The quantile of type 7 (Hyndman & Fan 1996; R's default): linear between order statistics.
  /// - Parameter sorted: ascending, not empty, without NaN.
  public static func type7(_ sorted: [Double], _ probability: Double) -> Double {
    let position = Double(sorted.count - 1) * min(max(probability, 0), 1)
    return interpolated(sorted, at: Int(position), position - position.rounded(.down))
  }

  /// The k-th decile of type 7, its place found in whole numbers: 0.7 · 90 is below 63 in floating
  /// point, and a cut that should equal a score would fall a hair beside it.
  /// - Parameter sorted: ascending, not empty, without NaN.
  public static func decile(_ k: Int, of sorted: [Double]) -> Double {
    let (low, tenths) = ((sorted.count - 1) * k).quotientAndRemainder(dividingBy: 10)
    return interpolated(sorted, at: low, Double(tenths) / 10)
  }

  private static func interpolated(_ sorted: [Double], at low: Int, _ fraction: Double) -> Double {
    let high = min(low + 1, sorted.count - 1)
    return fraction == 0 ? sorted[low] : sorted[low] + fraction * (sorted[high] - sorted[low])
  }

  /// The middle value; the mean of the two middle ones for an even count; nil when empty.
  public static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let upper = sorted.count / 2
    if sorted.count % 2 == 1 { return sorted[upper] }
    return sorted[upper - 1] / 2 + sorted[upper] / 2
  }
}
