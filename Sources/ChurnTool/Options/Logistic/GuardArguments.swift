import ArgumentParser
import Churn

/// What makes the probabilities of a resampled file honest.
struct GuardOptions: ParsableArguments {
  @Option(
    name: .customLong("base-rate"),
    help: ArgumentHelp(
      "Share of churned customers in the population, for training on a resampled file.",
      valueName: "share"))
  var baseRate: Double?

  func options() throws -> TrainingRequest.GuardOptions {
    if let baseRate, !(baseRate > 0 && baseRate < 1) {
      throw ValidationError("--base-rate is a share between 0 and 1.")
    }
    var options = TrainingRequest.GuardOptions()
    options.baseRate = baseRate
    return options
  }
}

/// Columns that the leakage guard lets pass, for every kind of model.
struct LeakArguments: ParsableArguments {
  @Option(
    name: .customLong("allow-leak"),
    help: ArgumentHelp(
      "Columns to use although they nearly decide the label or look like an id, separated by commas; may be given several times.",
      valueName: "column"))
  var allowLeak: [String] = []

  var columns: Set<String> { Set(allowLeak.flatMap { names($0) }) }
}
