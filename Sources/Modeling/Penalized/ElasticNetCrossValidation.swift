import CKernels

/// How well each λ of a path does on rows that it has not seen.
public struct ElasticNetCurve: Sendable, Equatable {
  public struct Point: Sendable, Equatable {
    public var lambda: Double
    /// Mean deviance of a held-out row, folds weighted by their rows' weight.
    public var deviance: Double
    /// Standard error of that mean over the folds.
    public var standardError: Double

    public init(lambda: Double, deviance: Double, standardError: Double) {
      self.lambda = lambda
      self.deviance = deviance
      self.standardError = standardError
    }
  }

  public var points: [Point]
  public var foldCount: Int

  public init(points: [Point], foldCount: Int) {
    self.points = points
    self.foldCount = foldCount
  }

  /// The place of the smallest deviance; of the largest λ among equals.
  public var minimum: Int {
    points.indices.min {
      (points[$0].deviance, -points[$0].lambda) < (points[$1].deviance, -points[$1].lambda)
    } ?? 0
  }

  /// The largest λ within one standard error of the smallest deviance.
  public var oneStandardError: Int {
    guard !points.isEmpty else { return 0 }
    let best = points[minimum]
    return points.indices.filter { points[$0].deviance <= best.deviance + best.standardError }
      .max { points[$0].lambda < points[$1].lambda } ?? 0
  }
}

extension ElasticNet {
  /// The deviance of held-out rows for each λ, as cv.glmnet's `type.measure = "deviance"`: a fold's
  /// rows are judged by the path of the others, with their probabilities cut to 1e-5 … 1 − 1e-5; the
  /// means of the folds are averaged with the folds' weights.
  ///
  /// - Parameters:
  ///   - lambdas: the same for each fold, descending; those of the path of all rows.
  ///   - folds: the fold of each row, from 0; a fold without rows is passed over.
  ///   - progress: folds done, and all.
  /// - Throws: `.data` when the rows outside some fold are of one class.
  public func crossValidate(
    _ design: DesignMatrix, labels: [Bool], weights: [Double]? = nil, lambdas: [Double],
    folds: [Int], progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws(ModelingError) -> ElasticNetCurve {
    precondition(folds.count == labels.count)
    try LogisticRegression().check(design, labels, weights)
    let used = labels.indices.filter { (weights?[$0] ?? 1) > 0 }
    let numbers = Set(used.map { folds[$0] }).sorted()
    var members = Dictionary(uniqueKeysWithValues: numbers.map { ($0, [Int]()) })
    for (place, row) in used.enumerated() { members[folds[row]]?.append(place) }
    let parallel = Parallel(threads: threads)
    let blocks = ElasticNetBlocks(
      ElasticNetRows(design.columns, labels, weights), folds: numbers.map { members[$0] ?? [] },
      parallel)
    // Each thread takes its folds along together.
    let groups = min(parallel.threads, numbers.count)
    let judged = parallel.map(count: groups) { [self] group in
      let own = stride(from: group, to: numbers.count, by: groups)
      return judge(blocks, Array(own), lambdas) { progress?($0 + 1, numbers.count) }
    }
    let complete = numbers.indices.compactMap { judged[$0 % groups][$0 / groups] }
    guard complete.count == numbers.count, complete.count > 1 else {
      throw ModelingError(
        .data, "the rows outside a fold of the cross-validation are of one class",
        advice: "Use fewer folds (--cv 5), or give lambda as a number.")
    }
    return curve(complete, lambdas)
  }

  /// Violation at which a fold's fit is done, as a share of the largest gradient. What it leaves moves
  /// a deviance by about 1e-9 of itself (100,000 rows, 20 columns), far less than another division into
  /// folds would.
  private static let foldTolerance = 1e-6

  private struct Fold: Sendable {
    var weight: Double
    /// Mean deviance by λ.
    var deviances: [Double]
  }

  /// A fold on its way along the path.
  private struct Walk {
    let place: Int
    let lambdas: [Double]
    var solver: ElasticNetSolver
    var begun = 0
    /// Of the rows left out, by λ.
    var deviances: [Double] = []

    /// Goes on from λ to λ until a score is wanted; false at the end of the path.
    mutating func goOn() -> Bool {
      while solver.wanted == nil {
        if begun > 0 { deviances.append(solver.problem.devianceOfLeft(at: solver.beta)) }
        guard begun < lambdas.count else { return false }
        let previous = begun == 0 ? solver.largestLambda : lambdas[begun - 1]
        solver.begin(lambdas[begun], previous: previous)
        begun += 1
      }
      return true
    }
  }

  /// Walks several folds along the path side by side: each pass over the rows makes a score for each
  /// of them, so that memory is read once for all. A fold's numbers do not depend on the others.
  /// - Returns: by fold; nil where the other rows are of one class.
  private func judge(
    _ blocks: ElasticNetBlocks, _ folds: [Int], _ lambdas: [Double], _ progress: (Int) -> Void
  ) -> [Fold?] {
    var walks = folds.indices.compactMap { place -> Walk? in
      let problem = ElasticNetProblem(
        blocks, self, leaving: blocks.folds[folds[place]], Parallel(threads: 1))
      guard problem.hasBothClasses else { return nil }
      let solver = ElasticNetSolver(problem, tolerance: max(tolerance, Self.foldTolerance))
      return Walk(place: place, lambdas: lambdas, solver: solver)
    }
    var result = [Fold?](repeating: nil, count: folds.count)
    var walking = Array(walks.indices)
    while !walking.isEmpty {
      for walk in walking where !walks[walk].goOn() {
        let (place, weight) = (walks[walk].place, walks[walk].solver.problem.weightLeft)
        result[place] = Fold(weight: weight, deviances: walks[walk].deviances.map { $0 / weight })
        progress(folds[place])
      }
      walking = walking.filter { walks[$0].solver.wanted != nil }
      let scores = blocks.scores(walking.map { walks[$0].solver })
      for (walk, score) in zip(walking, scores) { walks[walk].solver.receive(score) }
    }
    return result
  }

  private func curve(_ folds: [Fold], _ lambdas: [Double]) -> ElasticNetCurve {
    let total = folds.reduce(0) { $0 + $1.weight }
    let points = lambdas.indices.map { k in
      let mean = folds.reduce(0) { $0 + $1.weight / total * $1.deviances[k] }
      let variance = folds.reduce(0) { sum, fold in
        sum + fold.weight / total * (fold.deviances[k] - mean) * (fold.deviances[k] - mean)
      }
      return ElasticNetCurve.Point(
        lambda: lambdas[k], deviance: mean,
        standardError: (variance / Double(folds.count - 1)).squareRoot())
    }
    return ElasticNetCurve(points: points, foldCount: folds.count)
  }
}

extension ElasticNetBlocks {
  /// The mean scores that solvers want, by one pass over the rows.
  fileprivate func scores(_ solvers: [ElasticNetSolver]) -> [[Double]] {
    let size = columnCount + 1
    let betas = solvers.flatMap { $0.problem.blockCoefficients($0.wanted ?? $0.beta) }
    let leftOut = solvers.flatMap {
      [Int64($0.problem.leaving.lowerBound), Int64($0.problem.leaving.upperBound)]
    }
    var sums = Array(repeating: 0.0, count: betas.count)
    withKernelRows { rows in
      ck_net_scores(&rows, 0, Int64(blockCount), Int64(solvers.count), betas, leftOut, &sums)
    }
    return solvers.indices.map { solvers[$0].problem.meanScore(sums[$0 * size..<($0 + 1) * size]) }
  }
}
