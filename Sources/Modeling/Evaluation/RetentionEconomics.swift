/// What contacting customers with an offer costs and brings. Money is in one unit of the caller's.
public struct RetentionEconomics: Sendable, Equatable {
  /// V: what a saved customer is worth.
  public let value: Double
  /// C: what each contact costs.
  public let contactCost: Double
  /// O: what an offer costs that is taken; a stayer takes it always.
  public let offerCost: Double
  /// γ: share of the contacted churners who take the offer and stay.
  public let acceptRate: Double

  /// There are no defaults: no money figure is invented.
  /// - Throws: `usage` unless V > 0, C ≥ 0, O ≥ 0, 0 ≤ γ ≤ 1, all finite.
  public init(
    value: Double, contactCost: Double, offerCost: Double, acceptRate: Double
  ) throws(ModelingError) {
    try Self.check(value: value, contactCost: contactCost, offerCost: offerCost)
    guard acceptRate >= 0, acceptRate <= 1 else {
      throw ModelingError(
        .usage, "accept rate \(acceptRate) is not in 0…1",
        advice: "Give the share of contacted churners who would take the offer, such as 0.3.")
    }
    self.value = value
    self.contactCost = contactCost
    self.offerCost = offerCost
    self.acceptRate = acceptRate
  }

  /// More could not be summed over customers.
  private static let largest = 1e15

  static func check(
    value: Double, contactCost: Double, offerCost: Double
  ) throws(ModelingError) {
    guard value > 0, value <= largest else {
      throw ModelingError(
        .usage, "the value \(value) of a saved customer is not above 0 and at most 1e15",
        advice: "Give the profit that a saved customer still brings.")
    }
    for (name, cost) in [("contact", contactCost), ("offer", offerCost)] {
      guard cost >= 0, cost <= largest else {
        throw ModelingError(
          .usage, "\(name) cost \(cost) is not a number from 0 to 1e15",
          advice: "Give what one \(name) costs, 0 where it is free.")
      }
    }
  }

  /// γ(V − O) − C.
  public var profitOfContactedChurner: Double {
    acceptRate * (value - offerCost) - contactCost
  }

  /// −O − C.
  public var profitOfContactedStayer: Double { -offerCost - contactCost }

  /// p* = (O + C)/(γ(V − O) + O): contacting pays above this probability of churn. nil where no
  /// probability is that high, or where a churner brings no more than a stayer.
  public var breakEvenProbability: Double? {
    let gain = acceptRate * (value - offerCost) + offerCost
    guard gain > 0 else { return nil }
    let probability = (offerCost + contactCost) / gain
    return probability <= 1 ? probability : nil
  }

  /// Of contacting so many churners and stayers (by weight).
  public func profit(churned: Double, stayed: Double) -> Double {
    churned * profitOfContactedChurner + stayed * profitOfContactedStayer
  }
}
