import Modeling

/// What a fitted model says of the training rows and of those held out.
struct Judged {
  let training: JudgedPart
  /// nil where no rows were held out.
  let heldOut: JudgedPart?

  init(_ preparation: Preparation, _ fitted: ChurnModel.Fitted) throws(ModelingError) {
    let predictor = Predictor(fitted, schema: preparation.schema)
    training = JudgedPart(
      predictor.values(try preparation.schema.encode(preparation.training)), preparation.file,
      preparation.trainingRows)
    guard !preparation.heldOutRows.isEmpty else {
      heldOut = nil
      return
    }
    let rows = preparation.file.features.selecting(rows: preparation.heldOutRows)
    heldOut = JudgedPart(
      predictor.values(try preparation.schema.encode(rows)), preparation.file,
      preparation.heldOutRows)
  }

  var numberAssessment: NumberAssessment {
    NumberAssessment(training: training.numberMeasures, holdout: heldOut?.numberMeasures)
  }
}

/// Scores of some of the file's rows with what happened there.
struct JudgedPart {
  let values: [Double]
  private let customers: LabelledCustomers

  init(_ values: [Double], _ file: LabelledCustomers, _ rows: [Int]) {
    self.values = values
    customers = rows.count == file.rowCount ? file : file.selecting(rows)
  }

  var labels: [Bool] { customers.labels }

  func measures(
    _ threshold: Double?, _ acquaintance: Acquaintance, _ baseRate: BaseRateCorrection?
  ) -> Measures {
    let rows = JudgedRows(
      labels: labels, weights: customers.weights, clusters: customers.groups)
    return rows.measures(of: values, threshold: threshold, acquaintance: acquaintance, baseRate)
  }

  var numberMeasures: RegressionMeasures {
    RegressionMeasures(
      targets: customers.targets, predictions: values, weights: customers.weights)
  }
}
