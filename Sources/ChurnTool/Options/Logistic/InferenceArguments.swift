import ArgumentParser
import Churn

/// Intervals, standard errors and tests.
struct InferenceOptions: ParsableArguments {
  @Option(help: .hidden) var intervals = "wald"

  func options() throws -> TrainingRequest.InferenceOptions {
    try refuse("--intervals \(intervals)", intervals != "wald")
    return TrainingRequest.InferenceOptions()
  }
}
