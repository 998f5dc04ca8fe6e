/// Follows the solution of an elastic net from λ to λ. At each one (Friedman, Hastie & Tibshirani
/// 2010, section 3, with the working sets of Tibshirani et al. 2012):
/// 1. the working set grows by the columns that the sequential strong rule cannot discard,
///    |g_j| ≥ α f_j (2λ − λ_previous);
/// 2. proximal Newton over the working set: minimise the penalised quadratic at the current point,
///    step there (halving while the objective rises), evaluate; until the optimality conditions hold;
/// 3. columns outside that violate them join the set, and 2 again.
/// The information matrix costs more than gradients do, so a step uses the last one as long as it
/// reduces the violation tenfold.
struct ElasticNetSolver: Sendable {
  struct Effort: Sendable {
    var iterations = 0
    var violation = 0.0
    var isConverged = true
  }

  let problem: ElasticNetProblem
  /// Of the mean log-likelihood, over all varying columns, intercept first.
  private(set) var gradient: [Double]
  /// Mean log-likelihood at the current point.
  var value: Double { state.value }

  private var working: [Int]
  private var local: LogisticLikelihood
  private var state: State
  private var curvature: Matrix?
  private let limit: Double
  /// The smallest λ at which all penalised coefficients are 0, α being at least 0.001.
  private(set) var largestLambda: Double

  /// A point over the working set, intercept first.
  private struct State: Sendable {
    var beta: [Double]
    var value: Double
    var gradient: [Double]
  }

  /// At λ = ∞: the columns without a penalty fitted, the others 0.
  init(_ problem: ElasticNetProblem, tolerance: Double) {
    self.problem = problem
    let all = problem.likelihood
    working = []
    local = all.selecting([])
    let start = [problem.nullIntercept]
    let (value, score) = all.score(at: start + problem.factors.map { _ in 0 })
    gradient = score.map { $0 / problem.totalWeight }
    limit = tolerance * max(gradient.reduce(0) { max($0, abs($1)) }, 1e-6)
    state = State(beta: start, value: value / problem.totalWeight, gradient: [gradient[0]])
    largestLambda = Self.largestLambda(gradient, problem)
    let free = problem.factors.indices.filter { problem.factors[$0] == 0 }
    if !free.isEmpty {
      var effort = Effort()
      include(free)
      descend(0, &effort)
      evaluateAll()
      // glmnet takes ridge's from the intercept alone.
      if problem.alpha > 0 { largestLambda = Self.largestLambda(gradient, problem) }
    }
    if problem.alpha == 0 { include(outside(reach: 0, all: true)) }
  }

  /// Over all varying columns, intercept first.
  var beta: [Double] {
    var result = Array(repeating: 0.0, count: problem.factors.count + 1)
    result[0] = state.beta[0]
    for (place, column) in working.enumerated() { result[column + 1] = state.beta[place + 1] }
    return result
  }

  private static func largestLambda(_ gradient: [Double], _ problem: ElasticNetProblem) -> Double {
    let slopes = problem.factors.indices.filter { problem.factors[$0] > 0 }
      .map { abs(gradient[$0 + 1]) / problem.factors[$0] }
    return max((slopes.max() ?? 0) / max(problem.alpha, 0.001), 1e-12)
  }

  mutating func solve(_ lambda: Double, previous: Double) -> Effort {
    var effort = Effort()
    include(outside(reach: max(2 * lambda - previous, 0)))
    for _ in 0...problem.factors.count {
      descend(lambda, &effort)
      dropCrumbs()
      guard working.count < problem.factors.count else {
        gradient = state.gradient
        return effort
      }
      evaluateAll()
      let violators = outside(reach: lambda)
      if violators.isEmpty { return effort }
      include(violators)
    }
    return effort
  }

  /// Equal columns pass their effect from one to another; what rounding leaves behind is 0.
  private mutating func dropCrumbs() {
    for (place, column) in working.enumerated()
    where problem.alpha * problem.factors[column] > 0 && abs(state.beta[place + 1]) < limit {
      state.beta[place + 1] = 0
    }
  }

