import DelimitedText
import Modeling
import Reporting

extension LifeCycle {
  /// A line a stage; no line without cuts.
  public var table: TextTable {
    var table = TextTable(
      [
        .init("stage"), .init("days since last purchase", .right), .init("customers", .right),
        .init("share", .right), .init("revenue so far", .right), .init("share", .right),
      ])
    guard let cuts else { return table }
    table.rows = zip(LifeStage.allCases, stages).map { stage, group in
      [stage.rawValue, cuts.text(of: stage)] + cells(group)
    }
    table.rows.append(["all", ""] + cells(all))
    return table
  }

  private func cells(_ group: CustomerGroup) -> [String] {
    [
      NumberText.integer(group.customers), NumberText.percent(group.customerShare(of: all)),
      ShareText.money(group.revenue), NumberText.percent(group.revenueShare(of: all)),
    ]
  }
}

extension FirstRepurchase {
  /// The cuts of both kinds beside each other.
  public var table: TextTable {
    var table = TextTable(
      [
        .init("cuts by"), .init("customers", .right), .init("30 %", .right), .init("60 %", .right),
        .init("90 %", .right),
      ])
    table.rows = [
      ["gaps of those with a second purchase", NumberText.integer(returners)] + cells(rawCuts),
      ["all first-time buyers, censoring allowed for", NumberText.integer(buyers)]
        + cells(censoringAware?.cuts),
    ]
    return table
  }

  private func cells(_ cuts: LifeStageCuts?) -> [String] {
    [cuts?.active, cuts?.silent, cuts?.sleeping].map(ShareText.days)
  }

  /// How many came back by τ; why not, where nobody is seen to.
  public var note: String {
    guard let aware = censoringAware else {
      return emptyReason ?? "Nobody is seen to come back while enough are still at risk."
    }
    return "\(NumberText.percent(aware.returned)) of the first-time buyers bought again within "
      + "\(aware.lastDay) days (95 % interval \(ShareText.interval(aware.returnedInterval))), the last day with "
      + "\(NumberText.integer(aware.atRisk)) still at risk; the censoring-aware cuts are where 30, "
      + "60 and 90 % of them had."
  }

  /// nil without a curve.
  public var chart: LineChart? {
    guard !curve.isEmpty else { return nil }
    return LineChart(
      title: "First repurchase",
      summary:
        "Share of first-time buyers who have bought again, by days since the first purchase.",
      x: Axis("days since the first purchase"),
      y: Axis("share that bought again", format: .percent),
      series: [
        LineChart.Series(
          "bought again (Kaplan–Meier)", curve.map { LineChart.Point(Double($0.day), $0.share) },
          band: curve.compactMap { point in
            point.interval.map { LineChart.BandPoint(Double(point.day), $0.low, $0.high) }
          })
      ])
  }
}
