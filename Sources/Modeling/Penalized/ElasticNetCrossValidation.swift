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
    let rows = ElasticNetRows(design.columns, labels, weights)
    let foldOfRow = used.map { folds[$0] }
    let numbers = Set(foldOfRow).sorted()
    let net = self
    let judged = Parallel(threads: threads).map(count: numbers.count) { place in
      defer { progress?(place + 1, numbers.count) }
      return net.judge(rows, foldOfRow, numbers[place], lambdas)
    }
    let complete = judged.compactMap { $0 }
    guard complete.count == numbers.count, complete.count > 1 else {
      throw ModelingError(
        .data, "the rows outside a fold of the cross-validation are of one class",
        advice: "Use fewer folds (--cv 5), or give lambda as a number.")
    }
    return curve(complete, lambdas)
  }

  /// Violation at which a fold's fit is done. What it leaves of a deviance is less than the violation
  /// itself: a tenth of a millionth of the largest gradient, where deviances are read to 1e-5.
  private static let foldTolerance = 1e-7

  private struct Fold: Sendable {
    var weight: Double
    /// Mean deviance by λ.
    var deviances: [Double]
  }

  private func judge(
    _ rows: ElasticNetRows, _ folds: [Int], _ fold: Int, _ lambdas: [Double]
  ) -> Fold? {
    let training = rows.selecting(folds.indices.filter { folds[$0] != fold })
    guard Set(training.labels).count == 2 else { return nil }
    let problem = ElasticNetProblem(training, self, Parallel(threads: 1))
    let judged = problem.judging(rows.selecting(folds.indices.filter { folds[$0] == fold }))
    var solver = ElasticNetSolver(problem, tolerance: max(tolerance, Self.foldTolerance))
    var previous = solver.largestLambda
    let weight = judged.classWeights.all
    let deviances = lambdas.map { lambda in
      _ = solver.solve(lambda, previous: previous)
      previous = lambda
      return -2 * judged.clippedLogLikelihood(at: solver.beta) / weight
    }
    return Fold(weight: weight, deviances: deviances)
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
