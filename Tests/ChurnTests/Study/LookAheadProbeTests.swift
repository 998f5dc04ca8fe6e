import DelimitedText
import Testing

@testable import Churn

@Suite struct LookAheadProbeTests {
  private static let header = "customer_id,order_id,order_date,amount,status,refund,refund_date\n"
  private static let asOf = iso("2020-06-30")

  /// Purchases of ten customers, every week of a year; some are refunded later, with a date.
  private static let text: String =
    header
    + (0..<52).map { week in
      let date = iso("2020-01-01") + 7 * week
      let refund = week % 5 == 0 ? "3,\(date + 20)" : ","
      return "c\(week * 7 % 10),o\(week),\(date),\(10 + week).5,,\(refund)\n"
    }.joined()

  private static func read(
    _ text: String, change: (inout OrderReadOptions) -> Void = { _ in }
  ) throws -> (log: OrderLog, report: OrderReadReport) {
    try readAll([text], change: change)
  }

  private static func probe(_ text: String) throws -> LookAheadProbe {
    let report = try read(text).report
    return LookAheadProbe([.bytes(Array(text.utf8), name: "1.csv")], .init(), report)
  }

  private static func snapshot(_ text: String) throws -> CustomerSnapshot {
    try features(of: read(text).log, asOf: asOf)
  }

  // MARK: - Orders cut off

  @Test func laterLinesAreAsIfTheyWereNotThere() throws {
    let lines = Self.text.split(separator: "\n")
    let kept = lines.filter { $0.split(separator: ",")[2] <= "2020-06-30" || $0.hasPrefix("cust") }
    let hand = try Self.read(kept.joined(separator: "\n") + "\n")
    let cut = try Self.read(Self.text) { $0.until = Self.asOf }
    #expect(cut.log.customers == hand.log.customers)
    #expect(cut.log.lines.day == hand.log.lines.day)
    #expect(cut.log.lines.amount == hand.log.lines.amount)
    #expect(cut.log.adjustments == hand.log.adjustments)
    #expect(cut.log.dataEnd == hand.log.dataEnd)
    #expect(cut.report.laterLines == 26 && cut.report.keptLines == 26)
    #expect(cut.report.lines == 52 && cut.report.rejects.isEmpty)
    #expect(try Self.read(Self.text).report.laterLines == 0)
  }

  /// Four of ten lines are broken: few of the file, most of what is left of it.
  @Test func rejectedLinesAreCountedOfTheWholeFile() throws {
    let text =
      Self.header + "a,1,2020-01-05,5,,,\nb,2,2020-01-06,5,,,\n"
      + (0..<4).map { "c,b\($0),no day,5,,,\n" }.joined()
      + (0..<4).map { "d,l\($0),2020-08-01,much,,,\n" }.joined().replacing("much", with: "7")
    let (log, report) = try Self.read(text) { $0.until = Self.asOf }
    #expect(log.lineCount == 2 && report.rejects.count == 4 && report.laterLines == 4)
  }

  /// What is wrong with a later line is not looked at.
  @Test func aLaterLineIsNoReject() throws {
    let text = Self.header + "a,1,2020-01-05,5,,,\n,2,2020-08-06,much,,,\n"
    let (_, report) = try Self.read(text) { $0.until = Self.asOf }
    #expect(report.rejects.isEmpty && report.laterLines == 1)
    #expect(report.lastDay == iso("2020-01-05"))
  }

  /// The rows below the first one of an order have no date of their own.
  @Test func allRowsOfALaterOrderGo() throws {
    let header = try #require(try Export.headers().first { $0.name == "shopify_79" }).header
    let rows: [[String: String]] = [("#1", "2019-11-03"), ("#2", "2019-12-24")].flatMap {
      name, day in
      [
        [
          "Name": name, "Email": "a@example.invalid", "Financial Status": "paid",
          "Paid at": "\(day) 10:00:00 +0000", "Created at": "\(day) 10:00:00 +0000",
          "Subtotal": "90.00", "Total": "90.00", "Lineitem quantity": "2",
          "Lineitem price": "30.00", "Lineitem name": "Shirt",
        ],
        [
          "Name": name, "Lineitem quantity": "1", "Lineitem price": "30.00", "Lineitem name": "Mug",
        ],
      ]
    }
    let (log, report) = try Self.read(table(header, rows)) { $0.until = iso("2019-12-01") }
    #expect(report.laterLines == 2 && report.repeatedLines == 0 && report.rejects.isEmpty)
    #expect(log.lineCount == 2 && report.orders == 1)
  }

  // MARK: - The probe

  @Test func honestFeaturesPass() throws {
    let snapshot = try Self.snapshot(Self.text)
    let check = try Self.probe(Self.text).check(snapshot, file: "f.csv") { [try readBytes($0)] }
    #expect(check.passed && check.differing == 0 && check.first == nil && check.warning == nil)
    #expect(check.customers == 10)
  }

