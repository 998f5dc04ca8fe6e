import DelimitedText
import Modeling

/// The part `logistic` of a model file.
enum LogisticCoding {
  static func json(_ model: LogisticModel) -> JSONValue {
    var members = members(model)
    if let baseRate = model.baseRate { members["base_rate"] = baseRate.json }
    return .object(members)
  }

  private static func members(_ model: LogisticModel) -> [String: JSONValue] {
    [
      "coefficients": .array(model.coefficients.map { .object(members($0, isFile: true)) }),
      "deviance": JSONValue(model.deviance), "null_deviance": JSONValue(model.nullDeviance),
      "log_likelihood": JSONValue(model.logLikelihood), "aic": JSONValue(model.aic),
      "bic": JSONValue(model.bic), "rows": JSONValue(model.rows),
      "df_residual": JSONValue(model.degreesOfFreedom), "iterations": JSONValue(model.iterations),
      "converged": .bool(model.converged), "newton_decrement": JSONValue(model.newtonDecrement),
      "confidence": JSONValue(model.confidence), "penalty": "none",
      "shared_indicators": .array(
        model.sharedIndicators.map {
          ["feature": .string($0.feature), "shares_with": .string($0.sharesWith)]
        }),
    ]
  }

  /// One line of the table; in the file with what the term is made from.
  static func members(_ line: Coefficient, isFile: Bool) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "term": .string(line.term.name), "estimate": JSONValue(line.estimate),
      "standard_error": JSONValue(line.standardError), "statistic": JSONValue(line.statistic),
      "p_value": JSONValue(line.pValue), "conf_low": JSONValue(line.confidenceLow),
      "conf_high": JSONValue(line.confidenceHigh),
    ]
    if let aliasedBy = line.aliasedBy { members["aliased_by"] = .string(aliasedBy) }
    guard isFile else { return members }
    switch line.term {
    case .intercept: members["type"] = "intercept"
    case .numeric: members["type"] = "numeric"
    case .missing: members["type"] = "missing"
    case .level(_, let level):
      members["type"] = "level"
      members["level"] = .string(level)
    }
    members["feature"] = JSONValue(line.term.feature)
    return members
  }

  static func model(
    _ node: JSONNode, schema: FeatureSchema
  ) throws(LocatedError) -> LogisticModel {
    var lines: [Coefficient] = []
    var terms: Set<Term> = []
    for line in try node["coefficients"].array() {
      let coefficient = try coefficient(line, schema)
      guard terms.insert(coefficient.term).inserted else {
        throw line.error("is the second line of \(coefficient.term.name)")
      }
      lines.append(coefficient)
    }
    guard lines.first?.term == .intercept else {
      throw try node["coefficients"].error("does not begin with the intercept")
    }
    var model = LogisticModel(
      coefficients: lines, deviance: try node["deviance"].number(),
      nullDeviance: try node["null_deviance"].number(),
      logLikelihood: try node["log_likelihood"].number(), aic: try node["aic"].number(),
      bic: try node["bic"].number(), rows: try node["rows"].int(in: 1...Int(Int32.max)),
      degreesOfFreedom: try node["df_residual"].int(in: 0...Int(Int32.max)),
      iterations: try node["iterations"].int(in: 0...10_000),
      converged: try node["converged"].bool(),
      newtonDecrement: try node["newton_decrement"].number(),
      confidence: try node["confidence"].number(in: 0...1),
      sharedIndicators: try sharedIndicators(node["shared_indicators"]))
    model.baseRate = try BaseRateCorrection(node.optional("base_rate"))
    return model
  }

  private static func coefficient(
    _ node: JSONNode, _ schema: FeatureSchema
  ) throws(LocatedError) -> Coefficient {
    var line = Coefficient(term: try term(node, schema))
    line.estimate = try node.optional("estimate")?.number()
    line.standardError = try node.optional("standard_error")?.number(in: 0...1e308)
    line.statistic = try node.optional("statistic")?.number()
    line.pValue = try node.optional("p_value")?.number(in: 0...1)
    line.confidenceLow = try node.optional("conf_low")?.number()
    line.confidenceHigh = try node.optional("conf_high")?.number()
    line.aliasedBy = try node.optional("aliased_by")?.string()
    return line
  }

  private static func term(_ node: JSONNode, _ schema: FeatureSchema) throws(LocatedError) -> Term {
    let type = try node["type"].enumeration(["intercept", "numeric", "missing", "level"])
    if type == "intercept" { return .intercept }
    let name = try node["feature"].string()
    guard let feature = schema.features.first(where: { $0.name == name }) else {
      throw try node["feature"].error("is no feature of the model")
    }
    switch (type, feature.kind) {
    case ("numeric", .numeric): return .numeric(feature: name)
    case ("missing", .numeric): return .missing(feature: name)
    case ("level", .categorical(let learned)):
      let level = try node["level"].string()
      guard learned.levels.contains(level) || level == Term.missingLevel else {
        throw try node["level"].error("is no level of \(name)")
      }
      return .level(feature: name, level: level)
    default: throw try node["type"].error("does not fit the type of \(name)")
    }
  }

  private static func sharedIndicators(
    _ node: JSONNode
  ) throws(LocatedError) -> [DesignSpecification.SharedIndicator] {
    var shared: [DesignSpecification.SharedIndicator] = []
    for pair in try node.array() {
      shared.append(
        .init(
          feature: try pair["feature"].string(), sharesWith: try pair["shares_with"].string()))
    }
    return shared
  }
}
