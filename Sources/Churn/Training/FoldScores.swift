import Modeling

/// What models say of the training rows, and how these were divided into folds for it.
struct FoldScores {
  /// The fold of each row from 0, by repetition.
  var divisions: [[Int]]
  /// P(churned) of each row, by repetition.
  var probabilities: [[Double]]

  /// Of models that have not seen the rows that they judge.
  init(divisions: [[Int]], probabilities: [[Double]]) {
    self.divisions = divisions
    self.probabilities = probabilities
  }

  private var source: TrainingScoreCurve.Source {
    .outOfFold(folds: Set(divisions.first ?? []).count, repeats: divisions.count)
  }

  /// All repetitions together, each with an equal part of the weights. Where the training file was
  /// resampled the weights are those of the population.
  func curve(_ preparation: Preparation, _ baseRate: BaseRateCorrection?) -> TrainingScoreCurve {
    let labels = preparation.trainingLabels
    let weights = preparation.trainingWeights ?? baseRate?.weights(labels)
    let part = 1 / Double(probabilities.count)
    let ranked = RankedScores(
      scores: probabilities.flatMap { $0 }, labels: repeated(labels),
      weights: probabilities.count == 1
        ? weights : repeated(weights.map { w in w.map { $0 * part } } ?? labels.map { _ in part }))
    return TrainingScoreCurve(
      source: source, rows: labels.count, curve: ScoreCurve(ranked))
  }

  /// Of all repetitions together: what adds up over rows is the mean of the repetitions, and the
  /// interval of the AUC takes the repetitions of a row, or of a customer, as one cluster. Hosmer and
  /// Lemeshow's test, which counts rows, is left out where they repeat.
  func measures(
    _ preparation: Preparation, _ threshold: Double?, _ baseRate: BaseRateCorrection?,
    threads: Int
  ) -> Measures {
    let labels = preparation.trainingLabels
    let groups = preparation.trainingGroups
    let isRepeated = probabilities.count > 1
    let rows = JudgedRows(
      labels: repeated(labels), weights: preparation.trainingWeights.map(repeated),
      clusters: isRepeated ? repeated(groups ?? Array(labels.indices)) : groups)
    var measures = rows.measures(
      of: rows.scored(probabilities.flatMap { $0 }, threads: threads), threshold: threshold,
      acquaintance: .unseen, baseRate)
    guard isRepeated else { return measures }
    measures.rows = labels.count
    measures.churned = labels.count { $0 }
    measures.clippedCount /= probabilities.count
    measures.hosmerLemeshowPValue = nil
    measures.isClustered = groups != nil
    return measures
  }

  private func repeated<Element>(_ values: [Element]) -> [Element] {
    probabilities.flatMap { _ in values }
  }
}

extension JudgedRows {
  /// At the population's base rate, where there is one; the threshold by KS.
  func measures(
    of scores: JudgedScores, threshold: Double?, acquaintance: Acquaintance,
    _ baseRate: BaseRateCorrection?
  ) -> Measures {
    let threshold = threshold.map { (value: $0, rule: ThresholdRule.kolmogorovSmirnov.name) }
    if let baseRate {
      return baseRate.measures(self, of: scores, threshold: threshold, acquaintance: acquaintance)
    }
    return measures(of: scores, threshold: threshold, acquaintance: acquaintance)
  }
}

extension ChurnModel.Fitted {
  /// How a model of this kind knows its training rows.
  var acquaintance: Acquaintance {
    if case .logistic(let model) = self, model.penalization == nil {
      return .trainedByMaximumLikelihood
    }
    return .trainedOtherwise
  }
}
