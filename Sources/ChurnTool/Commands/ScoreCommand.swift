import ArgumentParser
import Churn
import DelimitedText
import Modeling
import Reporting

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Apply a model to a file of customers, of any size.",
    discussion: """
      EXAMPLES
        churn score model.json customers.csv -o scored.csv
        churn score model.json customers.csv.gz --keep orders -o scored.csv
        churn score tree.json customers.csv --path -o scored.csv
        churn score model.json customers.csv --tiers tiers.json -o scored.csv
        churn score model.json --orders orders.csv --as-of 1998-06-30 -o s.csv
        churn score model.json customers.csv --playbook playbook.yaml -o s.csv
        churn score model.json new.csv --playbook p.yaml --capacity 500 --control 0.1
        gzip -dc customers.csv.gz | churn score model.json - --format jsonl
      """)

  @Argument(help: "Model file.")
  var model: String

  @Argument(help: "Customer file (CSV, also .gz); - is standard input.")
  var customers: String?

  @Option(
    help: ArgumentHelp(
      "Order file in place of a customer file, several by saying it again: the features are built at --as-of.",
      valueName: "file"))
  var orders: [String] = []

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      "With --orders: what happened by the end of this day is known.", valueName: "date"))
  var asOf: DayArgument?

  @Option(name: .shortAndLong, help: "Scored file to write; - is standard output.")
  var output = "-"

  @Option(help: "Column that names the customer. (default: the model's)")
  var id: String?

  @Option(help: ArgumentHelp("Cuts of the bands. (default: the model's)", valueName: "a,b"))
  var bands: BandsArgument?

  @Option(help: "Reasons to give for each customer, 0 to 20.")
  var reasons = 3

  @Flag(help: "A column with the nodes of a tree that a customer passed, as 1>3>7.")
  var path = false

  @Option(
    help: ArgumentHelp(
      "Model made by churn train tiers: adds each customer's tier.", valueName: "file"))
  var tiers: String?

  @Option(help: "Columns of the input to carry along, separated by commas.")
  var keep: String?

  @Flag(
    name: .customLong("allow-missing"),
    help: "Take columns of the model that the file has not for missing values.")
  var allowMissing = false

  @Option(help: "csv or jsonl.")
  var format: ScoringOptions.Format = .csv

  @Flag(help: "Leave cells as they are that a spreadsheet would run as a formula.")
  var raw = false

  @OptionGroup var playbook: PlaybookOptions
  @OptionGroup var order: OrderOptions
  @OptionGroup var force: ForceOption
  @OptionGroup var compute: ComputeOptions

  private var rows: RowOptions { order.rows }

  func validate() throws {
    guard (customers == nil) != orders.isEmpty else {
      throw ValidationError("Name a customer file, or order files with --orders.")
    }
    guard orders.isEmpty == (asOf == nil) else {
      throw ValidationError("--orders and --as-of belong together.")
    }
    if orders.isEmpty, let option = order.givenOrderOption {
      throw ValidationError("\(option) is for order files: give them with --orders.")
    }
    guard (0...20).contains(reasons) else {
      throw ValidationError("--reasons is a number from 0 to 20.")
    }
  }

  private func options() throws -> ScoringOptions {
    var options = ScoringOptions()
    options.idColumn = id
    options.bands = bands?.bands
    options.reasonCount = reasons
    options.givesPath = path
    options.tiers = try tiers.map { (path) throws(LocatedError) in
      try ModelFile.read(Input(path: path))
    }
    options.plan = try playbook.plan(seed: compute.seedNumber)
    options.allowsMissingColumns = allowMissing
    options.keep = keep.map { names($0) } ?? []
    options.format = format
    options.isRaw = raw
    options.threads = compute.threadCount
    // How the orders are written says nothing of the features made from them.
    if orders.isEmpty { options.readOptions = try order.text.readOptions() }
    return options
  }

  private var inputs: [String] {
    [model] + (customers.map { [$0] } ?? []) + orders + (tiers.map { [$0] } ?? [])
      + (playbook.playbook.map { [$0] } ?? [])
  }

  func run() throws {
    let console = order.talk.console
    try checkStandardInput(inputs)
    let scorer = Scorer(try ModelFile.read(Input(path: model)), options: try options())
    try force.check(output, rows.rejects, inputs: inputs + order.preset)
    let (input, rejectedLines) = try input(console)
    let scored = try AtomicOutput(path: output, force: force.force)
    let summary = try scoring(scorer, input, to: scored, console)
    try scored.commit()
    summarize(summary, scorer, console)
    try rows.finish(rejected: summary.rejects.count + rejectedLines)
  }

  /// The customers to score, and how many order lines were rejected on the way.
  private func input(_ console: Console) throws -> (Input, rejectedLines: Int) {
    guard let asOf else { return (Input(path: customers ?? "-"), 0) }
    let (log, report) = try order.read(orders, force: force.force, threads: compute.threadCount)
    let snapshot = try order.located(in: orders) { try features(of: log, asOf: [asOf.day]) }
    for warning in snapshot.warnings { console.warn(warning) }
    let name = "customers of " + Input(path: orders[0]).name
    return (.bytes(snapshot.csv(), name: name), report.rejects.count)
  }

  private func scoring(
    _ scorer: Scorer, _ input: Input, to scored: AtomicOutput, _ console: Console
  ) throws -> ScoringSummary {
    // With --orders the rejects file holds order lines, which are written already.
    let rejects = try RejectsOutput(
      path: orders.isEmpty ? rows.rejects : nil, force: force.force)
    let progress = Progress(console)
    let summary = try scorer.score(
      input, write: { try scored.write($0) },
      reject: { try rejects.append($0) },
      progress: { stage, rows, bytes, all in
        // Rows in all are known by the share of the bytes that is read.
        progress.show(stage, rows, all.map { bytes > 0 ? rows * $0 / bytes : rows })
      })
    progress.clear()
    // A full disk is met before either file has its name.
    try scored.flush()
    try rejects.commit()
    return summary
  }

  private func summarize(_ summary: ScoringSummary, _ scorer: Scorer, _ console: Console) {
    console.report(summary.rejects, of: summary.rowsRead)
    let text = ScoringText(summary, scorer.model, plan: scorer.options.plan)
    for warning in text.warnings { console.warn(warning) }
    for line in text.lines { console.say(line) }
  }
}

extension ScoringOptions.Format: ExpressibleByArgument {}
