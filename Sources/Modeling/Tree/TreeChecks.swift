/// What a tree cannot be grown from.
extension TreeSpecification {
  func check(
    _ schema: FeatureSchema, _ response: TreeResponse, _ weights: [Double]?, _ divisions: [[Int]]
  ) throws(ModelingError) {
    try checkWeights(weights)
    try checkLimits(isJudged: !divisions.isEmpty)
    try checkCosts()
    try checkMonotone(schema)
    guard !schema.features.isEmpty else {
      throw ModelingError(
        .data, "there is no column to split on", advice: "Give columns besides id and target.")
    }
    guard response.count < SortedColumn.limit else {
      throw ModelingError(
        .data, "more than 1,073,741,823 rows", advice: "Train the tree on a sample.")
    }
    try check(response, (0..<response.count).filter { (weights?[$0] ?? 1) > 0 })
    guard !divisions.isEmpty || pruning == .none else {
      throw ModelingError(
        .usage, "pruning needs cross-validation", advice: "Use --prune none, or --cv 10.")
    }
  }

  /// - Parameter counted: rows with weight.
  private func check(_ response: TreeResponse, _ counted: [Int]) throws(ModelingError) {
    switch response {
    case .classes(let labels):
      let churned = counted.count { labels[$0] }
      guard churned > 0, churned < counted.count else {
        throw ModelingError(
          .data, "all \(counted.count) rows have the same label: there is nothing to tell apart",
          advice: "Give rows of both classes.")
      }
    case .numbers(let target):
      // Squares of the greatest distances must stay finite.
      guard counted.allSatisfy({ target[$0].magnitude < 1e140 }) else {
        throw ModelingError(
          .data, "a target is not a number below 1e140", advice: "Mend or leave out such rows.")
      }
      guard let first = counted.first, counted.contains(where: { target[$0] != target[first] })
      else {
        throw ModelingError(
          .data, "all \(counted.count) rows have the same target: there is nothing to explain",
          advice: "Give rows that differ in the target.")
      }
    }
  }

  /// A table ends in its complexity, and at −1 no table can be judged.
  private func checkLimits(isJudged: Bool) throws(ModelingError) {
    guard (1...30).contains(maximumDepth), minimumSplit >= 1, minimumLeaf >= 1,
      complexity >= 0 || (complexity == -1 && !isJudged), surrogates >= 0, competitors >= 0
    else {
      throw ModelingError(
        .usage, "the tree's limits are out of range",
        advice: "--max-depth is 1 to 30, --min-split and --min-leaf at least 1, --cp at least 0.")
    }
  }

  private func checkCosts() throws(ModelingError) {
    let (fp, fn) = (misclassification.falsePositive, misclassification.falseNegative)
    guard fp > 0, fn > 0, fp < 1e100, fn < 1e100, fp > 1e-100, fn > 1e-100 else {
      throw ModelingError(
        .usage, "the costs of wrong calls are not positive numbers",
        advice: "Write for example --loss fp=1,fn=5.")
    }
    guard let prior else { return }
    guard prior.stayed > 0, prior.churned > 0, abs(prior.stayed + prior.churned - 1) <= 1e-9 else {
      throw ModelingError(
        .usage, "the priors are not positive numbers that sum to 1",
        advice: "Write for example --prior 0.5,0.5.")
    }
  }

  private func checkMonotone(_ schema: FeatureSchema) throws(ModelingError) {
    for name in monotone.keys.sorted() {
      guard let feature = schema.features.first(where: { $0.name == name }) else {
        throw ModelingError(
          .usage, "--monotone: there is no feature \(name)", advice: "Name a column of the file.")
      }
      guard case .numeric = feature.kind else {
        throw ModelingError(
          .usage, "--monotone: \(name) is no numeric column",
          advice: "Only numbers can be held to a direction.")
      }
    }
  }
}
