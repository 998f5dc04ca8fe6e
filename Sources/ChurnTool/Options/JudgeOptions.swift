import ArgumentParser
import Churn
import DelimitedText
import Modeling

/// How to read the customers that models are judged on, and how to judge them.
struct JudgeOptions: ParsableArguments {
  @Option(help: "Column of the label. (default: the model's)")
  var target: String?

  @Option(help: "Label that means churned. (default: the model's)")
  var positive: String?

  @Option(help: "Column that names the customer. (default: the model's)")
  var id: String?

  @Option(help: "Column of case weights.")
  var weights: String?

  @OptionGroup var judging: JudgingArguments
  @OptionGroup var force: ForceOption
  @OptionGroup var rows: RowOptions
  @OptionGroup var text: TextOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var talk: TalkOptions

  private func options() throws -> Judgement.Options {
    var options = Judgement.Options()
    options.target = target
    options.positive = positive
    options.idColumn = id
    options.weights = weights
    options.readOptions = try text.readOptions(threads: compute.threadCount)
    options.judging = try judging.options(compute)
    return options
  }

  func judge(_ models: [ChurnModel], on path: String) throws -> Judgement {
    if let warning = judging.money.warning { talk.console.warn(warning) }
    let progress = Progress(talk.console)
    let judgement = try Judgement(models, on: Input(path: path), options: options()) {
      progress.show("reading", $0, $1)
    }
    progress.clear()
    try rows.write(judgement.customers.rejects, force: force.force)
    talk.console.report(judgement.customers.rejects, of: judgement.customers.rowsRead)
    return judgement
  }
}
