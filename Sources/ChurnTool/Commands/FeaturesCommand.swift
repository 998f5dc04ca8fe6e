import ArgumentParser
import Churn
import DelimitedText
import Reporting

struct FeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Build one row of features a customer, as known at a date, from an order file.",
    discussion: """
      EXAMPLES
        churn features orders.csv --as-of 1998-03-31 -o customers.csv
        churn features orders.csv --as-of 1997-12-31 --horizon 91 -o labelled.csv
        churn features january.csv february.csv --as-of 2017-02-28 -o c.csv
        churn features orders.csv items.csv --as-of 2017-07-08 -o c.csv
        churn features --catalogue
      """)

  @Argument(
    help: "Order files (CSV, also .gz): one, several months, item lists; - is standard input.")
  var orders: [String] = []

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      "What happened by the end of this day is known; several give stacked rows.", valueName: "date"
    ))
  var asOf: [DayArgument] = []

  @Option(help: "Days of the outcome window; adds the column churned.")
  var horizon: Int?

  @Option(help: "Days between the as-of date and the outcome window.")
  var gap = 0

  @Option(name: .shortAndLong, help: "Customer file to write; - is standard output.")
  var output = "-"

  @Flag(help: "Print the columns with unit and formula, and nothing else.")
  var catalogue = false

  @OptionGroup var order: OrderOptions
  @OptionGroup var force: ForceOption
  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    if catalogue { return }
    if orders.isEmpty { throw ValidationError("Name an order file, or give --catalogue.") }
    if asOf.isEmpty { throw ValidationError("Give the date with --as-of.") }
    if gap != 0, horizon == nil { throw ValidationError("--gap needs --horizon.") }
  }

  func run() throws {
    if catalogue { return try StandardOutput.write(FeatureCatalogue.markdown) }
    try force.check(output, order.rows.rejects, inputs: orders + order.preset)
    let window = try horizon.map { (days) throws(LocatedError) in
      try OutcomeWindow(gap: gap, horizon: days)
    }
    let (log, report) = try order.read(orders, force: force.force, threads: compute.threadCount)
    let snapshot = try order.located(in: orders) {
      try features(
        of: log, asOf: asOf.map(\.day), outcome: window, threads: compute.threadCount)
    }
    let file = try AtomicOutput(path: output, force: force.force)
    try snapshot.write(to: file, threads: compute.threadCount)
    try file.commit()
    let console = order.talk.console
    for warning in snapshot.warnings { console.warn(warning) }
    if !snapshot.unfilled.isEmpty {
      console.say(
        "empty, the file has nothing for them: " + snapshot.unfilled.joined(separator: ", "))
    }
    console.say("\(NumberText.integer(snapshot.rowCount)) customers" + churn(snapshot))
    try order.rows.finish(rejected: report.rejects.count)
  }

  private func churn(_ snapshot: CustomerSnapshot) -> String {
    guard let churned = snapshot.churned, !churned.isEmpty else { return "" }
    let count = churned.count { $0 }
    return ", \(NumberText.integer(count)) churned "
      + "(\(NumberText.percent(Double(count) / Double(churned.count))))"
  }
}
