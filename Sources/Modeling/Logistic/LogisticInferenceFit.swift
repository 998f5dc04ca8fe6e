extension LogisticRegression {
  /// Firth's estimate from the intercept-only fit.
  func maximizePenalized(
    _ objective: LogisticObjective, from start: [Double]
  ) throws(ModelingError) -> RestrictedMaximum {
    let everything = Restriction(holding: [], of: objective.size)
    guard objective.point(at: start) != nil else {
      throw ModelingError(
        .data,
        "the columns leave Firth's estimates undetermined: "
          + "they are nearly linear combinations of each other, or more than the rows",
        advice: "Drop columns, or use --penalty ridge.")
    }
    guard let found = objective.maximize(from: start, under: everything) else {
      throw ModelingError(
        .data, "Firth's iteration does not settle",
        advice: "Drop columns that nearly repeat others, or use --penalty ridge.")
    }
    return found
  }

  /// Puts tests, robust standard errors and profile limits into the fit.
  func complete(_ fit: inout LogisticFit, _ fitted: FittedLikelihood) throws(ModelingError) {
    if estimator == .firth, testsTerms { setProfilePValues(&fit, fitted) }
    guard let inference else { return }
    let clusters = try setStandardErrors(&fit, fitted, inference.standardErrors)
    if inference.intervals == .profile { setProfileLimits(&fit, fitted) }
    let isTested =
      inference.testsVariables ?? (fitted.dropOneWork <= InferenceRequest.cheapWork)
    if !isTested, inference.testsVariables == nil {
      fit.warnings.append(
        "tests of each variable are left out, as the model would be fitted again for each: "
          + "ask for them with --drop-one")
    }
    fit.inference = summary(fit, fitted, inference, clusters, isTested: isTested)
  }

  private func setProfilePValues(_ fit: inout LogisticFit, _ fitted: FittedLikelihood) {
    for (term, p) in zip(fitted.terms, fitted.profilePValues()) {
      fit.coefficients[term].pValue = p
      if p == nil {
        fit.warnings.append(
          "the penalised likelihood without \(fit.coefficients[term].term.name) was not found: "
            + "it has no p-value")
      }
    }
  }

  private func setProfileLimits(_ fit: inout LogisticFit, _ fitted: FittedLikelihood) {
    for (term, limits) in zip(fitted.terms, fitted.profileLimits(confidence: confidence)) {
      fit.coefficients[term].confidenceLow = limits.low
      fit.coefficients[term].confidenceHigh = limits.high
      if limits.low == nil || limits.high == nil {
        fit.warnings.append(
          "the profile of \(fit.coefficients[term].term.name) does not reach the critical value "
            + "within \(Int(ProfileLikelihood.reach)) standard errors: the end is open")
      }
    }
  }

  /// - Returns: the number of clusters, where there are any.
  private func setStandardErrors(
    _ fit: inout LogisticFit, _ fitted: FittedLikelihood,
    _ estimator: InferenceRequest.StandardErrors
  ) throws(ModelingError) -> Int? {
    if estimator == .model { return nil }
    guard self.estimator == .maximumLikelihood else {
      throw ModelingError(
        .usage,
        "robust standard errors do not go with Firth's penalty, whose p-values come from "
          + "the penalised likelihood", advice: "Leave out one of them.")
    }
    let sandwich = try SandwichCovariance(
      estimator, fitted.likelihood, beta: fitted.maximum.beta, covariance: fitted.covariance)
    fit.covariance = unscaled(sandwich.matrix, fitted.likelihood)
    let critical = NormalDistribution.quantile(0.5 + confidence / 2)
    for (place, term) in fitted.terms.enumerated() {
      let error = fit.covariance[place, place].squareRoot()
      fit.coefficients[term].setWald(standardError: error, critical: critical)
    }
    return sandwich.clusterCount
  }

  private func summary(
    _ fit: LogisticFit, _ fitted: FittedLikelihood, _ request: InferenceRequest, _ clusters: Int?,
    isTested: Bool
  ) -> LogisticInference {
    let places = Array(1..<max(fitted.objective.size, 1))
    let nullLogLikelihood = -fit.nullDeviance / 2
    let whole =
      estimator == .firth
      ? fitted.heldAtZero(places)
      : LikelihoodRatioTest(
        statistic: places.isEmpty ? 0 : max(0, fit.nullDeviance - fit.deviance),
        degreesOfFreedom: places.count)
    let total = fitted.likelihood.classWeights.all
    return LogisticInference(
      estimator: estimator, intervals: request.intervals,
      standardErrors: request.standardErrors.name, clusterCount: clusters,
      penalizedLogLikelihood: estimator == .firth ? fitted.penalizedLogLikelihood : nil,
      likelihoodRatio: whole,
      dropOne: fitted.dropOne(isTested: isTested),
      mcFadden: 1 - fit.logLikelihood / nullLogLikelihood,
      nagelkerke: Elementary.expm1(2 * (nullLogLikelihood - fit.logLikelihood) / total)
        / Elementary.expm1(2 * nullLogLikelihood / total),
      varianceInflation: Collinearity.inflation(
        covariance: fitted.covariance, information: fitted.maximum.information,
        variables: fitted.variables),
      conditionNumber: fitted.conditionNumber)
  }
}

extension InferenceRequest.StandardErrors {
  var name: String {
    switch self {
    case .model: "model"
    case .hc0: "hc0"
    case .hc1: "hc1"
    case .clustered: "clustered"
    }
  }
}

extension Coefficient {
  /// z, p and interval of another standard error.
  mutating func setWald(standardError: Double, critical: Double) {
    guard let estimate else { return }
    self.standardError = standardError
    let z = estimate / standardError
    statistic = z.isFinite ? z : nil
    pValue = z.isFinite ? NormalDistribution.twoSidedTail(z) : nil
    confidenceLow = estimate - critical * standardError
    confidenceHigh = estimate + critical * standardError
  }
}

extension FittedLikelihood {
  /// β = s b, so |I_b| = Π s² |I_β|.
  var penalizedLogLikelihood: Double {
    likelihood.scale.reduce(maximum.value) { $0 - Elementary.log($1) }
  }

  /// From the Gram matrix of the standardised columns, or from the rows where that is too near
  /// singular for it.
  var conditionNumber: Double? {
    let zero = Array(repeating: 0.0, count: objective.size)
    var gram = likelihood.on(parallel).derivatives(at: zero).information
    for i in gram.storage.indices { gram.storage[i] *= 4 }
    let factor = PivotedCholesky(gram)
    guard factor.isPositiveDefinite else { return nil }
    return Collinearity.conditionNumber(
      root: factor.root(), center: likelihood.center, scale: likelihood.scale)
  }
}
