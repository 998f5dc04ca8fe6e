import ArgumentParser
import Churn
import DelimitedText
import Reporting

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare models on the same customers, or reports of models.",
    discussion: """
      EXAMPLES
        churn compare a.json b.json --data later-customers.csv
        churn compare a.json b.json --data later-customers.csv --html page.html
        churn compare a.json b.json --data later-customers.csv --markdown
        churn compare a-report.json b-report.json --json

      Simple rules that come with the models take part: the base rate, the shop's idle time, the \
      best single column. With --value, --contact-cost, --offer-cost and --accept-rate it says what \
      contacting the highest scores would have brought.
      """)

  @Argument(help: ArgumentHelp("Model or report files.", valueName: "model-or-report"))
  var contestants: [String]

  @Option(
    help: "Customer file with the label to judge the models on. (default: their own measures)")
  var data: String?

  @Option(help: ArgumentHelp("Write the comparison as one HTML page.", valueName: "page"))
  var html: String?

  @Option(help: "Language of the page.")
  var language = Language.english

  @Flag(help: "One JSON document in place of the tables.")
  var json = false

  @Flag(help: "The tables as Markdown.")
  var markdown = false

  @OptionGroup var judge: JudgeOptions

  func validate() throws {
    if json, markdown { throw ValidationError("Give --json or --markdown, not both.") }
  }

  func run() throws {
    try checkStandardInput(contestants + (data.map { [$0] } ?? []))
    try judge.force.check(
      html, judge.rows.rejects, inputs: contestants + (data.map { [$0] } ?? []))
    var known: [Comparison.Contestant] = []
    for path in contestants { known.append(try Comparison.Contestant.read(Input(path: path))) }
    let models = known.compactMap { contestant -> ChurnModel? in
      if case .model(let model) = contestant { model } else { nil }
    }
    if data != nil, models.isEmpty {
      judge.talk.console.warn("--data is not used: there is no model to judge, only reports")
    }
    let judgement = try data.flatMap { models.isEmpty ? nil : try judge.judge(models, on: $0) }
    let comparison = try Comparison(known, judgement: judgement)
    if let html {
      var page = ComparisonPage(title: "Comparison of models", models: models)
      page.language = language
      page.contests = [.init(title: "All judged customers", note: "", comparison: comparison)]
      try writeAtomically(Array(page.html().utf8), to: html, force: judge.force.force)
    }
    try StandardOutput.write(json ? comparison.json.pretty() : comparison.text(markdown: markdown))
    for warning in comparison.warnings { judge.talk.console.warn(warning) }
    try judge.rows.finish(rejected: judgement?.customers.rejects.count ?? 0)
  }
}
