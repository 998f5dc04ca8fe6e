import CLAPACK

/// The factorisation Pᵀ A P = U ᵀU of a symmetric positive semidefinite matrix with complete
/// pivoting (LAPACK dpstrf; Higham 2002, section 10.3), made on the equilibrated matrix
/// D A D with unit diagonal, so that the units of the variables do not matter.
public struct PivotedCholesky: Sendable {
  public let size: Int
  /// Pivots above the tolerance; below `size` the matrix is numerically singular.
  public let rank: Int
  /// Smallest over largest diagonal element of U, squared: about 1 / condition number.
  public let reciprocalCondition: Double
  private let factor: Matrix
  private let pivots: [Int]
  private let scale: [Double]

  /// - Parameter tolerance: a pivot of the matrix with unit diagonal below it counts as zero.
  public init(_ matrix: Matrix, tolerance: Double = 1e-14) {
    size = matrix.rows
    scale = (0..<size).map { matrix[$0, $0] > 0 ? 1 / matrix[$0, $0].squareRoot() : 1 }
    var factor = matrix
    for j in 0..<size {
      for i in 0..<size { factor[i, j] *= scale[i] * scale[j] }
    }
    var n = Int32(size)
    var leading = Int32(max(size, 1))
    var pivots = [Int32](repeating: 0, count: size)
    var rank: Int32 = 0
    var tolerance = tolerance
    var work = [Double](repeating: 0, count: 2 * size)
    var info: Int32 = 0
    dpstrf_("U", &n, &factor.storage, &leading, &pivots, &rank, &tolerance, &work, &info, 1)
    self.factor = factor
    self.pivots = pivots.map { Int($0) - 1 }
    self.rank = Int(rank)
    let last = size == 0 ? 1 : factor[size - 1, size - 1]
    reciprocalCondition = Int(rank) < size ? 0 : last * last
  }

  public var isPositiveDefinite: Bool { rank == size }

  /// log |A|.
  /// - Precondition: `isPositiveDefinite`.
  public var logDeterminant: Double {
    precondition(isPositiveDefinite)
    return (0..<size).reduce(0) {
      $0 + 2 * (Elementary.log(factor[$1, $1]) - Elementary.log(scale[$1]))
    }
  }

  /// A matrix M with M Mᵀ = A⁻¹: D P U⁻¹.
  /// - Precondition: `isPositiveDefinite`.
  public func inverseRoot() -> Matrix {
    precondition(isPositiveDefinite)
    var root = Matrix.zeros(rows: size, columns: size)
    for k in 0..<size {
      var column = Array(repeating: 0.0, count: k + 1)
      column[k] = 1
      for i in stride(from: k, through: 0, by: -1) {
        for l in (i + 1)..<max(k + 1, i + 1) { column[i] -= factor[i, l] * column[l] }
        column[i] /= factor[i, i]
        root[pivots[i], k] = column[i] * scale[pivots[i]]
      }
    }
    return root
  }

  /// A matrix F with FᵀF = A: U Pᵀ D⁻¹.
  public func root() -> Matrix {
    var root = Matrix.zeros(rows: size, columns: size)
    for (place, pivot) in pivots.enumerated() {
      for i in 0...place { root[i, pivot] = factor[i, place] / scale[pivot] }
    }
    return root
  }

  /// The solution of A x = b.
  /// - Precondition: `isPositiveDefinite`.
  public func solve(_ b: [Double]) -> [Double] {
    precondition(isPositiveDefinite && b.count == size)
    var x = pivots.map { b[$0] * scale[$0] }
    for i in 0..<size {
      for k in 0..<i { x[i] -= factor[k, i] * x[k] }
      x[i] /= factor[i, i]
    }
    for i in stride(from: size - 1, through: 0, by: -1) {
      for k in (i + 1)..<max(size, i + 1) { x[i] -= factor[i, k] * x[k] }
      x[i] /= factor[i, i]
    }
    var result = x
    for (place, pivot) in pivots.enumerated() { result[pivot] = x[place] * scale[pivot] }
    return result
  }

  /// A⁻¹, symmetric to the last bit.
  /// - Precondition: `isPositiveDefinite`.
  public func inverse() -> Matrix {
    precondition(isPositiveDefinite)
    var inverted = factor
    var n = Int32(size)
    var leading = Int32(max(size, 1))
    var info: Int32 = 0
    dpotri_("U", &n, &inverted.storage, &leading, &info, 1)
    var result = Matrix.zeros(rows: size, columns: size)
    for j in 0..<size {
      for i in 0...j {
        let (row, column) = (pivots[i], pivots[j])
        let value = inverted[i, j] * scale[row] * scale[column]
        result[row, column] = value
        result[column, row] = value
      }
    }
    return result
  }
}
