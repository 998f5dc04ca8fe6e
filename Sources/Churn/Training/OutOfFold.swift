import DelimitedText
import Modeling

/// Out-of-fold scores: each training row is judged by a model that has not seen it.
///
/// The rows are divided into K folds, balanced by label, all rows of a customer in one (`RowDivision`);
/// with repeats anew each time. The division depends on labels, customers, seed and K alone, so it is
/// the same for every method. For each fold the method is fitted on the others, with schema, medians,
/// levels, knots and lumps learned there.
///
/// What the training rows tuned is held: the λ of a penalty and the line of a cp table are those that
/// all rows chose. Tuning anew inside each fold (nested cross-validation) would multiply the cost by K
/// again; what it would take off is the optimism of choosing one number by rows judged later, which is
/// small beside that of fitting the coefficients. A tree takes the fold trees of its pruning, so that
/// its scores cost nothing; they route by levels, and with `--growth histogram` by bins, of all
/// training rows, which know no label.
extension TrainingRequest {
  /// Folds of a logistic fit for which none were asked.
  static let defaultFolds = 5
  /// Rows up to which such folds are made.
  static let mostRowsByDefault = 100_000
  /// Folds where a file of out-of-fold scores was asked for.
  static let foldsOfFile = 10

  /// With the folds that a file of out-of-fold scores needs.
  /// - Throws: `.usage` where it cannot be.
  func preparedForOutOfFold() throws(LocatedError) -> TrainingRequest {
    guard keepsOutOfFold else { return self }
    var request = self
    switch method {
    case .logistic(var options):
      if options.penalty.folds == nil { options.penalty.folds = Self.foldsOfFile }
      request.method = .logistic(options)
      if options.penalty.folds == 0 { throw Self.noFolds }
    case .tree(let options):
      guard options.task == .classification else {
        throw LocatedError(
          .usage, "--out-of-fold is for models of who churns, and this one predicts a number",
          advice: "Leave it out.")
      }
      if options.folds == 0, columns.folds == nil { throw Self.noFolds }
    }
    return request
  }

  private static var noFolds: LocatedError {
    LocatedError(
      .usage, "--out-of-fold needs folds, and --cv 0 makes none",
      advice: "Leave --cv out, or give 2 or more.")
  }

  /// Of a logistic model. nil, with a warning where that was not asked for, if there are none.
  /// - Throws: where a file was asked for and a fold cannot be fitted.
  func logisticFoldScores(
    _ fitted: ChurnModel.Fitted, _ preparation: inout Preparation,
    _ progress: (@Sendable (String, Int, Int?) -> Void)?
  ) throws -> FoldScores? {
    guard case .logistic(let options) = method, case .logistic(let model) = fitted else {
      return nil
    }
    let folds = foldCount(options.penalty, &preparation)
    guard folds > 0 else { return nil }
    do {
      return try foldScores(
        options.refitting(model), preparation, folds: folds, repeats: options.penalty.repeats,
        progress)
    } catch {
      let reason =
        "without one of the folds "
        + ((error as? ModelingError)?.what ?? (error as? LocatedError)?.what
          ?? "the model cannot be fitted")
      guard !keepsOutOfFold else {
        throw LocatedError(
          .wrongData, "there are no out-of-fold scores: \(reason)",
          at: Location(file: preparation.file.name),
          advice: "Use --penalty firth or ridge, fewer folds, or leave --out-of-fold out.")
      }
      preparation.warnings.append(
        "no cross-validated scores, so the threshold is that of the training scores: \(reason)")
      return nil
    }
  }

  private func foldCount(_ penalty: PenaltyOptions, _ preparation: inout Preparation) -> Int {
    if let folds = penalty.folds { return folds }
    guard preparation.trainingRows.count <= Self.mostRowsByDefault else {
      preparation.warnings.append(
        "the threshold is that of the training scores: with more than \(Self.mostRowsByDefault) "
          + "rows scores are cross-validated with --cv alone")
      return 0
    }
    return penalty.foldCount > 0 ? penalty.foldCount : Self.defaultFolds
  }

  private func foldScores(
    _ options: LogisticOptions, _ preparation: Preparation, folds: Int, repeats: Int,
    _ progress: (@Sendable (String, Int, Int?) -> Void)?
  ) throws -> FoldScores {
    let divisions = (0..<max(repeats, 1)).map {
      preparation.folds(folds, seed: seed, repetition: $0)
    }
    var done = 0
    let probabilities = try divisions.map { division in
      var probabilities = Array(repeating: 0.0, count: division.count)
      for fold in Set(division).sorted() {
        let held = division.indices.filter { division[$0] == fold }
        for (row, value) in zip(held, try judge(held, options, preparation)) {
          probabilities[row] = value
        }
        done += 1
        progress?("cross-validating", done, folds * divisions.count)
      }
      return probabilities
    }
    return FoldScores(divisions: divisions, probabilities: probabilities)
  }

  /// P(churned) of the training rows at these places, by a model of the others.
  private func judge(
    _ held: [Int], _ options: LogisticOptions, _ preparation: Preparation
  ) throws -> [Double] {
    var isHeld = Array(repeating: false, count: preparation.trainingRows.count)
    for row in held { isHeld[row] = true }
    let kept = isHeld.indices.filter { !isHeld[$0] }
    var others = preparation
    others.trainingRows = kept.map { preparation.trainingRows[$0] }
    others.training = preparation.training.selecting(rows: kept)
    others.schema = FeatureSchema.learn(from: others.training, threads: threads).schema
    var options = options
    let known = Set(others.schema.features.map(\.name))
    options.penalty.factors = options.penalty.factors.filter { known.contains($0.key) }
    let fitted = ChurnModel.Fitted.logistic(try fit(options, &others))
    let table = try others.schema.encode(preparation.training.selecting(rows: held))
    return Predictor(fitted, schema: others.schema).values(table, threads: threads)
  }
}

extension TrainingRequest.LogisticOptions {
  /// The same fit for its probabilities alone, with the λ that the model has.
  fileprivate func refitting(_ model: LogisticModel) -> Self {
    var options = self
    options.onlyPredicts = true
    if let penalization = model.penalization {
      options.penalty.lambda = .value(penalization.point.lambda)
      options.penalty.folds = 0
    }
    return options
  }
}
