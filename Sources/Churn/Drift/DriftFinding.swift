import DelimitedText
import Modeling
import Reporting

/// What a comparison with the training rows found, and what follows from it.
public struct DriftFinding: Sendable {
  public enum Verdict: String, Sendable, CaseIterable {
    case stable, inspect, recalibrate, retrain
  }

  public var model: ModelIdentity
  public var report: DriftReport
  public var rowsRead: Int
  public var rejects: Rejects
  /// Of the file's content.
  public var sha256: String
  /// nil where no outcome is known.
  public var outcome: OutcomeDrift?
  /// nil where the model was never judged.
  public var reference: ReferenceAUC?
  public var warnings: [String] = []

  /// Whether the AUC is below the lower end of the reference's interval; nil where there is nothing to
  /// compare.
  public var ranksWorse: Bool? {
    guard let auc = outcome?.auc, let reference else { return nil }
    return auc < reference.low
  }

  /// Outcomes decide where they are known: probabilities that are off are mended by recalibration,
  /// unless the ranking is worse too. A worse ranking alone, and an alarm that the passing of time does
  /// not explain, want a look.
  public var verdict: Verdict {
    if let outcome, outcome.isMiscalibrated { return ranksWorse == true ? .retrain : .recalibrate }
    return ranksWorse == true || !report.alarming.isEmpty ? .inspect : .stable
  }
}

// MARK: - JSON

extension DriftFinding {
  /// Format `churn-drift`, version 1.
  public var json: JSONValue {
    [
      "format": "churn-drift", "format_version": 1, "model": model.json,
      "data": [
        "sha256": .string(sha256), "rows_read": JSONValue(rowsRead),
        "rows_rejected": JSONValue(rejects.count), "rows": JSONValue(report.rows),
      ],
      "training_rows": JSONValue(report.trainingRows), "score": report.score.json,
      "columns": .array(report.columns.map(\.json)),
      "outcome": outcome?.json ?? .null, "reference": reference?.json ?? .null,
      "verdict": .string(verdict.rawValue),
      "sentences": .array(sentences.map { .string($0) }),
      "warnings": .array(warnings.map { .string($0) }),
    ]
  }
}

extension DriftReport.Column {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "type": .string(kind.rawValue),
      "psi": JSONValue(stability?.index), "critical_value": JSONValue(stability?.criticalValue),
      "tested_bins": JSONValue(stability?.binCount), "alarm": .string(alarm.rawValue),
      "grows_with_time": .bool(growsWithTime),
      "missing_share_training": JSONValue(missingInTraining),
      "missing_share": JSONValue(missing), "unseen_share": JSONValue(unseen),
      "bins": .array(
        bins.map {
          [
            "name": .string($0.name), "training_rows": JSONValue($0.trainingRows),
            "rows": JSONValue($0.rows),
          ]
        }),
    ]
  }
}

extension OutcomeDrift {
  fileprivate var json: JSONValue {
    [
      "rows": JSONValue(rows), "churned": JSONValue(churned), "clustered": .bool(isClustered),
      "base_rate": JSONValue(baseRate),
      "expected_rate": JSONValue(expectedRate), "auc": JSONValue(auc),
      "auc_low": JSONValue(aucLow), "auc_high": JSONValue(aucHigh),
      "calibration_intercept": JSONValue(intercept?.value),
      "calibration_intercept_low": JSONValue(intercept?.interval?.low),
      "calibration_intercept_high": JSONValue(intercept?.interval?.high),
      "calibration_slope": JSONValue(slope?.value),
      "calibration_slope_low": JSONValue(slope?.interval?.low),
      "calibration_slope_high": JSONValue(slope?.interval?.high),
    ]
  }
}

extension ReferenceAUC {
  fileprivate var json: JSONValue {
    ["source": .string(source.rawValue), "auc": JSONValue(auc), "auc_low": JSONValue(low)]
  }
}
