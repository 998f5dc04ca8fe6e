/// One line of a fitted model's table.
public struct Coefficient: Sendable, Equatable {
  public var term: Term
  /// Change of the log-odds by one unit; nil for an aliased term.
  public var estimate: Double?
  public var standardError: Double?
  /// estimate / standardError, Wald's z.
  public var statistic: Double?
  /// Two-sided.
  public var pValue: Double?
  public var confidenceLow: Double?
  public var confidenceHigh: Double?
  /// For an aliased term: what it equals.
  public var aliasedBy: String?

  public init(term: Term) {
    self.term = term
  }
}

/// A logistic regression fitted by maximum likelihood or with Firth's penalty.
public struct LogisticFit: Sendable {
  /// A line a term, in the design's order.
  public var coefficients: [Coefficient]
  /// Covariance of the estimable coefficients, in their order.
  public var covariance: Matrix
  /// −2 log-likelihood.
  public var deviance: Double
  /// The deviance of the intercept alone.
  public var nullDeviance: Double
  public var logLikelihood: Double
  /// Rows with positive weight.
  public var rowCount: Int
  public var iterations: Int
  public var converged: Bool
  /// gᵀ I⁻¹ g at the estimate: twice what the log-likelihood could still gain, free of scale.
  public var newtonDecrement: Double
  public var warnings: [String]
  /// What was asked for besides; nil where nothing was.
  public var inference: LogisticInference?

  /// Estimable terms.
  public var rank: Int { coefficients.count { $0.estimate != nil } }
  public var degreesOfFreedom: Int { rowCount - rank }
  public var nullDegreesOfFreedom: Int { rowCount - 1 }
  /// −2 log-likelihood + 2 rank.
  public var aic: Double { deviance + 2 * Double(rank) }
  /// −2 log-likelihood + log(rows) rank.
  public var bic: Double { deviance + Elementary.log(Double(rowCount)) * Double(rank) }
}
