import DelimitedText
import Modeling

/// Where features and levels stand in a schema: made once, for readers that look up many.
struct SchemaIndex {
  let schema: FeatureSchema
  private let places: [String: Int]
  /// By feature; those of numbers are empty.
  let levels: [LevelIndex]

  init(_ schema: FeatureSchema) {
    self.schema = schema
    places = Dictionary(
      zip(schema.features.map(\.name), schema.features.indices), uniquingKeysWith: { $1 })
    levels = schema.levelIndexes
  }

  func kind(_ place: Int) -> FeatureSchema.Kind { schema.features[place].kind }

  /// The place of the feature that the node names.
  func place(_ node: JSONNode) throws(LocatedError) -> Int {
    guard let place = places[try node.name()] else {
      throw node.error("is no feature of the model")
    }
    return place
  }
}
