import Modeling
import Reporting

extension Comparison {
  /// A line a model.
  public var table: TextTable {
    var table = TextTable([
      .init("model", maxWidth: 24), .init("customers", .right), .init("base rate", .right),
      .init("AUC", .right), .init("95 % interval", .right), .init("log loss", .right),
      .init("Brier", .right), .init("KS", .right), .init("lift 10 %", .right), .init(""),
    ])
    for (place, entry) in entries.enumerated() {
      let measures = entry.report.measures
      table.rows.append([
        entry.report.model.name, NumberText.integer(measures.rows),
        NumberText.percent(measures.baseRate), NumberText.fixed(measures.auc, decimals: 4),
        NumberText.interval(measures.aucLow, measures.aucHigh, decimals: 4),
        NumberText.fixed(measures.logLoss, decimals: 4),
        NumberText.fixed(measures.brier, decimals: 4),
        NumberText.fixed(measures.kolmogorovSmirnov, decimals: 3),
        NumberText.fixed(measures.liftAt10, decimals: 2), mark(place),
      ])
    }
    return table
  }

  private func mark(_ place: Int) -> String {
    if entries[place].report.isInSample { return "in sample" }
    return entries.count > 1 && place == best ? "best AUC" : ""
  }

  /// A line a pair; empty without pairs.
  public var pairTable: TextTable {
    var table = TextTable([
      .init("pair", maxWidth: 50), .init("AUC difference", .right), .init("95 % interval", .right),
      .init("p", .right), .init("p (Holm)", .right),
    ])
    for pair in pairs {
      table.rows.append([
        "\(entries[pair.a].report.model.name) − \(entries[pair.b].report.model.name)",
        NumberText.fixed(pair.aucDifference, decimals: 4),
        NumberText.interval(pair.low, pair.high, decimals: 4), NumberText.pValue(pair.pValue),
        NumberText.pValue(pair.adjustedPValue),
      ])
    }
    return table
  }

  /// Which model leads and by how much, in words.
  public var verdict: String {
    guard let best, let auc = entries[best].report.measures.auc else {
      return "No model could be judged on customers that it has not seen."
    }
    let name = entries[best].report.model.name
    let lead =
      "\(name) ranks best: AUC \(NumberText.fixed(auc, decimals: 3))"
      + " (95 % interval "
      + NumberText.interval(
        entries[best].report.measures.aucLow, entries[best].report.measures.aucHigh, decimals: 3)
      + ")."
    let rivals = pairs.filter { $0.a == best || $0.b == best }
    let close = rivals.filter { ($0.adjustedPValue ?? 1) >= 0.05 && $0.pValue != nil }
    if rivals.isEmpty || rivals.allSatisfy({ $0.pValue == nil }) { return lead }
    return lead
      + (close.isEmpty
        ? " The others are worse by more than chance explains."
        : " The difference from "
          + close.map { entries[$0.a == best ? $0.b : $0.a].report.model.name }
          .joined(separator: " and from ")
          + " may be chance.")
  }

  /// Share of the lost customers found by contacting the highest scores first.
  public var gainsChart: LineChart {
    LineChart(
      title: "Gains",
      summary: "Share of all lost customers among the customers with the highest scores.",
      x: Axis("share of customers contacted", format: .percent, range: 0...1),
      y: Axis("share of lost customers found", format: .percent, range: 0...1),
      series: entries.map { entry in
        LineChart.Series(
          entry.report.model.name,
          [LineChart.Point(0, 0)]
            + entry.report.measures.gains.map { LineChart.Point($0.fraction, $0.captured) },
          hasMarkers: true)
      },
      hasDiagonal: true, isSquare: true)
  }

  public var gainsTable: TextTable {
    var table = TextTable(
      [.init("contacted", .right)] + entries.map { .init($0.report.model.name, .right) })
    for (place, fraction) in RankedScores.tenths.enumerated() {
      table.rows.append(
        [NumberText.percent(fraction, decimals: 0)]
          + entries.map { entry in
            let gains = entry.report.measures.gains
            guard gains.indices.contains(place) else { return NumberText.missing }
            return "\(NumberText.percent(gains[place].captured)) "
              + "(lift \(NumberText.fixed(gains[place].lift, decimals: 2)))"
          })
    }
    return table
  }
}
