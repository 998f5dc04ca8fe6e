import DelimitedText
import Reporting
import Testing

@testable import Churn

@Suite struct LifeCycleTests {
  @Test(arguments: [
    (0, LifeStage.active), (26, .active), (27, .silent), (133, .silent), (134, .sleeping),
    (404, .sleeping), (405, .lost), (9999, .lost),
  ])
  func theReferenceShopsStages(idle: Int, stage: LifeStage) throws {
    let cuts = try LifeStageCuts(active: 26, silent: 133, sleeping: 404)
    #expect(cuts.stage(idle: idle) == stage)
    #expect(LifeStage.allCases.map(cuts.text) == ["0–26", "27–133", "134–404", "405 or more"])
  }

  /// The whole days of a stage are those whose idle time falls in it, for cuts with fractions too.
  @Test(arguments: [(3.7, 6.4, 9.1), (2, 2, 5.5), (0, 0.5, 0.9)])
  func daysOfAStage(active: Double, silent: Double, sleeping: Double) throws {
    let cuts = try LifeStageCuts(active: active, silent: silent, sleeping: sleeping)
    for idle in 0...12 {
      let within = LifeStage.allCases.filter {
        let (first, last) = cuts.days(of: $0)
        return idle >= first && idle <= last ?? .max
      }
      #expect(within == [cuts.stage(idle: idle)])
    }
  }

  /// Ten buyers come back after 1 … 10 days: type 7 of 1 … 10, and the steps of F without censoring.
  @Test func cutsOfTenGaps() throws {
    let cycle = LifeCycle(try LifeShop.table((1...10).map { [0, $0] }, end: 20))
    let (raw, aware) = (cycle.repurchase.rawCuts, cycle.repurchase.censoringAware)
    #expect(raw?.active == 3.7 && raw?.silent == 6.4)
    #expect(abs((raw?.sleeping ?? 0) - 9.1) < 1e-12)
    #expect(aware?.cuts == (try LifeStageCuts(active: 3, silent: 6, sleeping: 9)))
    #expect(aware?.lastDay == 10 && aware?.atRisk == 1 && aware?.returned == 1)
    // On day 20 they are idle for 10 … 19 days.
    #expect(cycle.stages.map(\.customers) == [0, 0, 0, 10])
  }

  /// Ten buyers: gaps 2 and 4, one seen for 3 days only, seven for 10 days. S(2) = 9/10,
  /// S(4) = 9/10 · 7/8; τ = 10, F(τ) = 17/80. F/F(τ) is 8/17 from day 2 on, 1 from day 4 on.
  @Test func censoredBuyersAreAllowedFor() throws {
    let customers = [[0, 2], [0, 4], [7]] + [[Int]](repeating: [0], count: 7)
    let repurchase = FirstRepurchase(try LifeShop.table(customers, end: 10))
    let aware = try #require(repurchase.censoringAware)
    #expect(aware.lastDay == 10 && aware.atRisk == 7)
    #expect(abs(aware.returned - 17 / 80) < 1e-12)
    #expect(aware.cuts == (try LifeStageCuts(active: 2, silent: 4, sleeping: 4)))
    #expect(repurchase.returners == 2 && repurchase.buyers == 10)
    #expect(repurchase.curve.last?.share == aware.returned && repurchase.curve.count == 11)
    #expect(repurchase.warnings.contains { $0.contains("Only 2 customers") })
  }

  @Test func firstPurchasesOfTheBurnInAreLeftOut() throws {
    let customers = [[0, 1], [9, 11], [10, 40], [20]]
    let repurchase = FirstRepurchase(try LifeShop.table(customers, end: 60, burnIn: 10))
    #expect(repurchase.buyers == 2 && repurchase.inBurnIn == 2 && repurchase.returners == 1)
    #expect(repurchase.rawCuts?.active == 30)
    #expect(repurchase.warnings.contains { $0.contains("2 customers bought in") })
    let none = LifeCycle(try LifeShop.table(customers, end: 60, burnIn: 30))
    #expect(none.cuts == nil && none.stages.isEmpty && none.all.customers == 4)
    #expect(none.repurchase.emptyReason?.contains("--burn-in 0") == true)
    #expect(none.table.rows.isEmpty && none.repurchase.chart == nil)
  }

  @Test(arguments: [LifeCycle.Source.raw, .censoringAware])
  func stagesAddUpToAll(source: LifeCycle.Source) throws {
    let cycle = LifeCycle(try LifeShop.table(LifeShop.random(5, end: 200), end: 220), source)
    #expect(cycle.stages.reduce(0) { $0 + $1.customers } == cycle.all.customers)
    let revenue = cycle.stages.reduce(0) { $0 + ($1.revenue ?? .nan) }
    #expect(abs(revenue - (cycle.all.revenue ?? 0)) < 1e-9)
  }

  @Test func withoutAmountsThereIsNoRevenue() throws {
    let table = try LifeShop.table(
      LifeShop.lines("a", [0, 5]) + LifeShop.lines("b", [2]), end: 20, roles: [.customer, .time])
    let cycle = LifeCycle(table)
    #expect(cycle.all.revenue == nil && cycle.stages.allSatisfy { $0.revenue == nil })
    #expect(cycle.table.rows.allSatisfy { $0[4] == "–" && $0[5] == "–" })
  }

  @Test(arguments: [(5.0, 4.0, 9.0), (-1, 4, 9), (1, 4, 40_000), (.nan, 4, 9), (1, 2, .infinity)])
  func cutsThatDoNotAscendAreRefused(active: Double, silent: Double, sleeping: Double) {
    #expect(throws: LocatedError.self) {
      try LifeStageCuts(active: active, silent: silent, sleeping: sleeping)
    }
  }
}
