import ArgumentParser
import Churn
import DelimitedText
import Reporting

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Write an invented order file of any size, to try things out on.",
    discussion: """
      EXAMPLES
        churn simulate shop -o orders.csv
        churn simulate shop --customers 1000 --running | churn profile -
      """,
    subcommands: [SimulateShopCommand.self])
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

      19.3 % of first-time buyers come back: 12.4 % of those who first spent below 149, 26.2 % from \
      412 on. Of those who do, 30, 60 and 90 % take at most 26, 133 and 404 days. The same options \
      give the same file.
      """)

  @Option(help: "How many customers.")
  var customers = 50_000

  @Option(
    name: .customLong("from"),
    help: ArgumentHelp("First day of the file. (default: 2020-01-01)", valueName: "date"))
  var firstDay: DayArgument?

  @Option(help: "Days that the file covers.")
  var days = 1461

  @Flag(
    help:
      "New customers come until the last day, so that the end cuts their histories off. (default: until two years before the end)"
  )
  var running = false

  @Option(help: "Seed of everything random.")
  var seed = 1

  @Option(name: .shortAndLong, help: "Order file to write; - is standard output.")
  var output = "-"

  @OptionGroup var force: ForceOption
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    guard (0...Int(1) << 53).contains(seed) else {
      throw ValidationError("--seed is a number from 0 to 9007199254740992.")
    }
  }

  func run() throws {
    let console = talk.console
    let day = firstDay?.day ?? SimulatedShop.usualFirstDay
    let shop = try SimulatedShop(
      customers: customers, firstDay: day, days: days, isRunning: running, seed: UInt64(seed))
    let file = try AtomicOutput(path: output, force: force.force)
    let progress = Progress(console)
    let written = try shop.write(to: file) { progress.show("days", $0, $1) }
    progress.clear()
    try file.commit()
    console.say(
      "\(NumberText.integer(written.lines)) lines, \(NumberText.integer(written.orders)) orders of "
        + "\(NumberText.integer(written.customers)) customers, \(day) to \(day + (days - 1))")
  }
}
