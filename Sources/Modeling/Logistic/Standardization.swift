/// Shifts and scales of design columns, so that the fit does not see their units: near-zero mean and
/// a standard deviation between 1 and 2. The shift is rounded to few digits and the scale is a power
/// of two, so that applying them loses nothing for data with few digits.
struct Standardization: Sendable {
  var center: [Double]
  var scale: [Double]

  /// - Parameter extents: of the columns, where they are known: without weights their moments do.
  init(
    columns: [[Double]], weights: [Double]?, extents: [ColumnExtent]? = nil,
    parallel: Parallel = Parallel(threads: 1)
  ) {
    let total = weights?.reduce(0, +)
    let shares = weights.map { weights in weights.map { $0 / (total ?? 1) } }
    let moments = parallel.map(count: columns.count) { place in
      (shares == nil ? extents?[place].moments : nil) ?? Self.moments(columns[place], shares)
    }
    center = moments.map { Self.rounded($0.mean, to: $0.deviation) }
    scale = moments.map { $0.deviation > 0 ? Self.powerOfTwo(near: $0.deviation) : 1 }
  }

  /// In units of a power of two near the largest value, so that no square leaves the range of Double.
  /// - Parameter shares: weights that sum to 1; nil for equal ones.
  static func moments(
    _ column: [Double], _ shares: [Double]?
  ) -> (mean: Double, deviation: Double) {
    let largest = column.reduce(0) { max($0, abs($1)) }
    guard let first = column.first, largest > 0 else { return (0, 0) }
    let unit = powerOfTwo(near: largest)
    let origin = first * unit
    let equal = 1 / Double(column.count)
    var (shift, square) = (0.0, 0.0)
    for (i, value) in column.enumerated() {
      shift += (shares?[i] ?? equal) * (value * unit - origin)
    }
    let mean = origin + shift
    for (i, value) in column.enumerated() {
      square += (shares?[i] ?? equal) * (value * unit - mean) * (value * unit - mean)
    }
    return (mean / unit, square.squareRoot() / unit)
  }

  /// `mean` to about three digits of the column's spread.
  private static func rounded(_ mean: Double, to deviation: Double) -> Double {
    guard deviation > 0 else { return mean }
    let grain = powerOfTwo(near: 1 / deviation)
    return (mean / grain * 8).rounded() / 8 * grain
  }

  /// The power of two that brings `value` into 1 ..< 2 by multiplication.
  private static func powerOfTwo(near value: Double) -> Double {
    let exponent = max(-1000, min(1000, value.exponent))
    return Double(sign: .plus, exponent: -Int(exponent), significand: 1)
  }
}
