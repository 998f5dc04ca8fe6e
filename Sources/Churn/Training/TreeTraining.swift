import DelimitedText
import Modeling

extension TrainingRequest {
  func fit(
    _ options: TreeOptions, _ preparation: inout Preparation,
    _ progress: (@Sendable (String, Int, Int?) -> Void)?
  ) throws -> (tree: TreeModel, scores: FoldScores?) {
    var foldProgress: (@Sendable (Int, Int) -> Void)?
    if let progress { foldProgress = { progress("cross-validating", $0, $1) } }
    let response: TreeResponse =
      options.task == .regression
      ? .numbers(preparation.trainingTargets) : .classes(preparation.trainingLabels)
    let divisions = try divisions(options, &preparation)
    let fit = try options.specification.fit(
      preparation.training, schema: preparation.schema, response: response,
      weights: preparation.trainingWeights, divisions: divisions,
      threads: threads, progress: foldProgress)
    preparation.warnings += fit.warnings
    let tree = TreeModel(
      tree: fit.tree, complexityTable: fit.complexityTable, importance: fit.importance,
      criterion: options.task == .regression ? nil : options.specification.criterion,
      prior: options.specification.prior, cost: options.specification.misclassification)
    let isDivided = divisions.first.map { Set($0).count > 1 } ?? false
    guard isDivided, options.task == .classification else { return (tree, nil) }
    return (tree, FoldScores(divisions: divisions, probabilities: fit.outOfFold))
  }

  /// The folds of the training rows: those of the fold column, or seeded ones.
  private func divisions(
    _ options: TreeOptions, _ preparation: inout Preparation
  ) throws(LocatedError) -> [[Int]] {
    if let column = columns.folds { return [try givenFolds(column, &preparation)] }
    guard options.folds > 0 else { return [] }
    let preparation = preparation
    return (0..<max(options.repeats, 1)).map {
      preparation.folds(options.folds, seed: seed, repetition: $0)
    }
  }

  private func givenFolds(
    _ column: String, _ preparation: inout Preparation
  ) throws(LocatedError) -> [Int] {
    let codes = preparation.trainingRows.map { preparation.file.folds?[$0] ?? 0 }
    var places: [Int: Int] = [:]
    for code in codes where places[code] == nil { places[code] = places.count }
    guard (2...1000).contains(places.count) else {
      throw LocatedError(
        .wrongData, "the fold column names \(places.count) folds",
        at: Location(file: preparation.file.name, column: column),
        advice: "Give 2 to 1000 folds.")
    }
    if let groups = preparation.trainingGroups {
      let pairs = Set(zip(groups, codes).map { [$0, $1] })
      if pairs.count > Set(groups).count {
        preparation.warnings.append(
          "rows of one customer are in different folds of \(column): "
            + "the cross-validated errors are too good")
      }
    }
    return codes.map { places[$0] ?? 0 }
  }

  /// Options of trees that contradict each other.
  func checkTree() throws(LocatedError) {
    guard case .tree(let options) = method, options.task == .regression else { return }
    let contradictions: [(Bool, String)] = [
      (options.specification.prior != nil, "--prior"),
      (options.specification.misclassification != MisclassificationCost(), "--loss"),
      (bands != nil, "--bands"), (positive != nil, "--positive"),
    ]
    for case (true, let option) in contradictions {
      throw LocatedError(
        .usage, "\(option) is for labels, and --task regression predicts a number",
        advice: "Leave one of them out.")
    }
  }
}
