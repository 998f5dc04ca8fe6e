import ArgumentParser
import Churn

/// Penalised estimates.
struct PenaltyOptions: ParsableArguments {
  @Option(help: "none, or firth: the bias-reduced estimates, finite under separation too.")
  var penalty = "none"

  @Option(help: .hidden) var lambda: String?
  @Option(help: .hidden) var alpha: String?
  @Option(help: .hidden) var cv = 0

  func options() throws -> TrainingRequest.PenaltyOptions {
    let known = TrainingRequest.PenaltyOptions.Penalty(rawValue: penalty)
    try refuse("--penalty \(penalty)", ["ridge", "lasso", "elastic-net"].contains(penalty))
    guard let known else {
      throw ValidationError("--penalty \(penalty): use none or firth.")
    }
    try refuse("--lambda", lambda != nil)
    try refuse("--alpha", alpha != nil)
    try refuse("--cv \(cv) of a logistic model", cv != 0)
    var options = TrainingRequest.PenaltyOptions()
    options.penalty = known
    return options
  }
}
