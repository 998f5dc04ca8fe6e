import ArgumentParser
import Churn
import DelimitedText

/// What to do about the customers that are scored.
struct PlaybookOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Playbook (YAML): adds each customer's stage, tier, driver, action and channel. See churn playbook default.",
      valueName: "file"))
  var playbook: String?

  @Option(help: "Customers to contact at most; the file is then read twice.")
  var capacity: Int?

  @Option(help: "What the contacts may cost at most; the file is then read twice.")
  var budget: Double?

  @Option(
    help: ArgumentHelp(
      "Share of the list to leave alone, so that the effect can be measured: customers keep their group by seed and id.",
      valueName: "share"))
  var control: Double?

  @OptionGroup var amounts: AmountOptions

  func validate() throws {
    guard playbook == nil else { return }
    let given =
      (capacity == nil ? [] : ["--capacity"]) + (budget == nil ? [] : ["--budget"])
      + (control == nil ? [] : ["--control"])
      + amounts.given.filter { $0.value != nil }.map(\.name)
    if let first = given.first { throw ValidationError("\(first) needs a --playbook.") }
  }

  /// nil without a playbook.
  func plan(seed: UInt64) throws -> PlaybookPlan? {
    guard let playbook else { return nil }
    return try PlaybookPlan(
      try Playbook.read(Input(path: playbook)),
      options: Playbook.Money(
        value: amounts.value, contactCost: amounts.contactCost, offerCost: amounts.offerCost,
        acceptRate: amounts.acceptRate),
      contacts: try ContactPlan(capacity: capacity, budget: budget),
      control: try control.map { (share) throws(LocatedError) in
        try ControlGroup(share: share, seed: seed)
      })
  }
}
