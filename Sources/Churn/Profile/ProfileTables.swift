import Reporting

/// A part of the diagnosis under its own heading: the same for the terminal and the page.
struct ProfileSection {
  var heading: String
  /// What the part is about, before its tables.
  var lead: [String] = []
  /// With what each picture shows.
  var figures: [(chart: Chart, caption: String)] = []
  var tables: [(caption: String, table: TextTable)] = []
  /// Long tables, for the page only.
  var details: [(caption: String, table: TextTable)] = []
  /// How to read the numbers.
  var notes: [String] = []
  var warnings: [String] = []

  func plain() -> String {
    var parts = ["\(heading)\n" + String(repeating: "=", count: heading.count) + "\n"]
    parts += lead.map { $0 + "\n" }
    parts += tables.filter { !$0.table.rows.isEmpty }.map { "\($0.caption)\n" + $0.table.plain() }
    parts += notes.map { $0 + "\n" } + warnings.map { "Note: \($0)\n" }
    return parts.joined(separator: "\n")
  }

  var blocks: [Page.Block] {
    lead.map { .paragraph($0) } + figures.map { .figure($0.chart, caption: $0.caption) }
      + (tables + details).filter { !$0.table.rows.isEmpty }.map { caption, table in
        var table = table
        table.caption = caption
        return .table(table)
      } + notes.map { .note($0) } + warnings.map { .warning($0) }
  }
}

extension ShopProfile {
  /// Sentences that an owner can act on.
  var summary: [String] {
    [
      NumberText.integer(customers) + " customers made \(NumberText.integer(orders)) purchases"
        + (revenue.map { " worth \(ShareText.money($0))" } ?? "")
        + " from \(purchases.firstDay) to \(purchases.asOf); "
        + NumberText.percent(Double(oneTimeBuyers) / Double(customers))
        + " of them bought once only.",
      lifeCycle.repurchase.emptyReason, firstStep, cycle, lostNow, claim, stages, bestTier,
    ].compactMap(\.self)
  }

  private var firstStep: String? {
    guard let step = ladder.steps.first, let share = step.share else { return nil }
    return
      "Of first-time buyers \(NumberText.percent(share)) come back within \(ladder.horizon) days"
      + (step.interval.map { " (95 % interval \(ShareText.interval($0)))" } ?? "") + "."
  }

  private var cycle: String? {
    guard let average = definitions.cycles.average, let median = definitions.cycles.median else {
      return nil
    }
    return
      "The average purchase cycle is \(NumberText.fixed(average, decimals: 1)) days; half of the "
      + "gaps are at most \(ShareText.days(median))."
  }

  private var claim: String { "\(CycleClaim.text) \(definitions.claim.answer)" }

  private var lostNow: String? {
    guard let definition = definitions[.cycles(2, by: .normal)], let lost = definition.lost,
      let line = definition.lineDays
    else { return nil }
    return
      "\(NumberText.integer(lost)) customers (\(NumberText.percent(definition.lostShare))) have "
      + "bought nothing for more than two average cycles, \(ShareText.days(line)) days."
  }

  private var stages: String? {
    guard let cuts = lifeCycle.cuts else { return nil }
    let parts = LifeStage.allCases.map { stage in
      "\(NumberText.integer(lifeCycle.customers(in: stage)?.customers)) \(stage.rawValue) "
        + "(\(cuts.text(of: stage)) days since the last purchase)"
    }
    return "By stage of life: " + parts.joined(separator: ", ") + "."
  }

  private var bestTier: String? {
    guard case .success(let model) = tiers, let tiers = model.tiers, tiers.tiers.count > 1,
      let best = tiers.tiers.first, let rate = best.judged.rate
    else { return nil }
    return "First orders of tier \(best.name) come back most: \(NumberText.percent(rate)) against "
      + "\(NumberText.percent(tiers.all.rate)) of all."
  }

  /// In the order in which they are shown.
  var sections: [ProfileSection] {
    [
      cycleSection, definitionSection, seriesSection, stageSection, ladderSection, tierSection,
      rfmSection,
    ]
  }

  private var cycleSection: ProfileSection {
    let tables = ChurnDefinitionTables(definitions)
    return ProfileSection(
      heading: "Purchase cycles",
      lead: definitions.cycles.average == nil ? ["Nobody has bought on two days."] : [],
      figures: tables.chart.map { [(.line($0), "Days between purchases, with the fits")] } ?? [],
      tables: [
        ("The average cycle and where its multiples lie", tables.fits),
        ("Days within which purchases follow", tables.quantiles),
      ], notes: definitions.cycles.notes)
  }

