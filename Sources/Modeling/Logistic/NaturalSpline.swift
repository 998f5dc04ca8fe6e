/// The basis of natural cubic splines that R's `splines::ns(x, df)` makes, without intercept: cubic
/// B-splines (de Boor 1978) without the first, turned by the Householder factorisation of the two
/// conditions f″ = 0 at the boundary knots; linear beyond them.
public struct NaturalSpline: Sendable, Equatable {
  /// The boundary knots.
  public let low: Double
  public let high: Double
  /// The interior knots, ascending.
  public let knots: [Double]

  /// 4 × low, interior knots, 4 × high, on the scale on which low is 0 and high is 1.
  let augmented: [Double]
  /// `turn[j][k]`: the part of B-spline j in column k; the first B-spline has none in any.
  let turn: [[Double]]

  /// Columns of the basis: one more than interior knots.
  public var degreesOfFreedom: Int { knots.count + 1 }

  /// The most columns that are of use, and that a file may ask for.
  public static let largest = 100
  /// Knots nearer than this share of the range count as equal.
  private static let nearest = 1e-12

  /// nil where the knots are not finite or do not ascend strictly from `low` to `high`.
  public init?(low: Double, high: Double, knots: [Double]) {
    let range = high - low
    guard range > 0, range.isFinite, knots.count < Self.largest else { return nil }
    let places = [0] + knots.map { ($0 - low) / range } + [1]
    guard zip(places, places.dropFirst()).allSatisfy({ $1 - $0 > Self.nearest }) else { return nil }
    self.low = low
    self.high = high
    self.knots = knots
    augmented = [0, 0, 0] + places + [1, 1, 1]
    turn = Self.turn(places)
  }

  /// Interior knots at the quantiles of type 7 of the values, boundary knots at their ends.
  /// - Throws: `.data` naming the feature where there are too few distinct values, or ties at a knot.
  public init(
    of values: [Double], degreesOfFreedom: Int, feature: String
  ) throws(ModelingError) {
    let sorted = values.sorted()
    let distinct = zip(sorted, sorted.dropFirst()).count { $0 < $1 } + min(sorted.count, 1)
    guard distinct > degreesOfFreedom, let low = sorted.first, let high = sorted.last else {
      throw ModelingError(
        .data,
        "the spline of \(feature) with \(degreesOfFreedom) degrees of freedom needs more than its "
          + "\(distinct) distinct values",
        advice: "Ask for fewer degrees of freedom, or leave the column linear.")
    }
    let knots = (1..<max(degreesOfFreedom, 1)).map {
      Quantiles.fraction($0, of: degreesOfFreedom, sorted: sorted)
    }
    guard let spline = NaturalSpline(low: low, high: high, knots: knots) else {
      throw ModelingError(
        .data,
        "the spline of \(feature) with \(degreesOfFreedom) degrees of freedom has equal knots: "
          + "too many rows share a value",
        advice: "Ask for fewer degrees of freedom, or transform the column: --transform "
          + "\(feature):log1p.")
    }
    self = spline
  }
}

// MARK: - The basis

extension NaturalSpline {
  /// Columns 2… of Q of the factorisation of the conditions, by Householder reflections as LINPACK's
  /// dqrdc makes them: each column of the identity is reflected twice, and the first two rows fall.
  /// The conditions are scaled by the squares of the outer knots' distances, which changes nothing.
  private static func turn(_ places: [Double]) -> [[Double]] {
    let last = places.count - 1
    let size = last + 2
    func condition(_ near: Double, _ next: Double) -> [Double] {
      let ratio = near / next
      return [6, -6 - 6 * ratio, 6 * ratio]
    }
    let left = condition(places[1], places[min(2, last)])
    let right = condition(1 - places[last - 1], 1 - places[max(last - 2, 0)])
    var first = [Double](repeating: 0, count: size)
    var second = first
    // B-spline 0 is left out, so that the left condition begins with B-spline 1.
    first[0] = left[1]
    first[1] = left[2]
    for (distance, value) in right.enumerated() { second[size - 1 - distance] += value }
    let one = reflector(first, from: 0)
    reflect(&second, by: one, from: 0)
    let two = reflector(second, from: 1)
    return [[Double](repeating: 0, count: last)]
      + (0..<size).map { row in
        var unit = [Double](repeating: 0, count: size)
        unit[row] = 1
        reflect(&unit, by: one, from: 0)
        reflect(&unit, by: two, from: 1)
        return Array(unit[2...])
      }
  }

  private static func reflector(_ column: [Double], from start: Int) -> [Double] {
    var v = column
    var norm = column[start...].reduce(0) { $0 + $1 * $1 }.squareRoot()
    if v[start] < 0 { norm = -norm }
    for i in start..<v.count { v[i] /= norm }
    v[start] += 1
    return v
  }

  private static func reflect(_ y: inout [Double], by v: [Double], from start: Int) {
    var product = 0.0
    for i in start..<y.count { product += v[i] * y[i] }
    for i in start..<y.count { y[i] -= product / v[start] * v[i] }
  }

  /// The columns of the basis at the values, one a degree of freedom.
  public func columns(at values: [Double]) -> [[Double]] {
    var columns = Array(
      repeating: [Double](repeating: 0, count: values.count), count: degreesOfFreedom)
    for (row, value) in values.enumerated() {
      let (first, p) = splines(at: value)
      for k in columns.indices {
        columns[k][row] =
          p.0 * turn[first][k] + p.1 * turn[first + 1][k] + p.2 * turn[first + 2][k]
          + p.3 * turn[first + 3][k]
      }
    }
    return columns
  }

  /// The four B-splines that may differ from 0 at x, and the number of the first of them.
  private func splines(at x: Double) -> (first: Int, parts: (Double, Double, Double, Double)) {
    // Far beyond the boundary any slope has long decided; nothing may overflow.
    let u = min(max((x - low) / (high - low), -1e100), 1e100)
    if u < 0 {
      let slope = 3 * u / augmented[4]
      return (0, (1 - slope, slope, 0, 0))
    }
    if u > 1 {
      let slope = 3 * (u - 1) / (1 - augmented[knots.count + 3])
      return (knots.count, (0, 0, -slope, 1 + slope))
    }
    var interval = 3
    while interval < knots.count + 3, augmented[interval + 1] <= u { interval += 1 }
    return (interval - 3, cubic(u, interval))
  }

  /// Cox and de Boor's recursion on the interval between knots m and m + 1.
  private func cubic(_ u: Double, _ m: Int) -> (Double, Double, Double, Double) {
    let t = augmented
    let (l1, l2, l3) = (u - t[m], u - t[m - 1], u - t[m - 2])
    let (r1, r2, r3) = (t[m + 1] - u, t[m + 2] - u, t[m + 3] - u)
    // Order 2.
    let (a0, a1) = (r1 / (r1 + l1), l1 / (r1 + l1))
    // Order 3.
    let (p0, p1) = (a0 / (r1 + l2), a1 / (r2 + l1))
    let (b0, b1, b2) = (r1 * p0, l2 * p0 + r2 * p1, l1 * p1)
    // Order 4.
    let (q0, q1, q2) = (b0 / (r1 + l3), b1 / (r2 + l2), b2 / (r3 + l1))
    return (r1 * q0, l3 * q0 + r2 * q1, l2 * q1 + r3 * q2, l1 * q2)
  }
}
