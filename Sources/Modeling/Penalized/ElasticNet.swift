/// What to fit: a logistic regression that minimises
///
///     (1/n) Σ wᵢ (−log-likelihoodᵢ) + λ Σⱼ fⱼ [(1−α)/2 βⱼ² + α |βⱼ|]
///
/// with the weights rescaled to sum to n, β on columns standardised with divisor n, and a free
/// intercept: the objective of glmnet (Friedman, Hastie & Tibshirani 2010, equation 14). α = 0 is
/// ridge, α = 1 the lasso. Coefficients are given for the columns in their own units.
public struct ElasticNet: Sendable {
  /// Which λ are fitted, each from the solution at the one before.
  public enum Sequence: Sendable, Equatable {
    /// λ_max, the smallest at which all penalised coefficients are 0 (with max(α, 0.001) in place of
    /// α), down to λ_max × (n < p ? 0.01 : 0.0001) in equal steps of log λ. It ends early, as
    /// glmnet's, where from the fifth λ on a step explains less than 1e-5 of the null deviance, or
    /// more than 0.999 of it is explained.
    case automatic
    /// The automatic sequence as far as it lies above a λ, and that λ.
    case down(to: Double)
    /// Descending.
    case given([Double])
  }

  /// Between 0 (ridge) and 1 (lasso).
  public var alpha: Double
  /// fⱼ of each column of the design, at least 0 and one positive; they are rescaled to sum to the
  /// number of columns. nil for 1.
  public var penaltyFactors: [Double]?
  /// λ of the automatic sequence.
  public var lambdaCount = 100
  public var threads = 1
  /// Violation of the optimality conditions, as a share of the largest gradient at β = 0, at which a
  /// fit is done.
  var tolerance = 1e-12

  public init(alpha: Double) { self.alpha = alpha }

  /// The solutions for a sequence of λ.
  ///
  /// - Parameters:
  ///   - labels: true where y = 1; one a row.
  ///   - weights: case weights, finite and not negative; nil for 1.
  /// - Throws: `.data` when there is nothing to fit, `.usage` for options out of their range.
  public func path(
    _ design: DesignMatrix, labels: [Bool], weights: [Double]? = nil,
    lambdas: Sequence = .automatic
  ) throws(ModelingError) -> ElasticNetPath {
    try checkOptions(design, lambdas)
    try LogisticRegression().check(design, labels, weights)
    let rows = ElasticNetRows(design.columns, labels, weights)
    let parallel = Parallel(threads: threads)
    let blocks = ElasticNetBlocks(rows, folds: [Array(rows.labels.indices)], parallel)
    let problem = ElasticNetProblem(blocks, self, parallel)
    guard !problem.varying.isEmpty else {
      throw ModelingError(
        .data, "no column varies: there is nothing to penalise",
        advice: "Give columns with more than one value.")
    }
    var solver = ElasticNetSolver(problem, tolerance: tolerance)
    let maximum = solver.largestLambda
    var path = ElasticNetPath(
      alpha: alpha, lambdaMaximum: maximum, points: [], nullDeviance: problem.nullDeviance,
      standardDeviations: blocks.deviations, rowCount: rows.labels.count)
    let shape = (rows: rows.labels.count, columns: design.columns.count)
    let (steps, end) = values(of: lambdas, maximum, shape)
    var previous = maximum
    func add(_ lambda: Double) {
      solver.solve(lambda, previous: previous)
      path.points.append(problem.point(solver, lambda))
      previous = lambda
    }
    for lambda in steps {
      add(lambda)
      if isSpent(path.points, lambdas) { break }
    }
    if let end { add(end) }
    return path
  }

  private func isSpent(_ points: [ElasticNetPath.Point], _ lambdas: Sequence) -> Bool {
    if case .given = lambdas { return false }
    guard points.count >= 5, let last = points.last else { return false }
    let gain = last.devianceRatio - points[points.count - 2].devianceRatio
    return gain < 1e-5 || last.devianceRatio > 0.999
  }

  /// The steps, which may end early, and the λ that is fitted in any case.
  private func values(
    of lambdas: Sequence, _ maximum: Double, _ shape: (rows: Int, columns: Int)
  ) -> (steps: [Double], end: Double?) {
    if case .given(let values) = lambdas { return (values, nil) }
    let ratio = shape.rows < shape.columns ? 0.01 : 1e-4
    let step = Elementary.log(ratio) / Double(max(lambdaCount - 1, 1))
    let steps = (0..<lambdaCount).map { maximum * Elementary.exp(step * Double($0)) }
    guard case .down(let end) = lambdas else { return (steps, nil) }
    return (steps.filter { $0 > end }, end)
  }

  private func checkOptions(
    _ design: DesignMatrix, _ lambdas: Sequence
  ) throws(ModelingError) {
    guard alpha >= 0, alpha <= 1, lambdaCount > 0 else {
      throw ModelingError(.usage, "alpha is \(alpha)", advice: "Give a number from 0 to 1.")
    }
    if let factors = penaltyFactors {
      precondition(factors.count == design.columns.count)
      guard factors.allSatisfy({ $0 >= 0 && $0.isFinite }), factors.contains(where: { $0 > 0 })
      else {
        throw ModelingError(
          .usage, "the penalty factors leave nothing to penalise",
          advice: "Give finite factors that are not negative, at least one of them positive.")
      }
    }
    let given: [Double] =
      switch lambdas {
      case .automatic: []
      case .down(let end): [end]
      case .given(let values): values
      }
    guard given.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw ModelingError(
        .usage, "a lambda is negative or infinite", advice: "Give finite numbers from 0 on.")
    }
  }
}

/// The rows with weight.
struct ElasticNetRows: Sendable {
  var columns: [[Double]]
  var labels: [UInt8]
  var weights: [Double]?

  init(_ columns: [[Double]], _ labels: [Bool], _ weights: [Double]?) {
    self.columns = columns
    self.labels = labels.map { $0 ? 1 : 0 }
    self.weights = weights
    if let weights, weights.contains(0) {
      let kept = weights.indices.filter { weights[$0] > 0 }
      self.columns = columns.map { column in kept.map { column[$0] } }
      self.labels = kept.map { self.labels[$0] }
      self.weights = kept.map { weights[$0] }
    }
  }

  var totalWeight: Double { weights?.reduce(0, +) ?? Double(labels.count) }
}
