import DelimitedText

/// A playbook with what is to be done by it: how many customers can be contacted, what that costs and
/// brings, and who is left alone for comparison.
public struct PlaybookPlan: Sendable {
  public let playbook: Playbook
  public let money: PlaybookMoney
  public let contacts: ContactPlan
  public let control: ControlGroup?
  /// By rule: what a contact costs without its offer; nil where that is not known.
  private let contactCosts: [Double?]

  /// - Parameter options: what goes before the playbook's own `money`.
  /// - Throws: `.usage` for amounts out of range, and for a budget where the cost of a contact is not
  ///   known.
  public init(
    _ playbook: Playbook, options: Playbook.Money = .init(), contacts: ContactPlan? = nil,
    control: ControlGroup? = nil
  ) throws(LocatedError) {
    self.playbook = playbook
    self.contacts = if let contacts { contacts } else { try ContactPlan() }
    self.control = control
    money = try PlaybookMoney(playbook, options: options)
    contactCosts = playbook.rules.indices.map { playbook.contactCost(rule: $0, options: options) }
    guard self.contacts.budget != nil, !money.isKnown else { return }
    for (rule, cost) in zip(playbook.rules, contactCosts) where rule.action != nil && cost == nil {
      throw LocatedError(
        .usage, "a budget needs to know what a contact costs",
        advice: "Give --contact-cost, or cost in line \(rule.line) of the playbook.")
    }
  }

  /// Whether some customers with an action may not be contacted.
  var choosesCustomers: Bool { money.isKnown || !contacts.isUnlimited || control != nil }

  /// Whether all customers must be seen before one can be decided about.
  var needsTwoPasses: Bool { !contacts.isUnlimited }

  /// What contacting is worth: the expected profit or, where money is not known, P(churned). nil
  /// where nobody is to be contacted.
  func worth(rule: Int?, probability: Double) -> Double? {
    guard let rule, playbook.rules[rule].action != nil else { return nil }
    return money.isKnown
      ? money.expectedProfit(rule: rule, probability: probability) : probability
  }

  /// What contacting costs on average; 0 where that is neither known nor needed.
  func cost(rule: Int?, probability: Double) -> Double {
    guard let rule else { return 0 }
    return money.expectedCost(rule: rule, probability: probability) ?? contactCosts[rule] ?? 0
  }
}
