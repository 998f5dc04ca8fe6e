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
      "threshold": threshold?.json ?? .null,
      "confusion": threshold?.confusion?.json ?? .null, "profit": .null,
      "clustered": .bool(isClustered),
    ]
  }

  /// - Throws: `.wrongData` naming the path of what is missing or impossible.
  public init(_ node: JSONNode) throws(LocatedError) {
    let share = 0.0...1.0
    let count = 0...Int(Int32.max) * 2
    func nullable(
      _ key: String, _ range: ClosedRange<Double> = -1e300...1e300
    ) throws(LocatedError) -> Double? {
      guard let value = try node.nullable(key) else { return nil }
      return try value.number(in: range)
    }
    let rows = try node["rows"].int(in: count)
    self.init(
      rows: rows, churned: try node["churned"].int(in: 0...rows),
      baseRate: try node["base_rate"].number(in: share), auc: try nullable("auc", share),
      aucLow: try nullable("auc_low", share), aucHigh: try nullable("auc_high", share),
      averagePrecision: try nullable("pr_auc", share),
      logLoss: try node["log_loss"].number(in: 0...100),
      clippedCount: try node["log_loss_clipped"].int(in: count),
      brier: try node["brier"].number(in: share), kolmogorovSmirnov: try nullable("ks", share),
      calibrationIntercept: try nullable("calibration_intercept"),
      calibrationSlope: try nullable("calibration_slope"),
      expectedCalibrationError: try node["expected_calibration_error"].number(in: share),
      hosmerLemeshowPValue: try nullable("hosmer_lemeshow_p", share),
      hosmerLemeshowGroups: try node["hosmer_lemeshow_groups"].int(in: 0...10),
      gains: try GainsPoint.curve(node["gains"]),
      threshold: try Threshold(
        node.nullable("threshold"), confusion: node.optional("confusion")),
      isClustered: try node["clustered"].bool(), warnings: [])
    _ = try node["profit"]
    try check(node)
  }

  /// What one measure says of another.
  private func check(_ node: JSONNode) throws(LocatedError) {
    if let auc, let aucLow, let aucHigh, !(aucLow <= auc && auc <= aucHigh) {
      throw try node["auc"].error("is not between auc_low and auc_high")
    }
    func agree(_ key: String, _ expected: Double?) throws(LocatedError) {
      let value = try node.nullable(key)
      let number = try value?.number()
      let isEqual =
        if let number, let expected { abs(number - expected) <= 1e-9 * max(1, abs(expected)) } else
        {
          number == nil && expected == nil
        }
      if !isEqual { throw try node[key].error("does not fit the other measures") }
    }
    try agree("gini", gini)
    try agree("lift_at_10", liftAt10)
  }
}

extension GainsPoint {
  /// At the tenths; empty where nobody churned.
  fileprivate static func curve(_ node: JSONNode) throws(LocatedError) -> [GainsPoint] {
    var gains: [GainsPoint] = []
    for point in try node.array(upTo: ModelLimits.measurePoints) {
      let last = gains.last
      let fraction = try point["fraction"].number(in: 1e-9...1)
      guard fraction > last?.fraction ?? 0 else {
        throw try point["fraction"].error("is not above the one before it")
      }
      let lift = try point.interval("lift_low", "lift_high", in: 0...1e9)
      gains.append(
        GainsPoint(
          fraction: fraction, captured: try point["captured"].number(in: (last?.captured ?? 0)...1),
          liftLow: lift?.low, liftHigh: lift?.high))
      let written = try point["lift"].number(in: 0...1e9)
      guard abs(written - gains[gains.count - 1].lift) <= 1e-9 * max(1, written) else {
        throw try point["lift"].error("is not captured / fraction")
      }
    }
    return gains
  }

  fileprivate var json: JSONValue {
    [
      "fraction": JSONValue(fraction), "captured": JSONValue(captured), "lift": JSONValue(lift),
      "lift_low": JSONValue(liftLow), "lift_high": JSONValue(liftHigh),
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

  fileprivate init?(_ node: JSONNode?, confusion: JSONNode?) throws(LocatedError) {
    guard let node else { return nil }
    let value = try node["value"].number(in: 0...1)
    self.init(
      value: value, rule: try node["rule"].enumeration(["ks", "profit", "budget", "given"]),
      precision: try node.optional("precision")?.number(in: 0...1),
      recall: try node.optional("recall")?.number(in: 0...1),
      specificity: try node.optional("specificity")?.number(in: 0...1),
      contactedShare: try node["contacted_share"].number(in: 0...1),
      confusion: try confusion.map { (node) throws(LocatedError) in
        try Confusion(node, threshold: value)
      })
  }
}

extension Confusion {
  fileprivate var json: JSONValue {
    [
      "true_positives": JSONValue(truePositives), "false_positives": JSONValue(falsePositives),
      "true_negatives": JSONValue(trueNegatives), "false_negatives": JSONValue(falseNegatives),
    ]
  }

  fileprivate init(_ node: JSONNode, threshold: Double) throws(LocatedError) {
    let weights = 0.0...1e300
    self.init(
      threshold: threshold,
      truePositives: try node["true_positives"].number(in: weights),
      falsePositives: try node["false_positives"].number(in: weights),
      trueNegatives: try node["true_negatives"].number(in: weights),
      falseNegatives: try node["false_negatives"].number(in: weights))
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
