import Modeling
import Reporting

extension Comparison {
  /// A line a model, then a line a baseline. Numbers of customers stand in it only where they differ.
  public var table: TextTable {
    let sizesDiffer = !isOnCommonRows
    var table = TextTable(
      [.init("model", maxWidth: 24)]
        + (sizesDiffer ? [.init("customers", .right), .init("base rate", .right)] : [])
        + [
          .init("rank", .right), .init("AUC", .right), .init("95 % interval", .right),
          .init("log loss", .right), .init("Brier", .right), .init("KS", .right),
          .init("lift 10 %", .right), .init("", holdsPhrases: true),
        ])
    let ranks = ranks
    for (place, entry) in entries.enumerated() {
      table.rows.append(
        line(
          entry.report.model.name, entry.report.measures, rank: ranks[place], mark(place),
          sizesDiffer))
    }
    for baseline in baselines {
      table.rows.append(line(baseline.name, baseline.measures, rank: "", "baseline", sizesDiffer))
    }
    return table
  }

  private func line(
    _ name: String, _ measures: Measures, rank: String, _ mark: String, _ hasSizes: Bool
  ) -> [String] {
    [name]
      + (hasSizes
        ? [NumberText.integer(measures.rows), NumberText.percent(measures.baseRate)] : [])
      + [
        rank, NumberText.fixed(measures.auc, decimals: 4),
        NumberText.interval(measures.aucLow, measures.aucHigh, decimals: 4),
        NumberText.fixed(measures.logLoss, decimals: 4),
        NumberText.fixed(measures.brier, decimals: 4),
        NumberText.fixed(measures.kolmogorovSmirnov, decimals: 3),
        NumberText.fixed(measures.liftAt10, decimals: 2), mark,
      ]
  }

  private func mark(_ place: Int) -> String {
    if entries[place].report.isInSample { return "in sample" }
    if entries.count > 1, leaders.contains(place) { return "best" }
    return isNotWorse(place) ? "~" : ""
  }

  /// What the marks of the table mean; nil where there is none to explain.
  public var legend: String? {
    entries.indices.contains { isNotWorse($0) }
      ? "~ not significantly worse than the best (p ≥ 0.05 after Holm's correction): no proof "
        + "that they are equal, see the interval." : nil
  }

  /// The customers that all models are judged on, in words; nil where they differ.
  public var population: String? {
    guard isOnCommonRows, let measures = entries.first?.report.measures else { return nil }
    return
      "\(NumberText.integer(measures.rows)) customers, \(NumberText.integer(measures.churned)) "
      + "(\(NumberText.percent(measures.baseRate))) churned."
      + (measures.isClustered ? " Some have several rows: intervals are by customer." : "")
  }

  /// Lines of the pairs: all of them for up to three models, else those with the best. Empty without
  /// pairs.
  public var pairTable: TextTable {
    var table = TextTable([
      .init("pair", maxWidth: 44), .init("measure", holdsPhrases: true),
      .init("difference", .right),
      .init("95 % interval", .right), .init("p", .right), .init("p (Holm)", .right),
    ])
    for pair in shownPairs {
      let name = "\(entries[pair.a].report.model.name) − \(entries[pair.b].report.model.name)"
      table.rows.append(Self.line(name, "AUC", pair.auc))
      if let lift = pair.lift { table.rows.append(Self.line("", "lift 10 %", lift)) }
      if let loss = pair.logLoss { table.rows.append(Self.line("", "log loss", loss)) }
    }
    return table
  }

  private var shownPairs: [Pair] {
    guard entries.count > 3, let best else { return pairs }
    return pairs.filter { $0.a == best || $0.b == best }
  }

  private static func line(
    _ name: String, _ measure: String, _ test: PairedDifference
  ) -> [String] {
    [
      name, measure, NumberText.fixed(test.difference, decimals: 4),
      NumberText.interval(test.low, test.high, decimals: 4), NumberText.pValue(test.pValue),
      NumberText.pValue(test.adjustedPValue),
    ]
  }

  /// Money, a line a model; nil where no report has economics.
  public var profitTable: TextTable? {
    var table = TextTable([.init("model", maxWidth: 24)] + ProfitReport.columns)
    for entry in entries {
      guard let profit = entry.report.details?.profit else { continue }
      table.rows.append([entry.report.model.name] + profit.cells)
    }
    return table.rows.isEmpty ? nil : table
  }