  /// Features made thirty days late, under the day's name.
  @Test func plantedLookAheadIsFound() throws {
    let late: @Sendable (OrderLog, Day) throws -> CustomerSnapshot = { log, day in
      let known = try features(of: log, asOf: day)
      let later = try features(of: log, asOf: day + 30)
      return CustomerSnapshot(
        customerIDs: later.customerIDs, asOf: later.asOf.map { _ in day }, features: later.features,
        churned: nil, unfilled: later.unfilled, warnings: known.warnings)
    }
    var probe = try Self.probe(Self.text)
    probe.features = late
    let snapshot = try late(try Self.read(Self.text).log, Self.asOf)
    let check = try probe.check(snapshot, file: "f.csv")
    #expect(!check.hasSameBytes && !check.passed)
    #expect((1...5).contains(check.differing))
    let first = try #require(check.first)
    let row = try #require(snapshot.customerIDs.firstIndex(of: first.value ?? ""))
    #expect(first.line == row + 2 && first.column == "orders" && first.file == "f.csv")
    let warning = try #require(check.warning)
    #expect(warning.contains("FAILED") && warning.contains("in orders (line \(row + 2))"))
  }

  /// A score that knows the label.
  @Test func scoresOfTheLabelAreFound() throws {
    let (log, _) = try Self.read(Self.text)
    let labelled = try features(
      of: log, asOf: Self.asOf, outcome: try OutcomeWindow(horizon: 30))
    let check = try Self.probe(Self.text).check(labelled, file: "f.csv") { [try readBytes($0)] }
    #expect(check.hasSameBytes && !check.hasSameScores && !check.passed)
    #expect(check.warning?.contains("other scores") == true)
  }

  @Test func customersOfOneSnapshotAloneDiffer() throws {
    let all = try Self.snapshot(Self.text)
    let some = all.selecting(rows: Array(1..<all.rowCount))
    let fewer = SnapshotDifference(some, all)
    #expect(fewer.customers == 1 && fewer.first?.row == nil)
    #expect(fewer.first?.customer == all.customerIDs[0] && fewer.first?.column == "customer_id")
    #expect(SnapshotDifference(all, some).first?.row == 0)
    #expect(
      SnapshotDifference(all, all.selecting(rows: all.customerIDs.indices.reversed())).customers
        == 0)
  }

  @Test func anIdIsCut() throws {
    let long = String(repeating: "x", count: 100)
    let text = Self.text.replacing("c7,", with: long + ",")
    var probe = try Self.probe(text)
    probe.features = { try features(of: $0, asOf: $1).selecting(rows: [0]) }
    let check = try probe.check(try Self.snapshot(text), file: "f.csv")
    #expect(check.first?.value?.count == 60)
  }

  @Test func changedOrdersAreNotCompared() throws {
    let report = try Self.read(Self.text).report
    let other = Input.bytes(Array((Self.text + "z,z,2020-01-01,1,,,\n").utf8), name: "1.csv")
    let probe = LookAheadProbe([other], .init(), report)
    let error = #expect(throws: LocatedError.self) {
      try probe.check(try Self.snapshot(Self.text), file: "f.csv")
    }
    #expect(error?.what.contains("changed") == true)
  }

  // MARK: - Without a date of its own

  /// Two orders of the export were closed at an unknown time.
  @Test func undatedStatusesOfAnExportAreFound() throws {
    let input = Export.input("taobao_ExportOrderList_2017_utf8.csv")
    let (log, report) = try OrderLog.read(input)
    let snapshot = try features(of: log, asOf: iso("2017-12-31"))
    let probe = LookAheadProbe([input], .init(), report)
    #expect(try probe.check(snapshot, file: "f.csv").passed)
    let customers = try #require(try probe.customersKnownUndated(snapshot))
    #expect(customers > 0 && report.undatedRefunds == 2)
  }

  @Test func datedRefundsAreNotUndated() throws {
    let probe = try Self.probe(Self.text)
    #expect(try probe.customersKnownUndated(try Self.snapshot(Self.text)) == nil)
    let one = Self.text + "c0,u,2020-05-05,9,,4,\n"
    #expect(try Self.probe(one).customersKnownUndated(try Self.snapshot(one)) == 1)
    let later = Self.text + "c0,u,2020-08-05,9,,4,\n"
    #expect(try Self.probe(later).customersKnownUndated(try Self.snapshot(later)) == 0)
  }

  @Test func reportsSpeak() {
    let report = SanityReport.failed
    #expect(report.lookAhead.passed == false)
    #expect(report.warnings.count == 4)
    #expect(report.sentences.contains { $0.contains("3 of 30 judged customers") })
    let skipped = SanityReport(
      placebo: [], placeboSkipped: "--placebo 0", lookAhead: .skipped("--no-probe"))
    #expect(skipped.warnings.isEmpty && skipped.table == nil && skipped.lookAhead.passed == nil)
    #expect(
      skipped.sentences == [
        "placebo: not run (--placebo 0)", "look-ahead probe: not made (--no-probe)",
      ])
  }
}

extension SanityReport {
  /// Everything is wrong with it.
  static var failed: SanityReport {
    var lookAhead = LookAhead()
    let day = iso("2024-09-30")
    lookAhead.checks = [
      .init(
        asOf: day - 67, file: "features-train.csv", customers: 20, hasSameBytes: false,
        differing: 2,
        first: Location(file: "features-train.csv", line: 3, column: "orders", value: "a")),
      .init(
        asOf: day, file: "features-holdout.csv", customers: 30, hasSameBytes: true,
        hasSameScores: false),
    ]
    (lookAhead.undatedLines, lookAhead.undatedCustomers) = (5, 3)
    return SanityReport(
      placebo: [
        PlaceboResult(
          model: "tree", aucs: [0.9, 0.95, nil], failures: ["no"], churned: 90, stayed: 90)
      ], lookAhead: lookAhead)
  }
}