  /// Columns outside the working set with a gradient of at least α f_j `reach`.
  private func outside(reach: Double, all: Bool = false) -> [Int] {
    let inside = Set(working)
    return problem.factors.indices.filter {
      !inside.contains($0)
        && (all || abs(gradient[$0 + 1]) > problem.alpha * problem.factors[$0] * reach + limit)
    }
  }

  private mutating func include(_ columns: [Int]) {
    guard !columns.isEmpty else { return }
    let beta = beta
    working = (working + columns).sorted()
    local = problem.likelihood.selecting(working)
    state = State(
      beta: [beta[0]] + working.map { beta[$0 + 1] }, value: state.value,
      gradient: [gradient[0]] + working.map { gradient[$0 + 1] })
    curvature = nil
  }

  private mutating func evaluateAll() {
    let (_, score) = problem.likelihood.score(at: beta)
    gradient = score.map { $0 / problem.totalWeight }
  }
}

// MARK: - Proximal Newton over the working set

extension ElasticNetSolver {
  private mutating func descend(_ lambda: Double, _ effort: inout Effort) {
    let factors = [0] + working.map { problem.factors[$0] }
    let l1 = factors.map { lambda * problem.alpha * $0 }
    let l2 = factors.map { lambda * (1 - problem.alpha) * $0 }
    var violation = PenalizedQuadratic.violation(state.beta, state.gradient, l1: l1, l2: l2)
    var isStale = true
    var stalls = 0
    for _ in 0..<200 {
      effort.violation = violation
      effort.isConverged = violation <= limit
      if effort.isConverged { return }
      let hessian = curvature ?? evaluated(state.beta, withCurvature: true).curvature
      guard let hessian else { return }
      let model = PenalizedQuadratic(curvature: hessian, l1: l1, l2: l2)
      let target = model.minimum(
        from: state.beta, gradient: state.gradient, tolerance: max(limit / 8, violation * 1e-6))
      guard let next = lower(target, l1, l2, withCurvature: isStale) else { return }
      state = next.state
      curvature = next.curvature ?? hessian
      effort.iterations += 1
      let now = PenalizedQuadratic.violation(state.beta, state.gradient, l1: l1, l2: l2)
      isStale = !(now <= violation / 10)
      stalls = now > violation / 2 && now <= 1000 * limit ? stalls + 1 : 0
      violation = now
      if stalls == 3 { break }
    }
    effort.violation = violation
    effort.isConverged = violation <= 1000 * limit
  }

  /// The first of `target` and the points halfway back to the current one where the objective does not
  /// rise.
  private func lower(
    _ target: [Double], _ l1: [Double], _ l2: [Double], withCurvature: Bool
  ) -> (state: State, curvature: Matrix?)? {
    let objective = penalty(state.beta, l1, l2) - state.value
    var share = 1.0
    for _ in 0..<40 {
      let beta = zip(state.beta, target).map { share == 1 ? $1 : $0 + share * ($1 - $0) }
      let next = evaluated(beta, withCurvature: withCurvature)
      let slack = 1e-13 * (1 + abs(objective))
      if penalty(beta, l1, l2) - next.state.value <= objective + slack { return next }
      share /= 2
    }
    return nil
  }

  private func penalty(_ beta: [Double], _ l1: [Double], _ l2: [Double]) -> Double {
    beta.indices.reduce(0) { $0 + l1[$1] * abs(beta[$1]) + l2[$1] / 2 * beta[$1] * beta[$1] }
  }

  private func evaluated(
    _ beta: [Double], withCurvature: Bool
  ) -> (state: State, curvature: Matrix?) {
    let unit = 1 / problem.totalWeight
    guard withCurvature else {
      let (value, score) = local.score(at: beta)
      return (State(beta: beta, value: value * unit, gradient: score.map { $0 * unit }), nil)
    }
    var all = local.derivatives(at: beta)
    for i in all.information.storage.indices { all.information.storage[i] *= unit }
    return (
      State(
        beta: beta, value: all.logLikelihood * unit, gradient: all.gradient.map { $0 * unit }),
      all.information
    )
  }
}
