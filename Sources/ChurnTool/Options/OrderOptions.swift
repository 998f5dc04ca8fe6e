import ArgumentParser
import Churn
import DelimitedText
import Reporting

/// A calendar day.
struct DayArgument: ExpressibleByArgument {
  let day: Day

  init?(argument: String) {
    guard let day = Day(argument) else { return nil }
    self.day = day
  }
}

/// How to read an order file.
struct OrderOptions: ParsableArguments {
  @Option(help: "Shop format: generic, cdnow or online-retail. (default: recognised by the header)")
  var preset: String?

  @Option(
    help: ArgumentHelp(
      "Headers of the roles, as customer=buyer,time=paid_at,amount=total.",
      valueName: "role=header,…"))
  var columns: String?

  @Option(name: .customLong("min-amount"), help: "Orders of less are no purchase.")
  var minimumAmount = 0.0

  @Option(
    name: .customLong("data-until"),
    help: "Last day that the file covers. (default: the day of its last line)")
  var dataUntil: DayArgument?

  @OptionGroup var rows: RowOptions
  @OptionGroup var text: TextOptions
  @OptionGroup var talk: TalkOptions

  func read(_ path: String, force: Bool) throws -> (log: OrderLog, report: OrderReadReport) {
    var options = OrderReadOptions()
    options.preset = preset
    options.columns =
      try columns.map { (text) throws(LocatedError) in try OrderRole.parse(columns: text) } ?? [:]
    options.read = try text.readOptions()
    options.minimumAmount = minimumAmount
    options.dataUntil = dataUntil?.day
    options.listedRejects = rows.rejects == nil ? 1 : .max
    let progress = Progress(talk.console)
    let (log, report) = try OrderLog.read(Input(path: path), options) { lines, bytes, all in
      progress.show("reading orders", lines, all.map { bytes > 0 ? lines * $0 / bytes : lines })
    }
    progress.clear()
    try rows.write(report.rejects, force: force)
    summarize(report)
    return (log, report)
  }

  /// What the orders do not allow is said with the name of their file.
  func located<Result>(in path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch var error as LocatedError where error.kind == .wrongData && error.location == nil {
      error.location = Location(file: Input(path: path).name)
      throw error
    }
  }

  private func summarize(_ report: OrderReadReport) {
    let console = talk.console
    let roles = report.columns.map { "\($0.role.name)=\($0.header)" }.joined(separator: ", ")
    console.say("read as \(report.preset): \(roles)")
    console.report(report.rejects, of: report.lines)
    console.say(
      "\(NumberText.integer(report.keptLines)) lines, \(NumberText.integer(report.orders)) orders of "
        + "\(NumberText.integer(report.customers)) customers, "
        + "\(report.firstDay.map { "\($0)" } ?? "–") to \(report.lastDay.map { "\($0)" } ?? "–")")
    let counts = [
      ("cancellation lines", report.cancellations),
      ("of them without a line to cancel", report.unmatchedCancellations),
      ("lines without a price", report.pricelessLines),
      ("lines of quantity 0", report.zeroQuantityLines),
    ]
    let used = counts.filter { $0.1 > 0 }.map { "\(NumberText.integer($0.1)) \($0.0)" }
    if !used.isEmpty { console.say(used.joined(separator: ", ")) }
    for warning in report.warnings { console.warn(warning) }
  }
}
