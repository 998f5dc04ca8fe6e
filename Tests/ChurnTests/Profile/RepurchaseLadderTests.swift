import DelimitedText
import Modeling
import Reporting
import Testing

@testable import Churn

@Suite struct RepurchaseLadderTests {
  /// Buyers of 1, 2, 3 … purchases, `counts[k - 1]` of at least k, all early and ten days apart.
  private func shop(_ counts: [Int], end: Int = 400) throws -> PurchaseTable {
    let customers = (0..<counts[0]).map { customer in
      counts.indices.filter { customer < counts[$0] }.map { $0 * 10 }
    }
    return try LifeShop.table(customers, end: end)
  }

  @Test func withoutCensoringSharesAreRaw() throws {
    let ladder = try RepurchaseLadder(shop([40, 10, 5, 5]), horizon: 100)
    #expect(ladder.steps.map(\.buyers) == [40, 10, 5, 5])
    #expect(ladder.steps.map(\.returned) == [10, 5, 5, 0])
    for step in ladder.steps { #expect(abs((step.share ?? .nan) - step.rawShare) < 1e-12) }
    #expect(ladder.steps.map(\.rawShare) == [0.25, 0.5, 1, 0])
    // At 0 and 1 there is no interval.
    #expect(ladder.steps.map { $0.interval == nil } == [false, false, true, true])
    #expect(ladder.steps.map(\.medianGap) == [10, 10, 10, nil])
    #expect(ladder.steps.map(\.atRiskAtHorizon) == [30, 5, 0, 5])
    #expect(ladder.steps.allSatisfy { $0.meanItems == 2 })
    #expect(ladder.steps[0].meanAmount == 20.5 && ladder.steps[1].meanAmount == 5.5)
  }

  /// The horizon's last day counts.
  @Test(arguments: [(9, 0.0), (10, 0.25)])
  func theHorizonsEdge(horizon: Int, share: Double) throws {
    let ladder = try RepurchaseLadder(shop([40, 10]), horizon: horizon)
    #expect(abs((ladder.steps[0].share ?? .nan) - share) < 1e-12)
  }

  /// Who bought lately is no failure: one of 6 comes back on day 1, two are cut off on day 2, and one
  /// of the 3 left comes back on day 5: S = 5/6 · 2/3.
  @Test func whoBoughtLatelyIsNoFailure() throws {
    let table = try LifeShop.table([[0, 1], [0, 5], [0], [0], [38], [38]], end: 40)
    let step = try RepurchaseLadder(table, horizon: 30).steps[0]
    let survival = 5.0 / 6 * (2.0 / 3)
    #expect(abs((step.share ?? .nan) - (1 - survival)) < 1e-12)
    #expect(step.rawShare == 1.0 / 3 && step.atRiskAtHorizon == 2)
  }

  @Test func whatNobodyWasObservedForIsNotKnown() throws {
    let ladder = try RepurchaseLadder(LifeShop.table([[0, 35], [0], [1]], end: 40), horizon: 30)
    #expect(ladder.steps.map { $0.share == nil } == [false, true])
    #expect(ladder.warnings.contains { $0.contains("2→3") })
    #expect(ladder.chart?.bars.map(\.category) == ["1→2"])
  }

  @Test(arguments: [(1000, 365), (300, 300), (0, 1)])
  func theDefaultHorizonIsAYearOrWhatTheFileShows(end: Int, horizon: Int) throws {
    let ladder = try RepurchaseLadder(LifeShop.table([[0]], end: end))
    #expect(ladder.horizon == horizon && ladder.isHorizonCut == (horizon < 365))
  }

  @Test func firstPurchasesOfTheBurnInAreLeftOut() throws {
    let customers = [[0, 20, 40], [5], [10, 20], [15]]
    let ladder = try RepurchaseLadder(
      LifeShop.table(customers, end: 100, burnIn: 10), horizon: 30)
    #expect(ladder.steps.map(\.buyers) == [2, 1] && ladder.inBurnIn == 2)
    let none = try RepurchaseLadder(LifeShop.table(customers, end: 100, burnIn: 50))
    #expect(none.steps.isEmpty && none.chart == nil && none.warnings.count == 1)
  }

  @Test func channelsOfThirtyBuyersStandAlone() throws {
    let lines = (0..<70).flatMap { customer -> [HandLine] in
      // 40 by channel 0, of whom 10 come back; 29 by channel 1; one by none.
      let channel: Int32 = customer < 40 ? 0 : customer < 69 ? 1 : -1
      let days = customer < 10 ? [0, 10] : [0]
      return LifeShop.lines("c\(customer)", days, channel: channel)
    }
    let ladder = try RepurchaseLadder(LifeShop.table(lines, end: 100), horizon: 50)
    #expect(ladder.channels.map(\.title) == ["web", "other channels", "not known"])
    #expect(ladder.channels.map { $0.steps[0].buyers } == [40, 29, 1])
    #expect(abs((ladder.channels[0].steps[0].share ?? .nan) - 0.25) < 1e-12)
    #expect(ladder.channelTable?.rows.count == 3)
  }

  @Test(arguments: [
    // 20, 70 and 80 %: the last two are too near to tell.
    ([1000, 200, 140, 112], LadderClaim.Answer.holds, LadderClaim.Answer.undecided),
    ([1000, 500, 100], .doesNotHold, .doesNotHold),
    ([1000, 200, 160, 80], .holds, .doesNotHold),
    ([1000, 200, 44], .undecided, .undecided), ([50, 10, 8], .undecided, .undecided),
  ])
  func claims(counts: [Int], lowest: LadderClaim.Answer, rising: LadderClaim.Answer) throws {
    let claims = try RepurchaseLadder(shop(counts), horizon: 100).claims
    #expect(claims.map(\.name).first == "first_step_is_lowest")
    // The last step of a made shop has no return, and so no interval: it is not judged.
    #expect(claims.map(\.answer) == [lowest, rising])
  }

  @Test(arguments: [0, 36_526])
  func aHorizonOutOfRangeIsRefused(horizon: Int) throws {
    let table = try shop([2, 1])
    #expect(throws: LocatedError.self) { try RepurchaseLadder(table, horizon: horizon) }
  }
}