  private var definitionSection: ProfileSection {
    let tables = ChurnDefinitionTables(definitions)
    return ProfileSection(
      heading: "Who is lost",
      lead: [CycleClaim.text + " " + definitions.claim.answer],
      tables: [("Definitions side by side", tables.comparison)],
      details: [("At each earlier date", tables.verification)], notes: tables.notes)
  }

  private var seriesSection: ProfileSection {
    guard let series else {
      return ProfileSection(
        heading: "Churn over time",
        lead: ["Nobody has bought on two days: give a line in days with --line."])
    }
    return ProfileSection(
      heading: "Churn over time",
      figures: series.chart.map { [(.line($0), "Lost share and churn rate")] } ?? [],
      tables: [("The latest periods", series.table(last: 12))], notes: [series.note])
  }

  private var stageSection: ProfileSection {
    var section = ProfileSection(
      heading: "Life cycle",
      figures: lifeCycle.repurchase.chart.map {
        [(.line($0), "Share of first-time buyers who have bought again")]
      } ?? [],
      tables: [
        ("Stages", lifeCycle.table),
        ("Days at which the stages are cut", lifeCycle.repurchase.table),
      ], notes: [lifeCycle.repurchase.note],
      warnings: lifeCycle.warnings.filter { $0 != lifeCycle.repurchase.note })
    if let moves {
      section.figures +=
        moves.chart.map {
          [(.bar($0), "Where the customers of each stage on \(moves.from) were on \(moves.to)")]
        } ?? []
      section.tables += [
        ("Customers by stage on \(moves.from) (rows) and on \(moves.to)", moves.customerTable),
        ("Spent in between", moves.revenueBetweenTable),
      ]
    }
    section.tables += [("Purchases by time since the last one", grid.customerTable)]
    if revenue != nil { section.tables += [("Revenue likewise", grid.revenueTable)] }
    return section
  }

  private var ladderSection: ProfileSection {
    ProfileSection(
      heading: "Repurchase ladder",
      figures: ladder.chart.map {
        [(.bar($0), "Buyers of k purchases who made the next within \(ladder.horizon) days")]
      } ?? [],
      tables: [("From purchase to purchase", ladder.table)]
        + (ladder.channelTable.map { [("By first channel", $0)] } ?? [])
        + [("What the practice says", ladder.claimTable)],
      notes: [ladder.note], warnings: ladder.warnings)
  }

  private var tierSection: ProfileSection {
    switch tiers {
    case .failure(let none):
      return ProfileSection(
        heading: "Value tiers", lead: ["There are no value tiers: \(none.reason)."])
    case .success(let model):
      guard let tables = TierTables(model) else { return ProfileSection(heading: "Value tiers") }
      return ProfileSection(
        heading: "Value tiers",
        figures: tables.chart.map { [(.bar($0), "Share that came back, by tier")] } ?? [],
        tables: [
          ("Tiers of first orders", tables.rates), ("What contacting them finds", tables.gains),
        ],
        notes: [tables.notes], warnings: model.warnings)
    }
  }

  private var rfmSection: ProfileSection {
    ProfileSection(
      heading: "Recency, frequency, money",
      tables: [("Segments", rfm.table)], notes: [rfm.note], warnings: rfm.warnings)
  }
}

extension ShopProfile {
  /// For the terminal.
  public func plain() -> String {
    let lead = summary.map { $0 + "\n" }.joined()
    return ([lead] + sections.map { $0.plain() }).joined(separator: "\n")
  }

  /// One self-contained HTML page.
  public func html() -> String {
    Page(
      title: "Diagnosis of the shop", lead: [.facts(facts), .list(summary)],
      sections: sections.map { Page.Section($0.heading, $0.blocks) },
      footer: "Made by churn \(Workbench.version)."
    ).html()
  }

  private var facts: [Page.Fact] {
    var facts = [
      Page.Fact("customers", NumberText.integer(customers)),
      Page.Fact(
        "bought once only", NumberText.percent(Double(oneTimeBuyers) / Double(customers))),
    ]
    if let step = ladder.steps.first, let share = step.share {
      facts.append(
        Page.Fact(
          "come back within \(ladder.horizon) days", NumberText.percent(share),
          detail: "of first-time buyers"))
    }
    if let average = definitions.cycles.average {
      facts.append(
        Page.Fact("average cycle", NumberText.fixed(average, decimals: 1), detail: "days"))
    }
    if let lost = definitions[.cycles(2, by: .normal)]?.lostShare {
      facts.append(Page.Fact("past two cycles", NumberText.percent(lost), detail: "of customers"))
    }
    return facts
  }
}
