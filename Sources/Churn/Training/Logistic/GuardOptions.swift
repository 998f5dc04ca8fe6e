import Modeling

extension TrainingRequest {
  /// What stops a training that would mislead.
  public struct GuardOptions: Sendable {

    public init() {}

    /// As the model file keeps them.
    var record: [String: JSONValue] { [:] }
  }
}
