import DelimitedText
import Modeling

/// The part `design` of a logistic model: absent where each feature enters as it is.
enum DesignCoding {
  static func json(_ model: LogisticModel, schema: FeatureSchema) -> JSONValue {
    guard let design = model.design else { return .null }
    let features = zip(schema.features, design.forms).filter { !$0.1.isPlain }
      .map { json($0.0.name, $0.1) }
    return [
      "features": .array(features),
      "interactions": .array(
        design.interactions.map {
          [
            "first": .string(schema.features[$0.first].name),
            "second": .string(schema.features[$0.second].name),
          ]
        }),
      "term_means": .array(
        model.coefficients.dropFirst().map { JSONValue(design.means[$0.term] ?? 0) }),
    ]
  }

  private static func json(_ name: String, _ form: FeatureForm) -> JSONValue {
    var members: [String: JSONValue] = ["feature": .string(name)]
    switch form {
    case .linear: members["transform"] = "none"
    case .log1p: members["transform"] = "log1p"
    case .standardized(let mean, let deviation):
      members["transform"] = "standardize"
      members["mean"] = JSONValue(mean)
      members["standard_deviation"] = JSONValue(deviation)
    case .spline(let spline):
      members["transform"] = "spline"
      members["df"] = JSONValue(spline.degreesOfFreedom)
      members["knots"] = .array(spline.knots.map { JSONValue($0) })
      members["boundary_knots"] = [JSONValue(spline.low), JSONValue(spline.high)]
    case .levels(let lumped):
      members["transform"] = "lump"
      members["lumped_levels"] = .array(lumped.map { .string($0) })
    }
    return .object(members)
  }

  /// The design without the means, which `addMeans` reads when the terms are known; every feature as
  /// it is where the file has none.
  static func design(
    _ node: JSONNode, _ index: SchemaIndex
  ) throws(LocatedError) -> LearnedDesign {
    var design = LearnedDesign.plain(index.schema)
    guard let node = try node.optional("design") else { return design }
    for feature in try node["features"].array(upTo: ModelLimits.features) {
      let place = try index.place(feature["feature"])
      guard design.forms[place].isPlain else {
        throw try feature["feature"].error("is there twice")
      }
      design.forms[place] = try form(feature, place, index)
    }
    var total = 0
    for pair in try node["interactions"].array(upTo: LearnedDesign.mostInteractions) {
      let interaction = LearnedDesign.Interaction(
        first: try index.place(pair["first"]), second: try index.place(pair["second"]))
      total += design.pairCount(interaction, index.schema)
      guard interaction.first != interaction.second, !design.interactions.contains(interaction),
        total <= LearnedDesign.largestProduct
      else { throw pair.error("is there twice, or has too many products") }
      design.interactions.append(interaction)
    }
    return design
  }

  private static func form(
    _ node: JSONNode, _ place: Int, _ index: SchemaIndex
  ) throws(LocatedError) -> FeatureForm {
    let words = ["log1p", "standardize", "spline", "lump"]
    switch (try node["transform"].enumeration(words), index.kind(place)) {
    case ("log1p", .numeric): return .log1p
    case ("standardize", .numeric):
      return .standardized(
        mean: try node["mean"].number(),
        standardDeviation: try node["standard_deviation"].number(in: 1e-300...1e308))
    case ("spline", .numeric): return .spline(try spline(node))
    case ("lump", .categorical):
      return .levels(lumped: try lumped(node["lumped_levels"], index.levels[place]))
    default:
      let name = index.schema.features[place].name
      throw try node["transform"].error("does not fit the type of \(name)")
    }
  }

  private static func spline(_ node: JSONNode) throws(LocatedError) -> NaturalSpline {
    let df = try node["df"].int(in: 1...NaturalSpline.largest)
    let knots = try node["knots"].numbers(upTo: NaturalSpline.largest)
    guard knots.count == df - 1 else {
      throw try node["knots"].error("has \(knots.count) knots; expected \(df - 1)")
    }
    let boundary = try node["boundary_knots"].numbers(upTo: 2)
    guard boundary.count == 2 else {
      throw try node["boundary_knots"].error("has \(boundary.count) knots; expected 2")
    }
    guard let spline = NaturalSpline(low: boundary[0], high: boundary[1], knots: knots) else {
      throw try node["knots"].error("do not ascend between the boundary knots")
    }
    return spline
  }

  private static func lumped(
    _ node: JSONNode, _ known: LevelIndex
  ) throws(LocatedError) -> [String] {
    let levels = try node.strings(upTo: ModelLimits.levels)
    for (place, level) in levels.enumerated() where known.code(of: level) < 0 {
      throw try node[place].error("is no level of the feature")
    }
    for (place, pair) in zip(levels, levels.dropFirst()).enumerated()
    where !pair.0.precedesByCodePoint(pair.1) {
      throw try node[place + 1].error("is not behind the level before it")
    }
    guard !levels.isEmpty, known.code(of: Term.otherLevel) < 0 else {
      throw node.error("is empty, or the feature has a level called \(Term.otherLevel)")
    }
    return levels
  }

  /// The design as the model keeps it: nil where each feature enters as it is.
  static func withMeans(
    _ design: LearnedDesign, _ node: JSONNode, terms: [Term]
  ) throws(LocatedError) -> LearnedDesign? {
    guard let node = try node.optional("design")?["term_means"] else { return nil }
    let means = try node.numbers(upTo: ModelLimits.coefficients)
    guard means.count == terms.count - 1 else {
      throw node.error("has \(means.count) numbers; expected \(terms.count - 1)")
    }
    var result = design
    result.means = Dictionary(zip(terms.dropFirst(), means), uniquingKeysWith: { $1 })
    return result
  }
}
