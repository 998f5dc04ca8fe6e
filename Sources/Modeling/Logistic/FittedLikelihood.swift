/// A likelihood at its maximum with the design that it belongs to: what tests and intervals start
/// from. Coefficients are those of the standardised columns, intercept first.
struct FittedLikelihood: Sendable {
  let objective: LogisticObjective
  let maximum: LogisticObjective.Point
  /// Inverse of the information, of the standardised coefficients.
  let covariance: Matrix
  let design: DesignMatrix
  let aliasing: Aliasing
  let parallel: Parallel

  init(
    _ objective: LogisticObjective, _ maximum: LogisticObjective.Point, covariance: Matrix,
    _ design: DesignMatrix, _ aliasing: Aliasing
  ) {
    self.objective = objective.serial
    self.maximum = maximum
    self.covariance = covariance
    self.design = design
    self.aliasing = aliasing
    parallel = objective.likelihood.parallel
  }

  var likelihood: LogisticLikelihood { objective.likelihood }
  var profile: ProfileLikelihood {
    ProfileLikelihood(objective: objective, maximum: maximum, covariance: covariance)
  }

  /// Places of the estimable terms in the design, intercept first.
  var terms: [Int] { [0] + aliasing.kept.map { $0 + 1 } }

  /// β_j = Σ a_k b_k: b_j s_j for a column, b_0 − Σ s_k c_k b_k for the intercept.
  func combination(_ place: Int) -> [Double] {
    var result = Array(repeating: 0.0, count: objective.size)
    if place > 0 {
      result[place] = likelihood.scale[place - 1]
      return result
    }
    result[0] = 1
    for (j, scale) in likelihood.scale.enumerated() {
      result[j + 1] = -scale * likelihood.center[j]
    }
    return result
  }

  /// The variables of the design in order, each with the places of its estimable terms.
  var variables: [(name: String, places: [Int])] {
    var result: [(name: String, places: [Int])] = []
    var index: [[UInt8]: Int] = [:]
    for (term, kept) in zip(design.terms, keptPlaces) {
      guard let name = term.variable else { continue }
      let key = Array(name.utf8)
      if index[key] == nil {
        index[key] = result.count
        result.append((name, []))
      }
      if let kept, let place = index[key] { result[place].places.append(kept) }
    }
    return result
  }

  private var keptPlaces: [Int?] {
    var result = [Int?](repeating: nil, count: design.terms.count)
    for (place, term) in terms.enumerated() { result[term] = place }
    return result
  }
}

// MARK: - Likelihood ratios

extension FittedLikelihood {
  /// Sums of products in one pass over the rows for each variable.
  var dropOneWork: Double {
    Double(likelihood.labels.count) * Double(objective.size * objective.size)
      * Double(variables.count)
  }

  /// A line a variable: twice the fall of the objective without its terms.
  func dropOne(isTested: Bool) -> [LogisticInference.DropOne] {
    let variables = variables
    guard isTested else { return variables.map { .init(variable: $0.name, test: nil) } }
    return parallel.map(count: variables.count) { number in
      let (name, places) = variables[number]
      let test =
        objective.isFirth || aliasing.dropped.isEmpty ? heldAtZero(places) : without(name)
      return LogisticInference.DropOne(variable: name, test: test)
    }
  }

  /// The terms held at 0; for the likelihood that is the model without them, for Firth's the penalty
  /// keeps the information of all columns.
  func heldAtZero(_ places: [Int]) -> LikelihoodRatioTest? {
    guard !places.isEmpty else { return LikelihoodRatioTest(statistic: 0, degreesOfFreedom: 0) }
    let objective =
      self.objective.isFirth ? self.objective : reduced(keeping: remaining(places))
    let restriction = Restriction(
      holding: self.objective.isFirth ? places : [], of: objective.size)
    var start = maximum.beta
    for place in places { start[place] = 0 }
    if !objective.isFirth { start = [start[0]] + remaining(places).map { start[$0 + 1] } }
    guard let found = objective.maximize(from: start, under: restriction) else { return nil }
    return ratio(found.point.value, degreesOfFreedom: places.count)
  }

  private func remaining(_ places: [Int]) -> [Int] {
    let gone = Set(places)
    return likelihood.columns.indices.filter { !gone.contains($0 + 1) }
  }

  private func reduced(keeping columns: [Int]) -> LogisticObjective {
    LogisticObjective(likelihood: likelihood.selecting(columns), isFirth: false)
  }

  /// Without a variable an aliased term may become estimable, as in R's drop1.
  private func without(_ variable: String) -> LikelihoodRatioTest? {
    let key = Array(variable.utf8)
    let columns = design.columns.indices.filter {
      design.terms[$0 + 1].variable.map { Array($0.utf8) } != key
    }
    let all = aliasing.likelihood.serial.selecting(columns)
    let zero = Array(repeating: 0.0, count: columns.count + 1)
    var gram = all.derivatives(at: zero).information
    for i in gram.storage.indices { gram.storage[i] *= 4 }
    let kept = Aliasing(all, gram: gram).kept
    let objective = LogisticObjective(likelihood: all.selecting(kept), isFirth: false)
    let start = [maximum.beta[0]] + kept.map { _ in 0.0 }
    guard
      let found = objective.maximize(
        from: start, under: Restriction(holding: [], of: objective.size))
    else { return nil }
    return ratio(
      found.point.value, degreesOfFreedom: max(0, self.objective.size - objective.size))
  }

  private func ratio(_ value: Double, degreesOfFreedom: Int) -> LikelihoodRatioTest {
    let fall = degreesOfFreedom == 0 ? 0 : max(0, 2 * (maximum.value - value))
    return LikelihoodRatioTest(statistic: fall, degreesOfFreedom: degreesOfFreedom)
  }
}

// MARK: - Profiles

extension FittedLikelihood {
  /// The p-value of each estimable coefficient by the ratio of objectives with it held at 0.
  func profilePValues() -> [Double?] {
    parallel.map(count: objective.size) { place in
      profile.fall(holding: combination(place), at: 0).map {
        ChiSquaredDistribution.upperTail($0, degreesOfFreedom: 1)
      }
    }
  }

  /// Both limits of each estimable coefficient, in the design's units.
  func profileLimits(confidence: Double) -> [(low: Double?, high: Double?)] {
    let critical = NormalDistribution.quantile(0.5 + confidence / 2)
    let ends = parallel.map(count: 2 * objective.size) { number in
      profile.limit(
        of: combination(number / 2), side: number % 2 == 0 ? -1 : 1, critical: critical)
    }
    return (0..<objective.size).map { (ends[2 * $0], ends[2 * $0 + 1]) }
  }
}
