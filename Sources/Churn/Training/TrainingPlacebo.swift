import DelimitedText
import Modeling

extension TrainingRequest {
  /// Share of the customers that a placebo is judged on where no hold-out is asked for.
  static let placeboHoldout = 0.3

  /// The scores of the judged rows by the whole pipeline (gaps, schema, folds, penalty, pruning),
  /// trained on the others. What no score depends on is left out: intervals and tests.
  func scores(
    of judged: LabelledCustomers, learnedFrom training: LabelledCustomers, threads: Int
  ) throws -> [Double] {
    var request = self
    request.threads = threads
    request.holdout = 0
    var preparation = try Preparation(training, request: request)
    let fitted = try request.fitted(&preparation)
    let table = try preparation.schema.encode(judged.features)
    return Predictor(fitted, schema: preparation.schema).values(table, threads: threads)
  }

  /// The model for its probabilities alone.
  private func fitted(_ preparation: inout Preparation) throws -> ChurnModel.Fitted {
    switch method {
    case .logistic(var options):
      options.onlyPredicts = true
      return .logistic(try fit(options, &preparation))
    case .tree(let options): return .tree(try fit(options, &preparation, nil).0)
    }
  }

  /// Placebo runs of this training: see `Placebo`. Leaks are not looked for: a column that tells the
  /// labels apart says nothing of dealt ones.
  func placebo(
    _ runs: Int, training: LabelledCustomers, judged: LabelledCustomers,
    progress: (@Sendable (String, Int, Int?) -> Void)? = nil
  ) -> PlaceboResult {
    Placebo(runs: runs, seed: seed, threads: threads).result(
      of: name ?? method.kind, training: training, judged: judged,
      progress: progress.map { report in { report("placebo runs", $0, $1) } }
    ) { try scores(of: $1, learnedFrom: $0, threads: $2) }
  }

  /// The placebo runs asked for, on the rows of a training; nil for none.
  func placebo(
    _ preparation: Preparation, _ progress: (@Sendable (String, Int, Int?) -> Void)?
  ) -> PlaceboResult? {
    guard placeboRuns > 0 else { return nil }
    let file = preparation.file
    var (training, judged) = (preparation.trainingRows, preparation.heldOutRows)
    if judged.isEmpty {
      let isApart = RowDivision(labels: file.labels, groups: file.groups, seed: seed)
        .holdout(Self.placeboHoldout)
      (training, judged) = (
        isApart.indices.filter { !isApart[$0] }, isApart.indices.filter { isApart[$0] }
      )
    }
    var result = placebo(
      placeboRuns, training: file.selecting(training), judged: file.selecting(judged),
      progress: progress)
    result.splitsItself = preparation.heldOutRows.isEmpty
    return result
  }

  func checkPlacebo() throws(LocatedError) {
    guard placeboRuns > 0, case .tree(let options) = method, options.task == .regression else {
      return
    }
    throw LocatedError(
      .usage, "--placebo is for labels, and --task regression predicts a number",
      advice: "Leave one of them out.")
  }
}
