/// What to fit: P(y = 1) = 1 / (1 + exp(−xᵀβ)) by maximum likelihood.
public struct LogisticRegression: Sendable {
  /// Coverage of the Wald intervals.
  public var confidence = 0.95
  public var maximumIterations = 50
  public var threads = 1
  public var estimator = LogisticEstimator.maximumLikelihood
  /// Tests, intervals and standard errors beyond Wald's; nil for none.
  public var inference: InferenceRequest?

  public init() {}

  /// Newton's method with step-halving, which for this model is iteratively reweighted least squares
  /// (McCullagh & Nelder 1989, section 4.4; R's glm.fit):
  /// 1. standardise the columns and put aside those that equal combinations of earlier ones;
  /// 2. from the intercept-only fit, solve I(β) δ = g(β) and step to β + δ, halving δ while the
  ///    log-likelihood falls;
  /// 3. stop when the Newton decrement gᵀI⁻¹g is at rounding level (far beyond R's criterion on the
  ///    deviance); standard errors come from I(β)⁻¹ there;
  /// 4. carry estimates and covariance back to the columns' own units.
  ///
  /// - Parameters:
  ///   - labels: true where y = 1; one a row.
  ///   - weights: case weights, finite and not negative; nil for 1.
  /// - Throws: `.data` when there is nothing to fit, `.separation` when no finite maximum exists.
  public func fit(
    _ design: DesignMatrix, labels: [Bool], weights: [Double]? = nil
  ) throws(ModelingError) -> LogisticFit {
    try check(design, labels, weights)
    let parallel = Parallel(threads: threads)
    let standard = Standardization(
      columns: design.columns, weights: weights, parallel: parallel)
    let all = LogisticLikelihood(
      columns: design.columns, center: standard.center, scale: standard.scale,
      labels: labels.map { $0 ? 1 : 0 }, weights: weights, parallel: parallel)
    let aliasing = Aliasing(all, gram: Self.gram(all))
    let likelihood = all.selecting(aliasing.kept)
    let objective = LogisticObjective(likelihood: likelihood, isFirth: estimator == .firth)
    let solution =
      objective.isFirth
      ? LogisticSolution(try maximizePenalized(objective, from: start(likelihood)))
      : try maximize(likelihood, design, aliasing)
    let covariance = covariance(solution, likelihood)
    var fit = summary(of: solution, covariance, likelihood, design, aliasing)
    try complete(
      &fit,
      FittedLikelihood(
        objective, solution.point, covariance: covariance, design, aliasing))
    return fit
  }

  /// At β = 0 every curvature is ¼ of its weight: four times the information is the Gram matrix.
  private static func gram(_ likelihood: LogisticLikelihood) -> Matrix {
    let zero = Array(repeating: 0.0, count: likelihood.columns.count + 1)
    var gram = likelihood.derivatives(at: zero).information
    for i in gram.storage.indices { gram.storage[i] *= 4 }
    return gram
  }

  func check(
    _ design: DesignMatrix, _ labels: [Bool], _ weights: [Double]?
  ) throws(ModelingError) {
    precondition(
      labels.count == design.rowCount && (weights?.count ?? labels.count) == labels.count)
    try checkWeights(weights)
    let counted = labels.indices.filter { (weights?[$0] ?? 1) > 0 }
    let churned = counted.count { labels[$0] }
    guard churned > 0, churned < counted.count else {
      throw ModelingError(
        .data,
        counted.isEmpty
          ? "there is no row to fit"
          : "all \(counted.count) rows have the same label: there is nothing to tell apart",
        advice: "Give rows of both classes.")
    }
    for (term, column) in zip(design.terms.dropFirst(), design.columns)
    where !column.allSatisfy(\.isFinite) {
      throw ModelingError(
        .data, "the column of \(term.name) holds a value that is not finite",
        advice: "Impute or drop missing values before the fit.")
    }
  }
}

/// Case weights must be finite and not negative.
func checkWeights(_ weights: [Double]?) throws(ModelingError) {
  guard let weights, let bad = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) else {
    return
  }
  throw ModelingError(
    .data, "weight \(weights[bad]) in row \(bad + 1)",
    advice: "Case weights are finite numbers that are not negative.")
}

// MARK: - Newton's method

/// Where the likelihood, or Firth's penalised one, is largest.
private struct LogisticSolution {
  var point: LogisticObjective.Point
  var decrement: Double
  var iterations: Int

  var beta: [Double] { point.beta }

  init(_ maximum: RestrictedMaximum) {
    point = maximum.point
    decrement = maximum.decrement
    iterations = maximum.iterations
  }

