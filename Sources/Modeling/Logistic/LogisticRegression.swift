/// What to fit: P(y = 1) = 1 / (1 + exp(−xᵀβ)) by maximum likelihood.
public struct LogisticRegression: Sendable {
  /// Coverage of the Wald intervals.
  public var confidence = 0.95
  public var maximumIterations = 50
  public var threads = 1
  public var estimator = LogisticEstimator.maximumLikelihood
  /// Tests, intervals and standard errors beyond Wald's; nil for none.
  public var inference: InferenceRequest?
  /// Whether Firth's p-values are made, for each of which the model is fitted again without a term:
  /// not where the probabilities alone are wanted.
  public var testsTerms = true
  /// By feature, the level that has no term: names it where a separation is explained.
  public var referenceLevels: [String: String] = [:]

  public init() {}

  /// Newton's method with step-halving, which for this model is iteratively reweighted least squares
  /// (McCullagh & Nelder 1989, section 4.4; R's glm.fit):
  /// 1. standardise the columns and put aside those that equal combinations of earlier ones;
  /// 2. from the intercept-only fit, or with many rows from the fit to a sixteenth of them, solve
  ///    I(β) δ = g(β) and step to β + δ, halving δ while the log-likelihood falls;
  /// 3. stop when the Newton decrement gᵀI⁻¹g is at rounding level (far beyond R's criterion on the
  ///    deviance); standard errors come from I(β)⁻¹ there;
  /// 4. prove that the maximum is finite, or name the separation of the classes;
  /// 5. carry estimates and covariance back to the columns' own units.
  ///
  /// - Parameters:
  ///   - labels: true where y = 1; one a row.
  ///   - weights: case weights, finite and not negative; nil for 1.
  /// - Throws: `.data` when there is nothing to fit, `.separation` when no finite maximum exists.
  public func fit(
    _ design: DesignMatrix, labels: [Bool], weights: [Double]? = nil
  ) throws(ModelingError) -> LogisticFit {
    let parallel = Parallel(threads: threads)
    let extents = try check(design, labels, weights, parallel)
    let standard = Standardization(
      columns: design.columns, weights: weights, extents: extents, parallel: parallel)
    let all = LogisticLikelihood(
      columns: design.columns, center: standard.center, scale: standard.scale,
      labels: labels.map { $0 ? 1 : 0 }, weights: weights, parallel: parallel)
    let start = LogisticStart(all, estimator)
    let aliasing = start.aliasing
    var isCleared = estimator == .firth
    func checkSeparation() throws(ModelingError) {
      if isCleared { return }
      if let separation = Separation(all, aliasing, design, referenceLevels) {
        throw separation.error
      }
      isCleared = true
    }
    let solution = try solve(start, suspect: checkSeparation)
    if solution?.provesFiniteMaximum(aliasing, extents) != true { try checkSeparation() }
    guard let solution else { throw unsettled }
    return try summary(of: solution, design, aliasing)
  }

  private func solve(
    _ start: LogisticStart, suspect: () throws(ModelingError) -> Void
  ) throws(ModelingError) -> LogisticSolution? {
    let basis = start.aliasing.basis
    guard estimator == .firth else {
      if let found = try maximize(basis, from: start.beta, start.derivatives, suspect: suspect) {
        return found
      }
      // A sample may lead astray.
      let again = basis.interceptOnly
      return start.beta == again ? nil : try maximize(basis, from: again, suspect: suspect)
    }
    let objective = LogisticObjective(likelihood: basis, isFirth: true)
    return LogisticSolution(try maximizePenalized(objective, from: basis.interceptOnly))
  }

  private var unsettled: ModelingError {
    ModelingError(
      .data, "the fit does not settle, though the classes are not separated",
      advice: "Look for extreme values and weights, or use --penalty ridge.")
  }

  /// - Returns: what the columns span.
  @discardableResult
  func check(
    _ design: DesignMatrix, _ labels: [Bool], _ weights: [Double]?,
    _ parallel: Parallel = Parallel(threads: 1)
  ) throws(ModelingError) -> [ColumnExtent] {
    precondition(
      labels.count == design.rowCount && (weights?.count ?? labels.count) == labels.count)
    try checkWeights(weights)
    var (counted, churned) = (labels.count, labels.count { $0 })
    if let weights {
      counted = weights.count { $0 > 0 }
      churned = labels.indices.count { labels[$0] && weights[$0] > 0 }
    }
    guard churned > 0, churned < counted else {
      throw ModelingError(
        .data,
        counted == 0
          ? "there is no row to fit"
          : "all \(counted) rows have the same label: there is nothing to tell apart",
        advice: "Give rows of both classes.")
    }
    let extents = ColumnExtent.of(design.columns, parallel)
    for (term, extent) in zip(design.terms.dropFirst(), extents) where !extent.isFinite {
      throw ModelingError(
        .data, "the column of \(term.name) holds a value that is not finite",
        advice: "Impute or drop missing values before the fit.")
    }
    return extents
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

// MARK: - The fitted model's tables

extension LogisticRegression {
  private func summary(
    of solution: LogisticSolution, _ design: DesignMatrix, _ aliasing: Aliasing
  ) throws(ModelingError) -> LogisticFit {
    let likelihood = aliasing.likelihood.selecting(aliasing.kept)
    let (churned, total) = likelihood.classWeights
    let share = churned / total
    let nullLogLikelihood =
      churned * Elementary.log(share) + (total - churned) * Elementary.log1p(-share)
    let standardized = aliasing.expanded(covariance: covariance(solution, aliasing.basis))
    let covariance = unscaled(standardized, likelihood)
    let rows = likelihood.weights.map { $0.count { $0 > 0 } } ?? design.rowCount
    var fit = LogisticFit(
      coefficients: table(solution, covariance, likelihood, design, aliasing),
      covariance: covariance, deviance: -2 * solution.point.logLikelihood,
      nullDeviance: -2 * nullLogLikelihood, logLikelihood: solution.point.logLikelihood,
      rowCount: rows, iterations: solution.iterations, converged: true,
      newtonDecrement: solution.decrement, warnings: warnings(design, aliasing))
    let objective = LogisticObjective(likelihood: likelihood, isFirth: estimator == .firth)
    try complete(&fit, objective, solution, covariance: standardized, design, aliasing)
    return fit
  }

  /// Tests, robust standard errors and profile limits hold single columns, so they need the columns
  /// themselves in place of the basis; where those are too near to each other they are left out.
  private func complete(
    _ fit: inout LogisticFit, _ objective: LogisticObjective, _ solution: LogisticSolution,
    covariance: Matrix, _ design: DesignMatrix, _ aliasing: Aliasing
  ) throws(ModelingError) {
    guard inference != nil || objective.isFirth else { return }
    let known = aliasing.isOfKeptColumns ? solution.point : nil
    guard let point = known ?? objective.point(at: aliasing.expanded(solution.beta)),
      PivotedCholesky(point.information).reciprocalCondition > 1e-12
    else {
      fit.warnings.append(
        "the columns are too near to linear combinations for tests, robust standard errors and "
          + "profile limits: they are left out")
      return
    }
    try complete(
      &fit, FittedLikelihood(objective, point, covariance: covariance, design, aliasing))
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
    let beta = aliasing.expanded(solution.beta)
    var estimates = zip(beta.dropFirst(), likelihood.scale).map { $0 * $1 }
    estimates.insert(beta[0] - dot(estimates, likelihood.center), at: 0)
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
