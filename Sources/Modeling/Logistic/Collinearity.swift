import CLAPACK

/// How much of a variable the others repeat: the generalised variance inflation factor of Fox &
/// Monette (1992) from the covariance of the estimates without the intercept, as R's car::vif.
public struct VarianceInflation: Sendable, Equatable {
  public var variable: String
  /// Estimable terms of the variable.
  public var degreesOfFreedom: Int
  /// |R_jj| |R_−j,−j| / |R|: the square of the ratio of confidence volumes.
  public var factor: Double
  /// factor^(1 / (2 df)), comparable between variables of any number of terms.
  public var adjusted: Double

  public init(variable: String, degreesOfFreedom: Int, factor: Double, adjusted: Double) {
    self.variable = variable
    self.degreesOfFreedom = degreesOfFreedom
    self.factor = factor
    self.adjusted = adjusted
  }
}

struct Collinearity {
  /// - Parameters:
  ///   - information: of the standardised columns, intercept first.
  ///   - variables: the places of each variable's columns in it.
  /// By Jacobi's identity |R_jj| |R_−j,−j| / |R| = |C_jj| |(C⁻¹)_jj|, and C⁻¹ of the slopes is the
  /// information with the intercept swept out; scales cancel.
  static func inflation(
    covariance: Matrix, information: Matrix, variables: [(name: String, places: [Int])]
  ) -> [VarianceInflation] {
    var swept = information
    for j in 0..<information.columns {
      for i in 0..<information.rows {
        swept[i, j] -= information[i, 0] * information[0, j] / information[0, 0]
      }
    }
    return variables.compactMap { name, places in
      let own = PivotedCholesky(covariance.submatrix(places))
      let inverse = PivotedCholesky(swept.submatrix(places))
      guard !places.isEmpty, own.isPositiveDefinite, inverse.isPositiveDefinite else { return nil }
      let log = max(0, own.logDeterminant + inverse.logDeterminant)
      return VarianceInflation(
        variable: name, degreesOfFreedom: places.count, factor: Elementary.exp(log),
        adjusted: Elementary.exp(log / Double(2 * places.count)))
    }
  }

  /// Largest over smallest singular value of √W X with its intercept and columns scaled to length 1
  /// (Belsley, Kuh & Welsch 1980): Z = Q F, so X = Z B and F B D has X D's singular values. Z is
  /// centred, so F is exact to the digits that the columns themselves have.
  /// - Parameter root: F with FᵀF = ZᵀWZ.
  static func conditionNumber(
    root: Matrix, center: [Double], scale: [Double]
  ) -> Double? {
    let size = root.columns
    var product = root
    for j in 1..<max(size, 1) {
      for i in 0..<root.rows {
        product[i, j] = root[i, j] / scale[j - 1] + center[j - 1] * root[i, 0]
      }
    }
    for j in 0..<size {
      let column = (0..<root.rows).map { product[$0, j] }
      let largest = column.reduce(0) { max($0, abs($1)) }
      guard largest > 0, largest.isFinite else { return nil }
      let length = column.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
      for i in 0..<root.rows { product[i, j] = product[i, j] / largest / length }
    }
    guard let values = singularValues(product), let last = values.last, last > 0 else { return nil }
    return values[0] / last
  }

  /// In descending order; nil where LAPACK's iteration does not settle.
  static func singularValues(_ matrix: Matrix) -> [Double]? {
    var a = matrix.storage
    var (m, n) = (Int32(matrix.rows), Int32(matrix.columns))
    var values = Array(repeating: 0.0, count: min(matrix.rows, matrix.columns))
    var none = [0.0]
    var one: Int32 = 1
    var work = Array(repeating: 0.0, count: 8 * (matrix.rows + matrix.columns) + 64)
    var length = Int32(work.count)
    var info: Int32 = 0
    var unused = [0.0]
    dgesvd_(
      "N", "N", &m, &n, &a, &m, &values, &none, &one, &unused, &one, &work, &length, &info, 1, 1)
    return info == 0 && values.allSatisfy(\.isFinite) ? values : nil
  }
}
