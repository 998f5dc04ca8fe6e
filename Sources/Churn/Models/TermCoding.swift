import DelimitedText
import Modeling

/// What a term is made from, as a line of a model file says it.
enum TermCoding {
  static func members(_ term: Term) -> [String: JSONValue] {
    var members: [String: JSONValue] = ["feature": JSONValue(term.feature)]
    switch term {
    case .intercept: members["type"] = "intercept"
    case .numeric: members["type"] = "numeric"
    case .missing: members["type"] = "missing"
    case .log1p: members["type"] = "log1p"
    case .standardized: members["type"] = "standardize"
    case .level(_, let level):
      members["type"] = "level"
      members["level"] = .string(level)
    case .spline(_, _, let basis):
      members["type"] = "spline"
      members["basis"] = JSONValue(basis)
    case .product(let a, let b):
      members = ["type": "product"]
      members["factors"] = .array([.object(self.members(a)), .object(self.members(b))])
    }
    return members
  }

  /// - Throws: `.wrongData` where the term does not fit the schema or the design.
  static func term(
    _ node: JSONNode, _ schema: FeatureSchema, _ design: LearnedDesign
  ) throws(LocatedError) -> Term {
    let type = try node["type"].enumeration([
      "intercept", "numeric", "missing", "level", "log1p", "standardize", "spline", "product",
    ])
    switch type {
    case "intercept": return .intercept
    case "product": return try product(node["factors"], schema, design)
    default: return try term(node, type, schema, design).term
    }
  }

  /// Of one feature, with its place.
  private static func term(
    _ node: JSONNode, _ type: String, _ schema: FeatureSchema, _ design: LearnedDesign
  ) throws(LocatedError) -> (term: Term, place: Int) {
    let name = try node["feature"].string()
    guard let place = schema.features.firstIndex(where: { $0.name == name }) else {
      throw try node["feature"].error("is no feature of the model")
    }
    switch (type, schema.features[place].kind, design.forms[place]) {
    case ("numeric", .numeric, .linear): return (.numeric(feature: name), place)
    case ("log1p", .numeric, .log1p): return (.log1p(feature: name), place)
    case ("standardize", .numeric, .standardized): return (.standardized(feature: name), place)
    case ("missing", .numeric, _): return (.missing(feature: name), place)
    case ("spline", .numeric, .spline(let spline)):
      let df = spline.degreesOfFreedom
      let basis = try node["basis"].int(in: 1...df)
      return (.spline(feature: name, degreesOfFreedom: df, basis: basis), place)
    case ("level", .categorical(let learned), .levels(let lumped)):
      let level = try node["level"].string()
      let isKnown = LevelIndex(learned.levels).code(of: level) >= 0
      let isLumped = LevelIndex(lumped).code(of: level) >= 0
      let isOther = level == Term.otherLevel && !lumped.isEmpty
      guard (isKnown && !isLumped) || isOther || level == Term.missingLevel else {
        throw try node["level"].error(isLumped ? "is a lumped level" : "is no level of \(name)")
      }
      return (.level(feature: name, level: level), place)
    default: throw try node["type"].error("does not fit the type of \(name)")
    }
  }

  private static func product(
    _ node: JSONNode, _ schema: FeatureSchema, _ design: LearnedDesign
  ) throws(LocatedError) -> Term {
    guard try node.array().count == 2 else { throw node.error("are not two") }
    var parts: [(term: Term, place: Int)] = []
    for place in 0..<2 {
      let factor = try node[place]
      let type = try factor["type"].enumeration([
        "numeric", "level", "log1p", "standardize", "spline",
      ])
      parts.append(try term(factor, type, schema, design))
    }
    let pair = LearnedDesign.Interaction(first: parts[0].place, second: parts[1].place)
    guard design.interactions.contains(pair) else {
      throw node.error("are of no interaction of the design")
    }
    return .product(parts[0].term, parts[1].term)
  }
}
