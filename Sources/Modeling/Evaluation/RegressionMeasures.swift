/// How well predicted numbers meet the true ones, on one set of rows.
public struct RegressionMeasures: Sendable, Equatable {
  public var rows: Int
  /// Weighted mean of the target.
  public var mean: Double
  /// Root of the weighted mean squared error, in the target's unit.
  public var rootMeanSquaredError: Double
  public var meanAbsoluteError: Double
  /// 1 − squared error / squares about the mean of these rows; nil where all targets are equal.
  public var rSquared: Double?

  public init(
    rows: Int, mean: Double, rootMeanSquaredError: Double, meanAbsoluteError: Double,
    rSquared: Double?
  ) {
    self.rows = rows
    self.mean = mean
    self.rootMeanSquaredError = rootMeanSquaredError
    self.meanAbsoluteError = meanAbsoluteError
    self.rSquared = rSquared
  }

  /// - Parameters:
  ///   - weights: case weights, one a row; nil for 1.
  /// - Precondition: the arrays are of one length and some row has weight.
  public init(targets: [Double], predictions: [Double], weights: [Double]? = nil) {
    let weight = { (row: Int) in weights?[row] ?? 1 }
    func mean(_ value: (Int) -> Double) -> Double {
      let total = targets.indices.reduce(0) { $0 + weight($1) }
      return targets.indices.reduce(0) { $0 + weight($1) * value($1) } / total
    }
    let average = mean { targets[$0] }
    let error = mean { (targets[$0] - predictions[$0]) * (targets[$0] - predictions[$0]) }
    let spread = mean { (targets[$0] - average) * (targets[$0] - average) }
    self.init(
      rows: targets.indices.count { weight($0) > 0 }, mean: average,
      rootMeanSquaredError: error.squareRoot(),
      meanAbsoluteError: mean { abs(targets[$0] - predictions[$0]) },
      rSquared: spread > 0 ? 1 - error / spread : nil)
  }
}
