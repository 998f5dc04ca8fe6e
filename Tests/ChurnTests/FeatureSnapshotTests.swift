import DelimitedText
import Modeling
import Testing

@testable import Churn

func iso(_ text: String) -> Day { Day(number: day(text)) }

/// The present values of a numeric column, missing as NaN.
func numbers(_ snapshot: CustomerSnapshot, _ name: String) -> [Double] {
  guard case .numeric(let values)? = snapshot.features.column(named: name)?.values else {
    return []
  }
  return values
}

@Suite struct FeatureSnapshotTests {
  private let log = handLog([
    HandLine(customer: "b", date: "2018-01-01", amount: 5),
    HandLine(customer: "a", date: "2018-01-01", amount: 5),
    HandLine(customer: "b", date: "2019-06-01", amount: 7, channel: 1),
    HandLine(customer: "c", date: "2020-01-05", amount: 1),
    HandLine(customer: "a", date: "2020-01-11", amount: 1, known: [(.undone, "2020-01-13", 0)]),
    HandLine(customer: "b", date: "2020-01-15", amount: 1),
  ]).log

  @Test func rowsAreCustomersWithAPurchaseKnown() throws {
    let snapshot = try features(of: log, asOf: iso("2019-12-31"))
    #expect(snapshot.customerIDs == ["b", "a"])
    #expect(snapshot.churned == nil)
    #expect(numbers(snapshot, "orders") == [2, 1])
    #expect(numbers(snapshot, "total_amount") == [12, 5])
    #expect(snapshot.features.columns.map(\.name) == FeatureCatalogue.definitions.map(\.name))
    #expect(snapshot.warnings.isEmpty)
  }

  /// D = 01-05, gap 5, window 01-11 … 01-10+h: the first purchase is undone by 01-13.
  @Test(arguments: [(1, [true, false, true]), (2, [true, false, true]), (3, [true, true, true])])
  func labelsAreWhatIsKnownAtTheWindowsEnd(horizon: Int, churned: [Bool]) throws {
    let outcome = try OutcomeWindow(gap: 5, horizon: horizon)
    let snapshot = try features(of: log, asOf: iso("2020-01-05"), outcome: outcome)
    #expect(snapshot.customerIDs == ["b", "a", "c"])
    #expect(snapshot.churned == churned)
  }

  @Test func theWindowIsDaysAfterTheGap() throws {
    for (date, churned) in [("2020-01-09", true), ("2020-01-10", false), ("2020-01-13", false)] {
      let outcome = try OutcomeWindow(gap: 1, horizon: 4)
      let late = handLog(
        [
          HandLine(customer: "b", date: "2020-01-01"), HandLine(customer: "b", date: "2020-01-15"),
        ], dataEnd: "2020-01-31"
      ).log
      let snapshot = try features(of: late, asOf: iso(date), outcome: outcome)
      #expect(snapshot.churned == [churned])
    }
  }

  @Test func noLabelFromAWindowThatIsNotCovered() throws {
    let outcome = try OutcomeWindow(gap: 2, horizon: 3)
    _ = try features(of: log, asOf: iso("2020-01-10"), outcome: outcome)
    let error = #expect(throws: LocatedError.self) {
      _ = try features(of: log, asOf: iso("2020-01-11"), outcome: outcome)
    }
    #expect(error?.kind == .wrongData)
    #expect(error?.advice.contains("2020-01-10") == true)
  }

  @Test func severalDaysAreStacked() throws {
    let snapshot = try features(of: log, asOf: [iso("2020-01-05"), iso("2018-06-01")])
    #expect(snapshot.customerIDs == ["b", "a", "c", "b", "a"])
    #expect(snapshot.asOf.map(\.year) == [2020, 2020, 2020, 2018, 2018])
    #expect(numbers(snapshot, "orders") == [2, 1, 1, 1, 1])
  }

  @Test func refusesDaysThatMakeNoSense() throws {
    #expect(throws: LocatedError.self) { _ = try features(of: log, asOf: [Day]()) }
    #expect(throws: LocatedError.self) {
      _ = try features(of: log, asOf: [iso("2020-01-05"), iso("2020-01-05")])
    }
    let early = #expect(throws: LocatedError.self) {
      _ = try features(of: log, asOf: iso("2017-12-31"))
    }
    #expect(early?.kind == .wrongData)
    #expect(early?.advice.contains("2018-01-01") == true)
  }

  @Test(arguments: [(-1, 1), (0, 0), (0, -5), (Int.max, 1), (0, Int.max)])
  func refusesWindowsThatMakeNoSense(gap: Int, horizon: Int) {
    #expect(throws: LocatedError.self) { _ = try OutcomeWindow(gap: gap, horizon: horizon) }
  }

  @Test func aShortPastAndALateDayAreSaid() throws {
    let late = try features(of: log, asOf: iso("2020-02-01"))
    #expect(late.warnings.count == 1 && late.warnings[0].contains("after the data's end"))
    let short = try features(of: log, asOf: iso("2018-04-30"))
    #expect(short.warnings.count == 1)
    #expect(short.warnings[0].contains("tenure_days"))
    #expect(short.warnings[0].contains("orders_last_180"))
    #expect(!short.warnings[0].contains("orders_last_90"))
    #expect(!short.warnings[0].contains("last_amount,"))
    #expect(!short.warnings[0].contains("recency_days"))
  }

  @Test func whatTheExportLacksIsEmptyAndNamed() throws {
    let bare = handLog(
      [HandLine(customer: "a", date: "2018-01-01")], roles: [.customer, .time]
    ).log
    let snapshot = try features(of: bare, asOf: iso("2020-01-01"))
    #expect(
      snapshot.unfilled == [
        "total_amount", "mean_amount", "first_amount", "last_amount", "amount_trend", "items",
        "items_per_order", "distinct_products", "distinct_categories", "discount_share",
        "refund_share", "postage_share", "first_channel",
      ])
    for name in snapshot.unfilled where name != "first_channel" {
      let present = numbers(snapshot, name).filter { !$0.isNaN }
      #expect(present.isEmpty)
    }
    #expect(
      snapshot.features.column(named: "first_channel")?.values
        == .categorical(codes: [-1], levels: []))
  }

  /// The newest line stands first in many exports: rows come in the order of what is known.
  @Test func rowOrderKnowsNothingLater() throws {
    let newestFirst = handLog([
      HandLine(customer: "b", date: "2020-03-01"), HandLine(customer: "a", date: "2020-01-02"),
      HandLine(customer: "b", date: "2020-01-01"),
    ]).log
    let snapshot = try features(
      of: newestFirst, asOf: iso("2020-02-01"), outcome: OutcomeWindow(horizon: 29))
    #expect(snapshot.customerIDs == ["a", "b"])
    #expect(numbers(snapshot, "recency_days") == [30, 31])
    #expect(snapshot.churned == [true, false])
  }
}
