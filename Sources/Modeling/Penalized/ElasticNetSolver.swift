/// Follows the solution of an elastic net from λ to λ. At each one (Friedman, Hastie & Tibshirani
/// 2010, section 3, with the working sets of Tibshirani et al. 2012):
/// 1. the working set grows by the columns that the sequential strong rule cannot discard,
///    |g_j| ≥ α f_j (2λ − λ_previous);
/// 2. proximal Newton over the working set: minimise the penalised quadratic at the current point,
///    step there (halving while the objective rises), evaluate; until the optimality conditions hold;
/// 3. columns outside that violate them join the set, and 2 again.
/// The information matrix costs several times a score and changes little from λ to λ: it is kept,
/// learns from each step what the score did there (Broyden, Fletcher, Goldfarb & Shanno 1970), and is
/// made anew where a step reduces the violation too little.
///
/// It asks for the score at `wanted` and is told by `receive`, until it wants no more: so the scores of
/// several solvers can be had by one pass over their rows.
struct ElasticNetSolver: Sendable {
  struct Effort: Sendable {
    var iterations = 0
    var violation = 0.0
    var isConverged = true
  }

  let problem: ElasticNetProblem
  /// Over all varying columns, intercept first.
  private(set) var beta: [Double]
  private(set) var effort = Effort()
  /// Where the mean score is wanted; nil when the λ is done.
  private(set) var wanted: [Double]?
  /// The smallest λ at which all penalised coefficients are 0, α being at least 0.001.
  private(set) var largestLambda = 0.0

  /// Of the mean log-likelihood at beta.
  private var gradient: [Double]
  private var working: [Int] = []
  private var penalty = Penalty(l1: [], l2: [])
  private var lambda = 0.0
  private var curvature: Curvature?
  /// Violation at which a point is done, and the least at which differences of scores are more than
  /// rounding.
  private let limit: Double
  private let rounding: Double
  /// Steps at this λ since the working set grew, and those that hardly helped.
  private var steps = 0
  private var stalls = 0
  private var mayGrow = false

  /// A step that reduces the violation by less than this asks for a new information matrix.
  private static let slow = 20.0
  /// Up to so many columns the matrix is kept for all of them.
  private static let fewColumns = 64

  /// Weights of |b| and b²/2 a coordinate, intercept first.
  private struct Penalty: Sendable {
    var l1: [Double]
    var l2: [Double]

    func value(_ beta: [Double]) -> Double {
      beta.indices.reduce(0) { $0 + l1[$1] * abs(beta[$1]) + l2[$1] / 2 * beta[$1] * beta[$1] }
    }
  }

  /// The information over the intercept and some columns.
  private struct Curvature: Sendable {
    /// Places in beta, 0 first, ascending.
    var places: [Int]
    var matrix: Matrix
  }

  /// At λ = ∞: the columns without a penalty fitted, the others 0.
  init(_ problem: ElasticNetProblem, tolerance: Double) {
    self.problem = problem
    beta = [problem.nullIntercept] + problem.factors.map { _ in 0 }
    gradient = problem.meanScore(at: beta)
    let largest = max(gradient.reduce(0) { max($0, abs($1)) }, 1e-6)
    (limit, rounding) = (tolerance * largest, 1e-9 * largest)
    largestLambda = greatestSlope
    let free = problem.factors.indices.filter { problem.factors[$0] == 0 }
    if !free.isEmpty {
      working = free
      begin(at: 0)
      evaluate()
      // glmnet takes ridge's from the intercept alone.
      if problem.alpha > 0 { largestLambda = greatestSlope }
    }
    if problem.alpha == 0 { working = Array(problem.factors.indices) }
    mayGrow = true
  }

  private var greatestSlope: Double {
    let slopes = problem.factors.indices.filter { problem.factors[$0] > 0 }
      .map { abs(gradient[$0 + 1]) / problem.factors[$0] }
    return max((slopes.max() ?? 0) / max(problem.alpha, 0.001), 1e-12)
  }

  /// Solves at a λ.
  mutating func solve(_ lambda: Double, previous: Double) {
    begin(lambda, previous: previous)
    evaluate()
  }

  /// Begins a λ; `wanted` says how it goes on.
  mutating func begin(_ lambda: Double, previous: Double) {
    include(outside(reach: max(2 * lambda - previous, 0)))
    begin(at: lambda)
  }

  private mutating func begin(at lambda: Double) {
    self.lambda = lambda
    let factors = [0] + problem.factors
    penalty = Penalty(
      l1: factors.map { lambda * problem.alpha * $0 },
      l2: factors.map { lambda * (1 - problem.alpha) * $0 })
    effort = Effort()
    (steps, stalls) = (0, 0)
    advance()
  }

  private mutating func evaluate() {
    while let wanted { receive(problem.meanScore(at: wanted)) }
  }

  /// Columns outside the working set with a gradient of at least α f_j `reach`.
  private func outside(reach: Double) -> [Int] {
    let inside = Set(working)
    return problem.factors.indices.filter {
      !inside.contains($0)
        && abs(gradient[$0 + 1]) > problem.alpha * problem.factors[$0] * reach + limit
    }
  }

