import ArgumentParser
import Churn
import DelimitedText

struct TrainTiersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tiers",
    abstract: "Cut customers into value tiers by their first order: who comes back most.",
    discussion: """
      EXAMPLES
        churn train tiers orders.csv --horizon 180 -o tiers.json
        churn train tiers orders.csv --horizon 90 --names gold,silver,bronze
        churn train tiers orders.csv --horizon 90 --burn-in 0 --holdout 0.3 --json

      A regression tree on repurchase within the horizon; its leaves are the tiers A, B, C, …, the \
      highest rate first. Rates, lifts and gains are of customers that did not choose the cuts.
      """)

  @Argument(
    help: "Order files (CSV, also .gz): one, several months, item lists; - is standard input.")
  var orders: [String]

  @Option(help: "Days after the first order in which another purchase counts.")
  var horizon: Int

  @Option(
    name: .customLong("burn-in"),
    help: ArgumentHelp(
      "Days at the file's start whose orders may not be first ones; 0 for a complete history. (default: the 90 % point of the gaps between purchases, at most half of the file)",
      valueName: "days"))
  var burnIn: Int?

  @Option(
    help:
      "Columns to cut by: first_amount, first_channel. (default: those that the file fills)")
  var features: String?

  @Option(help: "Share of the root's loss that a cut must save.")
  var cp = 0.0001

  @Option(
    name: .customLong("min-leaf-share"), help: "Share of the customers that a tier must hold.")
  var minimumLeafShare = 0.05

  @Option(help: "Folds of the pruning, and of the judging unless --holdout is given.")
  var cv = 10

  @Option(help: "Share of the customers to keep from training and judge the tiers on.")
  var holdout = 0.0

  @Option(
    name: .customLong("names"),
    help: "Names of the tiers, the best first, separated by commas. (default: A, B, C, …)")
  var tierNames: String?

  @Option(help: "Name of the model. (default: tiers)")
  var name: String?

  @Option(name: .shortAndLong, help: "Model file to write; - is standard output.")
  var output: String?

  @Flag(help: "One JSON document in place of the tables.")
  var json = false

  @OptionGroup var order: OrderOptions
  @OptionGroup var force: ForceOption
  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    if output == "-", json {
      throw ValidationError("--json and -o - would both go to standard output.")
    }
  }

  func run() throws {
    let console = order.talk.console
    try force.check(output, order.rows.rejects, inputs: orders + order.preset)
    let (log, report) = try order.read(orders, force: force.force, threads: compute.threadCount)
    let model = try order.located(in: orders) {
      let first = try firstOrders(of: log, horizon: horizon, burnIn: burnIn)
      return try training.train(on: first, report: report)
    }
    if let output { try ModelFile.write(model, to: output, force: force.force) }
    for warning in model.warnings { console.warn(warning) }
    try show(model, console)
    try order.rows.finish(rejected: report.rejects.count)
  }

  private func show(_ model: ChurnModel, _ console: Console) throws {
    if json { return try StandardOutput.write(model.description.pretty()) }
    guard let tables = TierTables(model)?.plain() else { return }
    // Where the model goes to standard output, the tables are talk.
    if output == "-" { console.say(tables) } else { try StandardOutput.write(tables) }
  }

  private var training: ValueTierTraining {
    var training = ValueTierTraining()
    training.features = features.map { names($0) }
    training.name = name
    training.specification.complexity = cp
    training.specification.minimumLeafShare = minimumLeafShare
    training.specification.folds = cv
    training.specification.holdout = holdout
    training.specification.names = tierNames.map { names($0) }
    training.specification.seed = compute.seedNumber
    training.specification.threads = compute.threadCount
    return training
  }
}
