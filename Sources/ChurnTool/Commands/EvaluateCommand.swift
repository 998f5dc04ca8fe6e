import ArgumentParser
import Churn
import DelimitedText
import Modeling
import Reporting

/// How to read the customers that models are judged on.
struct JudgeOptions: ParsableArguments {
  @Option(help: "Column of the label. (default: the model's)")
  var target: String?

  @Option(help: "Label that means churned. (default: the model's)")
  var positive: String?

  @Option(help: "Column that names the customer. (default: the model's)")
  var id: String?

  @Option(help: "Column of case weights.")
  var weights: String?

  @OptionGroup var force: ForceOption
  @OptionGroup var rows: RowOptions
  @OptionGroup var text: TextOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var talk: TalkOptions

  func options() throws -> Judgement.Options {
    var options = Judgement.Options()
    options.target = target
    options.positive = positive
    options.idColumn = id
    options.weights = weights
    options.readOptions = try text.readOptions()
    return options
  }

  func judge(_ models: [ChurnModel], on path: String) throws -> Judgement {
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

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Judge a model on customers whose outcome is known.",
    discussion: """
      EXAMPLES
        churn evaluate model.json later-customers.csv
        churn evaluate model.json later-customers.csv -o report.json
      """)

  @Argument(help: "Model file.")
  var model: String

  @Argument(help: "Customer file with the label; - is standard input.")
  var customers: String

  @Option(name: .shortAndLong, help: "Report file to write (JSON); without it a table is printed.")
  var output: String?

  @Flag(help: "Print the report as JSON in place of the table.")
  var json = false

  @OptionGroup var judge: JudgeOptions

  func run() throws {
    try checkStandardInput([model, customers])
    try judge.force.check(
      output, judge.rows.rejects, inputs: [model, customers])
    let model = try ModelFile.read(Input(path: model))
    let judgement = try judge.judge([model], on: customers)
    let report = judgement.report(0)
    if let output {
      try writeAtomically(
        Array(report.json.pretty().utf8), to: output, force: judge.force.force)
    }
    if json {
      try StandardOutput.write(report.json.pretty())
    } else if output == nil {
      try StandardOutput.write(text(report))
    } else {
      judge.talk.console.say(text(report))
    }
    for warning in report.warnings { judge.talk.console.warn(warning) }
    try judge.rows.finish(rejected: judgement.customers.rejects.count)
  }

  private func text(_ report: ModelReport) -> String {
    ModelTables.measures(report.measures).plain() + "\n"
      + ModelTables.bands(report.bands, report.bandTable).plain()
      + (report.leaves.map { "\n" + $0.table.plain() } ?? "")
  }
}
