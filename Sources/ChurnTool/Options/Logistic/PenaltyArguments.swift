import ArgumentParser
import Churn

/// Penalised estimates.
struct PenaltyOptions: ParsableArguments {
  @Option(
    help: "none, firth (bias-reduced, finite under separation too), ridge, lasso or elastic-net.")
  var penalty: TrainingRequest.PenaltyOptions.Kind = .none

  @Option(help: "Strength of the penalty: a number, cv-min or cv-1se. (default: cv-min)")
  var lambda: String?

  @Option(help: "Share of the lasso in an elastic net, 0 to 1. (default: 0.5)")
  var alpha: Double?

  @Option(
    help: """
      Folds of cross-validated measures, and of the choice of lambda; 0 for none at all. (default: \
      no such measures; 10 for --lambda cv-…; up to 100,000 customers the threshold is chosen on \
      scores of 5 folds, or of these 10)
      """)
  var cv: Int?

  @Option(
    name: .customLong("cv-repeats"),
    help: "How often to divide the customers into folds anew for cross-validated scores.")
  var repeats = 1

  @Option(
    name: .customLong("penalty-factor"),
    help: ArgumentHelp(
      "Weight of a column in the penalty, 0 to leave it out; may be given several times.",
      valueName: "column=factor"))
  var penaltyFactor: [String] = []

  func options() throws -> TrainingRequest.PenaltyOptions {
    var options = TrainingRequest.PenaltyOptions()
    options.kind = penalty
    options.folds = cv
    guard cv == nil || cv == 0 || (2...1000).contains(cv ?? 0) else {
      throw ValidationError("--cv is 0 or a number of folds from 2 to 1000.")
    }
    guard (1...100).contains(repeats) else {
      throw ValidationError("--cv-repeats is a number from 1 to 100.")
    }
    let hasFolds = (cv ?? 0) > 0 || (cv == nil && penalty != .none && penalty != .firth)
    guard repeats == 1 || hasFolds else {
      throw ValidationError("--cv-repeats needs cross-validation: --cv 10.")
    }
    options.repeats = repeats
    guard penalty != .none, penalty != .firth else {
      guard lambda == nil, alpha == nil, penaltyFactor.isEmpty else {
        throw ValidationError(
          "--lambda, --alpha and --penalty-factor need --penalty ridge, lasso or elastic-net.")
      }
      return options
    }
    options.lambda = try strength()
    options.alpha = try mixing()
    for pair in penaltyFactor { try add(pair, to: &options) }
    return options
  }

  private func strength() throws -> TrainingRequest.PenaltyOptions.Lambda {
    guard let strength = TrainingRequest.PenaltyOptions.Lambda(lambda ?? "cv-min") else {
      throw ValidationError("--lambda \(lambda ?? ""): give a number from 0 on, cv-min or cv-1se.")
    }
    if cv == 0, strength == .minimum || strength == .oneStandardError {
      throw ValidationError(
        "--lambda \(lambda ?? "cv-min") needs cross-validation: --cv 10, or give a number.")
    }
    return strength
  }

  private func mixing() throws -> Double {
    guard let alpha else { return 0.5 }
    let fixed: Double? = penalty == .ridge ? 0 : (penalty == .lasso ? 1 : nil)
    if let fixed, alpha != fixed {
      throw ValidationError(
        "--alpha \(alpha) is an elastic net: --penalty \(penalty.rawValue) has alpha \(Int(fixed))."
      )
    }
    guard alpha >= 0, alpha <= 1 else { throw ValidationError("--alpha is from 0 to 1.") }
    return alpha
  }

  private func add(_ pair: String, to options: inout TrainingRequest.PenaltyOptions) throws {
    guard let equals = pair.lastIndex(of: "="),
      let factor = Double(pair[pair.index(after: equals)...]), factor >= 0, factor.isFinite
    else {
      throw ValidationError("--penalty-factor \(pair): give column=factor, a number from 0 on.")
    }
    options.factors[String(pair[..<equals])] = factor
  }
}

extension TrainingRequest.PenaltyOptions.Kind: ExpressibleByArgument {}
