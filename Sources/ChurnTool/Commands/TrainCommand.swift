import ArgumentParser
import Churn
import DelimitedText
import Modeling
import Reporting

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model on a file of customers with a label.",
    discussion: """
      EXAMPLES
        churn train logistic customers.csv --target churned -o a.json
        churn train tree customers.csv --target churned -o b.json
      """,
    subcommands: [TrainLogisticCommand.self, TrainTreeCommand.self])
}

/// Options of the contract that this version does not carry out yet.
func refuse(_ option: String, _ isGiven: Bool) throws {
  if isGiven {
    throw ValidationError("\(option) is not available in this version (\(Workbench.version)).")
  }
}

/// What both kinds of training do around the fit.
struct Training {
  let options: TrainingOptions

  init(_ options: TrainingOptions) { self.options = options }

  func run(_ method: TrainingRequest.Method) throws {
    let console = options.talk.console
    try options.force.check(options.output, options.rows.rejects)
    let progress = Progress(console)
    let result = try options.request(method).train(on: Input(path: options.customers)) {
      progress.show($0, $1, $2)
    }
    progress.clear()
    try options.rows.write(result.rejects, force: options.force.force)
    try ModelFile.write(result.model, to: options.output, force: options.force.force)
    summarize(result, console)
    try options.rows.finish(rejected: result.rejects.count)
  }

  private func summarize(_ result: TrainingResult, _ console: Console) {
    let model = result.model
    console.report(result.rejects, of: result.rowsRead)
    for warning in model.warnings { console.warn(warning) }
    console.say(
      "\(model.name): \(model.kind) model of \(NumberText.integer(model.provenance.rowsTrained)) "
        + "customers and \(model.schema.features.count) columns")
    say("on the training customers", model.trainingMeasures, console)
    if let measures = model.holdoutMeasures { say("on held-out customers", measures, console) }
    console.say(ModelTables.bands(model.bands, result.bandTable).plain())
    if !result.bandTableIsHeldOut {
      console.say("The bands are counted on the training customers; see churn evaluate.")
    }
  }

  private func say(_ where: String, _ measures: Measures, _ console: Console) {
    console.say(
      "AUC \(`where`): \(NumberText.fixed(measures.auc, decimals: 4)) "
        + "(\(NumberText.interval(measures.aucLow, measures.aucHigh, decimals: 4)))")
  }
}