  private mutating func include(_ columns: [Int]) {
    if !columns.isEmpty { working = (working + columns).sorted() }
  }

  /// Places of the working set in beta.
  private var places: [Int] { [0] + working.map { $0 + 1 } }

  private func violation(_ beta: [Double], _ gradient: [Double]) -> Double {
    let places = places
    return PenalizedQuadratic.violation(
      places.map { beta[$0] }, places.map { gradient[$0] }, l1: places.map { penalty.l1[$0] },
      l2: places.map { penalty.l2[$0] })
  }

  private func objective(_ beta: [Double]) -> Double {
    penalty.value(beta) - problem.meanLogLikelihood(at: beta)
  }
}

// MARK: - Proximal Newton over the working set

extension ElasticNetSolver {
  /// Goes on until a score is wanted or the λ is done.
  private mutating func advance() {
    wanted = nil
    // Each round but the last adds a column.
    for _ in 0...problem.factors.count {
      let left = violation(beta, gradient)
      let isSpent = steps == 200 || stalls == 3
      effort.violation = left
      effort.isConverged = left <= (isSpent ? 1000 * limit : limit)
      if left > limit || left.isNaN, !isSpent {
        wanted = target(tolerance: max(limit / 8, left * 1e-6))
        return
      }
      dropCrumbs()
      let violators = mayGrow ? outside(reach: lambda) : []
      if violators.isEmpty { return }
      include(violators)
      (steps, stalls) = (0, 0)
    }
  }

  /// Equal columns pass their effect from one to another; what rounding leaves behind is 0.
  private mutating func dropCrumbs() {
    for column in working where penalty.l1[column + 1] > 0 && abs(beta[column + 1]) < limit {
      beta[column + 1] = 0
    }
  }

  /// The minimum of the penalised quadratic at the current point.
  private mutating func target(tolerance: Double) -> [Double] {
    let places = places
    let curvature = currentCurvature()
    let model = PenalizedQuadratic(
      curvature: curvature.matrix.submatrix(places.compactMap(curvature.places.firstIndex(of:))),
      l1: places.map { penalty.l1[$0] }, l2: places.map { penalty.l2[$0] })
    let minimum = model.minimum(
      from: places.map { beta[$0] }, gradient: places.map { gradient[$0] }, tolerance: tolerance)
    var target = beta
    for (place, value) in zip(places, minimum) { target[place] = value }
    return target
  }

  private mutating func currentCurvature() -> Curvature {
    if let curvature, Set(places).isSubset(of: curvature.places) { return curvature }
    let columns =
      problem.factors.count <= Self.fewColumns ? Array(problem.factors.indices) : working
    let made = Curvature(
      places: [0] + columns.map { $0 + 1 }, matrix: problem.meanInformation(at: beta, columns))
    curvature = made
    return made
  }

  /// The mean score at `wanted`.
  mutating func receive(_ score: [Double]) {
    guard let target = wanted else { return }
    let before = violation(beta, gradient)
    guard let next = accepted(target, score, before) else {
      stalls = 3
      return advance()
    }
    if before > rounding { learn(next.beta, next.gradient) }
    (beta, gradient) = next
    effort.iterations += 1
    steps += 1
    let now = violation(beta, gradient)
    if !(now <= before / Self.slow) { curvature = nil }
    stalls = now > before / 2 && now <= 1000 * limit ? stalls + 1 : 0
    advance()
  }

  /// The target where it halves the violation; else the first of it and the points halfway back to the
  /// current one where the objective does not rise.
  private func accepted(
    _ target: [Double], _ score: [Double], _ before: Double
  ) -> (beta: [Double], gradient: [Double])? {
    if violation(target, score) <= before / 2 { return (target, score) }
    let current = objective(beta)
    let slack = 1e-13 * (1 + abs(current))
    if objective(target) <= current + slack { return (target, score) }
    var share = 0.5
    for _ in 1..<40 {
      let point = zip(beta, target).map { $0 + share * ($1 - $0) }
      if objective(point) <= current + slack { return (point, problem.meanScore(at: point)) }
      share /= 2
    }
    return nil
  }

  /// Makes the matrix map the step to what the score did: with s the step and y the fall of the
  /// score, H + y yᵀ/(yᵀs) − H s (H s)ᵀ/(sᵀH s). Where y is far from H s it is left as it is.
  private mutating func learn(_ next: [Double], _ score: [Double]) {
    guard var known = curvature else { return }
    let step = known.places.map { next[$0] - beta[$0] }
    let fall = known.places.map { gradient[$0] - score[$0] }
    let expected = known.matrix.times(step)
    let (found, predicted) = (dot(fall, step), dot(expected, step))
    guard found > predicted / 4, found < 4 * predicted else { return }
    for j in step.indices {
      for i in step.indices {
        known.matrix[i, j] += fall[i] * fall[j] / found - expected[i] * expected[j] / predicted
      }
    }
    curvature = known
  }
}
