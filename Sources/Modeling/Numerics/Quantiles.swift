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
    var values = values
    let upper = values.count / 2
    let high = select(upper, in: &values)
    if values.count % 2 == 1 { return high }
    // Selection leaves the smaller values in front.
    let low = values[..<upper].max() ?? high
    return low / 2 + high / 2
  }

  /// The value that would stand at `place` if the array were sorted; what is in front of it
  /// afterwards is not greater, what is behind not smaller (Hoare 1961). After too many unlucky
  /// pivots it sorts.
  static func select(_ place: Int, in values: inout [Double]) -> Double {
    var (low, high) = (0, values.count - 1)
    var rounds = 2 * (Int.bitWidth - values.count.leadingZeroBitCount) + 8
    while low < high {
      if rounds == 0 {
        values[low...high].sort()
        break
      }
      rounds -= 1
      let (first, last) = partition(&values, low, high)
      if place <= last {
        high = last
      } else if place >= first {
        low = first
      } else {
        break
      }
    }
    return values[place]
  }

  /// Divides low ... high by a pivot, the median of three: up to `last` nothing is greater, from
  /// `first` on nothing smaller, and what lies between equals it.
  private static func partition(
    _ values: inout [Double], _ low: Int, _ high: Int
  ) -> (first: Int, last: Int) {
    let (a, b, c) = (values[low], values[(low + high) / 2], values[high])
    let pivot = max(min(a, b), min(max(a, b), c))
    var (i, j) = (low, high)
    values.withUnsafeMutableBufferPointer { values in
      while i <= j {
        while values[i] < pivot { i += 1 }
        while values[j] > pivot { j -= 1 }
        if i <= j {
          (values[i], values[j]) = (values[j], values[i])
          i += 1
          j -= 1
        }
      }
    }
    return (i, j)
  }
}
