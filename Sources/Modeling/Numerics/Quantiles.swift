/// Order statistics of plain arrays.
public enum Quantiles {
  /// The quantile of type 7 (Hyndman & Fan 1996; R's default): linear between order statistics.
  /// - Parameter sorted: ascending, not empty, without NaN.
  public static func type7(_ sorted: [Double], _ probability: Double) -> Double {
    let position = Double(sorted.count - 1) * min(max(probability, 0), 1)
    let low = Int(position)
    let high = min(low + 1, sorted.count - 1)
    let fraction = position - Double(low)
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
