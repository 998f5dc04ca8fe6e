import DelimitedText
import Modeling
import Testing

@testable import Churn

@Suite struct FirstOrdersTests {
  /// A log that covers 2024-01-01 to 2024-12-31, with a line of a customer "start" on its first day.
  private func log(_ lines: [HandLine]) -> OrderLog {
    handLog([HandLine(customer: "start", date: "2024-01-01")] + lines, dataEnd: "2024-12-31").log
  }

  private func amounts(_ orders: FirstOrders) -> [Double] {
    guard case .numeric(let values) = orders.features.column(named: "first_amount")?.values
    else { return [] }
    return values
  }

  /// 30 days after 1 June are 2 June to 1 July.
  @Test(arguments: [
    ("2024-06-02", true), ("2024-07-01", true), ("2024-07-02", false), ("2024-06-01", false),
  ])
  func theHorizonsEdges(second: String, isBack: Bool) throws {
    let orders = try firstOrders(
      of: log([
        HandLine(customer: "a", date: "2024-06-01", amount: 10),
        HandLine(customer: "a", date: second, amount: 20),
      ]), horizon: 30, burnIn: 1)
    #expect(orders.customerIDs == ["a"] && orders.repurchased == [isBack])
    // Orders of one day are one occasion.
    #expect(amounts(orders) == [second == "2024-06-01" ? 30 : 10])
  }

  @Test(arguments: [("2024-12-01", true), ("2024-12-02", false)])
  func onlyAFullyObservedHorizonCounts(date: String, isUsed: Bool) throws {
    let orders = try firstOrders(
      of: log([
        HandLine(customer: "a", date: "2024-05-01"), HandLine(customer: "b", date: date),
      ]), horizon: 30, burnIn: 1)
    #expect(orders.customerIDs == (isUsed ? ["a", "b"] : ["a"]))
    #expect(orders.account.unobserved == (isUsed ? 0 : 1))
    #expect(orders.account.inBurnIn == 1 && orders.account.used == orders.rowCount)
  }

  @Test(arguments: [("2024-01-10", 0), ("2024-01-11", 1)])
  func firstOrdersOfTheBurnInAreNotKnownToBeFirst(date: String, used: Int) throws {
    let orders = try firstOrders(
      of: log([
        HandLine(customer: "a", date: date), HandLine(customer: "a", date: "2024-03-01"),
        HandLine(customer: "b", date: "2024-03-01"),
      ]), horizon: 30, burnIn: 10)
    // A later order of a customer known from the burn-in is not a first one either.
    #expect(orders.customerIDs == (used == 1 ? ["a", "b"] : ["b"]))
    #expect(orders.account.inBurnIn == 2 - used)
  }

  @Test func aRefundWithinTheWindowLowersTheAmountAndALaterOneDoesNot() throws {
    let orders = try firstOrders(
      of: log([
        HandLine(
          customer: "a", date: "2024-06-01", amount: 100, known: [(.refund, "2024-07-01", 40)]),
        HandLine(
          customer: "b", date: "2024-06-01", amount: 100, known: [(.refund, "2024-07-02", 40)]),
      ]), horizon: 30, burnIn: 1)
    #expect(amounts(orders) == [60, 100])
  }

  @Test func anUndoneFirstOrderMakesTheNextOneFirst() throws {
    let orders = try firstOrders(
      of: log([
        HandLine(
          customer: "a", date: "2024-06-01", amount: 100, known: [(.refund, "2024-06-20", 100)]),
        HandLine(customer: "a", date: "2024-06-10", amount: 50),
        // Known on 1 July only: within the second order's window, after the first one's.
        HandLine(
          customer: "a", date: "2024-06-30", amount: 70, known: [(.refund, "2024-07-05", 70)]),
        // Undone after its own window: it was a first order, with a repurchase.
        HandLine(
          customer: "b", date: "2024-06-01", amount: 100, known: [(.undone, "2024-07-02", 0)]),
        HandLine(customer: "b", date: "2024-06-10", amount: 50),
        HandLine(
          customer: "c", date: "2024-06-01", amount: 100, known: [(.neverPaid, "2024-06-02", 0)]),
      ]), horizon: 30, burnIn: 1)
    #expect(orders.customerIDs == ["a", "b"])
    #expect(orders.days == [iso("2024-06-10"), iso("2024-06-01")])
    #expect(amounts(orders) == [50, 100])
    #expect(orders.repurchased == [false, true])
    #expect(orders.account.withoutPurchase == 1)
  }

  /// What is undone twice over: reading a customer anew must see its adjustments again.
  @Test func severalUndoneOrdersBeforeTheFirst() throws {
    let undone = ["2024-06-01", "2024-06-03", "2024-06-05"].map {
      HandLine(customer: "a", date: $0, amount: 9, known: [(.refund, "2024-06-30", 9)])
    }
    let orders = try firstOrders(
      of: log(undone + [HandLine(customer: "a", date: "2024-08-20", amount: 5, channel: 1)]),
      horizon: 30, burnIn: 1)
    #expect(orders.days == [iso("2024-08-20")] && amounts(orders) == [5])
    guard case .categorical(let codes, let levels) = orders.features.columns[1].values else {
      Issue.record("first_channel is no column of levels")
      return
    }
    #expect(codes == [1] && levels == ["web", "shop"])
  }

  @Test func theDefaultBurnInIsTheNinetyPerCentPointOfGaps() throws {
    // Gaps 1, 2, …, 11 days: 90 % point 10.
    let dates = [0, 1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 66]
    let lines = dates.map { offset in
      HandLine(customer: "a", date: "\(Day(number: day("2024-01-01") + Int32(offset)))")
    }
    #expect(handLog(lines, dataEnd: "2024-12-31").log.defaultBurnIn == 10)
    // At most half of the 11 days that the file covers.
    let long = ["2024-01-01", "2024-01-11"].map { HandLine(customer: "a", date: $0) }
    #expect(handLog(long, dataEnd: "2024-01-11").log.defaultBurnIn == 5)
    #expect(log([]).defaultBurnIn == 0)
  }

  @Test func nothingLeftIsSaidWithTheWayOut() throws {
    let early = log([HandLine(customer: "a", date: "2024-01-05")])
    let inBurnIn = #expect(throws: LocatedError.self) {
      try firstOrders(of: early, horizon: 30, burnIn: 20)
    }
    #expect(inBurnIn?.advice.contains("--burn-in 0") == true)
    let late = log([HandLine(customer: "a", date: "2024-12-20")])
    let unobserved = #expect(throws: LocatedError.self) {
      try firstOrders(of: late, horizon: 30, burnIn: 20)
    }
    #expect(unobserved?.advice.contains("--horizon") == true)
    #expect(throws: LocatedError.self) { try firstOrders(of: early, horizon: 0) }
    #expect(throws: LocatedError.self) { try firstOrders(of: early, horizon: 30, burnIn: -1) }
  }

  @Test func columnsThatTheExportCannotFillAreNamed() throws {
    let bare = handLog(
      [HandLine(customer: "a", date: "2024-01-01"), HandLine(customer: "a", date: "2024-01-09")],
      roles: [.customer, .time], dataEnd: "2024-12-31"
    ).log
    let orders = try firstOrders(of: bare, horizon: 30, burnIn: 0)
    #expect(orders.unfilled == ["first_amount", "first_channel"])
    #expect(orders.features.columns.map(\.name) == FirstOrders.columns)
  }
}
