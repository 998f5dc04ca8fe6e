/// How far a distribution is from values.
public enum GoodnessOfFit {
  /// Kolmogorov & Smirnov's distance, the largest |Fₙ(x) − F(x)| on either side of a value. A number
  /// to compare fits by: where values are whole days, or the distribution was fitted to them, the
  /// usual p-values do not hold, so none is given.
  /// - Parameters:
  ///   - sorted: ascending.
  ///   - cumulative: F, not decreasing.
  /// - Returns: nil without values.
  public static func kolmogorovSmirnovDistance(
    sorted: [Double], cumulative: (Double) -> Double
  ) -> Double? {
    guard !sorted.isEmpty else { return nil }
    let n = Double(sorted.count)
    var distance = 0.0
    for (place, x) in sorted.enumerated() {
      let share = cumulative(x)
      distance = max(distance, Double(place + 1) / n - share, share - Double(place) / n)
    }
    return distance
  }
}
