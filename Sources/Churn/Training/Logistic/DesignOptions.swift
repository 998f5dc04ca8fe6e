import Modeling

extension TrainingRequest {
  /// How columns become terms.
  public struct DesignOptions: Sendable {
    /// Reference levels by column.
    public var references: [String: String] = [:]

    public init() {}

    /// As the model file keeps them.
    var record: [String: JSONValue] { ["reference": .object(references.mapValues { .string($0) })] }
  }
}
