import DelimitedText
import Modeling

/// Reads the features of a model file.
enum SchemaCoding {
  static func schema(_ node: JSONNode) throws(LocatedError) -> FeatureSchema {
    let rowCount = try node["training_rows"].int(in: 1...Int(Int32.max))
    var features: [FeatureSchema.Feature] = []
    var names: Set<String> = []
    for feature in try node["features"].array(upTo: ModelLimits.features) {
      let name = try feature["name"].name()
      guard names.insert(name).inserted else {
        throw try feature["name"].error("is there twice")
      }
      features.append(.init(name: name, kind: try kind(feature, rowCount)))
    }
    return FeatureSchema(rowCount: rowCount, features: features)
  }

  private static func kind(
    _ node: JSONNode, _ rowCount: Int
  ) throws(LocatedError) -> FeatureSchema.Kind {
    let missing = try node["missing_rows"].int(in: 0...rowCount)
    if try node["type"].enumeration(["numeric", "categorical"]) == "numeric" {
      return .numeric(
        .init(
          median: try node["median"].number(), mean: try node["mean"].number(),
          standardDeviation: try node["standard_deviation"].number(in: 0...1e308),
          missingCount: missing))
    }
    return .categorical(try categorical(node, rowCount, missing))
  }

  private static func categorical(
    _ node: JSONNode, _ rowCount: Int, _ missing: Int
  ) throws(LocatedError) -> FeatureSchema.Categorical {
    let levels = try node["levels"].strings(
      upTo: ModelLimits.levels, bytes: ModelLimits.textBytes)
    let counts = try node["level_rows"].array(upTo: ModelLimits.levels)
    guard !levels.isEmpty, counts.count == levels.count else {
      throw try node["level_rows"].error("has \(counts.count) numbers for \(levels.count) levels")
    }
    for (place, pair) in zip(levels, levels.dropFirst()).enumerated()
    where !pair.0.precedesByCodePoint(pair.1) {
      throw try node["levels"][place + 1].error("is not behind the level before it")
    }
    var rows: [Int] = []
    for count in counts { rows.append(try count.int(in: 0...rowCount)) }
    return .init(levels: levels, counts: rows, missingCount: missing)
  }
}
