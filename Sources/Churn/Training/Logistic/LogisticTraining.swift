import DelimitedText
import Modeling

extension TrainingRequest {
  func fit(
    _ options: LogisticOptions, _ preparation: inout Preparation
  ) throws -> LogisticModel {
    let specification = options.design.specification
    let learned = try preparation.learnDesign(specification)
    let (design, shared) = try specification.design(
      of: preparation.training, schema: preparation.schema, learned: learned)
    var model: LogisticModel
    do {
      model = try fit(options, design, shared, &preparation)
    } catch let error as ModelingError
      where error.kind == .separation && options.penalty.takesFirthWhereSeparated
    {
      var penalized = options
      penalized.penalty.kind = .firth
      model = try fit(penalized, design, shared, &preparation)
    }
    model.design = learned.isPlain ? nil : learned.withMeans(of: design)
    return corrected(model, options.guards, &preparation)
  }

  private func fit(
    _ options: LogisticOptions, _ design: DesignMatrix,
    _ shared: [DesignSpecification.SharedIndicator], _ preparation: inout Preparation
  ) throws -> LogisticModel {
    let references = FitGuards.referenceLevels(
      preparation.schema, options.design.specification.references)
    if options.penalty.kind != .none, !options.onlyPredicts {
      preparation.warnings += FitGuards.separation(
        design, preparation.trainingLabels, preparation.trainingWeights, references, threads)
    }
    if let net = options.penalty.elasticNet(design, threads: threads) {
      return try fit(net, options, design, shared, &preparation)
    }
    var regression = LogisticRegression()
    regression.confidence = options.confidence
    regression.threads = threads
    regression.estimator = options.penalty.kind == .firth ? .firth : .maximumLikelihood
    regression.inference = options.onlyPredicts ? nil : options.inferenceRequest(preparation)
    regression.testsTerms = !options.onlyPredicts
    regression.referenceLevels = references
    let fit = try regression.fit(
      design, labels: preparation.trainingLabels, weights: preparation.trainingWeights)
    preparation.warnings += fit.warnings + warnings(fit.coefficients, shared)
    preparation.warnings += options.inferenceWarnings(preparation, fit.inference)
    if options.penalty.kind == .none {
      preparation.warnings += FitGuards.rareEvents(
        labels: preparation.trainingLabels, weights: preparation.trainingWeights, rank: fit.rank)
    }
    return LogisticModel(
      coefficients: fit.coefficients, deviance: fit.deviance, nullDeviance: fit.nullDeviance,
      logLikelihood: fit.logLikelihood, aic: fit.aic, bic: fit.bic, rows: fit.rowCount,
      degreesOfFreedom: fit.degreesOfFreedom, iterations: fit.iterations,
      converged: fit.converged, newtonDecrement: fit.newtonDecrement,
      confidence: options.confidence, sharedIndicators: shared,
      inference: fit.inference)
  }

  private func corrected(
    _ model: LogisticModel, _ guards: GuardOptions, _ preparation: inout Preparation
  ) -> LogisticModel {
    guard let baseRate = guards.baseRate else { return model }
    let model = model.corrected(to: baseRate, labels: preparation.trainingLabels)
    preparation.warnings += model.baseRate.map { [$0.warning] } ?? []
    return model
  }

  func warnings(
    _ coefficients: [Coefficient], _ shared: [DesignSpecification.SharedIndicator]
  ) -> [String] {
    let aliases = coefficients.compactMap { line in
      line.aliasedBy.map { "\(line.term.name) has no coefficient: \($0)" }
    }
    let indicators = shared.map {
      "\($0.feature) lacks values on the same rows as \($0.sharesWith): one indicator serves both"
    }
    return aliases + indicators
  }
}