  init(
    beta: [Double], derivatives: LogisticLikelihood.Derivatives, decrement: Double, iterations: Int
  ) {
    point = LogisticObjective.Point(
      beta: beta, value: derivatives.logLikelihood, logLikelihood: derivatives.logLikelihood,
      gradient: derivatives.gradient, information: derivatives.information)
    self.decrement = decrement
    self.iterations = iterations
  }
}

extension LogisticRegression {
  private func maximize(
    _ likelihood: LogisticLikelihood, _ design: DesignMatrix, _ aliasing: Aliasing
  ) throws(ModelingError) -> LogisticSolution {
    var beta = start(likelihood)
    var current = likelihood.derivatives(at: beta)
    var previous = Double.infinity
    for iteration in 1...maximumIterations {
      let factor = PivotedCholesky(current.information)
      guard factor.isPositiveDefinite else {
        if iteration == 1 { throw indeterminate(design, aliasing) }
        break
      }
      let step = factor.solve(current.gradient)
      let decrement = dot(step, current.gradient)
      if isConverged(decrement, previous, current.logLikelihood) {
        return LogisticSolution(
          beta: beta, derivatives: current, decrement: max(decrement, 0), iterations: iteration - 1)
      }
      previous = decrement
      guard let next = halved(step, from: beta, current.logLikelihood, likelihood) else { break }
      beta = next
      current = likelihood.derivatives(at: beta)
    }
    throw SeparationDiagnosis(likelihood, design: design, kept: aliasing.kept, beta: beta).error
  }

  /// A column may be no combination of others by R's measure, and yet be one to the digits that the
  /// information matrix has.
  private func indeterminate(_ design: DesignMatrix, _ aliasing: Aliasing) -> ModelingError {
    let names = aliasing.nearlyCollinear.map { design.terms[$0 + 1].name }
    return ModelingError(
      .data,
      "columns that are nearly linear combinations of others leave the estimates undetermined: "
        + names.joined(separator: ", "),
      advice: "Drop them, or the columns that they repeat.")
  }

  /// The intercept-only fit at the standardised columns' near-zero means.
  private func start(_ likelihood: LogisticLikelihood) -> [Double] {
    let (churned, total) = likelihood.classWeights
    return [Elementary.logit(churned / total)] + likelihood.columns.map { _ in 0 }
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
  private func halved(
    _ step: [Double], from beta: [Double], _ logLikelihood: Double,
    _ likelihood: LogisticLikelihood
  ) -> [Double]? {
    let slack = 1e-12 * (1 + abs(logLikelihood))
    var factor = 1.0
    for _ in 0..<30 {
      let next = zip(beta, step).map { $0 + factor * $1 }
      if likelihood.logLikelihood(at: next) >= logLikelihood - slack { return next }
      factor /= 2
    }
    return nil
  }
}

extension LogisticLikelihood {
  /// Weight of the rows with y = 1, and of all rows.
  var classWeights: (one: Double, all: Double) {
    var (one, all) = (0.0, 0.0)
    for (i, label) in labels.enumerated() {
      let weight = weights?[i] ?? 1
      all += weight
      if label == 1 { one += weight }
    }
    return (one, all)
  }
}

// MARK: - The fitted model's tables

extension LogisticRegression {
  private func summary(
    of solution: LogisticSolution, _ standardized: Matrix, _ likelihood: LogisticLikelihood,
    _ design: DesignMatrix, _ aliasing: Aliasing
  ) -> LogisticFit {
    let (churned, total) = likelihood.classWeights
    let share = churned / total
    let nullLogLikelihood =
      churned * Elementary.log(share) + (total - churned) * Elementary.log1p(-share)
    let covariance = unscaled(standardized, likelihood)
    let rows = likelihood.weights.map { $0.count { $0 > 0 } } ?? design.rowCount
    return LogisticFit(
      coefficients: table(solution, covariance, likelihood, design, aliasing),
      covariance: covariance, deviance: -2 * solution.point.logLikelihood,
      nullDeviance: -2 * nullLogLikelihood, logLikelihood: solution.point.logLikelihood,
      rowCount: rows, iterations: solution.iterations, converged: true,
      newtonDecrement: solution.decrement, warnings: warnings(design, aliasing))
  }

