import DelimitedText
import Modeling

extension TrainingRequest {
  func fit(
    _ options: LogisticOptions, _ preparation: inout Preparation
  ) throws -> LogisticModel {
    var specification = DesignSpecification()
    specification.references = options.design.references
    let (design, shared) = try specification.design(
      of: preparation.training, schema: preparation.schema)
    var regression = LogisticRegression()
    regression.confidence = options.confidence
    regression.threads = threads
    regression.estimator = options.penalty.penalty == .firth ? .firth : .maximumLikelihood
    regression.inference = options.inferenceRequest(preparation)
    let fit = try regression.fit(
      design, labels: preparation.trainingLabels, weights: preparation.trainingWeights)
    preparation.warnings += fit.warnings + warnings(fit, shared)
    preparation.warnings += options.inferenceWarnings(preparation, fit.inference)
    return LogisticModel(
      coefficients: fit.coefficients, deviance: fit.deviance, nullDeviance: fit.nullDeviance,
      logLikelihood: fit.logLikelihood, aic: fit.aic, bic: fit.bic, rows: fit.rowCount,
      degreesOfFreedom: fit.degreesOfFreedom, iterations: fit.iterations,
      converged: fit.converged, newtonDecrement: fit.newtonDecrement,
      confidence: options.confidence, sharedIndicators: shared,
      inference: fit.inference)
  }

  private func warnings(
    _ fit: LogisticFit, _ shared: [DesignSpecification.SharedIndicator]
  ) -> [String] {
    let aliases = fit.coefficients.compactMap { line in
      line.aliasedBy.map { "\(line.term.name) has no coefficient: \($0)" }
    }
    let indicators = shared.map {
      "\($0.feature) lacks values on the same rows as \($0.sharesWith): one indicator serves both"
    }
    return aliases + indicators
  }
}
