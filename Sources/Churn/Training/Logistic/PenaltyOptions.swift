import Modeling

extension TrainingRequest {
  /// Penalised estimates.
  public struct PenaltyOptions: Sendable {

    public init() {}

    /// As the model file keeps them.
    var record: [String: JSONValue] { ["penalty": "none"] }
  }
}
