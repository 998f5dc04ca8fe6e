import DelimitedText
import Modeling

/// The part `penalization` of a logistic model's file, and what `show --json` says of it.
enum PenalizationCoding {
  static func adding(
    _ penalization: Penalization?, to members: [String: JSONValue]
  ) -> JSONValue {
    guard let penalization else { return .object(members) }
    var members = members
    members["penalty"] = .string(penalization.penalty)
    var part = summary(penalization)
    part["chosen"] = JSONValue(penalization.chosen)
    part["rows"] = JSONValue(penalization.path.rowCount)
    part["null_deviance"] = JSONValue(penalization.path.nullDeviance)
    part["standard_deviations"] = numbers(penalization.path.standardDeviations)
    part["path"] = .array(
      penalization.path.points.indices.map { .object(point(penalization, $0, isFile: true)) })
    members["penalization"] = .object(part)
    return .object(members)
  }

  /// Under the keys of `show --json`; the path without its coefficients.
  static func summary(_ penalization: Penalization?) -> [String: JSONValue] {
    guard let penalization else { return [:] }
    let (path, curve) = (penalization.path, penalization.curve)
    return [
      "penalty": .string(penalization.penalty), "alpha": JSONValue(path.alpha),
      "lambda": JSONValue(penalization.point.lambda), "lambda_rule": .string(penalization.rule),
      "lambda_max": JSONValue(path.lambdaMaximum),
      "lambda_min": JSONValue(curve.map { $0.points[$0.minimum].lambda }),
      "lambda_1se": JSONValue(curve.map { $0.points[$0.oneStandardError].lambda }),
      "cv_folds": JSONValue(curve?.foldCount ?? 0),
      "df": JSONValue(penalization.point.nonzeroCount),
      "violation": JSONValue(penalization.point.violation),
      "penalty_factors": .object(penalization.factors.mapValues { .number($0) }),
      "path": .array(path.points.indices.map { .object(point(penalization, $0, isFile: false)) }),
    ]
  }

  private static func point(
    _ penalization: Penalization, _ place: Int, isFile: Bool
  ) -> [String: JSONValue] {
    let point = penalization.path.points[place]
    var members: [String: JSONValue] = [
      "lambda": JSONValue(point.lambda), "df": JSONValue(point.nonzeroCount),
      "deviance_ratio": JSONValue(point.devianceRatio),
    ]
    if let judged = penalization.curve?.points[place] {
      members["cv_deviance"] = JSONValue(judged.deviance)
      members["cv_std"] = JSONValue(judged.standardError)
    }
    guard isFile else { return members }
    members["coefficients"] = numbers(point.coefficients)
    members["log_likelihood"] = JSONValue(point.logLikelihood)
    members["iterations"] = JSONValue(point.iterations)
    members["violation"] = JSONValue(point.violation)
    members["converged"] = .bool(point.isConverged)
    return members
  }

  private static func numbers(_ values: [Double]) -> JSONValue {
    .array(values.map { JSONValue($0) })
  }
}

// MARK: - Reading

extension PenalizationCoding {
  /// - Parameter node: the part `logistic`; nil where it has no penalisation.
  static func penalization(
    _ node: JSONNode, termCount: Int
  ) throws(LocatedError) -> Penalization? {
    guard let node = try node.optional("penalization") else { return nil }
    let points = try node["path"].array(upTo: ModelLimits.pathPoints)
    let deviations = try node["standard_deviations"].numbers(upTo: ModelLimits.coefficients)
    guard !points.isEmpty, deviations.count == termCount - 1, deviations.allSatisfy({ $0 >= 0 })
    else { throw node.error("does not fit the model's terms") }
    var path = ElasticNetPath(
      alpha: try node["alpha"].number(in: 0...1),
      lambdaMaximum: try node["lambda_max"].number(in: 0...1e308), points: [],
      nullDeviance: try node["null_deviance"].number(in: 0...1e308),
      standardDeviations: deviations, rowCount: try node["rows"].int(in: 1...Int(Int32.max)))
    for line in points { path.points.append(try point(line, termCount)) }
    var factors: [String: Double] = [:]
    for (name, factor) in try node["penalty_factors"].members() {
      factors[name] = try factor.number(in: 0...1e308)
    }
    return Penalization(
      penalty: try node["penalty"].enumeration(["ridge", "lasso", "elastic-net"]),
      rule: try node["lambda_rule"].enumeration(["cv-min", "cv-1se", "given"]), path: path,
      curve: try curve(points, folds: node["cv_folds"].int(in: 0...100_000)),
      chosen: try node["chosen"].int(in: 0...points.count - 1), factors: factors)
  }

  private static func point(
    _ node: JSONNode, _ termCount: Int
  ) throws(LocatedError) -> ElasticNetPath.Point {
    let coefficients = try node["coefficients"].numbers(upTo: termCount)
    guard coefficients.count == termCount else {
      throw try node["coefficients"].error("has not one number a term")
    }
    return ElasticNetPath.Point(
      lambda: try node["lambda"].number(in: 0...1e308), coefficients: coefficients,
      logLikelihood: try node["log_likelihood"].number(),
      devianceRatio: try node["deviance_ratio"].number(),
      iterations: try node["iterations"].int(in: 0...1_000_000),
      violation: try node["violation"].number(in: 0...1e308),
      isConverged: try node["converged"].bool())
  }

  private static func curve(
    _ points: [JSONNode], folds: Int
  ) throws(LocatedError) -> ElasticNetCurve? {
    guard folds > 0 else { return nil }
    var curve = ElasticNetCurve(points: [], foldCount: folds)
    for point in points {
      curve.points.append(
        ElasticNetCurve.Point(
          lambda: try point["lambda"].number(),
          deviance: try point["cv_deviance"].number(in: 0...1e308),
          standardError: try point["cv_std"].number(in: 0...1e308)))
    }
    return curve
  }
}
