import DelimitedText

/// The optional part `baselines` of a model file.
enum BaselineCoding {
  private static let mostBaselines = 16
  private static let share = 0.0...1.0

  /// nil where there are none.
  static func json(_ baselines: [Baseline]) -> JSONValue? {
    baselines.isEmpty ? nil : .array(baselines.map(json))
  }

  private static func json(_ baseline: Baseline) -> JSONValue {
    var members: [String: JSONValue] =
      switch baseline.kind {
      case .baseRate(let rate): ["kind": "base_rate", "probability": JSONValue(rate)]
      case .rule(let rule):
        [
          "kind": "rule", "column": .string(rule.column), "cut": JSONValue(rule.cut),
          "above": JSONValue(rule.above), "not_above": JSONValue(rule.notAbove),
          "missing": JSONValue(rule.missing),
        ]
      case .number(let curve):
        [
          "kind": "number", "column": .string(curve.column),
          "intercept": JSONValue(curve.intercept), "slope": JSONValue(curve.slope),
          "missing": JSONValue(curve.missing),
        ]
      case .levels(let levels):
        [
          "kind": "levels", "column": .string(levels.column),
          "levels": .array(levels.levels.map { .string($0) }),
          "probabilities": .array(levels.probabilities.map { JSONValue($0) }),
          "missing": JSONValue(levels.missing), "other": JSONValue(levels.other),
        ]
      }
    members["name"] = .string(baseline.name)
    return .object(members)
  }

  /// - Returns: none for a file without that part.
  /// - Throws: `.wrongData` naming the path of what is missing or impossible.
  static func baselines(_ node: JSONNode?) throws(LocatedError) -> [Baseline] {
    guard let node else { return [] }
    let entries = try node.array(upTo: mostBaselines)
    var baselines: [Baseline] = []
    for entry in entries {
      let baseline = try baseline(entry)
      guard !baselines.contains(where: { $0.name == baseline.name }) else {
        throw try entry["name"].error("is there twice")
      }
      baselines.append(baseline)
    }
    return baselines
  }

  private static func baseline(_ node: JSONNode) throws(LocatedError) -> Baseline {
    let name = try node["name"].string()
    guard (1...Baseline.longestName).contains(name.unicodeScalars.count) else {
      throw try node["name"].error("is not a name of 1 to \(Baseline.longestName) characters")
    }
    return Baseline(name: name, kind: try kind(node))
  }

  private static func kind(_ node: JSONNode) throws(LocatedError) -> Baseline.Kind {
    switch try node["kind"].enumeration(["base_rate", "rule", "number", "levels"]) {
    case "base_rate": return .baseRate(try node["probability"].number(in: share))
    case "rule":
      return .rule(
        Baseline.Rule(
          column: try node["column"].name(), cut: try node["cut"].number(),
          above: try node["above"].number(in: share),
          notAbove: try node["not_above"].number(in: share),
          missing: try node["missing"].number(in: share)))
    case "number":
      return .number(
        Baseline.Curve(
          column: try node["column"].name(), intercept: try node["intercept"].number(),
          slope: try node["slope"].number(), missing: try node["missing"].number(in: share)))
    default: return .levels(try levels(node))
    }
  }

  private static func levels(_ node: JSONNode) throws(LocatedError) -> Baseline.Levels {
    let levels = try node["levels"].strings(
      upTo: ModelLimits.levels, bytes: ModelLimits.textBytes)
    guard Set(levels.map { Array($0.utf8) }).count == levels.count else {
      throw try node["levels"].error("has a level twice")
    }
    var probabilities: [Double] = []
    for value in try node["probabilities"].array(upTo: ModelLimits.levels) {
      probabilities.append(try value.number(in: share))
    }
    guard probabilities.count == levels.count else {
      throw try node["probabilities"].error(
        "has \(probabilities.count) numbers; expected \(levels.count), one a level")
    }
    return Baseline.Levels(
      column: try node["column"].name(), levels: levels, probabilities: probabilities,
      missing: try node["missing"].number(in: share), other: try node["other"].number(in: share))
  }
}
