import DelimitedText
import Modeling

/// A trained model and what a user should hear about its training.
public struct TrainingResult: Sendable {
  public var model: ChurnModel
  public var rejects: Rejects
  public var rowsRead: Int
  /// Of the held-out rows where there are any, else of the training rows; empty for a model of a number.
  public var bandTable: [BandLine]
  public var bandTableIsHeldOut: Bool
  /// Where the request keeps them.
  public var outOfFold: OutOfFoldScores?
  /// What the pipeline scores where there is nothing to find, where that was asked for.
  public var placebo: PlaceboResult?
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
    try checkTree()
    try checkPlacebo()
    guard seed <= 1 << 53 else {
      throw LocatedError(
        .usage, "a seed of \(seed)", advice: "Give a seed of at most 2^53, as JSON holds it.")
    }
    let request = try preparedForOutOfFold()
    var columns = columns
    columns.keepsIDs = keepsOutOfFold
    if case .logistic(let options) = method {
      try options.checkInference()
      columns.cluster = options.inference.cluster
    }
    if case .tree(let options) = method {
      columns.targetIsNumeric = options.task == .regression
    }
    let file = try LabelledCustomers.read(
      input, columns: columns, positive: positive, options: readOptions,
      progress: progress.map { report in { report("reading", $0, $1) } })
    return try request.train(on: file, progress: progress)
  }

  func train(
    on file: LabelledCustomers, progress: (@Sendable (String, Int, Int?) -> Void)?
  ) throws -> TrainingResult {
    var preparation = try Preparation(file, request: self)
    try checkLeaks(preparation)
    preparation.warnings += FitGuards.constantColumns(preparation.schema)
    let (fitted, scores) = try located(in: file) {
      let (fitted, scores) = try fit(&preparation, progress)
      return (try fitted.countingHeldOut(preparation), scores)
    }
    let judged = try Judged(preparation, fitted, threads: threads)
    let encoded = try preparation.schema.encode(preparation.training)
    let (assessed, known) = Parallel(threads: threads).both(
      { assess(judged, fitted, scores, preparation) },
      { [preparation] in
        (
          baselines: baselines(preparation, fitted.baseRate),
          distribution: TrainingDistribution(
            encoded, scores: judged.training.values, threads: threads)
        )
      })
    let (assessment, table) = assessed
    let model = ChurnModel(
      name: name ?? method.kind, idColumn: file.hasID ? columns.id : nil,
      label: LabelContract(
        column: columns.target ?? "", positive: file.positive, asOf: file.asOf, gap: gap,
        horizon: horizon),
      schema: preparation.schema, missing: missingPolicy, fitted: fitted,
      provenance: provenance(file, preparation), assessment: assessment,
      baselines: known.baselines, distribution: known.distribution,
      warnings: preparation.warnings
        + (preparation.heldOutRows.isEmpty ? [] : Bands.warnings(table)),
      verification: VerificationRows(schema: preparation.schema, fitted: fitted).make(seed: seed))
    return TrainingResult(
      model: model, rejects: preparation.rejects, rowsRead: file.rowsRead, bandTable: table,
      bandTableIsHeldOut: !preparation.heldOutRows.isEmpty,
      outOfFold: keepsOutOfFold
        ? scores.map { OutOfFoldScores($0, preparation, idColumn: model.idColumn) } : nil,
      placebo: placebo(preparation, progress))
  }

  /// - Parameter scores: out of fold; nil where the training scores must serve.
  private func assess(
    _ judged: Judged, _ fitted: ChurnModel.Fitted, _ scores: FoldScores?,
    _ preparation: Preparation
  ) -> (Assessment, [BandLine]) {
    guard preparation.file.targets.isEmpty else { return (.number(judged.numberAssessment), []) }
    let baseRate = fitted.baseRate
    let training = judged.training.scored(threads: threads)
    let heldOut = judged.heldOut?.scored(threads: threads)
    let bands = self.bands ?? Bands(percentilesOf: training.scores.ranked)
    let curve = scores?.curve(preparation, baseRate) ?? training.curve(baseRate)
    let threshold = ThresholdRule.kolmogorovSmirnov.choose(from: curve.curve).threshold
    let assessment = ChurnAssessment(
      bands: bands, threshold: threshold,
      training: training.measures(threshold, fitted.acquaintance, baseRate),
      holdout: heldOut?.measures(threshold, .unseen, baseRate),
      crossValidated: hasFolds
        ? scores?.measures(preparation, threshold, baseRate, threads: threads) : nil,
      scoreCurve: curve)
    return (.churn(assessment), bands.table((heldOut ?? training).scores.ranked))
  }

  /// Whether cross-validation was asked for, as a tree's pruning does.
  private var hasFolds: Bool {
    if case .logistic(let options) = method { options.penalty.folds != nil } else { true }
  }

  private func baselines(
    _ preparation: Preparation, _ baseRate: BaseRateCorrection?
  ) -> [Baseline] {
    guard preparation.file.targets.isEmpty else { return [] }
    let labels = preparation.trainingLabels
    return BaselineLearning(
      preparation.columnsRead, labels: labels,
      weights: preparation.trainingWeights ?? baseRate?.weights(labels), threads: threads
    ).baselines(candidates: preparation.schema.features.map(\.name))
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
    switch method {
    case .logistic(let options): options.missing
    case .tree(let options): options.specification.missing == .surrogate ? .surrogate : .direction
    }
  }

  /// The model, and its out-of-fold scores where it has some.
  private func fit(
    _ preparation: inout Preparation, _ progress: (@Sendable (String, Int, Int?) -> Void)?
  ) throws -> (ChurnModel.Fitted, FoldScores?) {
    progress?("fitting", 0, nil)
    switch method {
    case .logistic(let options):
      let fitted = ChurnModel.Fitted.logistic(try fit(options, &preparation))
      return (fitted, try logisticFoldScores(fitted, &preparation, progress))
    case .tree(let options):
      let (tree, scores) = try fit(options, &preparation, progress)
      return (options.task == .regression ? .regressionTree(tree) : .tree(tree), scores)
    }
  }

  private func provenance(_ file: LabelledCustomers, _ preparation: Preparation) -> Provenance {
    Provenance(
      toolVersion: Workbench.version, seed: seed, sha256: file.sha256, rowsRead: file.rowsRead,
      rowsRejected: preparation.rejects.count, rowsTrained: preparation.trainingRows.count,
      rowsHeldOut: preparation.heldOutRows.count, options: optionsRecord)
  }
}
