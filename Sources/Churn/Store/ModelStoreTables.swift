import DelimitedText
import Modeling
import Reporting

extension ModelStore {
  /// A line a model, the current ones marked.
  public var table: TextTable {
    var table = TextTable([
      .init("file", maxWidth: 40), .init(""), .init("kind"), .init("label", maxWidth: 24),
      .init("as of"), .init("saved"), .init("rows", .right), .init("AUC", .right),
      .init("95 % interval", .right), .init("of", holdsPhrases: true), .init("features", .right),
      .init("data"),
    ])
    for entry in entries {
      table.rows.append([
        entry.file, entry.isPinned ? "pinned" : entry.isCurrent ? "current" : "", entry.kind,
        entry.contract.text, entry.asOf ?? "", entry.savedDay,
        NumberText.integer(entry.trainingRows), NumberText.fixed(entry.judged?.auc, decimals: 4),
        NumberText.interval(entry.judged?.low, entry.judged?.high, decimals: 4),
        entry.judged?.source.words ?? "", NumberText.integer(entry.featureCount),
        String(entry.sha256.prefix(12)),
      ])
    }
    return table
  }

  /// What is no model, below the table; empty where there is nothing to say.
  public var note: String {
    var lines = broken.map { "\($0.file) cannot be used: \($0.reason)" }
    if otherFiles > 0 {
      lines.append("other JSON files: \(NumberText.integer(otherFiles))")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  public var json: JSONValue {
    [
      "folder": .string(folder), "models": .array(entries.map(\.json)),
      "broken": .array(
        broken.map { ["file": .string($0.file), "reason": .string($0.reason)] }),
      "other_files": JSONValue(otherFiles),
      "warnings": .array(warnings.map { .string($0) }),
    ]
  }

  /// Paths of the current models.
  public var currentPaths: [String] { entries.filter(\.isCurrent).map { folder + "/" + $0.file } }
}

extension ModelStore.JudgedAUC.Source {
  var words: String {
    switch self {
    case .holdout: "held out"
    case .crossValidated: "cross-validated"
    case .training: "training"
    }
  }
}

extension ModelStore.Entry.Contract {
  /// `churned, 91 days`.
  var text: String {
    column + (horizon.map { ", \($0) days" } ?? "")
      + (gap.map { $0 > 0 ? " after \($0)" : "" } ?? "")
  }
}

extension ModelStore.Entry {
  /// Of the UTC calendar.
  var savedDay: String {
    Day(number: Int32(clamping: modified.quotientFloored(by: 86_400))).description
  }

  /// `2026-01-05T12:30:00Z`.
  private var saved: String {
    let second = modified - modified.quotientFloored(by: 86_400) * 86_400
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
    return "\(savedDay)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
  }

  fileprivate var json: JSONValue {
    [
      "file": .string(file), "name": .string(name), "kind": .string(kind),
      "checksum": .string(checksum), "target": .string(label.column),
      "positive": JSONValue(label.positive), "gap": JSONValue(label.gap),
      "horizon": JSONValue(label.horizon), "as_of": .array(label.asOf.map { .string($0) }),
      "saved": .string(saved), "rows": JSONValue(trainingRows), "sha256": .string(sha256),
      "features": JSONValue(featureCount), "auc": JSONValue(judged?.auc),
      "auc_low": JSONValue(judged?.low), "auc_high": JSONValue(judged?.high),
      "measured_on": JSONValue(judged?.source.rawValue), "current": .bool(isCurrent),
      "pinned": .bool(isPinned),
    ]
  }
}

extension Int {
  fileprivate func quotientFloored(by divisor: Int) -> Int {
    self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
  }
}
