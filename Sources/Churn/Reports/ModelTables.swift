import Modeling
import Reporting

/// A model as tables for people.
public enum ModelTables {
  /// A line a term; odds ratios beside the estimates.
  public static func coefficients(_ model: LogisticModel) -> TextTable {
    let confidence = NumberText.percent(model.confidence, decimals: 0)
    var table = TextTable([
      .init("term", maxWidth: 44), .init("estimate", .right), .init("std. error", .right),
      .init("z", .right), .init("p", .right), .init("odds ratio", .right),
      .init("\(confidence) interval", .right), .init(""),
    ])
    for line in model.coefficients {
      guard let estimate = line.estimate else {
        table.rows.append([line.term.name, "–", "", "", "", "", "", line.aliasedBy ?? "aliased"])
        continue
      }
      let ends = [line.confidenceLow, line.confidenceHigh].map { $0.map(Elementary.exp) }
      table.rows.append([
        line.term.name, NumberText.significant(estimate, digits: 4),
        NumberText.significant(line.standardError, digits: 4),
        NumberText.fixed(line.statistic, decimals: 2), NumberText.pValue(line.pValue),
        NumberText.significant(Elementary.exp(estimate), digits: 4),
        ends.map { NumberText.significant($0, digits: 4) }.joined(separator: " to "),
        stars(line.pValue),
      ])
    }
    return table
  }

  static func stars(_ p: Double?) -> String {
    guard let p else { return "" }
    return p < 0.001 ? "***" : (p < 0.01 ? "**" : (p < 0.05 ? "*" : ""))
  }

  /// `name  value` lines about the fit as a whole.
  public static func fit(_ model: LogisticModel) -> TextTable {
    var table = TextTable([.init("", holdsPhrases: true), .init("", .right)])
    table.rows = [
      ["rows", NumberText.integer(model.rows)],
      [
        "deviance (null deviance)",
        "\(NumberText.fixed(model.deviance, decimals: 2)) (\(NumberText.fixed(model.nullDeviance, decimals: 2)))",
      ],
      ["residual degrees of freedom", NumberText.integer(model.degreesOfFreedom)],
      ["log-likelihood", NumberText.fixed(model.logLikelihood, decimals: 2)],
      ["AIC", NumberText.fixed(model.aic, decimals: 2)],
      ["BIC", NumberText.fixed(model.bic, decimals: 2)],
      ["iterations", NumberText.integer(model.iterations)],
      ["Newton decrement", NumberText.significant(model.newtonDecrement, digits: 2)],
    ]
    return table
  }

  /// How many of the judged customers each band holds and how they fared.
  public static func bands(_ bands: Bands, _ lines: [BandLine]) -> TextTable {
    var table = TextTable([
      .init("band", holdsPhrases: true), .init("probability", holdsPhrases: true),
      .init("customers", .right), .init("share", .right),
      .init("churned", .right), .init("churn rate", .right),
    ])
    let (low, high) = (
      NumberText.fixed(bands.low, decimals: 4), NumberText.fixed(bands.high, decimals: 4)
    )
    let cuts: [Bands.Band: String] = [
      .low: "up to \(low)", .medium: "\(low) to \(high)", .high: "above \(high)",
    ]
    for line in lines {
      table.rows.append([
        line.band.rawValue, cuts[line.band] ?? "", NumberText.integer(line.rows),
        NumberText.percent(line.share), NumberText.integer(line.churned),
        NumberText.percent(line.churnRate),
      ])
    }
    return table
  }

  /// The measures of one data set, one a line.
  public static func measures(_ measures: Measures) -> TextTable {
    var table = TextTable([.init("measure", holdsPhrases: true), .init("value", .right)])
    func add(_ name: String, _ text: String) { table.rows.append([name, text]) }
    add("customers", NumberText.integer(measures.rows))
    add(
      "churned",
      "\(NumberText.integer(measures.churned)) (\(NumberText.percent(measures.baseRate)))")
    add("AUC", NumberText.fixed(measures.auc, decimals: 4))
    add("AUC, 95 % interval", NumberText.interval(measures.aucLow, measures.aucHigh, decimals: 4))
    add("average precision", NumberText.fixed(measures.averagePrecision, decimals: 4))
    add("log loss", NumberText.fixed(measures.logLoss, decimals: 4))
    add("Brier score", NumberText.fixed(measures.brier, decimals: 4))
    add("KS", NumberText.fixed(measures.kolmogorovSmirnov, decimals: 4))
    add("lift in the first 10 %", NumberText.fixed(measures.liftAt10, decimals: 2))
    add("calibration intercept", NumberText.fixed(measures.calibrationIntercept, decimals: 3))
    add("calibration slope", NumberText.fixed(measures.calibrationSlope, decimals: 3))
    add("calibration error", NumberText.fixed(measures.expectedCalibrationError, decimals: 4))
    add("Hosmer–Lemeshow p", NumberText.pValue(measures.hosmerLemeshowPValue))
    return table
  }
}
