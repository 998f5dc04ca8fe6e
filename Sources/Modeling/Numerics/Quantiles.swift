import CKernels

/// Order statistics of plain arrays.
public enum Quantiles {
  /// The quantile of type 7 (Hyndman & Fan 1996; R's default): linear between order statistics.
  /// - Parameter sorted: ascending, not empty, without NaN.
  public static func type7(_ sorted: [Double], _ probability: Double) -> Double {
    let position = Double(sorted.count - 1) * min(max(probability, 0), 1)
    return interpolated(sorted, at: Int(position), position - position.rounded(.down))
  }

  /// The k-th decile of type 7.
  /// - Parameter sorted: ascending, not empty, without NaN.
  public static func decile(_ k: Int, of sorted: [Double]) -> Double {
    fraction(k, of: 10, sorted: sorted)
  }

  /// The quantile of type 7 at k / parts, its place found in whole numbers: 0.7 · 90 is below 63 in
  /// floating point, and a cut that should equal a score would fall a hair beside it.
  /// - Parameter sorted: ascending, not empty, without NaN.
  public static func fraction(_ k: Int, of parts: Int, sorted: [Double]) -> Double {
    let (low, rest) = ((sorted.count - 1) * k).quotientAndRemainder(dividingBy: parts)
    return interpolated(sorted, at: low, Double(rest) / Double(parts))
  }

  private static func interpolated(_ sorted: [Double], at low: Int, _ fraction: Double) -> Double {
    let high = min(low + 1, sorted.count - 1)
    return fraction == 0 ? sorted[low] : sorted[low] + fraction * (sorted[high] - sorted[low])
  }

  /// The middle value; the mean of the two middle ones for an even count; nil when empty.
  public static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    var (middle, upper) = (values, values.count / 2)
    while let (below, around) = narrowed(middle, upper), below < upper,
      upper < below + around.count, around.count < middle.count
    { (middle, upper) = (around, upper - below) }
    middle.withUnsafeMutableBufferPointer { select(upper, in: $0) }
    guard values.count % 2 == 0, let lower = middle[..<upper].max() else { return middle[upper] }
    return lower / 2 + middle[upper] / 2
  }

  /// The values between two of a sample that the k-th lies between in all likelihood (Floyd & Rivest
  /// 1975), and how many there are below them; nil of few values.
  private static func narrowed(_ values: [Double], _ k: Int) -> (below: Int, around: [Double])? {
    guard values.count > 20_000 else { return nil }
    let sample = stride(from: 0, to: values.count, by: values.count / 2000).map { values[$0] }
      .sorted()
    let place = k * sample.count / values.count
    let (low, high) = (sample[max(place - 100, 0)], sample[min(place + 100, sample.count - 1)])
    var below: Int64 = 0
    let around = [Double](unsafeUninitializedCapacity: values.count) { around, count in
      count = Int(
        ck_between(values, Int64(values.count), low, high, around.baseAddress, &below))
    }
    return (Int(below), around)
  }

  /// Moves the k-th smallest value to place k, with none before it that is greater: Hoare's (1961)
  /// quickselect, which sorts what is left where the pivots are bad, so that no input makes it slow.
  private static func select(_ k: Int, in values: UnsafeMutableBufferPointer<Double>) {
    var (low, high) = (0, values.count - 1)
    for _ in 0..<64 where low < high {
      let middle = values[low + (high - low) / 2]
      let pivot = max(min(values[low], middle), min(max(values[low], middle), values[high]))
      var (i, j) = (low, high)
      while i <= j {
        while values[i] < pivot { i += 1 }
        while values[j] > pivot { j -= 1 }
        if i <= j {
          values.swapAt(i, j)
          (i, j) = (i + 1, j - 1)
        }
      }
      if k <= j { high = j } else if k >= i { low = i } else { return }
    }
    var rest = values[low...high]
    rest.sort()
  }
}
