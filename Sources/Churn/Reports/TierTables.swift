import Modeling
import Reporting

/// Tables of value tiers for people.
public struct TierTables: Sendable {
  private let tiers: ValueTiers
  private let conditions: [String]

  /// nil for a model without tiers.
  public init?(_ model: ChurnModel) {
    guard let tiers = model.tiers, let tree = model.fitted.tree?.tree else { return nil }
    self.tiers = tiers
    let condition = TierCondition(tree, model.schema)
    conditions = tiers.tiers.map { condition.text(leaf: $0.leaf) }
  }

  /// All of it, with what the numbers mean.
  public func plain() -> String {
    rates.plain() + "\n" + gains.plain() + "\n" + notes
  }

  /// A line a tier: who is in it, and how many came back.
  public var rates: TextTable {
    var table = TextTable(
      [
        .init("tier"), .init("first order"), .init("customers", .right),
        .init("came back (training)", .right), .init("came back (judged)", .right),
        .init("95 % interval", .right), .init("lift", .right), .init("95 % interval", .right),
      ])
    for (tier, condition) in zip(tiers.tiers, conditions) {
      table.rows.append(
        [
          tier.name, condition, NumberText.integer(tier.judged.customers),
          NumberText.percent(tier.trainingRate),
        ] + cells(tier.judged))
    }
    table.rows.append(["all", "", NumberText.integer(tiers.all.customers), ""] + cells(tiers.all))
    return table
  }

  private func cells(_ judged: ValueTiers.Judged) -> [String] {
    let interval = judged.interval.map {
      NumberText.percent($0.low) + " to " + NumberText.percent($0.high)
    }
    return [NumberText.percent(judged.rate), interval ?? NumberText.missing]
      + cells(judged.lift)
  }

  private func cells(_ lift: PartLift?) -> [String] {
    [
      NumberText.fixed(lift?.lift, decimals: 2),
      NumberText.interval(lift?.low, lift?.high, decimals: 2),
    ]
  }

  /// What contacting the tiers in their order finds.
  public var gains: TextTable {
    var table = TextTable(
      [
        .init("contacting"), .init("share of customers", .right),
        .init("share of those who came back", .right), .init("against random", .right),
        .init("95 % interval", .right),
      ])
    for (place, tier) in tiers.tiers.enumerated() {
      let name = place == 0 ? tier.name : "\(tiers.tiers[0].name) to \(tier.name)"
      table.rows.append(
        [name, NumberText.percent(tier.gain.contacted), NumberText.percent(tier.gain.captured)]
          + cells(tier.gain.lift))
    }
    return table
  }

  /// The judged rate of each tier; nil without one.
  public var chart: BarChart? {
    let known = tiers.tiers.filter { $0.judged.rate != nil }
    guard !known.isEmpty else { return nil }
    return BarChart(
      title: "Value tiers",
      summary: "Share of the first-time buyers of each tier who came back.",
      axis: Axis("share that came back", format: .percent),
      bars: known.map { tier in
        BarChart.Bar(
          tier.name, tier.judged.rate ?? .nan,
          interval: tier.judged.interval.map { $0.low...$0.high },
          label: NumberText.percent(tier.judged.rate))
      })
  }

  /// How the rates were come by, and who was left out.
  var notes: String {
    let judging =
      switch tiers.judging {
      case .outOfFold(let folds):
        "Judged out of fold: each customer is ranked by a tree grown without the customer's fold "
          + "(of \(folds)),\nand each fold's ranks are cut at the tiers' shares of customers. "
          + "Training rates chose the cuts\nthemselves and are too far apart.\n"
      case .holdout(let share):
        "Judged on held-out customers (\(NumberText.percent(share))); training rates chose the cuts "
          + "themselves and are\ntoo far apart.\n"
      }
    return judging + (tiers.firstOrders.map(note) ?? "")
  }

  private func note(_ account: FirstOrders.Account) -> String {
    var lines = [
      "\(NumberText.integer(account.used)) first orders; came back: bought again within "
        + "\(account.horizonDays) days. Left out:"
    ]
    if account.burnInDays > 0 {
      lines.append(
        "  \(NumberText.integer(account.inBurnIn)) in the file's first \(account.burnInDays) days, "
          + "where an order may not be the customer's first (--burn-in)")
    }
    lines += [
      "  \(NumberText.integer(account.unobserved)) without \(account.horizonDays) days of data "
        + "after them",
      "  \(NumberText.integer(account.withoutPurchase)) customers of whom no purchase stands",
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}
