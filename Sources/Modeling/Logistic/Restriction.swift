/// Coefficients held while the others are fitted: some places, or one linear combination Σ a_j b_j.
/// The combination is held by eliminating its largest part b_q = (t − Σ a_j b_j) / a_q, so that the
/// ratios a_j / a_q are at most 1.
struct Restriction: Sendable {
  let free: [Int]
  /// The eliminated place; nil where places are simply held.
  private let pivot: Int?
  /// a_q.
  private let pivotFactor: Double
  /// a_j / a_q of the free places.
  private let ratios: [Double]

  /// Nothing but the places is held, at the values they have.
  init(holding places: [Int], of size: Int) {
    let held = Set(places)
    free = (0..<size).filter { !held.contains($0) }
    pivot = nil
    pivotFactor = 1
    ratios = []
  }

  /// - Parameter combination: one factor a coefficient, not all zero.
  init(combination: [Double]) {
    let pivot = combination.indices.max { abs(combination[$0]) < abs(combination[$1]) } ?? 0
    free = combination.indices.filter { $0 != pivot }
    self.pivot = pivot
    pivotFactor = combination[pivot]
    ratios = free.map { combination[$0] / combination[pivot] }
  }

  /// The gradient along the free coefficients.
  func reduced(_ gradient: [Double]) -> [Double] {
    guard let pivot else { return free.map { gradient[$0] } }
    return zip(free, ratios).map { gradient[$0] - $1 * gradient[pivot] }
  }

  /// The information about the free coefficients.
  func reduced(_ information: Matrix) -> Matrix {
    var result = information.submatrix(free)
    guard let pivot else { return result }
    for (j, column) in free.enumerated() {
      for (i, row) in free.enumerated() {
        result[i, j] +=
          ratios[i] * ratios[j] * information[pivot, pivot]
          - ratios[i] * information[pivot, column] - ratios[j] * information[row, pivot]
      }
    }
    return result
  }

  /// A step of the free coefficients as one of all.
  func expanded(_ step: [Double], size: Int) -> [Double] {
    var result = Array(repeating: 0.0, count: size)
    for (place, value) in zip(free, step) { result[place] = value }
    if let pivot { result[pivot] = -dot(ratios, step) }
    return result
  }

  /// How all coefficients follow, to first order, when the held combination grows by 1.
  func tangent(_ information: Matrix) -> [Double]? {
    guard let pivot else { return nil }
    let factor = PivotedCholesky(reduced(information))
    guard factor.isPositiveDefinite else { return nil }
    let pull = zip(free, ratios).map {
      -(information[$0, pivot] - $1 * information[pivot, pivot]) / pivotFactor
    }
    var result = expanded(factor.solve(pull), size: information.rows)
    result[pivot] += 1 / pivotFactor
    return result
  }

  /// Change of the maximum when the held combination grows by 1: Lagrange's multiplier.
  func multiplier(_ gradient: [Double]) -> Double {
    pivot.map { gradient[$0] / pivotFactor } ?? 0
  }
}
