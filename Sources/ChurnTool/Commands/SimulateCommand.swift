import ArgumentParser
import Churn
import DelimitedText
import Reporting

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Write an invented file of orders or customers of any size, to try things out on.",
    discussion: """
      EXAMPLES
        churn simulate shop -o orders.csv
        churn simulate shop --customers 1000 --running | churn profile -
        churn simulate customers --rows 1000 -o customers.csv
      """,
    subcommands: [SimulateShopCommand.self, SimulateCustomersCommand.self])
}

struct SimulateShopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shop",
    abstract: "A shop with the published figures of the practice's reference shop.",
    discussion: """
      EXAMPLES
        churn simulate shop -o orders.csv
        churn simulate shop --customers 2000 --seed 7 -o small.csv
        churn simulate shop --customers 5000 --running --days 1096 -o running.csv
        churn simulate shop --lines 20000 -o lines.csv

      19.3 % of first-time buyers come back: 12.4 % of those who first spent below 149, 26.2 % from \
      412 on. Of those who do, 30, 60 and 90 % take at most 26, 133 and 404 days. The same options \
      give the same file.

      --lines writes another kind of file, for measuring speed: so many orders of one line each, of \
      a twentieth as many customers, of whom most buy rarely and a few very often, from 2023 to 2025. \
      It does not have the figures above, and excludes --customers, --from, --days and --running.
      """)

  @Option(help: "How many customers. (default: 50000)")
  var customers: Int?

  @Option(help: "How many order lines, of a log without the shop's figures.")
  var lines: Int?

  @Option(
    name: .customLong("from"),
    help: ArgumentHelp("First day of the file. (default: 2020-01-01)", valueName: "date"))
  var firstDay: DayArgument?

  @Option(help: "Days that the file covers. (default: 1461)")
  var days: Int?

  @Flag(
    help:
      "New customers come until the last day, so that the end cuts their histories off. (default: until two years before the end)"
  )
  var running = false

  @Option(name: .shortAndLong, help: "Order file to write; - is standard output.")
  var output = "-"

  @OptionGroup var force: ForceOption
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if lines != nil, customers != nil || firstDay != nil || days != nil || running {
      throw ValidationError(
        "--lines writes another kind of file: leave out --customers, --from, --days and --running.")
    }
  }

  func run() throws {
    if let lines { return try write(SimulatedOrderLog(lines: lines, seed: compute.seedNumber)) }
    let day = firstDay?.day ?? SimulatedShop.usualFirstDay
    let days = days ?? SimulatedShop.usualDays
    let shop = try SimulatedShop(
      customers: customers ?? 50_000, firstDay: day, days: days, isRunning: running,
      seed: compute.seedNumber)
    let written = try writing("days") { try shop.write(to: $0, progress: $1) }
    talk.console.say(
      "\(NumberText.integer(written.lines)) lines, \(NumberText.integer(written.orders)) orders of "
        + "\(NumberText.integer(written.customers)) customers, \(day) to \(day + (days - 1))")
  }

  private func write(_ log: SimulatedOrderLog) throws {
    try writing("lines") { try log.write(to: $0, threads: compute.threadCount, progress: $1) }
    talk.console.say("\(NumberText.integer(log.lines)) lines from \(SimulatedOrderLog.firstDay) on")
  }

  private func writing<R>(
    _ stage: String, _ write: (AtomicOutput, (Int, Int) -> Void) throws -> R
  ) throws -> R {
    try writeSimulated(to: output, force, talk.console, stage, write)
  }
}

struct SimulateCustomersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "customers",
    abstract: "Customers whose churn follows a known logistic model.",
    discussion: """
      EXAMPLES
        churn simulate customers --rows 1000 -o customers.csv
        churn simulate customers --rows 1000 --seed 7 --truth t.json -o c.csv
        churn simulate customers --rows 1000 --numeric -o numbers.csv

      Twenty numbers x1 to x20 that are correlated, four of them with 3 % empty cells, and four texts \
      with 3, 8, 30 and 200 levels; about 20 % churned. A short file is the beginning of a long one. \
      The same options give the same file.
      """)

  @Option(help: "How many customers.")
  var rows = 10_000

  @Flag(help: "Only churn and the numbers, without empty cells.")
  var numeric = false

  @Option(
    help: ArgumentHelp("Write the model that the churn follows here, as JSON.", valueName: "file"))
  var truth: String?

  @Option(name: .shortAndLong, help: "Customer file to write; - is standard output.")
  var output = "-"

  @OptionGroup var force: ForceOption
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    let customers = try SimulatedCustomers(
      rows: rows, isNumeric: numeric, seed: compute.seedNumber)
    try force.check(output, truth, inputs: [])
    let churned = try writeSimulated(to: output, force, talk.console, "rows") {
      try customers.write(to: $0, threads: compute.threadCount, progress: $1)
    }
    if let truth {
      try writeAtomically(
        Array(customers.truth.json.pretty().utf8), to: truth, force: force.force)
    }
    talk.console.say(
      "\(NumberText.integer(rows)) customers, \(NumberText.integer(churned)) churned "
        + "(\(NumberText.percent(Double(churned) / Double(rows))))")
  }
}

/// Writes a file whole or not at all, with its progress on a terminal.
private func writeSimulated<R>(
  to path: String, _ force: ForceOption, _ console: Console, _ stage: String,
  _ write: (AtomicOutput, (Int, Int) -> Void) throws -> R
) throws -> R {
  let file = try AtomicOutput(path: path, force: force.force)
  let progress = Progress(console)
  let result = try write(file) { progress.show(stage, $0, $1) }
  progress.clear()
  try file.commit()
  return result
}
