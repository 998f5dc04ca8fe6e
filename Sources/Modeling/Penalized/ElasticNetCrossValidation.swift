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
    let complete = judge(blocks, lambdas, parallel) { progress?($0, numbers.count) }
    guard complete.count == numbers.count, complete.count > 1 else {
      throw ModelingError(
        .data, "the rows outside a fold of the cross-validation are of one class",
        advice: "Use fewer folds (--cv 5), or give lambda as a number.")
    }
    return curve(complete, lambdas)
  }

  /// Violation at which a fold's fit is done, as a share of the largest gradient: a deviance is then
  /// right to ten digits, whatever the order of the rows.
  private static let foldTolerance = 1e-9

  private struct Fold: Sendable {
    var weight: Double
    /// Mean deviance by λ.
    var deviances: [Double]
  }

  /// A fold on its way along the path.
  private struct Walk: Sendable {
    let lambdas: [Double]
    var solver: ElasticNetSolver
    var begun = 0
    /// Of the rows left out, by λ.
    var deviances: [Double] = []

    var isDone: Bool { deviances.count == lambdas.count }

    /// Goes on from λ to λ until a score is wanted or the path is at its end.
    /// - Parameter score: at the point where it was wanted.
    mutating func goOn(_ score: [Double]?) {
      if let score { solver.receive(score) }
      while solver.wanted == nil, !isDone {
        if begun > 0 { deviances.append(solver.problem.devianceOfLeft(at: solver.beta)) }
        guard begun < lambdas.count else { return }
        let previous = begun == 0 ? solver.largestLambda : lambdas[begun - 1]
        solver.begin(lambdas[begun], previous: previous)
        begun += 1
      }
    }
  }

  /// Walks the folds along the path side by side: a pass over the rows makes the score that each of them
  /// wants next, so that memory is read once for all.
  /// - Returns: the folds whose other rows are of both classes.
  private func judge(
    _ blocks: ElasticNetBlocks, _ lambdas: [Double], _ parallel: Parallel,
    _ progress: (Int) -> Void
  ) -> [Fold] {
    let net = self
    var walks = parallel.map(count: blocks.folds.count) { fold -> Walk? in
      let problem = ElasticNetProblem(
        blocks, net, leaving: blocks.folds[fold], Parallel(threads: 1))
      guard problem.hasBothClasses else { return nil }
      let tolerance = max(net.tolerance, Self.foldTolerance)
      return Walk(lambdas: lambdas, solver: ElasticNetSolver(problem, tolerance: tolerance))
    }.compactMap(\.self)
    var scores = [[Double]?](repeating: nil, count: walks.count)
    var done = 0
    while done < walks.count {
      walks = parallel.map(count: walks.count) { [walks, scores] place in
        var walk = walks[place]
        walk.goOn(scores[place])
        return walk
      }
      for count in done..<max(done, walks.count { $0.isDone }) { progress(count + 1) }
      done = walks.count { $0.isDone }
      scores = blocks.scores(walks.map(\.solver), parallel)
    }
    return walks.map { walk in
      let weight = walk.solver.problem.weightLeft
      return Fold(weight: weight, deviances: walk.deviances.map { $0 / weight })
    }
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
  /// The mean score that each solver wants, if any, by one pass over the rows.
  fileprivate func scores(
    _ solvers: [ElasticNetSolver], _ parallel: Parallel
  ) -> [[Double]?] {
    let asking = solvers.indices.filter { solvers[$0].wanted != nil }
    let problems = asking.map { solvers[$0].problem }
    let betas = asking.flatMap { solvers[$0].problem.blockCoefficients(solvers[$0].wanted ?? []) }
    let leftOut = problems.flatMap {
      [Int64($0.leaving.lowerBound), Int64($0.leaving.upperBound)]
    }
    let sums = sums(of: betas.count, over: ranges, parallel) { rows, first, last, scores in
      ck_net_scores(&rows, first, last, Int64(asking.count), betas, leftOut, &scores)
    }
    var result = [[Double]?](repeating: nil, count: solvers.count)
    for (place, solver) in asking.enumerated() {
      let own = place * (columnCount + 1)..<(place + 1) * (columnCount + 1)
      result[solver] = problems[place].meanScore(sums[own])
    }
    return result
  }
}
