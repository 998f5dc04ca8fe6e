/// What a model knows of the rows that it is judged on.
public enum Acquaintance: Sendable {
  case unseen
  /// They trained it by maximum likelihood without a penalty.
  case trainedByMaximumLikelihood
  case trainedOtherwise
}

/// Whether predicted probabilities are what happens.
public struct Calibration: Sendable {
  /// Rows of neighbouring scores.
  public struct Group: Sendable, Equatable {
    /// Weights; rows where all weights are 1.
    public var weight: Double
    public var churned: Double
    /// Sum of the probabilities.
    public var expected: Double
  }

  /// At most ten groups, ascending by score: the rows of (q_k−1, q_k] where the q are the deciles
  /// (type 7) of the scores, equal ones merged, so ties stay together.
  public let groups: [Group]
  /// The a of logit P(y = 1) = a + logit p; 0 is right on the whole. nil where a probability is
  /// exactly 0 or 1, or one class is absent.
  public let intercept: Double?
  /// The b of logit P(y = 1) = a + b logit p; 1 is right, below 1 the scores are too extreme.
  public let slope: Double?
  /// Probabilities that are exactly 0 or 1.
  public let extremeCount: Int

  public init(_ probabilities: [Double], _ labels: [Bool], weights: [Double]? = nil) {
    groups = Self.groups(probabilities, labels, weights)
    extremeCount = probabilities.count { $0 <= 0 || $0 >= 1 }
    let hasBoth = labels.contains(true) && labels.contains(false)
    guard extremeCount == 0, hasBoth else {
      (intercept, slope) = (nil, nil)
      return
    }
    let logits = probabilities.map(Elementary.logit)
    intercept = Self.intercept(logits, labels, weights)
    slope = Self.slope(logits, labels, weights)
  }

  private static func groups(
    _ probabilities: [Double], _ labels: [Bool], _ weights: [Double]?
  ) -> [Group] {
    guard !probabilities.isEmpty else { return [] }
    let sorted = probabilities.sorted()
    var cuts: [Double] = []
    for k in 1...9 {
      let cut = Quantiles.decile(k, of: sorted)
      if cut > cuts.last ?? -.infinity { cuts.append(cut) }
    }
    var groups = Array(
      repeating: Group(weight: 0, churned: 0, expected: 0), count: cuts.count + 1)
    for (row, probability) in probabilities.enumerated() {
      let group = cuts.count { $0 < probability }
      let weight = weights?[row] ?? 1
      groups[group].weight += weight
      groups[group].expected += weight * probability
      if labels[row] { groups[group].churned += weight }
    }
    return groups.filter { $0.weight > 0 }
  }

  /// Newton's method on Σ w (y − σ(a + logit p)) = 0, which is monotone in a.
  private static func intercept(
    _ logits: [Double], _ labels: [Bool], _ weights: [Double]?
  ) -> Double? {
    var a = 0.0
    for _ in 0..<100 {
      var (score, information) = (0.0, 0.0)
      for (row, logit) in logits.enumerated() {
        let weight = weights?[row] ?? 1
        let p = Elementary.logistic(a + logit)
        score += weight * ((labels[row] ? 1 : 0) - p)
        information += weight * p * (1 - p)
      }
      guard information > 0 else { return nil }
      let step = max(-2, min(2, score / information))
      a += step
      if abs(step) <= 1e-14 * max(1, abs(a)) { return a }
    }
    return nil
  }

  private static func slope(
    _ logits: [Double], _ labels: [Bool], _ weights: [Double]?
  ) -> Double? {
    let term = Term.numeric(feature: "logit")
    let design = DesignMatrix(
      rowCount: logits.count, terms: [.intercept, term], columns: [logits])
    let fit = try? LogisticRegression().fit(design, labels: labels, weights: weights)
    return fit?.coefficients.last?.estimate
  }

  /// Σ |churned − expected| over the groups, per unit of weight.
  public var expectedError: Double {
    let weight = groups.reduce(0) { $0 + $1.weight }
    return groups.reduce(0) { $0 + abs($1.churned - $1.expected) } / weight
  }

  /// Hosmer & Lemeshow (1980): Σ (O − E)² / (E (1 − E/n)) against χ² with g degrees of freedom on rows
  /// that no fit has seen, g − 2 on the training rows of a maximum-likelihood fit. nil on those of
  /// other fits, with fewer than three groups, or where a group's outcome was held impossible.
  public func hosmerLemeshow(
    _ acquaintance: Acquaintance
  ) -> (statistic: Double, pValue: Double)? {
    guard groups.count >= 3, acquaintance != .trainedOtherwise else { return nil }
    var statistic = 0.0
    for group in groups {
      let difference = group.churned - group.expected
      let variance = group.expected * (1 - group.expected / group.weight)
      if variance > 0 {
        statistic += difference * difference / variance
      } else if difference != 0 {
        return nil
      }
    }
    let p = ChiSquaredDistribution.upperTail(
      statistic, degreesOfFreedom: groups.count - (acquaintance == .unseen ? 0 : 2))
    return (statistic, p)
  }
}
