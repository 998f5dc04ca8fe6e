extension DecisionTree {
  /// A split on another feature that imitates a split, for rows without a value in the split's own
  /// (Breiman et al. 1984, section 5.3).
  public struct Surrogate: Sendable, Equatable {
    public var feature: Int
    public var rule: Split.Rule
    /// Weight of the rows that it sends where the split sends them, over the weight of all rows with
    /// a value in the split's feature.
    public var agreement: Double
    /// (agreement − m) / (1 − m), m the share of the side that takes more.
    public var adjustedAgreement: Double

    public init(
      feature: Int, rule: Split.Rule, agreement: Double, adjustedAgreement: Double
    ) {
      self.feature = feature
      self.rule = rule
      self.agreement = agreement
      self.adjustedAgreement = adjustedAgreement
    }
  }

  /// The best split on a feature that was not the best of all.
  public struct Competitor: Sendable, Equatable {
    public var feature: Int
    public var rule: Split.Rule
    public var improvement: Double

    public init(feature: Int, rule: Split.Rule, improvement: Double) {
      self.feature = feature
      self.rule = rule
      self.improvement = improvement
    }
  }
}
