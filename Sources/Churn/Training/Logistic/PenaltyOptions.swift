import Modeling

extension TrainingRequest {
  /// Penalised estimates.
  public struct PenaltyOptions: Sendable {
    public enum Penalty: String, Sendable, CaseIterable {
      case none, firth
    }

    public var penalty = Penalty.none

    public init() {}

    /// As the model file keeps them.
    var record: [String: JSONValue] { ["penalty": .string(penalty.rawValue)] }
  }
}
