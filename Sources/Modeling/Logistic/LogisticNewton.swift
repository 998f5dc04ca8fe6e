/// Where the likelihood, or Firth's penalised one, is largest, over the basis of the fit.
struct LogisticSolution {
  var point: LogisticObjective.Point
  /// The Newton step from there.
  var step: [Double]
  /// Of the equilibrated information.
  var reciprocalCondition: Double
  var decrement: Double
  var iterations: Int

  var beta: [Double] { point.beta }

  init(_ maximum: RestrictedMaximum) {
    point = maximum.point
    step = maximum.point.beta.map { _ in 0 }
    reciprocalCondition = 1
    decrement = maximum.decrement
    iterations = maximum.iterations
  }

  init(
    beta: [Double], derivatives: LogisticLikelihood.Derivatives, step: [Double],
    reciprocalCondition: Double, decrement: Double, iterations: Int
  ) {
    point = LogisticObjective.Point(
      beta: beta, value: derivatives.logLikelihood, logLikelihood: derivatives.logLikelihood,
      gradient: derivatives.gradient, information: derivatives.information)
    self.step = step
    self.reciprocalCondition = reciprocalCondition
    self.decrement = decrement
    self.iterations = iterations
  }

  /// Proves that the likelihood has a finite maximum, without a look at the rows: let δ solve
  /// I δ = g. The numbers cᵢ = wᵢ (|yᵢ − μᵢ| − μᵢ(1 − μᵢ) sᵢ xᵢᵀδ) then balance the signed rows, as
  /// Σ cᵢ sᵢ xᵢ = g − I δ = 0, and are all positive where every sᵢ xᵢᵀδ < 1, for μ(1 − μ) ≤ |y − μ|:
  /// by Gordan's theorem no direction separates. (On separated rows that step is 1 or more, however
  /// small the gradient has become.) |xᵢᵀδ| is bounded by Σ max|zⱼ| |δⱼ|; the bound asked for, and
  /// the condition of I, leave room for the rounding of δ. Where this says no, nothing is proved.
  func provesFiniteMaximum(_ aliasing: Aliasing, _ extents: [ColumnExtent]) -> Bool {
    guard reciprocalCondition > 1e-10 else { return false }
    let basis = aliasing.basis
    let parts = basis.columns.indices.map { j in
      let extent = aliasing.isColumn(j) ? extents[aliasing.kept[j]] : ColumnExtent(basis.columns[j])
      return extent.reach(from: basis.center[j]) * basis.scale[j] * abs(step[j + 1])
    }
    return parts.reduce(abs(step[0]), +) < 0.1
  }
}

extension LogisticRegression {
  /// Iterations after which a fit that has not converged is suspected of a separation.
  private static let usualIterations = 12

  /// - Parameter derivatives: at `beta`, where they are known.
  /// - Returns: nil where the method does not settle.
  func maximize(
    _ likelihood: LogisticLikelihood, from start: [Double],
    _ derivatives: LogisticLikelihood.Derivatives? = nil,
    suspect: () throws(ModelingError) -> Void
  ) throws(ModelingError) -> LogisticSolution? {
    var beta = start
    var current = derivatives ?? likelihood.derivatives(at: beta)
    var previous = Double.infinity
    for iteration in 1...max(1, maximumIterations) {
      if iteration > Self.usualIterations { try suspect() }
      let factor = PivotedCholesky(current.information)
      guard factor.isPositiveDefinite else { return nil }
      let step = factor.solve(current.gradient)
      let decrement = dot(step, current.gradient)
      if isConverged(decrement, previous, current.logLikelihood) {
        return LogisticSolution(
          beta: beta, derivatives: current, step: step,
          reciprocalCondition: factor.reciprocalCondition, decrement: max(decrement, 0),
          iterations: iteration - 1)
      }
      previous = decrement
      guard let next = halved(step, from: beta, current.logLikelihood, likelihood) else {
        return nil
      }
      (beta, current) = next
    }
    return nil
  }

  /// At rounding level, where the decrement has fallen quadratically or no longer falls. Between the
  /// two lies separation: there each step adds 1 to the separated rows' log-odds and the decrement
  /// falls by e for ever, below any bound.
  private func isConverged(_ decrement: Double, _ previous: Double, _ logLikelihood: Double) -> Bool
  {
    let size = 1 + abs(logLikelihood)
    if decrement <= previous / 16 { return decrement <= 1e-22 * size }
    return decrement >= previous / 2 && decrement <= 1e-17 * size
  }

  /// β + δ, β + δ/2, … : the first where the log-likelihood does not fall; nil when none is found.
  /// The whole step is nearly always it, so the derivatives are taken along.
  private func halved(
    _ step: [Double], from beta: [Double], _ logLikelihood: Double,
    _ likelihood: LogisticLikelihood
  ) -> ([Double], LogisticLikelihood.Derivatives)? {
    let slack = 1e-12 * (1 + abs(logLikelihood))
    var factor = 1.0
    for _ in 0..<30 {
      let next = zip(beta, step).map { $0 + factor * $1 }
      let derivatives = likelihood.derivatives(at: next)
      if derivatives.logLikelihood >= logLikelihood - slack { return (next, derivatives) }
      factor /= 2
    }
    return nil
  }
}

extension LogisticLikelihood {
  /// Weight of the rows with y = 1, and of all rows.
  var classWeights: (one: Double, all: Double) {
    guard let weights else { return (Double(labels.count { $0 == 1 }), Double(labels.count)) }
    return zip(weights, labels).reduce((0, 0)) { sums, row in
      (row.1 == 1 ? sums.0 + row.0 : sums.0, sums.1 + row.0)
    }
  }

  /// The fit of the intercept alone, at the standardised columns' near-zero means.
  var interceptOnly: [Double] {
    let (churned, total) = classWeights
    return [Elementary.logit(churned / total)] + columns.map { _ in 0 }
  }
}
