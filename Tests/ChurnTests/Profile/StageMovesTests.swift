import DelimitedText
import Reporting
import Testing

@testable import Churn

@Suite struct StageMovesTests {
  private func cuts() throws -> LifeStageCuts {
    try LifeStageCuts(active: 10, silent: 30, sleeping: 60)
  }

  /// From day 50 to day 100.
  @Test func handMade() throws {
    let table = try LifeShop.table(
      LifeShop.lines("stays", [45, 95]) + LifeShop.lines("falls", [0, 45], amount: 20)
        + LifeShop.lines("wakes", [5, 99], amount: 5) + LifeShop.lines("new", [60, 70]), end: 100)
    let moves = try StageMoves(
      table, from: LifeShop.start + 50, to: LifeShop.start + 100, cuts: cuts())
    let seen = moves.moves.filter { $0.customers > 0 }
    #expect(seen.map(\.from) == [.active, .active, .sleeping, nil])
    #expect(seen.map(\.to) == [.active, .sleeping, .active, .silent])
    #expect(seen.map(\.revenueBefore) == [10, 40, 5, 0])
    #expect(seen.map(\.revenueBetween) == [10, 0, 5, 20])
    #expect(moves.share(seen[0]) == 0.5)
    #expect(moves.customerTable.rows[0].last == "2" && moves.customerTable.rows.count == 6)
    #expect(moves.share(moves.move(from: .lost, to: .lost)) == nil)
  }

  /// The margins are the stages of each day, seen from that day.
  @Test(arguments: 0..<6 as Range<UInt64>)
  func marginsAreStages(seed: UInt64) throws {
    let customers = LifeShop.random(seed, end: 150)
    let whole = try LifeShop.table(customers, end: 150)
    let moves = try StageMoves(whole, from: LifeShop.start + 80, cuts: cuts())
    let before = LifeCycle(try LifeShop.table(customers, end: 150, asOf: 80), .given(try cuts()))
    let after = LifeCycle(whole, .given(try cuts()))
    #expect(LifeStage.allCases.map(moves.customers(from:)) == before.stages.map(\.customers))
    #expect(LifeStage.allCases.map(moves.customers(to:)) == after.stages.map(\.customers))
    #expect(moves.customers(from: nil) == after.all.customers - before.all.customers)
    let revenue = moves.moves.map { ($0.revenueBefore ?? .nan) + ($0.revenueBetween ?? .nan) }
    #expect(abs(revenue.reduce(0, +) - (after.all.revenue ?? 0)) < 1e-9)
  }

  @Test(arguments: [(400, 91), (182, 91), (181, 91), (100, 50), (1, 1)])
  func theDefaultIsAQuarterOrHalfOfTheFile(end: Int, days: Int) throws {
    let moves = try StageMoves(LifeShop.table([[0]], end: end), cuts: cuts())
    #expect(moves.to - moves.from == days)
  }

  @Test func daysOutOfOrderAreRefused() throws {
    let (table, cuts) = (try LifeShop.table([[0]], end: 50), try cuts())
    for (from, to) in [(-1, 20), (20, 20), (30, 20), (10, 51)] {
      #expect(throws: LocatedError.self) {
        try StageMoves(table, from: LifeShop.start + from, to: LifeShop.start + to, cuts: cuts)
      }
    }
    #expect(throws: LocatedError.self) {
      try StageMoves(LifeShop.table([[0]], end: 0), cuts: cuts)
    }
  }
}
