import DelimitedText
import Modeling

extension Measures {
  /// The measures under the keys of a report file.
  public var json: JSONValue {
    [
      "rows": JSONValue(rows), "churned": JSONValue(churned), "base_rate": JSONValue(baseRate),
      "auc": JSONValue(auc), "auc_low": JSONValue(aucLow), "auc_high": JSONValue(aucHigh),
      "pr_auc": JSONValue(averagePrecision), "log_loss": JSONValue(logLoss),
      "log_loss_clipped": JSONValue(clippedCount), "brier": JSONValue(brier),
      "ks": JSONValue(kolmogorovSmirnov), "gini": JSONValue(gini),
      "calibration_intercept": JSONValue(calibrationIntercept),
      "calibration_slope": JSONValue(calibrationSlope),
      "expected_calibration_error": JSONValue(expectedCalibrationError),
      "hosmer_lemeshow_p": JSONValue(hosmerLemeshowPValue),
      "hosmer_lemeshow_groups": JSONValue(hosmerLemeshowGroups),
      "lift_at_10": JSONValue(liftAt10), "gains": .array(gains.map(\.json)),
      "threshold": threshold?.json ?? .null, "profit": .null, "clustered": .bool(isClustered),
    ]
  }

  /// - Throws: `.wrongData` naming the path of what is missing or impossible.
  public init(_ node: JSONNode) throws(LocatedError) {
    let share = 0.0...1.0
    let count = 0...Int(Int32.max) * 2
    func optional(
      _ key: String, _ range: ClosedRange<Double> = -1e300...1e300
    ) throws(LocatedError) -> Double? {
      guard let value = try node.optional(key) else { return nil }
      return try value.number(in: range)
    }
    var gains: [GainsPoint] = []
    for point in try node["gains"].array() {
      gains.append(
        GainsPoint(
          fraction: try point["fraction"].number(in: 1e-9...1),
          captured: try point["captured"].number(in: share)))
    }
    let rows = try node["rows"].int(in: count)
    self.init(
      rows: rows, churned: try node["churned"].int(in: 0...rows),
      baseRate: try node["base_rate"].number(in: share), auc: try optional("auc", share),
      aucLow: try optional("auc_low", share), aucHigh: try optional("auc_high", share),
      averagePrecision: try optional("pr_auc", share),
      logLoss: try node["log_loss"].number(in: 0...100),
      clippedCount: try node["log_loss_clipped"].int(in: count),
      brier: try node["brier"].number(in: share), kolmogorovSmirnov: try optional("ks", share),
      calibrationIntercept: try optional("calibration_intercept"),
      calibrationSlope: try optional("calibration_slope"),
      expectedCalibrationError: try node["expected_calibration_error"].number(in: share),
      hosmerLemeshowPValue: try optional("hosmer_lemeshow_p", share),
      hosmerLemeshowGroups: try node["hosmer_lemeshow_groups"].int(in: 0...10), gains: gains,
      threshold: try Threshold(node.optional("threshold")),
      isClustered: try node["clustered"].bool(), warnings: [])
  }
}

extension GainsPoint {
  fileprivate var json: JSONValue {
    [
      "fraction": JSONValue(fraction), "captured": JSONValue(captured), "lift": JSONValue(lift),
      "lift_low": .null, "lift_high": .null,
    ]
  }
}

extension Measures.Threshold {
  fileprivate var json: JSONValue {
    [
      "value": JSONValue(value), "rule": .string(rule), "precision": JSONValue(precision),
      "recall": JSONValue(recall), "specificity": JSONValue(specificity),
      "contacted_share": JSONValue(contactedShare),
    ]
  }

  fileprivate init?(_ node: JSONNode?) throws(LocatedError) {
    guard let node else { return nil }
    self.init(
      value: try node["value"].number(in: 0...1), rule: try node["rule"].string(),
      precision: try node.optional("precision")?.number(in: 0...1),
      recall: try node.optional("recall")?.number(in: 0...1),
      specificity: try node.optional("specificity")?.number(in: 0...1),
      contactedShare: try node["contacted_share"].number(in: 0...1))
  }
}

extension BandLine {
  var json: JSONValue {
    [
      "band": .string(band.rawValue), "rows": JSONValue(rows), "share": JSONValue(share),
      "churned": JSONValue(churned), "churn_rate": JSONValue(churnRate),
    ]
  }

  init(_ node: JSONNode) throws(LocatedError) {
    self.init(
      band: try node["band"].enumeration(Bands.Band.self),
      rows: try node["rows"].int(in: 0...Int(Int32.max) * 2),
      share: try node["share"].number(in: 0...1),
      churned: try node["churned"].int(in: 0...Int(Int32.max) * 2))
  }
}
