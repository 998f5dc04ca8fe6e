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
    regression.referenceLevels = FitGuards.referenceLevels(
      preparation.schema, options.design.references)
    let fit = try regression.fit(
      design, labels: preparation.trainingLabels, weights: preparation.trainingWeights)
    preparation.warnings += fit.warnings + warnings(fit, shared)
    preparation.warnings += FitGuards.rareEvents(
      labels: preparation.trainingLabels, weights: preparation.trainingWeights, rank: fit.rank)
    let model = LogisticModel(
      coefficients: fit.coefficients, deviance: fit.deviance, nullDeviance: fit.nullDeviance,
      logLikelihood: fit.logLikelihood, aic: fit.aic, bic: fit.bic, rows: fit.rowCount,
      degreesOfFreedom: fit.degreesOfFreedom, iterations: fit.iterations,
      converged: fit.converged, newtonDecrement: fit.newtonDecrement,
      confidence: options.confidence, sharedIndicators: shared)
    return corrected(model, options.guards, &preparation)
  }

  private func corrected(
    _ model: LogisticModel, _ guards: GuardOptions, _ preparation: inout Preparation
  ) -> LogisticModel {
    guard let baseRate = guards.baseRate else { return model }
    let model = model.corrected(to: baseRate, labels: preparation.trainingLabels)
    preparation.warnings += model.baseRate.map { [$0.warning] } ?? []
    return model
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
