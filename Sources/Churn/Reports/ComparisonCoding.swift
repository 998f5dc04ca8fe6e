import DelimitedText
import Modeling

extension Comparison {
  public var json: JSONValue {
    [
      "format": "churn-comparison", "format_version": 1, "models": .array(modelsJSON),
      "baselines": .array(
        baselines.map { ["name": .string($0.name), "measures": $0.measures.json] }),
      "pairs": .array(pairs.map(json)), "warnings": .array(warnings.map { .string($0) }),
    ]
  }

  private var modelsJSON: [JSONValue] {
    zip(entries, rankNumbers).map { entry, rank in
      let report = entry.report
      return [
        "name": .string(report.model.name), "kind": .string(report.model.kind),
        "checksum": .string(report.model.checksum), "source": .string(entry.source.rawValue),
        "in_sample": .bool(report.isInSample), "rank": JSONValue(rank.map(Double.init)),
        "data": [
          "sha256": .string(report.sha256), "rows_read": JSONValue(report.rowsRead),
          "rows_rejected": JSONValue(report.rowsRejected),
        ],
        "measures": report.measuresJSON, "bands": .array(report.bandTable.map(\.json)),
        "baselines": .array(report.baselines.map(\.testJSON)),
      ]
    }
  }

  private func json(_ pair: Pair) -> JSONValue {
    var members: [String: JSONValue] = [
      "a": .string(entries[pair.a].report.model.name),
      "b": .string(entries[pair.b].report.model.name),
    ]
    members.merge(pair.auc.members("auc")) { $1 }
    members.merge(
      (pair.lift ?? PairedDifference()).members("lift_at_10", prefix: "lift_at_10_")
    ) { $1 }
    members.merge((pair.logLoss ?? PairedDifference()).members("log_loss", prefix: "log_loss_")) {
      $1
    }
    return .object(members)
  }
}

extension JudgedBaseline {
  /// The test alone: the measures stand once in the comparison.
  fileprivate var testJSON: JSONValue {
    let own: [String: JSONValue] = [
      "name": .string(name), "beaten": isBeaten.map { .bool($0) } ?? .null,
    ]
    return .object(own.merging(difference.members("auc")) { $1 })
  }
}