  /// Share of the lost customers among the highest scores, with bars.
  public var gainsBars: TextTable {
    let shown = [0, 1, 2, 4]
    var table = TextTable(
      [.init("lost customers found in", maxWidth: 24)]
        + shown.map { .init("the first \(($0 + 1) * 10) %") })
    for entry in entries {
      let gains = entry.report.measures.gains
      guard gains.count == RankedScores.tenths.count else { continue }
      table.rows.append(
        [entry.report.model.name]
          + shown.map { place in
            let captured = gains[place].captured
            return Bars.text(captured, width: 8) + " " + NumberText.percent(captured)
          })
    }
    return table
  }
}

extension Comparison {
  /// All measures, a column a model.
  var measuresTable: TextTable {
    var table = TextTable(
      [.init("measure", holdsPhrases: true)]
        + entries.map {
          .init($0.report.model.name, .right)
        })
    let columns = entries.map { $0.report.allMeasures }
    for (place, line) in (columns.first ?? []).enumerated() {
      table.rows.append(
        [line.name]
          + columns.map { $0.indices.contains(place) ? $0[place].value : NumberText.missing })
    }
    return table
  }

  /// Lift with its interval, a line a share.
  var liftTable: TextTable {
    table(ofTenths: { point in
      NumberText.fixed(point.lift, decimals: 3)
        + (point.liftLow == nil
          ? "" : " (\(NumberText.interval(point.liftLow, point.liftHigh, decimals: 3)))")
    })
  }

  /// Share of all lost customers found by contacting the highest scores first, in numbers.
  public var gainsTable: TextTable { table(ofTenths: { NumberText.percent($0.captured) }) }

  private func table(ofTenths text: (GainsPoint) -> String) -> TextTable {
    var table = TextTable(
      [.init("contacted", .right)] + entries.map { .init($0.report.model.name, .right) })
    for (place, fraction) in RankedScores.tenths.enumerated() {
      table.rows.append(
        [NumberText.percent(fraction, decimals: 0)]
          + entries.map { entry in
            let gains = entry.report.measures.gains
            return gains.indices.contains(place) ? text(gains[place]) : NumberText.missing
          })
    }
    return table
  }

  /// Profit of contacting each tenth, a column a model.
  var profitCurveTable: TextTable {
    let reports = entries.compactMap { entry in
      entry.report.details?.profit.map { (name: entry.report.model.name, curve: $0.curve) }
    }
    var table = TextTable(
      [.init("contacted", .right)] + reports.map { .init($0.name, .right) })
    for (place, fraction) in RankedScores.tenths.enumerated() {
      table.rows.append(
        [NumberText.percent(fraction, decimals: 0)]
          + reports.map { report in
            report.curve.indices.contains(place)
              ? ProfitReport.money(report.curve[place].profit) : NumberText.missing
          })
    }
    return table
  }

  /// Churn rate over mean probability, by tenths of the scores.
  var calibrationTable: TextTable {
    var table = TextTable(
      [
        .init("model"), .init("customers", .right), .init("mean probability", .right),
        .init("churned", .right),
      ])
    for entry in entries {
      for group in entry.report.details?.calibrationGroups ?? [] {
        table.rows.append([
          entry.report.model.name, NumberText.fixed(group.weight, decimals: 0, isGrouped: true),
          NumberText.percent(group.expected / group.weight),
          NumberText.percent(group.churned / group.weight),
        ])
      }
    }
    return table
  }
}

extension ProfitReport {
  static func money(_ amount: Double) -> String {
    NumberText.fixed(amount, decimals: 0, isGrouped: true)
  }

  static let columns: [TextTable.Column] = [
    "contacted", "profit", "95 % interval", "at random", "all", "best in hindsight",
  ].map { .init($0, .right) }

  /// One for each of the columns.
  var cells: [String] {
    let money = Self.money
    return [
      NumberText.percent(fraction), money(profit),
      interval.map { "\(money($0.low)) to \(money($0.high))" } ?? NumberText.missing,
      money(profitAtRandom), money(profitOfAll),
      "\(money(hindsight.profit)) (\(NumberText.percent(hindsight.fraction)))",
    ]
  }
}
