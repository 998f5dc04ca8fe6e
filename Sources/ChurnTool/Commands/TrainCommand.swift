import ArgumentParser
import Churn
import DelimitedText
import Modeling
import Reporting

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model on a file of customers with a label, or value tiers on orders.",
    discussion: """
      EXAMPLES
        churn train logistic customers.csv --target churned -o a.json
        churn train tree customers.csv --target churned -o b.json
        churn train tiers orders.csv --horizon 180 -o tiers.json
      """,
    subcommands: [TrainLogisticCommand.self, TrainTreeCommand.self, TrainTiersCommand.self])
}

/// What both kinds of training do around the fit.
struct Training {
  let options: TrainingOptions

  init(_ options: TrainingOptions) { self.options = options }

  func run(_ method: TrainingRequest.Method, foldColumn: String? = nil) throws {
    let console = options.talk.console
    try options.force.check(
      options.output, options.rows.rejects, options.outOfFold, inputs: [options.customers])
    let progress = Progress(console)
    var request = try options.request(method)
    request.columns.folds = foldColumn
    let result = try request.train(on: Input(path: options.customers)) {
      progress.show($0, $1, $2)
    }
    progress.clear()
    try options.rows.write(result.rejects, force: options.force.force)
    try ModelFile.write(result.model, to: options.output, force: options.force.force)
    if let path = options.outOfFold, let scores = result.outOfFold {
      try writeAtomically(scores.csv(), to: path, force: options.force.force)
    }
    summarize(result, console)
    if let placebo = result.placebo { say(placebo, console) }
    if case .tree(let tree) = method,
      let suggestion = tree.suggestion(rows: result.model.provenance.rowsTrained)
    {
      console.say(suggestion)
    }
    try options.rows.finish(rejected: result.rejects.count)
  }

  private func summarize(_ result: TrainingResult, _ console: Console) {
    let model = result.model
    console.report(result.rejects, of: result.rowsRead)
    for warning in model.allWarnings { console.warn(warning) }
    console.say(
      "\(model.name): \(model.kind) model of \(NumberText.integer(model.provenance.rowsTrained)) "
        + "customers and \(model.schema.features.count) columns")
    switch model.assessment {
    case .churn(let churn):
      say("on the training customers", churn.training, console)
      if let measures = churn.crossValidated { say("cross-validated", measures, console) }
      if let measures = churn.holdout { say("on held-out customers", measures, console) }
      console.say(ModelTables.bands(churn.bands, result.bandTable).plain())
      if !result.bandTableIsHeldOut {
        console.say("The bands are counted on the training customers; see churn evaluate.")
      }
    case .number(let number):
      say("on the training customers", number.training, console)
      if let measures = number.holdout { say("on held-out customers", measures, console) }
    }
  }

  private func say(_ placebo: PlaceboResult, _ console: Console) {
    let sentences = placebo.sentences
    if let warning = placebo.warning { console.warn(warning) }
    for sentence in sentences where sentence != placebo.warning { console.say(sentence) }
  }

  private func say(_ where: String, _ measures: RegressionMeasures, _ console: Console) {
    console.say(
      "R² \(`where`): \(NumberText.fixed(measures.rSquared, decimals: 4)), root mean squared "
        + "error \(NumberText.significant(measures.rootMeanSquaredError, digits: 4))")
  }

  private func say(_ where: String, _ measures: Measures, _ console: Console) {
    console.say(
      "AUC \(`where`): \(NumberText.fixed(measures.auc, decimals: 4)) "
        + "(\(NumberText.interval(measures.aucLow, measures.aucHigh, decimals: 4)))")
  }
}
