import ArgumentParser
import Churn
import DelimitedText
import Modeling

struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Diagnose a shop from its orders: cycles, who is lost, stages, ladder, tiers.",
    discussion: """
      EXAMPLES
        churn profile orders.csv
        churn profile orders.csv --html page.html
        churn profile orders.csv --as-of 1998-03-31 --burn-in 0 --json
        churn profile orders.csv --idle 180,365 --follow-up 90
        churn profile orders.csv --stages 26,133,404

      Says when this shop's customers are lost, and checks it on earlier dates: how many who were \
      past each line came back after all.
      """)

  @Argument(
    help: "Order files (CSV, also .gz): one, several months, item lists; - is standard input.")
  var orders: [String]

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      "What happened by the end of this day is known. (default: the end of the data)",
      valueName: "date"))
  var asOf: DayArgument?

  @Option(
    name: .customLong("burn-in"),
    help: ArgumentHelp(
      "Days at the file's start whose orders may not be first ones; 0 for a complete history. (default: the 90 % point of the gaps between purchases, at most half of the file)",
      valueName: "days"))
  var burnIn: Int?

  @Option(
    help: ArgumentHelp(
      "Days without a purchase after which a customer is called lost, to compare.",
      valueName: "days,…"))
  var idle: DayListArgument?

  @Option(
    name: .customLong("follow-up"),
    help: ArgumentHelp(
      "Days in which lost customers are watched for coming back. (default: two average cycles)",
      valueName: "days"))
  var followUp: Int?

  @Option(
    name: .customLong("check-at"),
    help: ArgumentHelp(
      "Earlier date at which the definitions are checked; may be given several times. (default: up to four, a follow-up apart)",
      valueName: "date"))
  var checkAt: [DayArgument] = []

  @Option(
    help:
      "Days in which a next purchase counts, in ladder, tiers and the outcome window. (default: a year, or what the file can show; two average cycles for the outcome window)"
  )
  var horizon: Int?

  @Option(
    help: ArgumentHelp(
      "Days without a purchase that count as lost in the series. (default: two average cycles)",
      valueName: "days"))
  var line: Int?

  @Option(help: "Period of the series: day or month.")
  var period: ChurnSeries.Period = .month

  @Option(
    help: ArgumentHelp(
      "Cuts of the stages: raw (gaps of those who came back), censoring-aware, or days, as 26,133,404.",
      valueName: "cuts"))
  var stages: StagesArgument = .source(.raw)

  @Option(
    name: .customLong("moves-from"),
    help: ArgumentHelp(
      "First day of the table of moves between stages. (default: a quarter earlier)",
      valueName: "date"))
  var movesFrom: DayArgument?

  @Option(
    name: .customLong("rfm-cuts"),
    help: ArgumentHelp("Frozen cuts of the scores, from an earlier run.", valueName: "file"))
  var rfmCuts: String?

  @Option(
    name: .customLong("save-rfm-cuts"),
    help: ArgumentHelp("Write the cuts of the scores, to freeze them.", valueName: "file"))
  var saveCuts: String?

  @Option(
    name: .customLong("bootstrap"),
    help: "Replicates of the intervals that are pooled over several dates.")
  var replicates = 1000

  @Option(help: ArgumentHelp("Write the diagnosis as one HTML page.", valueName: "page"))
  var html: String?

  @Flag(help: "One JSON document in place of the tables.")
  var json = false

  @OptionGroup var order: OrderOptions
  @OptionGroup var force: ForceOption
  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    guard (0...100_000).contains(replicates) else {
      throw ValidationError("--bootstrap is a number from 0 to 100000.")
    }
    if json, html == "-" || saveCuts == "-" {
      throw ValidationError("--json and another output would both go to standard output.")
    }
  }

  func run() throws {
    try checkStandardInput(orders + (rfmCuts.map { [$0] } ?? []))
    try force.check(
      html, saveCuts, order.rows.rejects,
      inputs: orders + order.preset + (rfmCuts.map { [$0] } ?? []))
    let options = try options()
    let (log, report) = try order.read(orders, force: force.force, threads: compute.threadCount)
    let profile = try order.located(in: orders) {
      try ShopProfile(of: log, read: report, options: options)
    }
    if let html {
      try writeAtomically(Array(profile.html().utf8), to: html, force: force.force)
    }
    if let saveCuts {
      let cuts = Array(profile.rfm.cuts.json.pretty().utf8)
      try writeAtomically(cuts, to: saveCuts, force: force.force)
    }
    if html != "-" && saveCuts != "-" {
      try StandardOutput.write(json ? profile.json.pretty() : profile.plain())
    }
    if let reason = profile.lifeCycle.repurchase.emptyReason { order.talk.console.warn(reason) }
    try order.rows.finish(rejected: report.rejects.count)
  }

  private func options() throws -> ProfileOptions {
    var options = ProfileOptions()
    options.asOf = asOf?.day
    options.burnIn = burnIn
    if let idle { options.definitions.idleDays = idle.days }
    options.definitions.followUp = followUp
    options.definitions.dates = checkAt.isEmpty ? nil : checkAt.map(\.day)
    options.definitions.horizon = horizon
    options.definitions.replicates = replicates
    options.line = line
    options.period = period
    options.lifeCycle = try stages.source
    options.movesFrom = movesFrom?.day
    options.horizon = horizon
    options.rfmCuts = try rfmCuts.map { (path) throws(LocatedError) in
      try RFMCuts.read(Input(path: path))
    }
    options.seed = compute.seedNumber
    options.threads = compute.threadCount
    return options
  }
}

/// `180,365`.
struct DayListArgument: ExpressibleByArgument {
  let days: [Int]

  init?(argument: String) {
    let parts = names(argument)
    days = parts.compactMap(Int.init)
    guard !days.isEmpty, days.count == parts.count else { return nil }
  }
}

/// `raw`, `censoring-aware` or `26,133,404`.
enum StagesArgument: ExpressibleByArgument {
  case source(LifeCycle.Source)
  case days([Double])

  init?(argument: String) {
    switch argument {
    case "raw": self = .source(.raw)
    case "censoring-aware": self = .source(.censoringAware)
    default:
      let parts = names(argument)
      let days = parts.compactMap(Double.init)
      guard days.count == 3, parts.count == 3 else { return nil }
      self = .days(days)
    }
  }

  var defaultValueDescription: String { "raw" }

  var source: LifeCycle.Source {
    get throws(LocatedError) {
      switch self {
      case .source(let source): source
      case .days(let days):
        .given(try LifeStageCuts(active: days[0], silent: days[1], sleeping: days[2]))
      }
    }
  }
}

extension ChurnSeries.Period: ExpressibleByArgument {}
