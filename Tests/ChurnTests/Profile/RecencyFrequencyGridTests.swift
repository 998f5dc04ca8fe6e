import DelimitedText
import Reporting
import Testing

@testable import Churn

@Suite struct RecencyFrequencyGridTests {
  @Test func handMade() throws {
    let table = try LifeShop.table(
      LifeShop.lines("a", [370]) + LifeShop.lines("b", [369]) + LifeShop.lines("c", [34])
        + LifeShop.lines("d", [0, 35]) + LifeShop.lines("e", [1, 2, 3, 4, 5, 6, 400]), end: 400)
    let grid = RecencyFrequencyGrid(table)
    let counts = grid.cells.map { $0.map(\.customers) }
    #expect(counts[0] == [1, 1, 0, 0, 0, 1])
    #expect(counts[1] == [0, 0, 0, 0, 1, 0])
    #expect(counts[4] == [1, 0, 0, 0, 0, 0] && grid.cells[4][0].revenue == 70)
    #expect(grid.recencies.map(\.name).first == "0–30")
    #expect(grid.recencies.map(\.name).last == "366 or more")
    #expect(grid.customerTable.rows.map(\.first) == ["1", "2", "3", "4", "5+"])
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func columnsByStageAreTheStages(seed: UInt64) throws {
    let table = try LifeShop.table(LifeShop.random(seed, end: 150), end: 160)
    // Equal cuts leave a stage without days.
    let cuts = try LifeStageCuts(active: 10, silent: 10, sleeping: 60.5)
    let grid = RecencyFrequencyGrid(table, cuts: cuts)
    let cycle = LifeCycle(table, .given(cuts))
    for stage in LifeStage.allCases {
      let column = grid.cells.map { $0[stage.place] }
      #expect(column.reduce(0) { $0 + $1.customers } == cycle.customers(in: stage)?.customers)
    }
    #expect(grid.all == cycle.all)
  }
}
