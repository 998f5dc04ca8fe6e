/// Priors and costs of a classification tree, made ready for sums of case weights.
///
/// A prior stands for a class's share of the rows, so each case weight of class j counts
/// π_j / (share of j) in probabilities and losses. Costs enter the search for splits as altered
/// priors: π_j times the cost of getting class j wrong, scaled to sum to 1 (Breiman et al. 1984,
/// section 4.4; rpart's giniinit).
public struct ClassCosts: Sendable, Equatable {
  /// Factors of the class weights (stayed, churned) in probabilities and losses; 1 without a prior.
  var stayedPrior = 1.0
  var churnedPrior = 1.0
  /// Factors of the class weights in impurities; 1 without prior and costs.
  var stayedScale = 1.0
  var churnedScale = 1.0
  var cost = MisclassificationCost()

  /// - Parameters:
  ///   - prior: nil: the shares of the rows.
  ///   - stayed: weight of the staying rows, all of them.
  ///   - churned: weight of the churned rows.
  public init(
    prior: ClassPrior?, cost: MisclassificationCost, stayed: Double, churned: Double
  ) {
    let (stayedShare, churnedShare) = (stayed / (stayed + churned), churned / (stayed + churned))
    self.cost = cost
    if let prior {
      stayedPrior = prior.stayed / stayedShare
      churnedPrior = prior.churned / churnedShare
    }
    guard prior != nil || cost != MisclassificationCost() else { return }
    let altered =
      stayedPrior * stayedShare * cost.falsePositive
      + churnedPrior * churnedShare * cost.falseNegative
    stayedScale = stayedPrior * cost.falsePositive / altered
    churnedScale = churnedPrior * cost.falseNegative / altered
  }

  /// P(churned) of a node.
  public func probability(stayed: Double, churned: Double) -> Double {
    let all = stayed * stayedPrior + churned * churnedPrior
    return all > 0 ? churned * churnedPrior / all : 0
  }

  /// The cheaper of the two calls; staying if they cost the same.
  public func call(stayed: Double, churned: Double) -> (isChurned: Bool, loss: Double) {
    let callingStayed = churned * churnedPrior * cost.falseNegative
    let callingChurned = stayed * stayedPrior * cost.falsePositive
    return callingChurned < callingStayed ? (true, callingChurned) : (false, callingStayed)
  }

  /// What a row of a class costs where the node calls it so; per unit of weight.
  func loss(isChurned: Bool, calledChurned: Bool) -> Double {
    if isChurned == calledChurned { return 0 }
    return isChurned ? churnedPrior * cost.falseNegative : stayedPrior * cost.falsePositive
  }
}
