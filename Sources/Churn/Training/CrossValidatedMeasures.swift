import DelimitedText
import Modeling

extension ChurnModel.Fitted {
  /// How a model of this kind knows its training rows.
  var acquaintance: Acquaintance {
    if case .logistic(let model) = self, model.penalization == nil {
      return .trainedByMaximumLikelihood
    }
    return .trainedOtherwise
  }
}

extension TrainingRequest {
  /// The measures of the training rows, each judged by the logistic regression of the folds that it is
  /// not in, with medians and levels learned there; nil, with a warning, where a fold cannot be fitted.
  func crossValidatedMeasures(
    _ preparation: inout Preparation, _ threshold: Double?
  ) -> Measures? {
    guard case .logistic(let options) = method, options.penalty.kind == .none,
      options.penalty.foldCount > 0
    else { return nil }
    do {
      let probabilities = try outOfFold(options, preparation)
      return JudgedRows(
        labels: preparation.trainingLabels, weights: preparation.trainingWeights,
        clusters: preparation.trainingGroups
      ).measures(of: probabilities, threshold: threshold.map { ($0, "ks") }, acquaintance: .unseen)
    } catch {
      preparation.warnings.append(
        "no cross-validated measures: without one of the folds "
          + ((error as? ModelingError)?.what ?? "the model cannot be fitted"))
      return nil
    }
  }

  private func outOfFold(
    _ options: LogisticOptions, _ preparation: Preparation
  ) throws -> [Double] {
    let rows = preparation.trainingRows
    let folds = preparation.folds(options.penalty.foldCount, seed: seed)
    var probabilities = Array(repeating: 0.0, count: rows.count)
    for fold in Set(folds).sorted() {
      var others = preparation
      let kept = rows.indices.filter { folds[$0] != fold }
      let held = rows.indices.filter { folds[$0] == fold }
      others.trainingRows = kept.map { rows[$0] }
      others.training = preparation.training.selecting(rows: kept)
      others.schema = FeatureSchema.learn(from: others.training, threads: threads).schema
      let fitted = ChurnModel.Fitted.logistic(try fit(options, &others))
      let table = try others.schema.encode(preparation.training.selecting(rows: held))
      let judged = Predictor(fitted, schema: others.schema).values(table)
      for (row, probability) in zip(held, judged) { probabilities[row] = probability }
    }
    return probabilities
  }
}
