import Modeling
import Reporting

/// A scoring run as people read it.
public struct ScoringText: Sendable {
  private let summary: ScoringSummary
  private let model: ChurnModel
  private let plan: PlaybookPlan?

  public init(_ summary: ScoringSummary, _ model: ChurnModel, plan: PlaybookPlan? = nil) {
    self.summary = summary
    self.model = model
    self.plan = plan
  }

  public var warnings: [String] {
    summary.warnings + columnWarnings
      + [summary.contacts?.drivers.warning, controlWarning]
      .compactMap(\.self)
  }

  public var lines: [String] {
    var lines: [String] = []
    if !summary.ignoredColumns.isEmpty {
      lines.append("columns not used: " + summary.ignoredColumns.joined(separator: ", "))
    }
    if let gaps { lines.append("missing values: " + gaps) }
    if let drift = summary.drift { lines.append(drift.line) }
    let tiers = summary.tierRows.sorted { $0.key.precedesByCodePoint($1.key) }
    if !tiers.isEmpty { lines.append("tiers: " + counts(tiers.map { ($0.key, $0.value) })) }
    if let contacts = summary.contacts, let plan { lines += self.lines(contacts, plan) }
    return lines + [scored]
  }

  private var columnWarnings: [String] {
    var warnings: [String] = []
    if !summary.absentColumns.isEmpty {
      warnings.append(
        "columns of the model that the file has not, taken for missing: "
          + summary.absentColumns.joined(separator: ", "))
    }
    for (place, feature) in model.schema.features.enumerated()
    where !summary.absentColumns.contains(feature.name) {
      let (missing, unseen) = (summary.missingCells[place], summary.unseenCells[place])
      if unseen > 0 {
        warnings.append("\(feature.name): \(unseen) levels that training had not seen")
      }
      if missing > 0, feature.missingCount == 0 {
        warnings.append("\(feature.name): \(missing) missing values, none in training")
      }
    }
    return warnings
  }

  /// By column, of those that had gaps in training too: others are warned of.
  private var gaps: String? {
    let parts = zip(model.schema.features, summary.missingCells).filter { feature, count in
      count > 0 && feature.missingCount > 0 && !summary.absentColumns.contains(feature.name)
    }
    return parts.isEmpty ? nil : counts(parts.map { ($0.name, $1) })
  }

  private var scored: String {
    let scored = "\(NumberText.integer(summary.rowsScored)) customers scored, mean "
    guard model.churn != nil else {
      return scored + "prediction \(NumberText.significant(summary.meanValue, digits: 6))"
    }
    return scored + "probability \(NumberText.fixed(summary.meanValue, decimals: 4)), bands: "
      + counts(Bands.Band.allCases.map { ($0.rawValue, summary.bandRows[$0, default: 0]) })
  }

  private func counts(_ parts: [(name: String, count: Int)]) -> String {
    parts.map { "\($0.name) \(NumberText.integer($0.count))" }.joined(separator: ", ")
  }
}

// MARK: - What to do

extension ScoringText {
  private static let mostActions = 12

  private var controlWarning: String? {
    guard let contacts = summary.contacts, let plan, plan.control != nil else { return nil }
    return contacts.control.power.warning(acceptRate: plan.money.acceptRate)
  }

  private func lines(_ contacts: ContactSummary, _ plan: PlaybookPlan) -> [String] {
    [driverLine(contacts.drivers)] + actionLines(contacts, plan)
      + [contactLine(contacts, plan), leftOutLine(contacts, plan), controlLine(contacts, plan)]
      .compactMap(\.self)
  }

  private func driverLine(_ drivers: DriverShares) -> String {
    let shares = LossDriver.allCases.compactMap { driver in
      drivers.share(of: driver).flatMap {
        $0 > 0 ? "\(driver.rawValue) \(NumberText.percent($0))" : nil
      }
    }
    let without =
      drivers.without > 0 ? ["none \(NumberText.integer(drivers.without)) customers"] : []
    return "strongest drivers: " + (shares + without).joined(separator: ", ")
  }

  /// The actions of most customers first.
  private func actionLines(_ contacts: ContactSummary, _ plan: PlaybookPlan) -> [String] {
    let sorted = contacts.contactsOfRule.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var lines = sorted.prefix(Self.mostActions).compactMap { rule, count in
      plan.playbook.rules[rule].action.map {
        "  \(NumberText.integer(count)): \($0.text) (\($0.channel))"
      }
    }
    if sorted.count > lines.count {
      lines.append("  and \(sorted.count - lines.count) actions more")
    }
    return lines
  }

  private func contactLine(_ contacts: ContactSummary, _ plan: PlaybookPlan) -> String {
    let count = contacts.decisions[.yes] ?? 0
    var line =
      "to contact: \(NumberText.integer(count)) of "
      + "\(NumberText.integer(summary.rowsScored)) customers"
    if plan.money.isKnown {
      line +=
        ", expected profit \(NumberText.fixed(contacts.worth, decimals: 2)), cost "
        + NumberText.fixed(contacts.cost, decimals: 2)
      if let lowest = contacts.list?.lowestWorth {
        line += "; the last one brings \(NumberText.fixed(lowest, decimals: 2))"
      }
    } else if let lowest = contacts.list?.lowestWorth {
      line += ", by their probability, from \(NumberText.fixed(lowest, decimals: 4)) on"
    }
    return line
  }

  private func leftOutLine(_ contacts: ContactSummary, _ plan: PlaybookPlan) -> String? {
    let reasons: [ContactDecision] = [.overCapacity, .overBudget, .unprofitable, .noAction]
    let parts = reasons.compactMap { reason in
      contacts.decisions[reason].map { (reason.rawValue, $0) }
    }
    guard !parts.isEmpty else { return nil }
    var line = "left out: " + counts(parts)
    if plan.money.isKnown, let forgone = contacts.list?.worthLeftOut, forgone > 0 {
      line += "; beyond the limits an expected profit of \(NumberText.fixed(forgone, decimals: 2))"
    }
    return line
  }

  private func controlLine(_ contacts: ContactSummary, _ plan: PlaybookPlan) -> String? {
    guard plan.control != nil else { return nil }
    let shares = Bands.Band.allCases.compactMap { band in
      contacts.control.share(of: band).map { "\(band.rawValue) \(NumberText.percent($0))" }
    }
    var line =
      "control group: \(NumberText.integer(contacts.decisions[.control] ?? 0)) customers "
      + "left alone (\(shares.joined(separator: ", ")))"
    if let effect = contacts.control.power.smallestEffect {
      line +=
        "; a difference in churn of \(NumberText.percent(effect)) or more will show (80 % power)"
    }
    return line
  }
}
