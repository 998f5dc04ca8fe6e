import Modeling

extension TrainingRequest {
  /// What stops a training that would mislead, and what makes its probabilities honest.
  public struct GuardOptions: Sendable {
    /// The share of churned customers in the population, where the training file was resampled;
    /// between 0 and 1.
    public var baseRate: Double?

    public init() {}

    /// As the model file keeps them.
    var record: [String: JSONValue] { baseRate.map { ["base_rate": JSONValue($0)] } ?? [:] }
  }
}
