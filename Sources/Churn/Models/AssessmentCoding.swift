import DelimitedText
import Modeling

/// The parts `bands`, `threshold` and `training` of a model file.
enum AssessmentCoding {
  static func members(_ assessment: Assessment) -> [String: JSONValue] {
    switch assessment {
    case .churn(let churn):
      var training = [
        "measures": churn.training.json, "holdout_measures": churn.holdout?.json ?? .null,
      ]
      training["cross_validated_measures"] = churn.crossValidated?.json
      training["score_curve"] = churn.scoreCurve?.json
      return [
        "bands": ["low": JSONValue(churn.bands.low), "high": JSONValue(churn.bands.high)],
        "threshold": JSONValue(churn.threshold), "training": .object(training),
      ]
    case .number(let number):
      return [
        "training": [
          "measures": number.training.json, "holdout_measures": number.holdout?.json ?? .null,
        ]
      ]
    }
  }

  /// Under the keys of `show --json`.
  static func description(_ assessment: Assessment) -> [String: JSONValue] {
    var members = members(assessment)
    guard case .object(let training)? = members.removeValue(forKey: "training") else {
      return members
    }
    members["training_measures"] = training["measures"]
    members["holdout_measures"] = training["holdout_measures"]
    members["cross_validated_measures"] = training["cross_validated_measures"]
    members["score_curve"] = training["score_curve"]
    return members
  }

  static func assessment(
    _ node: JSONNode, _ fitted: ChurnModel.Fitted
  ) throws(LocatedError) -> Assessment {
    let training = try node["training"]
    let holdout = try training.optional("holdout_measures")
    if case .regressionTree = fitted {
      return .number(
        NumberAssessment(
          training: try RegressionMeasures(training["measures"]),
          holdout: try holdout.map { (node) throws(LocatedError) in try RegressionMeasures(node) }))
    }
    let validated = try training.optional("cross_validated_measures")
    return .churn(
      ChurnAssessment(
        bands: try bands(node["bands"]),
        threshold: try node.optional("threshold")?.number(in: 0...1),
        training: try Measures(training["measures"]),
        holdout: try holdout.map { (node) throws(LocatedError) in try Measures(node) },
        crossValidated: try validated.map { (node) throws(LocatedError) in try Measures(node) },
        scoreCurve: try TrainingScoreCurve(training.optional("score_curve"))))
  }

  private static func bands(_ node: JSONNode) throws(LocatedError) -> Bands {
    let low = try node["low"].number(in: 0...1)
    return Bands(low: low, high: try node["high"].number(in: low...1))
  }
}

extension RegressionMeasures {
  var json: JSONValue {
    [
      "rows": JSONValue(rows), "mean": JSONValue(mean), "rmse": JSONValue(rootMeanSquaredError),
      "mae": JSONValue(meanAbsoluteError), "r_squared": JSONValue(rSquared),
    ]
  }

  init(_ node: JSONNode) throws(LocatedError) {
    self.init(
      rows: try node["rows"].int(in: 0...Int(Int32.max)), mean: try node["mean"].number(),
      rootMeanSquaredError: try node["rmse"].number(in: 0...1e300),
      meanAbsoluteError: try node["mae"].number(in: 0...1e300),
      rSquared: try node.optional("r_squared")?.number(in: -1e300...1))
  }
}
