import DelimitedText
import Modeling

/// The member `inference` of a logistic model in its file; files of earlier versions have none.
enum InferenceCoding {
  static func json(_ inference: LogisticInference) -> JSONValue {
    [
      "intervals": .string(inference.intervals.rawValue),
      "standard_errors": .string(inference.standardErrors),
      "clustered": .bool(inference.clusterCount != nil),
      "clusters": JSONValue(inference.clusterCount),
      "penalized_log_likelihood": JSONValue(inference.penalizedLogLikelihood),
      "likelihood_ratio_test": .object(members(inference.likelihoodRatio)),
      "drop_one": .array(
        inference.dropOne.map {
          .object(members($0.test).merging(["variable": .string($0.variable)]) { $1 })
        }),
      "mcfadden_r2": JSONValue(inference.mcFadden),
      "nagelkerke_r2": JSONValue(inference.nagelkerke),
      "vif": .array(
        inference.varianceInflation.map {
          [
            "variable": .string($0.variable), "df": JSONValue($0.degreesOfFreedom),
            "gvif": JSONValue($0.factor), "gvif_adjusted": JSONValue($0.adjusted),
          ]
        }),
      "condition_number": JSONValue(inference.conditionNumber),
    ]
  }

  private static func members(_ test: LikelihoodRatioTest?) -> [String: JSONValue] {
    [
      "statistic": JSONValue(test?.statistic), "df": JSONValue(test?.degreesOfFreedom),
      "p_value": JSONValue(test?.pValue),
    ]
  }

  /// What `show --json` adds at the top; odds ratios are exp of the coefficients' numbers.
  static func description(_ model: LogisticModel) -> [String: JSONValue] {
    var result: [String: JSONValue] = [:]
    if let inference = model.inference, case .object(let members) = json(inference) {
      result = members
    }
    result["odds_ratios"] = .array(
      model.coefficients.dropFirst().map { line in
        [
          "term": .string(line.term.name), "odds_ratio": exp(line.estimate),
          "conf_low": exp(line.confidenceLow), "conf_high": exp(line.confidenceHigh),
        ]
      })
    return result
  }

  private static func exp(_ value: Double?) -> JSONValue {
    JSONValue(value.map { Elementary.exp($0) })
  }
}

// MARK: - Reading

extension InferenceCoding {
  static func inference(
    _ node: JSONNode?, _ penalty: JSONNode?
  ) throws(LocatedError) -> LogisticInference? {
    guard let node else { return nil }
    let isFirth = try penalty?.string() == LogisticEstimator.firth.rawValue
    return LogisticInference(
      estimator: isFirth ? .firth : .maximumLikelihood,
      intervals: try node["intervals"].enumeration(InferenceRequest.Intervals.self),
      standardErrors: try node["standard_errors"].enumeration(
        ["model", "hc0", "hc1", "clustered"]),
      clusterCount: try node.optional("clusters")?.int(in: counts),
      penalizedLogLikelihood: try node.optional("penalized_log_likelihood")?.number(),
      likelihoodRatio: try test(node["likelihood_ratio_test"]),
      dropOne: try dropOne(node["drop_one"]),
      mcFadden: try node["mcfadden_r2"].number(), nagelkerke: try node["nagelkerke_r2"].number(),
      varianceInflation: try inflation(node["vif"]),
      conditionNumber: try node.optional("condition_number")?.number())
  }

  private static var counts: ClosedRange<Int> { 0...Int(Int32.max) }

  /// nil where the test could not be made.
  private static func test(_ node: JSONNode) throws(LocatedError) -> LikelihoodRatioTest? {
    guard let statistic = try node.optional("statistic") else { return nil }
    return LikelihoodRatioTest(
      statistic: try statistic.number(in: 0...1e308),
      degreesOfFreedom: try node["df"].int(in: counts),
      pValue: try node.optional("p_value")?.number(in: 0...1))
  }

  private static func dropOne(
    _ node: JSONNode
  ) throws(LocatedError) -> [LogisticInference.DropOne] {
    var lines: [LogisticInference.DropOne] = []
    for line in try node.array(upTo: 2 * ModelLimits.features) {
      lines.append(.init(variable: try line["variable"].string(), test: try test(line)))
    }
    return lines
  }

  private static func inflation(_ node: JSONNode) throws(LocatedError) -> [VarianceInflation] {
    var lines: [VarianceInflation] = []
    for line in try node.array(upTo: 2 * ModelLimits.features) {
      lines.append(
        VarianceInflation(
          variable: try line["variable"].string(),
          degreesOfFreedom: try line["df"].int(in: counts),
          factor: try line["gvif"].number(), adjusted: try line["gvif_adjusted"].number()))
    }
    return lines
  }
}

extension LogisticModel {
  /// As the file names it.
  var penaltyName: String { (inference?.estimator ?? .maximumLikelihood).rawValue }
}