  /// I⁻¹; by QR of √W Z where the information is so near singular that Cholesky loses digits.
  private func covariance(_ solution: LogisticSolution, _ likelihood: LogisticLikelihood) -> Matrix
  {
    let factor = PivotedCholesky(solution.point.information)
    let rows = likelihood.labels.count
    if factor.reciprocalCondition > 1e-7 || rows <= likelihood.columns.count {
      return factor.inverse()
    }
    let qr = PivotedQR(likelihood.weightedRows(at: solution.beta))
    return qr.rank == qr.columns ? qr.inverseOfCrossProduct() : factor.inverse()
  }

  /// From z_j = (x_j − c_j) s_j: β_j = s_j b_j and β_0 = b_0 − Σ s_j c_j b_j, so C = T C_z Tᵀ.
  func unscaled(_ covariance: Matrix, _ likelihood: LogisticLikelihood) -> Matrix {
    let size = covariance.rows
    let scale = [1] + likelihood.scale
    let shift = zip(likelihood.center, likelihood.scale).map { -$0 * $1 }
    var result = Matrix.zeros(rows: size, columns: size)
    for j in 0..<size {
      for i in 0..<size { result[i, j] = covariance[i, j] * scale[i] * scale[j] }
    }
    let direction = [1] + shift
    let first = covariance.times(direction)
    result[0, 0] = dot(direction, first)
    for j in 1..<max(size, 1) {
      result[0, j] = first[j] * scale[j]
      result[j, 0] = result[0, j]
    }
    return result
  }

  private func table(
    _ solution: LogisticSolution, _ covariance: Matrix, _ likelihood: LogisticLikelihood,
    _ design: DesignMatrix, _ aliasing: Aliasing
  ) -> [Coefficient] {
    let critical = NormalDistribution.quantile(0.5 + confidence / 2)
    var coefficients = design.terms.map { Coefficient(term: $0) }
    var estimates = zip(solution.beta.dropFirst(), likelihood.scale).map { $0 * $1 }
    estimates.insert(solution.beta[0] - dot(estimates, likelihood.center), at: 0)
    for (place, term) in ([0] + aliasing.kept.map { $0 + 1 }).enumerated() {
      let error = covariance[place, place].squareRoot()
      let z = estimates[place] / error
      coefficients[term].estimate = estimates[place]
      coefficients[term].standardError = error
      coefficients[term].statistic = z
      coefficients[term].pValue = NormalDistribution.twoSidedTail(z)
      coefficients[term].confidenceLow = estimates[place] - critical * error
      coefficients[term].confidenceHigh = estimates[place] + critical * error
    }
    for alias in aliases(design, aliasing) {
      guard let place = design.terms.firstIndex(of: alias.term) else { continue }
      coefficients[place].aliasedBy = alias.description
    }
    return coefficients
  }

  private func aliases(_ design: DesignMatrix, _ aliasing: Aliasing) -> [AliasedTerm] {
    let standard = aliasing.likelihood
    return aliasing.dropped.map { alias in
      let own = standard.scale[alias.column]
      var constant = standard.center[alias.column] + alias.intercept / own
      var combination: [(term: Term, coefficient: Double)] = []
      for (place, coefficient) in alias.coefficients.enumerated() where abs(coefficient) > 1e-7 {
        let column = aliasing.kept[place]
        let factor = coefficient * standard.scale[column] / own
        constant -= factor * standard.center[column]
        combination.append((design.terms[column + 1], factor))
      }
      // What rounding left of a constant that is none.
      let spread = max(abs(standard.center[alias.column]), 1 / own)
      if abs(constant) > 1e-9 * spread { combination.insert((.intercept, constant), at: 0) }
      return AliasedTerm(term: design.terms[alias.column + 1], combination: combination)
    }
  }

  private func warnings(_ design: DesignMatrix, _ aliasing: Aliasing) -> [String] {
    aliasing.nearlyCollinear.map {
      "\(design.terms[$0 + 1].name) is nearly a linear combination of other terms: "
        + "its coefficient and theirs are poorly determined"
    }
  }
}

extension LogisticLikelihood {
  /// √(w μ(1−μ)) times each row of the standardised design with its intercept.
  fileprivate func weightedRows(at beta: [Double]) -> Matrix {
    var result = Matrix.zeros(rows: labels.count, columns: columns.count + 1)
    for i in labels.indices {
      let z = columns.indices.map { (columns[$0][i] - center[$0]) * scale[$0] }
      let e = Elementary.exp(-abs(beta[0] + dot(z, Array(beta.dropFirst()))))
      let root = ((weights?[i] ?? 1) * e).squareRoot() / (1 + e)
      result[i, 0] = root
      for j in z.indices { result[i, j + 1] = root * z[j] }
    }
    return result
  }
}
