import CKernels

/// Which rows a direction separates, decided by non-negative least squares.
///
/// With the signed rows uᵢ = ±(1, zᵢ), brought to length 1 (equilibrated columns, no aliased terms, no
/// rows of weight 0), solve min‖Uᵀ1 + Uᵀν‖ over ν ≥ 0 with the residual r.
/// - r = 0: rows with positive multipliers 1 + ν balance, so that U β ≥ 0 implies U β = 0: no
///   direction separates and the maximum is finite (Albert & Anderson 1984; Gordan's theorem).
/// - r ≠ 0: the optimality conditions say U r ≥ 0, and 1ᵀU r = ‖r‖² > 0: r separates.
///
/// The rows with U r > 0 are set aside and the search goes on among the others until r = 0. The sum
/// of the directions, each small enough against the one before, separates all rows set aside.
/// Only violated rows are taken into the least-squares problem, which is thereby p-dimensional; each
/// r is checked on all rows.
///
/// Tolerance: a product of unit vectors below 1e-9 counts as 0, and r counts as 0 where it is at the
/// rounding level of the sum that it is. A separation by less than 1e-9 of the (standardised) data's
/// own size, or of fewer than about one row in 1e9, is not seen.
struct SeparationCertificate {
  static let tolerance = 1e-9

  /// Unit directions over the intercept and the standardised columns, in the order found.
  private(set) var directions: [[Double]] = []
  /// By row: whether it is separated.
  private(set) var isSeparated: [Bool]
  /// Rows with positive weight that no direction separates.
  private(set) var remaining: Int

  private let likelihood: LogisticLikelihood

  init(_ likelihood: LogisticLikelihood) {
    self.likelihood = likelihood
    let count = likelihood.labels.count
    isSeparated = Array(repeating: false, count: count)
    var inverse = Array(repeating: 0.0, count: count)
    likelihood.withKernelData {
      ck_separation_inverse_lengths(&$0, Int64(count), &inverse)
    }
    remaining = inverse.count { $0 > 0 }
    while remaining > 0, directions.count <= likelihood.columns.count,
      let (direction, products) = separatingDirection(inverse)
    {
      directions.append(direction)
      for row in products.indices where products[row] > Self.tolerance {
        isSeparated[row] = true
        inverse[row] = 0
        remaining -= 1
      }
    }
  }

  var isSeparating: Bool { !directions.isEmpty }
  var isComplete: Bool { isSeparating && remaining == 0 }

  /// Columns of the violated rows: as many a pass as the problem has dimensions.
  private func separatingDirection(_ inverse: [Double]) -> ([Double], [Double])? {
    let rows = Int64(inverse.count)
    let size = likelihood.columns.count + 1
    var target = Array(repeating: 0.0, count: size)
    likelihood.withKernelData { ck_separation_sum(&$0, rows, inverse, &target) }
    let count = Double(inverse.count { $0 > 0 })
    var problem = NonNegativeLeastSquares(
      target: target.map { $0 / count }, tolerance: Self.tolerance)
    var taken: Set<Int> = []
    var products = Array(repeating: 0.0, count: inverse.count)
    var violators = [Int64](repeating: 0, count: max(size, 16))
    while !problem.isZero {
      let direction = problem.direction
      let smallest = likelihood.withKernelData {
        ck_separation_products(&$0, rows, inverse, direction, &products)
      }
      if smallest >= -Self.tolerance {
        return products.contains { $0 > Self.tolerance } ? (direction, products) : nil
      }
      let found = ck_separation_violators(
        products, rows, -Self.tolerance, Int64(violators.count), &violators)
      let new = violators.prefix(Int(found)).map { Int($0) }.filter { taken.insert($0).inserted }
      // Every violated row is in the problem already: what is left is rounding.
      if new.isEmpty { return nil }
      for row in new { problem.add(unitRow(row, inverse[row])) }
      problem.solve()
    }
    return nil
  }

  private func unitRow(_ row: Int, _ inverse: Double) -> [Double] {
    let factor = likelihood.labels[row] == 1 ? inverse : -inverse
    let z = likelihood.columns.indices.map {
      (likelihood.columns[$0][row] - likelihood.center[$0]) * likelihood.scale[$0] * factor
    }
    return [factor] + z
  }
}
