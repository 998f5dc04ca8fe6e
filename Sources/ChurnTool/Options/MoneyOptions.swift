import ArgumentParser
import Churn
import Modeling

/// What contacting customers brings and costs.
struct AmountOptions: ParsableArguments {
  @Option(help: "What a saved customer is worth: the margin that they still bring.")
  var value: Double?

  @Option(name: .customLong("contact-cost"), help: "What each contact costs.")
  var contactCost: Double?

  @Option(
    name: .customLong("offer-cost"),
    help: "What an offer costs that is taken; a customer who would have stayed takes it always.")
  var offerCost: Double?

  @Option(
    name: .customLong("accept-rate"),
    help: "Share of the contacted churners who take the offer and stay.")
  var acceptRate: Double?

  var given: [(name: String, value: Double?)] {
    [
      ("--value", value), ("--contact-cost", contactCost), ("--offer-cost", offerCost),
      ("--accept-rate", acceptRate),
    ]
  }
}

/// The same, with what the expected maximum profit assumes.
struct MoneyOptions: ParsableArguments {
  @OptionGroup var amounts: AmountOptions

  @Option(
    name: .customLong("accept-beta"),
    help: ArgumentHelp(
      "Beta distribution of the accept rate, for the expected maximum profit (EMPC). (default: 6,14, as published; with --accept-rate γ: 20γ,20(1−γ))",
      valueName: "a,b"))
  var acceptBeta: String?

  private var given: [(name: String, value: Double?)] { amounts.given }
  private var value: Double? { amounts.value }
  private var contactCost: Double? { amounts.contactCost }
  private var offerCost: Double? { amounts.offerCost }
  private var acceptRate: Double? { amounts.acceptRate }

  /// nil where one of the four is not given: no money figure is invented.
  func economics() throws -> RetentionEconomics? {
    guard let value, let contactCost, let offerCost, let acceptRate else { return nil }
    return try RetentionEconomics(
      value: value, contactCost: contactCost, offerCost: offerCost, acceptRate: acceptRate)
  }

  /// Says which options are lacking where some are given.
  var warning: String? {
    let missing = given.filter { $0.value == nil }.map(\.name)
    guard !missing.isEmpty, missing.count < given.count else { return nil }
    return "no profit is shown: it needs " + missing.joined(separator: " and ") + " too"
  }

  /// The published ones where nothing is given.
  func assumptions() throws -> ExpectedMaximumProfit.Assumptions {
    let published = ExpectedMaximumProfit.Assumptions.published
    let (alpha, beta) = try acceptDistribution(published)
    return try ExpectedMaximumProfit.Assumptions(
      alpha: alpha, beta: beta, value: value ?? published.value,
      offerCost: offerCost ?? published.offerCost,
      contactCost: contactCost ?? published.contactCost)
  }

  /// An accept rate keeps the spread of the published distribution, a + b = 20.
  private func acceptDistribution(
    _ published: ExpectedMaximumProfit.Assumptions
  ) throws -> (Double, Double) {
    if let acceptBeta {
      let numbers = names(acceptBeta).compactMap(Double.init)
      guard numbers.count == 2 else {
        throw ValidationError("--accept-beta \(acceptBeta): give two numbers, such as 6,14.")
      }
      return (numbers[0], numbers[1])
    }
    let spread = published.alpha + published.beta
    guard let acceptRate, acceptRate >= 0, acceptRate <= 1 else {
      return (published.alpha, published.beta)
    }
    // A rate of 0 or 1 is certain, which a Beta distribution can only come near to.
    return (max(spread * acceptRate, 1e-6), max(spread * (1 - acceptRate), 1e-6))
  }
}
