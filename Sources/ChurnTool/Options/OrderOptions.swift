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

/// How to read order files.
struct OrderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Shop format: taobao, tmall, qianniu, jd, youzan, douyin, pinduoduo, shopify, woocommerce, online-retail, cdnow, generic, or a preset file of your own (see churn presets); for two files of your own, twice. (default: recognised by the header)",
      valueName: "name|file.json"))
  var preset: [String] = []

  @Option(
    help: ArgumentHelp(
      "Headers of the roles, as customer=buyer,time=paid_at,amount=total.",
      valueName: "role=header,…"))
  var columns: String?

  @Option(
    name: .customLong("time-zone"),
    help: ArgumentHelp(
      "Whose days count, for times with an offset: a name as Europe/Berlin, or +08:00. (default: the day as it is written)",
      valueName: "zone"))
  var timeZone: String?

  @Option(name: .customLong("min-amount"), help: "Orders of less are no purchase.")
  var minimumAmount = 0.0

  @Option(
    name: .customLong("data-until"),
    help: "Last day that the file covers. (default: the day of its last line)")
  var dataUntil: DayArgument?

  @OptionGroup var rows: RowOptions
  @OptionGroup var text: TextOptions
  @OptionGroup var talk: TalkOptions

  func read(
    _ paths: [String], force: Bool, threads: Int
  ) throws -> (log: OrderLog, report: OrderReadReport) {
    try checkStandardInput(paths)
    var options = try readOptions()
    options.read.threads = threads
    let progress = Progress(talk.console)
    let (log, report) = try OrderLog.read(paths.map { Input(path: $0) }, options) {
      lines, bytes, all in
      progress.show("reading orders", lines, all.map { bytes > 0 ? lines * $0 / bytes : lines })
    }
    progress.clear()
    try rows.write(report.rejects, namesFiles: report.files.count > 1, force: force)
    OrderSummary(report).say(on: talk.console)
    return (log, report)
  }

  /// An option that means nothing without order files, where one was given.
  var givenOrderOption: String? {
    if !preset.isEmpty { return "--preset" }
    if columns != nil { return "--columns" }
    if timeZone != nil { return "--time-zone" }
    if minimumAmount != 0 { return "--min-amount" }
    return dataUntil == nil ? nil : "--data-until"
  }

  func validate() throws {
    if preset.count(where: { !Self.isFile($0) }) > 1 {
      throw ValidationError("--preset takes one name; several are for preset files.")
    }
  }

  private static func isFile(_ preset: String) -> Bool {
    preset.hasSuffix(".json") || preset.contains("/")
  }

  func readOptions() throws -> OrderReadOptions {
    var options = OrderReadOptions()
    options.preset = preset.first { !Self.isFile($0) }
    for path in preset where Self.isFile(path) {
      options.shopPresets.append(try OrderPreset.read(Input(path: path)))
    }
    options.columns =
      try columns.map { (text) throws(LocatedError) in try OrderRole.parse(columns: text) } ?? [:]
    options.timeZone =
      try timeZone.map { (name) throws(LocatedError) in try ShopTimeZone(name) }
    options.read = try text.readOptions()
    options.minimumAmount = minimumAmount
    options.dataUntil = dataUntil?.day
    options.listedRejects = rows.rejects == nil ? 1 : .max
    return options
  }

  /// What the orders do not allow is said with the name of their file.
  func located<Result>(in paths: [String], _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch var error as LocatedError where error.kind == .wrongData && error.location == nil {
      error.location = Location(file: Input(path: paths.first ?? "-").name)
      throw error
    }
  }
}

/// What was read, on standard error.
struct OrderSummary {
  private let report: OrderReadReport

  init(_ report: OrderReadReport) { self.report = report }

  func say(on console: Console) {
    for file in report.files { say(file, on: console) }
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
      ("lines never paid", report.neverPaidLines),
      ("items joined to their orders", report.joinedItems),
    ]
    let used = counts.filter { $0.1 > 0 }.map { "\(NumberText.integer($0.1)) \($0.0)" }
    if !used.isEmpty { console.say(used.joined(separator: ", ")) }
    for warning in report.warnings { console.warn(warning) }
  }

  private func say(_ file: OrderReadReport.File, on console: Console) {
    let name = report.files.count > 1 ? "\(file.input): " : ""
    let roles = file.columns.map { column in
      "\(column.role.name)=\(column.header)"
        + file.fallbacks.filter { $0.role == column.role }.map { "|\($0.header)" }.joined()
    }
    console.say("\(name)read as \(file.preset): " + roles.joined(separator: ", "))
    let examples = file.columns.compactMap { column in
      file.examples[column.role].map { "\(column.role.name) \($0)" }
    }
    if !examples.isEmpty {
      console.say("\(name)as (ids by their pattern): " + examples.joined(separator: ", "))
    }
    if !file.ignored.isEmpty {
      console.say(
        "\(name)\(file.ignored.count) columns not used: "
          + file.ignored.prefix(12).joined(separator: ", ") + (file.ignored.count > 12 ? ", …" : "")
      )
    }
    let statuses = file.statuses.prefix(12).map {
      "\($0.text.isEmpty ? "(none)" : $0.text) = \($0.meaning.rawValue) (\($0.lines))"
    }
    if !statuses.isEmpty { console.say("\(name)statuses: " + statuses.joined(separator: ", ")) }
  }
}
