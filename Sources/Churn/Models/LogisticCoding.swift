import DelimitedText
import Modeling

/// The part `logistic` of a model file.
enum LogisticCoding {
  static func json(_ model: LogisticModel, schema: FeatureSchema) -> JSONValue {
    var parts: [String: JSONValue] = [
      "coefficients": .array(model.coefficients.map { .object(members($0, isFile: true)) }),
      "deviance": JSONValue(model.deviance), "null_deviance": JSONValue(model.nullDeviance),
      "log_likelihood": JSONValue(model.logLikelihood), "aic": JSONValue(model.aic),
      "bic": JSONValue(model.bic), "rows": JSONValue(model.rows),
      "df_residual": JSONValue(model.degreesOfFreedom), "iterations": JSONValue(model.iterations),
      "converged": .bool(model.converged), "newton_decrement": JSONValue(model.newtonDecrement),
      "confidence": JSONValue(model.confidence), "penalty": .string(model.penaltyName),
      "inference": model.inference.map(InferenceCoding.json) ?? .null,
      "shared_indicators": .array(
        model.sharedIndicators.map {
          ["feature": .string($0.feature), "shares_with": .string($0.sharesWith)]
        }),
    ]
    if let baseRate = model.baseRate { parts["base_rate"] = baseRate.json }
    if model.design != nil { parts["design"] = DesignCoding.json(model, schema: schema) }
    return PenalizationCoding.adding(model.penalization, to: parts)
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
    members.merge(TermCoding.members(line.term)) { $1 }
    return members
  }

  static func model(
    _ node: JSONNode, schema: FeatureSchema
  ) throws(LocatedError) -> LogisticModel {
    let index = SchemaIndex(schema)
    let design = try DesignCoding.design(node, index)
    let reader = TermReader(index, design)
    var lines: [Coefficient] = []
    var terms: Set<Term> = []
    for line in try node["coefficients"].array(upTo: ModelLimits.coefficients) {
      let coefficient = try coefficient(line, reader)
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
      logLikelihood: try node["log_likelihood"].number(),
      aic: try node.optional("aic")?.number() ?? .nan,
      bic: try node.optional("bic")?.number() ?? .nan,
      rows: try node["rows"].int(in: 1...Int(Int32.max)),
      degreesOfFreedom: try node["df_residual"].int(in: 0...Int(Int32.max)),
      iterations: try node["iterations"].int(in: 0...10_000),
      converged: try node["converged"].bool(),
      newtonDecrement: try node.optional("newton_decrement")?.number() ?? .nan,
      confidence: try node["confidence"].number(in: 0...1),
      sharedIndicators: try sharedIndicators(node["shared_indicators"]),
      penalization: try PenalizationCoding.penalization(node, termCount: lines.count),
      design: try DesignCoding.withMeans(design, node, terms: lines.map(\.term)),
      inference: try InferenceCoding.inference(node.optional("inference"), node.optional("penalty"))
    )
    model.baseRate = try BaseRateCorrection(node.optional("base_rate"))
    return model
  }

  private static func coefficient(
    _ node: JSONNode, _ reader: TermReader
  ) throws(LocatedError) -> Coefficient {
    var line = Coefficient(term: try reader.term(node))
    line.estimate = try node.optional("estimate")?.number(in: ModelLimits.estimate)
    line.standardError = try node.optional("standard_error")?.number(in: 0...1e308)
    line.statistic = try node.optional("statistic")?.number()
    line.pValue = try node.optional("p_value")?.number(in: 0...1)
    line.confidenceLow = try node.optional("conf_low")?.number()
    line.confidenceHigh = try node.optional("conf_high")?.number()
    line.aliasedBy = try node.optional("aliased_by")?.string()
    return line
  }

  private static func sharedIndicators(
    _ node: JSONNode
  ) throws(LocatedError) -> [DesignSpecification.SharedIndicator] {
    var shared: [DesignSpecification.SharedIndicator] = []
    for pair in try node.array(upTo: ModelLimits.features) {
      shared.append(
        .init(
          feature: try pair["feature"].string(), sharesWith: try pair["shares_with"].string()))
    }
    return shared
  }
}
