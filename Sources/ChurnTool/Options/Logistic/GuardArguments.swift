import ArgumentParser
import Churn

/// What stops a training that would mislead.
struct GuardOptions: ParsableArguments {

  func options() throws -> TrainingRequest.GuardOptions {
    return TrainingRequest.GuardOptions()
  }
}
