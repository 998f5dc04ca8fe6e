import Modeling

/// What a fitted model says of the training rows and of those held out.
struct Judged {
  let training: JudgedPart
  /// nil where no rows were held out.
  let heldOut: JudgedPart?

  init(
    _ preparation: Preparation, _ fitted: ChurnModel.Fitted, threads: Int
  ) throws(ModelingError) {
    let predictor = Predictor(fitted, schema: preparation.schema)
    training = JudgedPart(
      predictor.values(
        try preparation.schema.encode(preparation.training), threads: threads),
      preparation.file, preparation.trainingRows)
    guard !preparation.heldOutRows.isEmpty else {
      heldOut = nil
      return
    }
    let rows = preparation.file.features.selecting(rows: preparation.heldOutRows)
    heldOut = JudgedPart(
      predictor.values(try preparation.schema.encode(rows), threads: threads), preparation.file,
      preparation.heldOutRows)
  }

  var numberAssessment: NumberAssessment {
    NumberAssessment(training: training.numberMeasures, holdout: heldOut?.numberMeasures)
  }
}

/// Scores of some of the file's rows with what happened there.
struct JudgedPart {
  let values: [Double]
  /// Labels are empty where the target is a number.
  fileprivate let rows: JudgedRows
  private let targets: [Double]

  init(_ values: [Double], _ file: LabelledCustomers, _ places: [Int]) {
    func selected<Element>(_ all: [Element]) -> [Element] {
      places.count == file.rowCount || all.isEmpty ? all : places.map { all[$0] }
    }
    self.values = values
    rows = JudgedRows(
      labels: selected(file.labels), weights: file.weights.map(selected),
      clusters: file.groups.map(selected))
    targets = selected(file.targets)
  }

  /// Ranks the scores, for all that is measured by them.
  func scored(threads: Int) -> ScoredPart {
    ScoredPart(rows: rows, scores: rows.scored(values, threads: threads))
  }

  var numberMeasures: RegressionMeasures {
    RegressionMeasures(targets: targets, predictions: values, weights: rows.weights)
  }
}

/// Rows with a label, and their scores in order.
struct ScoredPart {
  fileprivate let rows: JudgedRows
  let scores: JudgedScores

  func measures(
    _ threshold: Double?, _ acquaintance: Acquaintance, _ baseRate: BaseRateCorrection?
  ) -> Measures {
    rows.measures(of: scores, threshold: threshold, acquaintance: acquaintance, baseRate)
  }

  /// Of the model's scores of the rows that it was trained on. Where the training file was resampled
  /// the weights are those of the population.
  func curve(_ baseRate: BaseRateCorrection?) -> TrainingScoreCurve {
    let weights = rows.weights == nil ? baseRate?.weights(rows.labels) : nil
    let ranked =
      weights.map {
        RankedScores(scores: scores.probabilities, labels: rows.labels, weights: $0)
      } ?? scores.ranked
    return TrainingScoreCurve(
      source: .training, rows: rows.labels.count, curve: ScoreCurve(ranked))
  }
}
