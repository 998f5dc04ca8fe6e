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

    public init(weight: Double, churned: Double, expected: Double) {
      self.weight = weight
      self.churned = churned
      self.expected = expected
    }
  }

  /// A coefficient of the logistic recalibration.
  public struct Estimate: Sendable, Equatable {
    public var value: Double
    /// From the information of the fit, rows taken as independent.
    public var standardError: Double

    /// Wald's, 95 %; nil without a standard error.
    public var interval: (low: Double, high: Double)? {
      let margin = NormalDistribution.quantile(0.975) * standardError
      return margin.isFinite ? (value - margin, value + margin) : nil
    }
  }

  /// At most ten groups, ascending by score: the rows of (q_k−1, q_k] where the q are the deciles
  /// (type 7) of the scores by weight, equal ones merged, so ties stay together.
  public let groups: [Group]
  /// The a of logit P(y = 1) = a + logit p; 0 is right on the whole. nil where a probability is
  /// exactly 0 or 1, or one class is absent.
  public var intercept: Double? { interceptEstimate?.value }
  /// The b of logit P(y = 1) = a + b logit p; 1 is right, below 1 the scores are too extreme.
  public var slope: Double? { slopeEstimate?.value }
  /// The intercept and the slope with their standard errors.
  public let interceptEstimate: Estimate?
  public let slopeEstimate: Estimate?
  /// Probabilities that are exactly 0 or 1.
  public let extremeCount: Int

  public init(_ probabilities: [Double], _ labels: [Bool], weights: [Double]? = nil) {
    self.init(RankedScores(scores: probabilities, labels: labels, weights: weights))
  }

  /// Of scores that are probabilities, already put in order.
  public init(_ ranked: RankedScores, threads: Int = 1) {
    groups = Self.groups(ranked)
    extremeCount = ranked.ties.reduce(0) { $0 + ($1.isExtreme ? $1.rows : 0) }
    let odds = LogOddsRows(ranked, threads: threads)
    interceptEstimate = odds?.intercept
    slopeEstimate = odds?.slope
  }

  private static func groups(_ ranked: RankedScores) -> [Group] {
    let cuts = ScoreQuantiles(ranked).deciles
    var groups = Array(
      repeating: Group(weight: 0, churned: 0, expected: 0), count: cuts.count + 1)
    var group = 0
    for tie in ranked.ties {
      while group < cuts.count, cuts[group] < tie.score { group += 1 }
      groups[group].weight += tie.weight
      groups[group].expected += tie.weight * tie.score
      groups[group].churned += tie.churned
    }
    return groups.filter { $0.weight > 0 }
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
