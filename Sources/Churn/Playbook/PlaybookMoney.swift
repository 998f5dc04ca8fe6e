import DelimitedText
import Modeling

/// What contacting a customer by a playbook costs and brings.
public struct PlaybookMoney: Sendable {
  /// By rule of the playbook; nil for rules that contact nobody.
  private let economics: [RetentionEconomics?]

  /// What is lacking to reckon every action's profit, by key: `value`, `cost`, `offer_cost`,
  /// `accept_rate`.
  public let missing: [String]

  /// - Parameter options: what the command says; it goes before the playbook's `money`, and what a
  ///   rule says of itself goes before both.
  /// - Throws: `.usage` for amounts out of range.
  public init(_ playbook: Playbook, options: Playbook.Money = .init()) throws(LocatedError) {
    let general = options.filled(from: playbook.money)
    var economics: [RetentionEconomics?] = []
    var missing: [String] = []
    for rule in playbook.rules {
      guard let action = rule.action else {
        economics.append(nil)
        continue
      }
      let money = action.money.filled(from: general)
      for name in money.missing where !missing.contains(name) { missing.append(name) }
      economics.append(try money.economics(line: rule.line))
    }
    self.missing = missing
    self.economics = missing.isEmpty ? economics : []
  }

  /// Whether each action's profit can be reckoned: no money figure is invented.
  public var isKnown: Bool { missing.isEmpty }

  /// p(γ(V − O) − C) + (1 − p)(−O − C). nil where money is not known or the rule contacts nobody.
  public func expectedProfit(rule: Int, probability p: Double) -> Double? {
    terms(rule).map { $0.profit(churned: p, stayed: 1 - p) }
  }

  /// What contacting the customer costs on average: C + O·(pγ + (1 − p)), the contact, and the offer
  /// where it is taken. The expected profit is p·γ·V less this.
  public func expectedCost(rule: Int, probability p: Double) -> Double? {
    terms(rule).map { $0.contactCost + $0.offerCost * (p * $0.acceptRate + (1 - p)) }
  }

  /// γ, to compare with the smallest effect that a control group can show: the smallest among the
  /// rules.
  public var acceptRate: Double? { economics.compactMap { $0?.acceptRate }.min() }

  private func terms(_ rule: Int) -> RetentionEconomics? {
    economics.indices.contains(rule) ? economics[rule] : nil
  }
}

extension Playbook.Money {
  /// The names of what is not known.
  var missing: [String] {
    [
      ("value", value), ("cost", contactCost), ("offer_cost", offerCost),
      ("accept_rate", acceptRate),
    ].filter { $0.1 == nil }.map(\.0)
  }

  fileprivate func economics(line: Int) throws(LocatedError) -> RetentionEconomics? {
    guard let value, let contactCost, let offerCost, let acceptRate else { return nil }
    do {
      return try RetentionEconomics(
        value: value, contactCost: contactCost, offerCost: offerCost, acceptRate: acceptRate)
    } catch {
      throw LocatedError(
        .usage, "the rule in line \(line) of the playbook: \(error.what)", advice: error.advice)
    }
  }
}

extension Playbook {
  /// What a contact by a rule costs without its offer; nil where it is not known.
  public func contactCost(rule: Int, options: Money = .init()) -> Double? {
    rules[rule].action.flatMap { $0.money.filled(from: options.filled(from: money)).contactCost }
  }
}
