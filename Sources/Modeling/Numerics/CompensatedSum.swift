/// A sum whose rounding errors are carried along (Neumaier 1974): as if made in twice the precision
/// and rounded once, unless terms of both signs cancel to almost nothing.
public struct CompensatedSum: Sendable, Equatable {
  private var sum = 0.0
  private var error = 0.0

  public init() {}

  public init(_ terms: some Sequence<Double>) {
    for term in terms { add(term) }
  }

  public mutating func add(_ term: Double) {
    let next = sum + term
    error += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  public var value: Double { sum + error }
}

/// Count, mean and scatter of values.
struct Moments {
  var count: Double
  var mean: Double
  /// Σ (x − x̄)².
  var squares: Double

  /// Two passes: the squares are those of differences, less what the mean's own rounding adds
  /// (Chan, Golub & LeVeque 1983, 1.7).
  /// - Parameter values: not empty.
  init(_ values: [Double]) {
    let (n, mean) = (Double(values.count), CompensatedSum(values).value / Double(values.count))
    let slip = CompensatedSum(values.lazy.map { $0 - mean }).value
    let squares = CompensatedSum(values.lazy.map { ($0 - mean) * ($0 - mean) }).value
    (count, self.mean, self.squares) = (n, mean, max(0, squares - slip * slip / n))
  }
}
