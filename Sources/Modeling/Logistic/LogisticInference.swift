/// How the likelihood's maximum is defined.
public enum LogisticEstimator: String, Sendable, CaseIterable {
  case maximumLikelihood = "none"
  /// Maximum of ℓ + ½ log |I(β)|: Jeffreys' prior, which removes the bias of first order and is
  /// finite where the classes are separated (Firth 1993; Heinze & Schemper 2002).
  case firth
}

/// What is asked of a fit beyond its estimates.
public struct InferenceRequest: Sendable {
  public enum Intervals: String, Sendable, CaseIterable {
    /// Estimate ± quantile × standard error.
    case wald
    /// Where the profile of the (penalised) likelihood meets the χ² quantile.
    case profile
  }

  public enum StandardErrors: Sendable, Equatable {
    /// From the information, as the model has it.
    case model
    /// Robust to a wrong variance, without and with n/(n − k) (White 1980).
    case hc0
    case hc1
    /// Robust to dependence in a cluster; one code a row (Liang & Zeger 1986).
    case clustered([Int])
  }

  public var intervals = Intervals.wald
  public var standardErrors = StandardErrors.model
  /// Whether the model is fitted again without each variable; nil: where that costs little.
  public var testsVariables: Bool?

  /// rows × terms² × variables up to which tests of the variables cost little: seconds.
  static let cheapWork = 5e9

  public init() {}
}

/// A likelihood-ratio statistic with its χ² p-value; nil where there is nothing to test.
public struct LikelihoodRatioTest: Sendable, Equatable {
  public var statistic: Double
  public var degreesOfFreedom: Int
  public var pValue: Double?

  public init(statistic: Double, degreesOfFreedom: Int) {
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    // Beyond a few hundred degrees of freedom the tail's series leaves the range of Double.
    pValue =
      (1...600).contains(degreesOfFreedom)
      ? ChiSquaredDistribution.upperTail(statistic, degreesOfFreedom: degreesOfFreedom) : nil
  }

  /// As a file keeps it.
  public init(statistic: Double, degreesOfFreedom: Int, pValue: Double?) {
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    self.pValue = pValue
  }
}

/// What a fit says besides its coefficients.
public struct LogisticInference: Sendable, Equatable {
  /// All terms of one variable left out at once.
  public struct DropOne: Sendable, Equatable {
    public var variable: String
    /// nil where the model without the variable was not or could not be fitted.
    public var test: LikelihoodRatioTest?

    public init(variable: String, test: LikelihoodRatioTest?) {
      self.variable = variable
      self.test = test
    }
  }

  public var estimator: LogisticEstimator
  public var intervals: InferenceRequest.Intervals
  /// `model`, `hc0`, `hc1` or `clustered`.
  public var standardErrors: String
  /// Distinct clusters; nil where the standard errors are not clustered.
  public var clusterCount: Int?
  /// ℓ + ½ log |I| at the estimate, in the columns' own units; nil without Firth's penalty.
  public var penalizedLogLikelihood: Double?
  /// Of all terms but the intercept; nil where the model without them could not be fitted.
  public var likelihoodRatio: LikelihoodRatioTest?
  /// In the order of the design.
  public var dropOne: [DropOne]
  /// 1 − ℓ / ℓ_null (McFadden 1974).
  public var mcFadden: Double
  /// (1 − e^(2(ℓ_null − ℓ)/n)) / (1 − e^(2 ℓ_null/n)) with the total weight n (Nagelkerke 1991).
  public var nagelkerke: Double
  public var varianceInflation: [VarianceInflation]
  /// Of the design with its intercept, columns scaled to length 1.
  public var conditionNumber: Double?

  public init(
    estimator: LogisticEstimator, intervals: InferenceRequest.Intervals, standardErrors: String,
    clusterCount: Int?, penalizedLogLikelihood: Double?, likelihoodRatio: LikelihoodRatioTest?,
    dropOne: [DropOne], mcFadden: Double, nagelkerke: Double,
    varianceInflation: [VarianceInflation], conditionNumber: Double?
  ) {
    self.estimator = estimator
    self.intervals = intervals
    self.standardErrors = standardErrors
    self.clusterCount = clusterCount
    self.penalizedLogLikelihood = penalizedLogLikelihood
    self.likelihoodRatio = likelihoodRatio
    self.dropOne = dropOne
    self.mcFadden = mcFadden
    self.nagelkerke = nagelkerke
    self.varianceInflation = varianceInflation
    self.conditionNumber = conditionNumber
  }
}

extension Term {
  /// The variable whose terms are tested together; nil for the intercept.
  var variable: String? { self == .intercept ? nil : feature ?? name }
}
