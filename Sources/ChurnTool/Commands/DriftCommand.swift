import ArgumentParser
import Churn
import DelimitedText
import Reporting

struct DriftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Compare customers with those that a model was trained on.",
    discussion: """
      EXAMPLES
        churn drift model.json customers.csv
        churn drift model.json labelled.csv --reference report.json
        churn drift model.json customers.csv --html drift.html
        churn drift model.json customers.csv --json

      A column alarms where its population stability index exceeds both its critical \
      value, which knows the numbers of rows, and 0.10; from 0.25 on the alarm is strong. \
      Without outcomes the verdict is stable or inspect. Where the file has the model's \
      label, it is recalibrate where the calibration is off, and retrain where the AUC is \
      also below the lower limit of the reference: a report, else what the model's file \
      has of held-out or cross-validated customers.
      """)

  @Argument(help: "Model file.")
  var model: String

  @Argument(help: "Customer file (CSV, also .gz); - is standard input.")
  var customers: String

  @Option(help: "Column of the label. (default: the model's, where the file has it)")
  var target: String?

  @Option(help: "Label that means churned. (default: the model's)")
  var positive: String?

  @Option(help: "Column that names the customer. (default: the model's, where the file has it)")
  var id: String?

  @Option(
    help: ArgumentHelp("Report of the model on customers it had not seen.", valueName: "report"))
  var reference: String?

  @Option(name: .shortAndLong, help: "JSON file to write; without it a table is printed.")
  var output: String?

  @Flag(help: "Print JSON in place of the table.")
  var json = false

  @Option(help: ArgumentHelp("Write the finding as one HTML page.", valueName: "page"))
  var html: String?

  @Option(help: "Language of the page.")
  var language = Language.english

  @OptionGroup var force: ForceOption
  @OptionGroup var rows: RowOptions
  @OptionGroup var text: TextOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var talk: TalkOptions

  private var inputs: [String] { [model, customers] + (reference.map { [$0] } ?? []) }

  private func options() throws -> DriftCheck.Options {
    var options = DriftCheck.Options()
    options.target = target
    options.positive = positive
    options.idColumn = id
    options.reference = try reference.map { (path) throws(LocatedError) in
      try ModelReport.read(Input(path: path))
    }
    options.threads = compute.threadCount
    options.readOptions = try text.readOptions(threads: compute.threadCount)
    return options
  }

  func run() throws {
    try checkStandardInput(inputs)
    try force.check(output, html, rows.rejects, inputs: inputs)
    let check = try DriftCheck(try ModelFile.read(Input(path: model)), options: try options())
    let finding = try find(check)
    talk.console.report(finding.rejects, of: finding.rowsRead)
    try write(finding)
    for warning in finding.warnings { talk.console.warn(warning) }
    try rows.finish(rejected: finding.rejects.count)
  }

  private func find(_ check: DriftCheck) throws -> DriftFinding {
    let rejects = try RejectsOutput(path: rows.rejects, force: force.force)
    let progress = Progress(talk.console)
    let finding = try check.run(
      on: Input(path: customers),
      reject: { try rejects.append($0) },
      progress: { rows, bytes, all in
        // Rows in all are known by the share of the bytes that is read.
        progress.show("comparing", rows, all.map { bytes > 0 ? rows * $0 / bytes : rows })
      })
    progress.clear()
    try rejects.commit()
    return finding
  }

  private func write(_ finding: DriftFinding) throws {
    if let html {
      var page = DriftPage(finding)
      page.language = language
      try writeAtomically(Array(page.html().utf8), to: html, force: force.force)
    }
    if let output {
      try writeAtomically(Array(finding.json.pretty().utf8), to: output, force: force.force)
    }
    if json {
      try StandardOutput.write(finding.json.pretty())
    } else if output == nil {
      try StandardOutput.write(finding.text)
    } else {
      talk.console.say(finding.text)
    }
  }
}
