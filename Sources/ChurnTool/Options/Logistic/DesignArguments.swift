import ArgumentParser
import Churn

/// How columns become terms.
struct DesignOptions: ParsableArguments {
  @Option(help: .hidden) var interactions: String?
  @Option(help: .hidden) var splines: String?

  func options() throws -> TrainingRequest.DesignOptions {
    try refuse("--interactions", interactions != nil)
    try refuse("--splines", splines != nil)
    return TrainingRequest.DesignOptions()
  }
}
