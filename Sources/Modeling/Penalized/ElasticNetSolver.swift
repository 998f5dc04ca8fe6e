/// Follows the solution of an elastic net from λ to λ. At each one (Friedman, Hastie & Tibshirani
/// 2010, section 3, with the working sets of Tibshirani et al. 2012):
/// 1. the working set grows by the columns that the sequential strong rule cannot discard,
///    |g_j| ≥ α f_j (2λ − λ_previous);
/// 2. proximal Newton over the working set: minimise the penalised quadratic at the current point,
///    step there (halving while the objective rises), evaluate; until the optimality conditions hold;
/// 3. columns outside that violate them join the set, and 2 again.
/// The information matrix costs six times a gradient and changes little from λ to λ: it is kept,
/// learns from each step what the gradient did there (Broyden, Fletcher, Goldfarb & Shanno 1970), and
/// is made anew where a step reduces the violation too little.
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
  var value: Double { value(of: state) }

  private var working: [Int]
  private var local: LogisticLikelihood
  private var state: State
  private var curvature: Matrix?
  /// Violation at which a point is done, and the least at which differences of gradients are more
  /// than rounding.
  private let limit: Double
  private let rounding: Double
  /// The smallest λ at which all penalised coefficients are 0, α being at least 0.001.
  private(set) var largestLambda: Double

  /// A point over the working set, intercept first.
  private struct State: Sendable {
    var beta: [Double]
    var gradient: [Double]
  }

  /// At λ = ∞: the columns without a penalty fitted, the others 0.
  init(_ problem: ElasticNetProblem, tolerance: Double) {
    self.problem = problem
    let all = problem.likelihood
    working = []
    local = all.selecting([])
    let start = [problem.nullIntercept]
    gradient = all.score(at: start + problem.factors.map { _ in 0 })
      .map { $0 / problem.totalWeight }
    let largest = max(gradient.reduce(0) { max($0, abs($1)) }, 1e-6)
    (limit, rounding) = (tolerance * largest, 1e-9 * largest)
    state = State(beta: start, gradient: [gradient[0]])
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
      beta: [beta[0]] + working.map { beta[$0 + 1] },
      gradient: [gradient[0]] + working.map { gradient[$0 + 1] })
    curvature = nil
  }

  private mutating func evaluateAll() {
    gradient = problem.likelihood.score(at: beta).map { $0 / problem.totalWeight }
  }
}

// MARK: - Proximal Newton over the working set

extension ElasticNetSolver {
  /// A step that reduces the violation by less than this asks for a new information matrix.
  private static let slow = slowKnob

  private mutating func descend(_ lambda: Double, _ effort: inout Effort) {
    let factors = [0] + working.map { problem.factors[$0] }
    let l1 = factors.map { lambda * problem.alpha * $0 }
    let l2 = factors.map { lambda * (1 - problem.alpha) * $0 }
    var violation = PenalizedQuadratic.violation(state.beta, state.gradient, l1: l1, l2: l2)
    var isStale = false
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
      guard let next = lower(target, violation, l1, l2, withCurvature: isStale) else { return }
      curvature = next.curvature ?? learned(hessian, next.state, violation)
      state = next.state
      effort.iterations += 1
      let now = PenalizedQuadratic.violation(state.beta, state.gradient, l1: l1, l2: l2)
      isStale = !(now <= violation / Self.slow)
      stalls = now > violation / 2 && now <= 1000 * limit ? stalls + 1 : 0
      violation = now
      if stalls == 3 { break }
    }
    effort.violation = violation
    effort.isConverged = violation <= 1000 * limit
  }

  /// `target` where it halves the violation; else the first of it and the points halfway back to the
  /// current one where the objective does not rise.
  private func lower(
    _ target: [Double], _ violation: Double, _ l1: [Double], _ l2: [Double], withCurvature: Bool
  ) -> (state: State, curvature: Matrix?)? {
    var next = evaluated(target, withCurvature: withCurvature)
    let left = PenalizedQuadratic.violation(target, next.state.gradient, l1: l1, l2: l2)
    if left <= violation / 2 { return next }
    let objective = penalty(state.beta, l1, l2) - value(of: state)
    let slack = 1e-13 * (1 + abs(objective))
    var share = 1.0
    for _ in 0..<40 {
      if penalty(next.state.beta, l1, l2) - value(of: next.state) <= objective + slack {
        return next
      }
      share /= 2
      let beta = zip(state.beta, target).map { $0 + share * ($1 - $0) }
      next = evaluated(beta, withCurvature: withCurvature)
    }
    return nil
  }

  private func value(of state: State) -> Double {
    local.logLikelihood(at: state.beta) / problem.totalWeight
  }

  /// The matrix nearest to `hessian` that maps the step to what the gradient did: with s the step and
  /// y the fall of the gradient, H + y yᵀ/(yᵀs) − H s (H s)ᵀ/(sᵀH s).
  private func learned(_ hessian: Matrix, _ next: State, _ violation: Double) -> Matrix {
    let step = zip(next.beta, state.beta).map { $0 - $1 }
    let fall = zip(state.gradient, next.gradient).map { $0 - $1 }
    let expected = hessian.times(step)
    let (found, predicted) = (dot(fall, step), dot(expected, step))
    guard violation > rounding, found > predicted / 4, found < 4 * predicted else {
      return hessian
    }
    var result = hessian
    for j in step.indices {
      for i in step.indices {
        result[i, j] += fall[i] * fall[j] / found - expected[i] * expected[j] / predicted
      }
    }
    return result
  }

  private func penalty(_ beta: [Double], _ l1: [Double], _ l2: [Double]) -> Double {
    beta.indices.reduce(0) { $0 + l1[$1] * abs(beta[$1]) + l2[$1] / 2 * beta[$1] * beta[$1] }
  }

  private func evaluated(
    _ beta: [Double], withCurvature: Bool
  ) -> (state: State, curvature: Matrix?) {
    let unit = 1 / problem.totalWeight
    guard withCurvature else {
      return (State(beta: beta, gradient: local.score(at: beta).map { $0 * unit }), nil)
    }
    var all = local.derivatives(at: beta)
    for i in all.information.storage.indices { all.information.storage[i] *= unit }
    return (State(beta: beta, gradient: all.gradient.map { $0 * unit }), all.information)
  }
}
import Glibc
nonisolated(unsafe) let slowKnob = Double(getenv("SLOW").map { atof($0) } ?? 5)
nonisolated(unsafe) var countInfo = 0
