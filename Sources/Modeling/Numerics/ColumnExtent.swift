import CKernels

/// The range of a column and its rough moments, from one pass over it.
struct ColumnExtent: Sendable {
  let lowest: Double
  let highest: Double
  let isFinite: Bool
  /// About the first value.
  private let origin: Double
  private let sum: Double
  private let squares: Double
  private let count: Double

  init(_ column: [Double]) {
    origin = column.first.map { $0.isFinite ? $0 : 0 } ?? 0
    let extent = ck_column_extent(column, Int64(column.count), origin)
    (lowest, highest, isFinite) = (extent.lowest, extent.highest, extent.not_finite == 0)
    (sum, squares, count) = (extent.sum, extent.squares, Double(column.count))
  }

  static func of(_ columns: [[Double]], _ parallel: Parallel) -> [ColumnExtent] {
    parallel.map(count: columns.count) { ColumnExtent(columns[$0]) }
  }

  /// Mean and standard deviation, divisor n, to some ten digits; nil where one pass cannot give
  /// them: the first value lies far from the others, or a square leaves the range of Double.
  var moments: (mean: Double, deviation: Double)? {
    guard isFinite, count > 0 else { return nil }
    let shift = sum / count
    let variance = squares / count - shift * shift
    guard squares.isFinite, squares > 1e-200 || lowest == highest, variance * 1e4 >= shift * shift
    else {
      return nil
    }
    return (origin + shift, variance.squareRoot())
  }

  /// The greatest distance of a value from a point.
  func reach(from center: Double) -> Double {
    max(abs(lowest - center), abs(highest - center))
  }
}
