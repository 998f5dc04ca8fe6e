/// The solutions of an elastic net for a descending sequence of λ.
public struct ElasticNetPath: Sendable, Equatable {
  public struct Point: Sendable, Equatable {
    public var lambda: Double
    /// Intercept first, then one a column of the design in the column's own unit; 0 for a column that
    /// does not vary.
    public var coefficients: [Double]
    /// Weighted, without the penalty.
    public var logLikelihood: Double
    /// Share of the null deviance that is explained.
    public var devianceRatio: Double
    /// Newton steps from the point before.
    public var iterations: Int
    /// Largest violation of the optimality conditions (Karush, Kuhn & Tucker), in the gradient of the
    /// mean log-likelihood over standardised columns.
    public var violation: Double
    /// Whether the violation reached the tolerance; otherwise it is what rounding or an estimate
    /// without a finite value left.
    public var isConverged: Bool

    public init(
      lambda: Double, coefficients: [Double], logLikelihood: Double, devianceRatio: Double,
      iterations: Int, violation: Double, isConverged: Bool
    ) {
      self.lambda = lambda
      self.coefficients = coefficients
      self.logLikelihood = logLikelihood
      self.devianceRatio = devianceRatio
      self.iterations = iterations
      self.violation = violation
      self.isConverged = isConverged
    }

    /// Coefficients other than 0, without the intercept.
    public var nonzeroCount: Int { coefficients.dropFirst().count { $0 != 0 } }
    public var deviance: Double { -2 * logLikelihood }
  }

  public var alpha: Double
  public var lambdaMaximum: Double
  public var points: [Point]
  /// The deviance of the intercept alone.
  public var nullDeviance: Double
  /// Of each column, weighted, divisor n: a coefficient times it is the standardised one.
  public var standardDeviations: [Double]
  /// Rows with positive weight.
  public var rowCount: Int

  public init(
    alpha: Double, lambdaMaximum: Double, points: [Point], nullDeviance: Double,
    standardDeviations: [Double], rowCount: Int
  ) {
    self.alpha = alpha
    self.lambdaMaximum = lambdaMaximum
    self.points = points
    self.nullDeviance = nullDeviance
    self.standardDeviations = standardDeviations
    self.rowCount = rowCount
  }
}
