import ArgumentParser
import Churn
import DelimitedText
import Modeling
import Reporting

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Judge a model on customers whose outcome is known.",
    discussion: """
      EXAMPLES
        churn evaluate model.json later-customers.csv
        churn evaluate model.json later-customers.csv -o report.json
        churn evaluate model.json later.csv --threshold budget=0.1

      With --value, --contact-cost, --offer-cost and --accept-rate it says what contacting the \
      highest scores would have brought.
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
    if report.details?.replicates == 0 {
      judge.talk.console.say("No bootstrap intervals were made.")
    }
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
    report.tables.map { $0.plain(width: Comparison.width) }.joined(separator: "\n")
      + (report.verdict.isEmpty
        ? "" : "\n" + TextWrap.paragraph(report.verdict, width: Comparison.width))
  }
}
