import ArgumentParser
import Churn
import Modeling

/// Intervals, standard errors and tests.
struct InferenceOptions: ParsableArguments {
  @Option(help: "wald, or profile: where the profile likelihood meets the χ² quantile.")
  var intervals = "wald"

  @Option(
    help: ArgumentHelp(
      "Standard errors by clusters of this column, which is no feature. (default: by customer where some occur in several rows)",
      valueName: "column"))
  var cluster: String?

  @Option(
    help: ArgumentHelp(
      "Standard errors robust to a wrong variance: hc0 or hc1.", valueName: "kind"))
  var robust: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Fit again without each variable, to test it. (default: where that takes seconds)")
  var dropOne: Bool?

  func options() throws -> TrainingRequest.InferenceOptions {
    var options = TrainingRequest.InferenceOptions()
    guard let intervals = InferenceRequest.Intervals(rawValue: intervals) else {
      throw ValidationError("--intervals \(intervals): use wald or profile.")
    }
    options.intervals = intervals
    options.cluster = cluster
    options.testsVariables = dropOne
    guard let robust else { return options }
    guard let kind = TrainingRequest.InferenceOptions.Robust(rawValue: robust) else {
      throw ValidationError("--robust \(robust): use hc0 or hc1.")
    }
    options.robust = kind
    return options
  }
}
