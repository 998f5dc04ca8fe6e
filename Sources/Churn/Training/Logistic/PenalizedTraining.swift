import Modeling

extension TrainingRequest {
  /// The path, its cross-validation where λ hangs on it, and the model at the λ asked for.
  func fit(
    _ net: ElasticNet, _ options: LogisticOptions, _ design: DesignMatrix,
    _ shared: [DesignSpecification.SharedIndicator], _ preparation: inout Preparation
  ) throws -> LogisticModel {
    let penalty = options.penalty
    try checkFactors(penalty, design)
    var sequence = ElasticNet.Sequence.automatic
    if case .value(let lambda) = penalty.lambda { sequence = .down(to: lambda) }
    let path = try net.path(
      design, labels: preparation.trainingLabels, weights: preparation.trainingWeights,
      lambdas: sequence)
    let curve = try curve(net, path, design, preparation, folds: penalty.foldCount)
    let chosen: Int =
      switch penalty.lambda {
      case .value: path.points.count - 1
      case .minimum: curve?.minimum ?? 0
      case .oneStandardError: curve?.oneStandardError ?? 0
      }
    let model = model(path, curve, chosen, options, design, shared)
    preparation.warnings += warnings(model.coefficients, shared)
    if !model.converged {
      preparation.warnings.append(
        "the fit at lambda = \(path.points[chosen].lambda) did not settle: "
          + "its estimates may have no finite value; use a larger lambda")
    }
    return model
  }

  private func checkFactors(
    _ penalty: PenaltyOptions, _ design: DesignMatrix
  ) throws(ModelingError) {
    let features = Set(design.terms.compactMap(\.feature))
    guard let strange = penalty.factors.keys.sorted().first(where: { !features.contains($0) })
    else { return }
    throw ModelingError(
      .usage, "a penalty factor of \(strange): the model has no such column",
      advice: "Name a feature of the training data.")
  }

  private func curve(
    _ net: ElasticNet, _ path: ElasticNetPath, _ design: DesignMatrix,
    _ preparation: Preparation, folds: Int
  ) throws(ModelingError) -> ElasticNetCurve? {
    guard folds > 0 else { return nil }
    let division = RowDivision(
      labels: preparation.trainingLabels, groups: preparation.trainingGroups, seed: seed)
    return try net.crossValidate(
      design, labels: preparation.trainingLabels, weights: preparation.trainingWeights,
      lambdas: path.points.map(\.lambda), folds: division.folds(folds))
  }

  private func model(
    _ path: ElasticNetPath, _ curve: ElasticNetCurve?, _ chosen: Int, _ options: LogisticOptions,
    _ design: DesignMatrix, _ shared: [DesignSpecification.SharedIndicator]
  ) -> LogisticModel {
    let point = path.points[chosen]
    let coefficients = zip(design.terms, point.coefficients).map { term, estimate in
      var line = Coefficient(term: term)
      line.estimate = estimate
      return line
    }
    return LogisticModel(
      coefficients: coefficients, deviance: point.deviance, nullDeviance: path.nullDeviance,
      logLikelihood: point.logLikelihood, aic: .nan, bic: .nan, rows: path.rowCount,
      degreesOfFreedom: max(path.rowCount - point.nonzeroCount - 1, 0),
      iterations: min(path.points[...chosen].reduce(0) { $0 + $1.iterations }, 10_000),
      converged: point.isConverged, newtonDecrement: .nan, confidence: options.confidence,
      sharedIndicators: shared,
      penalization: Penalization(
        penalty: options.penalty.kind.rawValue, rule: options.penalty.lambda.rule, path: path,
        curve: curve, chosen: chosen, factors: options.penalty.factors))
  }
}
