import CLAPACK

/// The factorisation A P = Q R with column pivoting (LAPACK dgeqp3) of a matrix with at least as
/// many rows as columns. It squares no condition number: the way to a covariance where the
/// information matrix is too close to singular for Cholesky.
public struct PivotedQR: Sendable {
  public let rows: Int
  public let columns: Int
  /// Diagonal elements of R above `tolerance` times the first.
  public let rank: Int
  private let factor: Matrix
  private let pivots: [Int]
  private let tau: [Double]

  /// - Precondition: `matrix.rows >= matrix.columns`.
  public init(_ matrix: Matrix, tolerance: Double = 1e-13) {
    precondition(matrix.rows >= matrix.columns)
    rows = matrix.rows
    columns = matrix.columns
    var factor = matrix
    var m = Int32(rows)
    var n = Int32(columns)
    var leading = Int32(max(rows, 1))
    var pivots = [Int32](repeating: 0, count: columns)
    var tau = [Double](repeating: 0, count: columns)
    var work = [Double](repeating: 0, count: max(1, 34 * columns + 1))
    var workCount = Int32(work.count)
    var info: Int32 = 0
    dgeqp3_(
      &m, &n, &factor.storage, &leading, &pivots, &tau, &work, &workCount, &info)
    self.factor = factor
    self.pivots = pivots.map { Int($0) - 1 }
    self.tau = tau
    let diagonal = (0..<matrix.columns).map { abs(factor[$0, $0]) }
    rank = diagonal.prefix { $0 > tolerance * (diagonal.first ?? 0) }.count
  }

  /// The least-squares solution of A x ≈ b.
  /// - Precondition: full rank, `b.count == rows`.
  public func solve(_ b: [Double]) -> [Double] {
    precondition(rank == columns && b.count == rows)
    var c = b
    var m = Int32(rows)
    var one: Int32 = 1
    var k = Int32(columns)
    var leading = Int32(max(rows, 1))
    var work = [Double](repeating: 0, count: 64)
    var workCount = Int32(work.count)
    var info: Int32 = 0
    dormqr_(
      "L", "T", &m, &one, &k, factor.storage, &leading, tau, &c, &leading, &work, &workCount,
      &info, 1, 1)
    dtrtrs_("U", "N", "N", &k, &one, factor.storage, &leading, &c, &leading, &info, 1, 1, 1)
    var x = Array(repeating: 0.0, count: columns)
    for (place, pivot) in pivots.enumerated() { x[pivot] = c[place] }
    return x
  }

  /// (AᵀA)⁻¹ = P R⁻¹ R⁻ᵀ Pᵀ.
  /// - Precondition: full rank.
  public func inverseOfCrossProduct() -> Matrix {
    precondition(rank == columns)
    var inverse = Matrix.zeros(rows: columns, columns: columns)
    for j in 0..<columns { inverse[j, j] = 1 }
    var n = Int32(columns)
    var leadingR = Int32(max(rows, 1))
    var leadingI = Int32(max(columns, 1))
    var info: Int32 = 0
    dtrtrs_(
      "U", "N", "N", &n, &n, factor.storage, &leadingR, &inverse.storage, &leadingI, &info, 1, 1, 1)
    var result = Matrix.zeros(rows: columns, columns: columns)
    for j in 0..<columns {
      for i in 0...j {
        var total = 0.0
        for k in j..<columns { total += inverse[i, k] * inverse[j, k] }
        result[pivots[i], pivots[j]] = total
        result[pivots[j], pivots[i]] = total
      }
    }
    return result
  }
}
