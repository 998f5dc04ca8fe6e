import Modeling

extension TrainingRequest {
  /// Intervals, standard errors and tests.
  public struct InferenceOptions: Sendable {

    public init() {}

    /// As the model file keeps them.
    var record: [String: JSONValue] { [:] }
  }
}
