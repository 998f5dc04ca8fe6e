import DelimitedText

extension BaseRateCorrection {
  /// The member `base_rate` of a logistic model.
  var json: JSONValue {
    [
      "base_rate": JSONValue(baseRate), "sample_rate": JSONValue(sampleRate),
      "intercept_shift": JSONValue(shift),
      "uncorrected_intercept": JSONValue(uncorrectedIntercept),
    ]
  }

  /// - Throws: `.wrongData` naming the path of what is missing or impossible.
  init?(_ node: JSONNode?) throws(LocatedError) {
    guard let node else { return nil }
    let share = 1e-300...(1 - 1e-16)
    self.init(
      baseRate: try node["base_rate"].number(in: share),
      sampleRate: try node["sample_rate"].number(in: share),
      uncorrectedIntercept: try node["uncorrected_intercept"].number())
  }
}
