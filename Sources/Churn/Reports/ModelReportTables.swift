import Modeling
import Reporting

extension JudgedDetails {
  /// - Parameter hasMoney: whether the expected maximum profit is shown.
  fileprivate func lines(hasMoney: Bool) -> [(name: String, value: String)] {
    let parts = [
      ("Brier: miscalibration", NumberText.fixed(brier?.miscalibration, decimals: 4)),
      ("Brier: discrimination", NumberText.fixed(brier?.discrimination, decimals: 4)),
      ("Brier: uncertainty", NumberText.fixed(brier?.uncertainty, decimals: 4)),
    ]
    guard hasMoney else { return parts }
    let maximum = expectedMaximumProfit
    return parts + [
      (
        "expected maximum profit (EMPC), per customer",
        NumberText.fixed(maximum.profit, decimals: 4)
      ),
      ("EMPC, contacted share", NumberText.percent(maximum.fraction)),
      ("EMPC, assumptions", assumptions.text),
    ]
  }
}

extension ModelReport {
  /// All of the report, a table a matter.
  public var tables: [TextTable] {
    var tables = [measuresTable, gainsTable]
    if let confusion = confusionTable { tables.append(confusion) }
    if let profit = profitTable { tables.append(profit) }
    if !baselines.isEmpty { tables.append(baselineTable) }
    tables.append(ModelTables.bands(bands, bandTable))
    if let leaves { tables.append(leaves.table) }
    return tables
  }

  static let hosmerLemeshowNote =
    "Hosmer and Lemeshow's test rests on the choice of groups, and with many customers finds what is "
    + "too small to matter; the calibration curve says more."

  /// What the numbers come to, in words; empty where there is nothing to say.
  public var verdict: String {
    var sentences = details?.profit?.notes ?? []
    if measures.hosmerLemeshowPValue != nil {
      sentences.append(Self.hosmerLemeshowNote)
    }
    let unbeaten = baselines.filter { $0.isBeaten == false }
    if !unbeaten.isEmpty {
      sentences.append(
        "\(model.name) does not beat these baselines: "
          + unbeaten.map { "“\($0.name)”" }.joined(separator: ", ") + ".")
    }
    return sentences.joined(separator: "\n")
  }

  private var measuresTable: TextTable {
    var table = ModelTables.measures(measures)
    guard let details else { return table }
    table.rows += details.lines(hasMoney: details.profit != nil).map { [$0.name, $0.value] }
    return table
  }

  /// Every measure by its name, the same names for each model; missing ones as such.
  var allMeasures: [(name: String, value: String)] {
    let own = ModelTables.measures(measures).rows.map { (name: $0[0], value: $0[1]) }
    let more = details?.lines(hasMoney: true) ?? []
    return own + more + confusionLines
  }

  private var confusionLines: [(name: String, value: String)] {
    let threshold = measures.threshold
    return [
      ("threshold", NumberText.fixed(threshold?.value, decimals: 4)),
      ("called and churned", Self.count(threshold?.confusion?.truePositives)),
      ("called and stayed", Self.count(threshold?.confusion?.falsePositives)),
      ("not called and churned", Self.count(threshold?.confusion?.falseNegatives)),
      ("not called and stayed", Self.count(threshold?.confusion?.trueNegatives)),
      ("precision", NumberText.percent(threshold?.precision)),
      ("recall", NumberText.percent(threshold?.recall)),
      ("specificity", NumberText.percent(threshold?.specificity)),
    ]
  }

  private static func count(_ weight: Double?) -> String {
    guard let weight else { return NumberText.missing }
    return NumberText.fixed(weight, decimals: weight == weight.rounded() ? 0 : 2, isGrouped: true)
  }

  private var gainsTable: TextTable {
    var table = TextTable([
      .init("contacted", .right), .init("churners found", .right), .init(""),
      .init("lift", .right), .init("95 % interval", .right),
    ])
    for point in measures.gains {
      table.rows.append([
        NumberText.percent(point.fraction, decimals: 0), NumberText.percent(point.captured),
        Bars.text(point.captured, width: 20), NumberText.fixed(point.lift, decimals: 3),
        NumberText.interval(point.liftLow, point.liftHigh, decimals: 3),
      ])
    }
    return table
  }

  private var confusionTable: TextTable? {
    guard let threshold = measures.threshold, let confusion = threshold.confusion else {
      return nil
    }
    let count = Self.count
    let value = NumberText.fixed(threshold.value, decimals: 4)
    var table = TextTable(
      [.init("probability"), .init("churned", .right), .init("stayed", .right), .init("")],
      caption: "Threshold \(value) (\(threshold.rule))")
    table.rows = [
      [
        "from the threshold up", count(confusion.truePositives), count(confusion.falsePositives),
        "precision \(NumberText.percent(threshold.precision))",
      ],
      [
        "below", count(confusion.falseNegatives), count(confusion.trueNegatives),
        "contacted \(NumberText.percent(threshold.contactedShare))",
      ],
      [
        "", "recall \(NumberText.percent(threshold.recall))",
        "specificity \(NumberText.percent(threshold.specificity))", "",
      ],
    ]
    return table
  }

  private var profitTable: TextTable? {
    guard let profit = details?.profit else { return nil }
    return TextTable(ProfitReport.columns, rows: [profit.cells])
  }

  private var baselineTable: TextTable {
    var table = TextTable([
      .init("baseline", maxWidth: 24), .init("AUC", .right), .init("AUC above it", .right),
      .init("95 % interval", .right), .init("p (Holm)", .right), .init("log loss", .right),
    ])
    for baseline in baselines {
      let test = baseline.difference
      table.rows.append([
        baseline.name, NumberText.fixed(baseline.measures.auc, decimals: 4),
        NumberText.fixed(test.difference, decimals: 4),
        NumberText.interval(test.low, test.high, decimals: 4),
        NumberText.pValue(test.adjustedPValue),
        NumberText.fixed(baseline.measures.logLoss, decimals: 4),
      ])
    }
    return table
  }
}
