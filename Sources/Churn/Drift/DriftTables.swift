import Modeling
import Reporting

extension DriftFinding {
  /// What a terminal shows of it.
  public static let width = 100

  /// The whole finding for a terminal.
  public var text: String {
    ([columnTable] + (outcomeTable.map { [$0] } ?? [])).map { $0.plain(width: Self.width) }
      .joined(separator: "\n")
      + "\n" + TextWrap.paragraph(sentences.joined(separator: " "), width: Self.width)
  }

  /// The score, then the columns, those that moved most first.
  var columnTable: TextTable {
    var table = TextTable([
      .init("column", maxWidth: 32), .init("PSI", .right), .init("critical", .right),
      .init("alarm", holdsPhrases: true), .init("missing then", .right),
      .init("missing now", .right), .init("unseen", .right),
    ])
    let sorted = report.columns.sorted { $0.stability?.index ?? 0 > $1.stability?.index ?? 0 }
    table.rows = ([report.score] + sorted).map(\.cells)
    return table
  }

  /// nil where no outcome is known.
  var outcomeTable: TextTable? {
    guard let outcome else { return nil }
    var table = TextTable([
      .init("outcome", holdsPhrases: true), .init("now", .right), .init("95 % interval", .right),
      .init("right", .right),
    ])
    func line(_ name: String, _ estimate: Calibration.Estimate?, _ right: String) -> [String] {
      [
        name, NumberText.fixed(estimate?.value, decimals: 3),
        NumberText.interval(estimate?.interval?.low, estimate?.interval?.high, decimals: 3), right,
      ]
    }
    table.rows = [
      ["churned", NumberText.percent(outcome.baseRate), "", ""],
      ["mean probability", NumberText.percent(outcome.expectedRate), "", ""],
      line("calibration intercept", outcome.intercept, "0"),
      line("calibration slope", outcome.slope, "1"),
      [
        "AUC", NumberText.fixed(outcome.auc, decimals: 4),
        NumberText.interval(outcome.aucLow, outcome.aucHigh, decimals: 4),
        reference.map { "≥ " + NumberText.fixed($0.low, decimals: 4) } ?? NumberText.missing,
      ],
    ]
    return table
  }

  /// The verdict first, then its reasons.
  public var sentences: [String] {
    [verdictSentence] + alarmSentences + (outcome == nil ? [Self.noOutcome] : outcomeSentences)
  }

  private static let noOutcome =
    "Without outcomes nobody can say whether the probabilities are still right."

  private static let noReference =
    "The model has no earlier AUC with an interval to hold this one against: give a report."

  private var verdictSentence: String {
    switch verdict {
    case .stable: "Stable: the customers are those that the model knows."
    case .inspect: "Inspect: something moved that the model was not trained on."
    case .recalibrate: "Recalibrate: the probabilities are not what happened."
    case .retrain:
      "Retrain: the probabilities are not what happened, and the ranking is worse than it was."
    }
  }

  private var alarmSentences: [String] {
    var sentences: [String] = []
    if !report.alarming.isEmpty {
      sentences.append(
        "Moved beyond chance: " + report.alarming.map(\.name).joined(separator: ", ") + ".")
    }
    if !report.growing.isEmpty {
      sentences.append(
        "Grown with time, which is no alarm by itself: "
          + report.growing.map(\.name).joined(separator: ", ") + ".")
    }
    return sentences
  }

  private var outcomeSentences: [String] {
    guard let auc = outcome?.auc else { return [] }
    guard let reference else { return [Self.noReference] }
    let side = ranksWorse == true ? "is below" : "is not below"
    return [
      "The AUC \(NumberText.fixed(auc, decimals: 3)) \(side) "
        + "\(NumberText.fixed(reference.low, decimals: 3)), the lower limit on "
        + "\(reference.source.words)."
    ]
  }
}

extension DriftReport.Column {
  /// One for each of the table's columns.
  fileprivate var cells: [String] {
    [
      name, NumberText.fixed(stability?.index, decimals: 3),
      NumberText.fixed(stability?.criticalValue, decimals: 3), alarmText,
      NumberText.percent(missingInTraining), NumberText.percent(missing),
      kind == .categorical ? NumberText.percent(unseen) : "",
    ]
  }

  var alarmText: String {
    if alarm == .none { return NumberText.missing }
    return growsWithTime ? "\(alarm.rawValue), grows with time" : alarm.rawValue
  }
}
