import ArgumentParser
import Churn

/// Penalised estimates.
struct PenaltyOptions: ParsableArguments {
  @Option(help: .hidden) var penalty = "none"
  @Option(help: .hidden) var lambda: String?
  @Option(help: .hidden) var alpha: String?
  @Option(help: .hidden) var cv = 0

  func options() throws -> TrainingRequest.PenaltyOptions {
    try refuse("--penalty \(penalty)", penalty != "none")
    try refuse("--lambda", lambda != nil)
    try refuse("--alpha", alpha != nil)
    try refuse("--cv \(cv) of a logistic model", cv != 0)
    return TrainingRequest.PenaltyOptions()
  }
}
