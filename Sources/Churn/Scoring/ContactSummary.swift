import DelimitedText
import Modeling

/// What a run with a playbook came to.
public struct ContactSummary: Sendable {
  public var drivers = DriverShares()
  public var decisions: [ContactDecision: Int] = [:]
  /// Customers to contact, by the rule's place in the playbook.
  public var contactsOfRule: [Int: Int] = [:]
  /// Worth and cost of the customers to contact, without the control group.
  public var worth = 0.0
  public var cost = 0.0
  public var control = ControlShares()
  /// The list as it was chosen; nil where nothing had to be chosen.
  public var list: ContactList?
  /// Cells of the playbook's columns that are no number.
  public var unread = 0

  /// Adds up the counts of another part of the same file.
  mutating func add(_ other: ContactSummary) {
    drivers.merge(other.drivers)
    decisions.merge(other.decisions, uniquingKeysWith: +)
    contactsOfRule.merge(other.contactsOfRule, uniquingKeysWith: +)
    worth += other.worth
    cost += other.cost
    control.merge(other.control)
    unread += other.unread
  }
}

/// What becomes of the customers of a batch; one element a row.
struct ContactDecisions: Sendable {
  var rows: PlaybookRows
  var decisions: [ContactDecision]

  /// - Parameters:
  ///   - list: nil where every action is carried out.
  ///   - numbers: of the rows in the file.
  ///   - ids: fingerprints; of the rows' numbers where there is no id.
  init(
    _ rows: PlaybookRows, _ list: ContactList?, control: ControlGroup?, numbers: [Int],
    ids: [UInt64]
  ) {
    self.rows = rows
    decisions = rows.worth.indices.map { row in
      let decision =
        list?.decision(row: numbers[row], worth: rows.worth[row], cost: rows.cost[row])
        ?? (rows.worth[row] == nil ? .noAction : .yes)
      guard decision == .yes, let control else { return decision }
      return control.contains(fingerprint: ids[row]) ? .control : .yes
    }
  }

  func summary(_ probabilities: [Double], _ bands: Bands) -> ContactSummary {
    var summary = ContactSummary()
    summary.unread = rows.unread
    for (row, decision) in decisions.enumerated() {
      summary.drivers.add(rows.drivers[row])
      summary.decisions[decision, default: 0] += 1
      guard decision == .yes || decision == .control else { continue }
      summary.control.add(
        bands.band(of: probabilities[row]), probability: probabilities[row],
        isControl: decision == .control)
      guard decision == .yes, let rule = rows.rules[row] else { continue }
      summary.contactsOfRule[rule, default: 0] += 1
      summary.worth += rows.worth[row] ?? 0
      summary.cost += rows.cost[row]
    }
    return summary
  }
}
