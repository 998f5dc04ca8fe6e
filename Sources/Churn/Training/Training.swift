import DelimitedText
import Modeling

/// A trained model and what a user should hear about its training.
public struct TrainingResult: Sendable {
  public var model: ChurnModel
  public var rejects: Rejects
  public var rowsRead: Int
  /// Of the training rows, and of the held-out ones where there are any.
  public var bandTable: [BandLine]
  public var bandTableIsHeldOut: Bool
}

extension TrainingRequest {
  /// Reads the customers, splits off the hold-out, learns the schema and fits on the rest, and judges
  /// the model on both.
  ///
  /// - Parameter progress: stage, rows or bytes done, and all of them where known.
  /// - Throws: `LocatedError` or `ModelingError`.
  public func train(
    on input: Input, progress: (@Sendable (String, Int, Int?) -> Void)? = nil
  ) throws -> TrainingResult {
    try checkBaseRate()
    guard seed <= 1 << 53 else {
      throw LocatedError(
        .usage, "a seed of \(seed)", advice: "Give a seed of at most 2^53, as JSON holds it.")
    }
    var columns = columns
    if case .logistic(let options) = method {
      try options.checkInference()
      columns.cluster = options.inference.cluster
    }
    let file = try LabelledCustomers.read(
      input, columns: columns, positive: positive, options: readOptions,
      progress: progress.map { report in { report("reading", $0, $1) } })
    return try train(on: file, progress: progress)
  }

  func train(
    on file: LabelledCustomers, progress: (@Sendable (String, Int, Int?) -> Void)?
  ) throws -> TrainingResult {
    var preparation = try Preparation(file, request: self)
    try checkLeaks(preparation)
    preparation.warnings += FitGuards.constantColumns(preparation.schema)
    let fitted = try located(in: file) { try fit(&preparation, progress) }
    let predictor = Predictor(fitted, schema: preparation.schema)
    let baseRate = fitted.baseRate
    let training = Judged(
      predictor.probabilities(try preparation.schema.encode(preparation.training)),
      preparation.file, preparation.trainingRows)
    let heldOut =
      preparation.heldOutRows.isEmpty
      ? nil
      : Judged(
        predictor.probabilities(
          try preparation.schema.encode(
            preparation.file.features.selecting(rows: preparation.heldOutRows))),
        preparation.file, preparation.heldOutRows)
    let bands = self.bands ?? Bands(percentilesOf: training.probabilities)
    let threshold = training.kolmogorovSmirnovThreshold
    let judged = heldOut ?? training
    let table = bands.table(judged.probabilities, judged.rows.labels)
    let validated = crossValidatedMeasures(&preparation, threshold)
    let model = ChurnModel(
      name: name ?? method.kind, idColumn: file.hasID ? columns.id : nil,
      label: LabelContract(
        column: columns.target ?? "", positive: file.positive, asOf: file.asOf, gap: gap,
        horizon: horizon),
      schema: preparation.schema, missing: missingPolicy, fitted: fitted,
      provenance: provenance(file, preparation), bands: bands, threshold: threshold,
      trainingMeasures: training.measures(threshold, fitted.acquaintance, baseRate),
      holdoutMeasures: heldOut?.measures(threshold, .unseen, baseRate),
      crossValidatedMeasures: validated,
      warnings: preparation.warnings + (heldOut == nil ? [] : Bands.warnings(table)),
      verification: VerificationRows(schema: preparation.schema, fitted: fitted).make(seed: seed))
    return TrainingResult(
      model: model, rejects: preparation.rejects, rowsRead: file.rowsRead, bandTable: table,
      bandTableIsHeldOut: heldOut != nil)
  }

  /// What the data do not allow is said with the name of the file.
  private func located<Result>(
    in file: LabelledCustomers, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as ModelingError where error.kind != .usage {
      throw LocatedError(
        .wrongData, error.what, at: Location(file: file.name), advice: error.advice)
    }
  }

  private var missingPolicy: MissingPolicy {
    if case .logistic(let options) = method { options.missing } else { .direction }
  }

  private func fit(
    _ preparation: inout Preparation, _ progress: (@Sendable (String, Int, Int?) -> Void)?
  ) throws -> ChurnModel.Fitted {
    progress?("fitting", 0, nil)
    switch method {
    case .logistic(let options): return .logistic(try fit(options, &preparation))
    case .tree(let options): return .tree(try fit(options, &preparation, progress))
    }
  }

  private func fit(
    _ options: TreeOptions, _ preparation: inout Preparation,
    _ progress: (@Sendable (String, Int, Int?) -> Void)?
  ) throws -> TreeModel {
    let folds =
      options.folds == 0
      ? nil
      : RowDivision(
        labels: preparation.trainingLabels, groups: preparation.trainingGroups, seed: seed
      ).folds(options.folds)
    var foldProgress: (@Sendable (Int, Int) -> Void)?
    if let progress { foldProgress = { progress("cross-validating", $0, $1) } }
    let fit = try options.specification.fit(
      preparation.training, schema: preparation.schema, labels: preparation.trainingLabels,
      weights: preparation.trainingWeights, folds: folds, threads: threads,
      progress: foldProgress)
    preparation.warnings += fit.warnings
    return TreeModel(
      tree: fit.tree, complexityTable: fit.complexityTable, importance: fit.importance,
      criterion: options.specification.criterion)
  }

  private func provenance(_ file: LabelledCustomers, _ preparation: Preparation) -> Provenance {
    Provenance(
      toolVersion: Workbench.version, seed: seed, sha256: file.sha256, rowsRead: file.rowsRead,
      rowsRejected: preparation.rejects.count, rowsTrained: preparation.trainingRows.count,
      rowsHeldOut: preparation.heldOutRows.count, options: optionsRecord)
  }
}

/// Scores of some of the file's rows with what happened there.
private struct Judged {
  var probabilities: [Double]
  var rows: JudgedRows

  init(_ probabilities: [Double], _ file: LabelledCustomers, _ rows: [Int]) {
    self.probabilities = probabilities
    self.rows = JudgedRows(
      labels: rows.map { file.labels[$0] }, weights: file.weights.map { w in rows.map { w[$0] } },
      clusters: file.groups.map { g in rows.map { g[$0] } })
  }

  var kolmogorovSmirnovThreshold: Double? {
    RankedScores(scores: probabilities, labels: rows.labels, weights: rows.weights)
      .kolmogorovSmirnov?.threshold
  }

  func measures(
    _ threshold: Double?, _ acquaintance: Acquaintance, _ baseRate: BaseRateCorrection?
  ) -> Measures {
    let threshold = threshold.map { (value: $0, rule: "ks") }
    if let baseRate {
      return baseRate.measures(
        rows, of: probabilities, threshold: threshold, acquaintance: acquaintance)
    }
    return rows.measures(of: probabilities, threshold: threshold, acquaintance: acquaintance)
  }
}
