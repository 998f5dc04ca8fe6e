import ArgumentParser
import Churn
import DelimitedText
import Glibc
import Modeling
import Reporting

struct StudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "The whole job: features, models, judgement, scored customers, from an order file.",
    discussion: """
      EXAMPLES
        churn study orders.csv --as-of 1998-03-31 --horizon 91 -o out/cdnow
        churn study retail.csv.gz --as-of 2011-09-09 --horizon 91 -o out/retail

      Models are trained on what was known gap + horizon days before the as-of date and judged on \
      the customers of the as-of date, whose outcomes they have not seen. Whether the figures can be \
      believed is checked in two ways: placebo runs with labels dealt at random must find nothing, and \
      the orders are read again as if they ended on each date, which must give the same features and \
      scores.
      """)

  @Argument(
    help: "Order files (CSV, also .gz): one, several months, item lists; - is standard input.")
  var orders: [String]

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("Date at which the models are judged.", valueName: "date"))
  var asOf: DayArgument

  @Option(help: "Days of the outcome window: churned is who buys nothing in it.")
  var horizon: Int

  @Option(help: "Days between the as-of date and the outcome window.")
  var gap = 0

  @Option(
    name: .customLong("train-as-of"),
    help: ArgumentHelp(
      "Date of the training features. (default: gap + horizon days before)", valueName: "date"))
  var trainingAsOf: DayArgument?

  @Option(help: "Share of the root's loss that a split of the tree must save.")
  var cp = 0.01

  @Option(
    help: ArgumentHelp(
      "Train so many times more with labels dealt at random, to see what is found where there is nothing. (default: 20 up to 100,000 training and judged rows, 0 above)",
      valueName: "runs"))
  var placebo: Int?

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Read the orders again, cut off after each date. (default: up to 5,000,000 lines)"))
  var probe: Bool?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Folder for the results; it is made.", valueName: "folder"))
  var output: String

  @Flag(help: "Print the comparison as JSON in place of the tables.")
  var json = false

  @Option(help: "Language of the page.")
  var language = Language.english

  @OptionGroup var judging: JudgingArguments
  @OptionGroup var order: OrderOptions
  @OptionGroup var force: ForceOption
  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    guard cp >= 0, cp <= 1 else { throw ValidationError("--cp is a share from 0 to 1.") }
    try checkPlacebo(placebo)
  }

  func run() throws {
    let window = try OutcomeWindow(gap: gap, horizon: horizon)
    let made = try makeFolder(output)
    do {
      try study(window)
    } catch {
      // Only folders that are still empty go.
      for folder in made.reversed() { rmdir(folder) }
      throw error
    }
  }

  private func study(_ window: OutcomeWindow) throws {
    for name in Study.fileNames { try force.check("\(output)/\(name)", inputs: orders) }
    try force.check(order.rows.rejects, inputs: orders + order.preset)
    let (log, report) = try order.read(orders, force: force.force, threads: compute.threadCount)
    var study = Study(asOf: asOf.day, window: window)
    study.trainingAsOf = trainingAsOf?.day
    study.seed = compute.seedNumber
    study.threads = compute.threadCount
    study.tree.specification.complexity = cp
    study.judging = try judging.options(compute)
    study.language = language
    if let warning = judging.money.warning { order.talk.console.warn(warning) }
    study.placeboRuns = placebo
    study.probing = try probing(report)
    let progress = Progress(order.talk.console)
    let outcome = try order.located(in: orders) {
      try study.run(log) { progress.show($0, $1, $2) }
    }
    progress.clear()
    for file in outcome.files {
      try writeAtomically(file.bytes, to: "\(output)/\(file.name)", force: force.force)
    }
    try print(outcome)
    try order.rows.finish(rejected: report.rejects.count)
  }

  private func probing(_ report: OrderReadReport) throws -> Study.Probing {
    if probe == false { return .skipped("--no-probe") }
    guard orders.allSatisfy({ $0 != "-" && FilePlace($0)?.isThere == true }) else {
      return .skipped("a stream cannot be read twice")
    }
    guard probe == true || report.lines <= LookAheadProbe.mostLines else {
      return .skipped("more than \(LookAheadProbe.mostLines) lines; --probe makes it")
    }
    return .with(
      LookAheadProbe(orders.map { Input(path: $0) }, try order.readOptions(), report))
  }

  private func print(_ outcome: Study.Outcome) throws(LocatedError) {
    let console = order.talk.console
    for warning in outcome.sanity.warnings { console.warn(warning) }
    for warning in outcome.warnings { console.warn(warning) }
    if json {
      let comparison = outcome.files.first { $0.name == "comparison.json" }
      try StandardOutput.write(String(decoding: comparison?.bytes ?? [], as: UTF8.self))
    } else {
      try StandardOutput.write(
        outcome.subsets.map(text).joined(separator: "\n") + "\n" + text(outcome.sanity))
    }
    for warning in outcome.all.comparison?.warnings ?? [] { console.warn(warning) }
    console.say("written to \(output): " + Study.fileNames.joined(separator: ", "))
  }

  private func text(_ sanity: SanityReport) -> String {
    "Can it be believed?\n\n"
      + sanity.sentences.map { TextWrap.paragraph($0, width: Comparison.width) }.joined()
  }

  private func text(_ subset: Study.Subset) -> String {
    guard let comparison = subset.comparison else {
      return "\(subset.title): none.\n"
    }
    return TextWrap.paragraph("\(subset.title). \(subset.note)", width: Comparison.width) + "\n"
      + comparison.summary
  }

  /// Makes the folder and those above it where they are missing.
  ///
  /// - Returns: those that were made, the outermost first.
  private func makeFolder(_ path: String) throws(LocatedError) -> [String] {
    var made: [String] = []
    var folder = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      folder += (folder.isEmpty || folder.hasSuffix("/") ? "" : "/") + part
      if mkdir(folder, 0o777) == 0 {
        made.append(folder)
      } else if errno != EEXIST {
        throw LocatedError(
          .cannotCreateOutput, "the folder cannot be made: \(String(cString: strerror(errno)))",
          at: Location(file: folder), advice: "Name a folder that can be written.")
      }
    }
    return made
  }
}
