import Modeling
import Reporting

extension Comparison {
  /// Which model leads, by how much, and which do not beat a simple rule, in words.
  public var verdict: String { ([lead] + shortfalls).joined(separator: " ") }

  /// The same for a page, with the customers.
  var sentences: [String] { [population, data].compactMap { $0 } + [lead] + shortfalls }

  /// The file that all models were judged on; nil where there are several.
  private var data: String? {
    guard isOnCommonRows, let report = entries.first?.report else { return nil }
    return "They come from a file of \(NumberText.integer(report.rowsRead)) rows, "
      + "\(NumberText.integer(report.rowsRejected)) of them rejected (SHA-256 "
      + "\(report.sha256.prefix(16))…)."
  }

  private var lead: String {
    if !isOnCommonRows {
      return "The models were judged on different rows: their measures are not comparable."
    }
    guard let best, let auc = entries[best].report.measures.auc else {
      return "No model could be judged on customers that it has not seen."
    }
    if auc <= 0.5 { return "No model ranks the customers better than chance." }
    let leaders = leaders.map { entries[$0].report.model.name }
    let measures = entries[best].report.measures
    let lead =
      (leaders.count > 1
        ? "\(leaders.joined(separator: ", ")) rank equally well" : "\(leaders[0]) ranks best")
      + ": AUC \(NumberText.fixed(auc, decimals: 3))"
    guard measures.aucLow != nil else { return lead + "." }
    return lead + " (95 % interval "
      + NumberText.interval(measures.aucLow, measures.aucHigh, decimals: 3) + ")." + rest
  }

  /// How the others stand, where they were tested.
  private var rest: String {
    let tested = entries.indices.filter { isTestedAgainstBest($0) }
    let close = tested.filter { isNotWorse($0) }
    if tested.isEmpty { return "" }
    guard close.isEmpty else {
      return " The difference from "
        + close.map { entries[$0].report.model.name }.joined(separator: " and from ")
        + " may be chance."
    }
    return tested.count == 1
      ? " The other is worse by more than chance explains."
      : " The others are worse by more than chance explains."
  }

  /// A sentence for each model that does not beat all of its baselines.
  private var shortfalls: [String] {
    entries.compactMap { entry in
      let unbeaten = entry.report.baselines.filter { $0.isBeaten == false }
      guard !unbeaten.isEmpty, !entry.report.isInSample else { return nil }
      return "\(entry.report.model.name) does not beat these baselines: "
        + unbeaten.map { "“\($0.name)” (AUC \(NumberText.fixed($0.measures.auc, decimals: 3)))" }
        .joined(separator: ", ") + "."
    }
  }
}
