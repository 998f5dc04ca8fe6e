import ArgumentParser
import Churn
import DelimitedText
import Modeling

/// What is judged beside the measures that need no choice.
struct JudgingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Who is called churned: ks, profit, budget=0.1 (a tenth of the customers at most), or a probability from which on. ks and profit are chosen on the training scores.",
      valueName: "rule"))
  var threshold = "ks"

  @Option(
    help: ArgumentHelp(
      "Replicates of the bootstrap intervals of lift, log loss and profit; 0 for none. (default: 1000 up to 100,000 rows, none above)",
      valueName: "replicates"))
  var bootstrap: Int?

  @OptionGroup(title: "Money") var money: MoneyOptions

  func validate() throws {
    if let bootstrap, !(0...1_000_000).contains(bootstrap) {
      throw ValidationError("--bootstrap is a number of replicates from 0 to 1000000.")
    }
    _ = try rule(nil)
  }

  /// - Parameter economics: nil is enough to check the text.
  private func rule(_ economics: RetentionEconomics?) throws -> ThresholdRule {
    if threshold == "ks" { return .kolmogorovSmirnov }
    if threshold == "profit" { return economics.map { .profit($0) } ?? .kolmogorovSmirnov }
    if let share = share(of: "budget="), share > 0, share <= 1 { return .budget(share) }
    if let probability = Double(threshold), (0...1).contains(probability) {
      return .given(probability)
    }
    throw ValidationError(
      "--threshold \(threshold): give ks, profit, budget=SHARE (above 0 up to 1) or a probability.")
  }

  private func share(of prefix: String) -> Double? {
    threshold.hasPrefix(prefix) ? Double(threshold.dropFirst(prefix.count)) : nil
  }

  func options(_ compute: ComputeOptions) throws -> JudgingOptions {
    var judging = JudgingOptions()
    judging.economics = try money.economics()
    judging.assumptions = try money.assumptions()
    if threshold == "profit", judging.economics == nil {
      throw LocatedError(
        .usage, "a threshold by profit needs money",
        advice: "Give --value, --contact-cost, --offer-cost and --accept-rate.")
    }
    judging.threshold = try rule(judging.economics)
    judging.replicates = bootstrap
    judging.seed = compute.seedNumber
    judging.threads = compute.threadCount
    return judging
  }
}
