import ArgumentParser
import Churn

struct TrainLogisticCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logistic",
    abstract: "Fit a logistic regression, by maximum likelihood or with a penalty.",
    discussion: """
      EXAMPLES
        churn train logistic customers.csv --target churned -o a.json
        churn train logistic customers.csv --holdout 0.3 -o a.json
        churn train logistic telco.csv --target churn --missing drop -o a.json
        churn train logistic customers.csv --reference plan=basic -o a.json
        churn train logistic customers.csv --splines recency_days:4 -o a.json
        churn train logistic customers.csv --transform total_amount:log1p -o a.json
        churn train logistic telco.csv --interactions tenure:contract -o a.json
        churn train logistic customers.csv --lump 30 --intervals profile -o a.json
        churn train logistic customers.csv --penalty lasso --lambda cv-1se -o a.json
        churn train logistic customers.csv --holdout 0.3 --placebo 20 -o a.json
      """)

  @OptionGroup var training: TrainingOptions

  @Option(help: "Rows with gaps: impute (median and indicator), drop or error.")
  var missing = "impute"

  @Option(help: "Coverage of the intervals.")
  var confidence = 0.95

  @Option(
    help: ArgumentHelp(
      "Reference level of a column; may be given several times.", valueName: "column=level"))
  var reference: [String] = []

  @OptionGroup(title: "Design") var design: DesignOptions
  @OptionGroup(title: "Penalty") var penalty: PenaltyOptions
  @OptionGroup(title: "Inference") var inference: InferenceOptions
  @OptionGroup(title: "Guards") var guards: GuardOptions

  func validate() throws {
    guard confidence > 0, confidence < 1 else {
      throw ValidationError("--confidence is a share between 0 and 1.")
    }
    _ = try options()
  }

  private func options() throws -> TrainingRequest.LogisticOptions {
    var options = TrainingRequest.LogisticOptions()
    guard let policy = MissingPolicy(rawValue: missing), policy.isOfLogistic else {
      throw ValidationError("--missing \(missing): use impute, drop or error.")
    }
    options.missing = policy
    options.confidence = confidence
    options.design = try design.options()
    options.penalty = try penalty.options()
    options.inference = try inference.options()
    options.guards = try guards.options()
    for pair in reference {
      guard let equals = pair.firstIndex(of: "=") else {
        throw ValidationError("--reference \(pair): give column=level.")
      }
      options.design.references[String(pair[..<equals])] = String(
        pair[pair.index(after: equals)...])
    }
    do { try options.checkInference() } catch { throw ValidationError("\(error)") }
    return options
  }

  func run() throws {
    try Training(training).run(.logistic(options()))
  }
}
