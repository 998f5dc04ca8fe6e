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

}

/// Reads terms, each of which must fit the schema and the design.
struct TermReader {
  private let index: SchemaIndex
  private let design: LearnedDesign
  /// By feature: the lumped levels.
  private let lumped: [LevelIndex]

  init(_ index: SchemaIndex, _ design: LearnedDesign) {
    self.index = index
    self.design = design
    lumped = design.forms.map { form in
      if case .levels(let lumped) = form { LevelIndex(lumped) } else { LevelIndex([]) }
    }
  }

  /// - Throws: `.wrongData` where the term does not fit.
  func term(_ node: JSONNode) throws(LocatedError) -> Term {
    let type = try node["type"].enumeration([
      "intercept", "numeric", "missing", "level", "log1p", "standardize", "spline", "product",
    ])
    switch type {
    case "intercept": return .intercept
    case "product": return try product(node["factors"])
    default: return try term(node, type).term
    }
  }

  /// Of one feature, with its place.
  private func term(
    _ node: JSONNode, _ type: String
  ) throws(LocatedError) -> (term: Term, place: Int) {
    let place = try index.place(node["feature"])
    let name = index.schema.features[place].name
    switch (type, index.kind(place), design.forms[place]) {
    case ("numeric", .numeric, .linear): return (.numeric(feature: name), place)
    case ("log1p", .numeric, .log1p): return (.log1p(feature: name), place)
    case ("standardize", .numeric, .standardized): return (.standardized(feature: name), place)
    case ("missing", .numeric, _): return (.missing(feature: name), place)
    case ("spline", .numeric, .spline(let spline)):
      let df = spline.degreesOfFreedom
      let basis = try node["basis"].int(in: 1...df)
      return (.spline(feature: name, degreesOfFreedom: df, basis: basis), place)
    case ("level", .categorical, .levels(let rare)):
      let level = try node["level"].string(upTo: ModelLimits.textBytes)
      let isKnown = index.levels[place].code(of: level) >= 0
      let isLumped = lumped[place].code(of: level) >= 0
      let isOther = level == Term.otherLevel && !rare.isEmpty
      guard (isKnown && !isLumped) || isOther || level == Term.missingLevel else {
        throw try node["level"].error(isLumped ? "is a lumped level" : "is no level of \(name)")
      }
      return (.level(feature: name, level: level), place)
    default: throw try node["type"].error("does not fit the type of \(name)")
    }
  }

  private func product(_ node: JSONNode) throws(LocatedError) -> Term {
    guard try node.array(upTo: 2).count == 2 else { throw node.error("are not two") }
    var parts: [(term: Term, place: Int)] = []
    for place in 0..<2 {
      let factor = try node[place]
      let type = try factor["type"].enumeration([
        "numeric", "level", "log1p", "standardize", "spline",
      ])
      parts.append(try term(factor, type))
    }
    let pair = LearnedDesign.Interaction(first: parts[0].place, second: parts[1].place)
    guard design.interactions.contains(pair) else {
      throw node.error("are of no interaction of the design")
    }
    return .product(parts[0].term, parts[1].term)
  }
}
