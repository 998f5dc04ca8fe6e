import DelimitedText
import Modeling

extension Judgement {
  /// The report of one of the models.
  public func report(_ place: Int) -> ModelReport { report(place, resampled()) }

  /// - Parameter resampled: of all models on these rows, so that they share their draws.
  func report(_ place: Int, _ resampled: ContestIntervals?) -> ModelReport {
    let (model, assessment) = (models[place], assessments[place])
    let isInSample = isInSample(place)
    // Only the training file is known to be resampled.
    let baseRate = isInSample && customers.weights == nil ? model.fitted.baseRate : nil
    let judged = baseRate.map { $0.reweighted(rows) } ?? rows
    let choice = choice(place)
    let measures = measures(place, choice.threshold, baseRate, resampled)
    let details = details(place, judged, choice, resampled)
    let table = assessment.bands.table(scores[place].ranked)
    let leaves = model.judgedLeaves(leafPlaces[place], rows, isInSample: isInSample)
    return ModelReport(
      model: ModelIdentity(model), sha256: customers.sha256, rowsRead: customers.rowsRead,
      rowsRejected: customers.rejects.count, isInSample: isInSample, measures: measures,
      details: details, baselines: isInSample ? [] : judgedBaselines(place),
      bands: assessment.bands, bandTable: table,
      warnings: customers.warnings + measures.warnings
        + (isWhole ? Bands.warnings(table) : []) + warnings(place, choice, baseRate)
        + (leaves?.warnings ?? []),
      reweightedTo: baseRate?.baseRate, leaves: leaves)
  }

  func isInSample(_ place: Int) -> Bool {
    models[place].provenance.sha256 == customers.sha256
  }

  private func measures(
    _ place: Int, _ threshold: Double?, _ baseRate: BaseRateCorrection?,
    _ resampled: ContestIntervals?
  ) -> Measures {
    let acquaintance: Acquaintance =
      isInSample(place) ? models[place].fitted.acquaintance : .unseen
    let threshold = threshold.map { (value: $0, rule: judging.threshold.name) }
    if let baseRate {
      return baseRate.measures(
        rows, of: scores[place], threshold: threshold, acquaintance: acquaintance)
    }
    var measures = rows.measures(
      of: scores[place], threshold: threshold, acquaintance: acquaintance)
    if let lifts = resampled?.models[place].lifts { measures.gains.setIntervals(lifts) }
    return measures
  }

  private func warnings(
    _ place: Int, _ choice: Choice, _ baseRate: BaseRateCorrection?
  ) -> [String] {
    var warnings = choice.warnings
    if isInSample(place) {
      warnings.append("the model was trained on this file: these measures flatter it")
    }
    if models[place].baselines.isEmpty, !isInSample(place) {
      warnings.append(
        "the model file holds no baselines: train the model anew to compare it with some")
    }
    return warnings + baseRateWarnings(models[place], baseRate)
  }

  /// Each baseline that comes with the model.
  private func judgedBaselines(_ place: Int) -> [JudgedBaseline] {
    let own = baselines.filter { models[place].baselines.contains($0.baseline) }
    let tests = own.map { rows.pairedDifference(scores[place], $0.scores) }.adjusted
    return zip(own, tests).map { baseline, test in
      var measures = rows.measures(of: baseline.scores)
      // What they say of the rows the model's own say already.
      measures.warnings = []
      return JudgedBaseline(name: baseline.baseline.name, measures: measures, difference: test)
    }
  }
}

extension [GainsPoint] {
  fileprivate mutating func setIntervals(_ lifts: [PercentileInterval]) {
    for (place, lift) in lifts.enumerated() where indices.contains(place) {
      self[place].liftLow = lift.low
      self[place].liftHigh = lift.high
    }
  }
}
