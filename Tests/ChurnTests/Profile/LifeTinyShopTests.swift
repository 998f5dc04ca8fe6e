import DelimitedText
import Reporting
import Testing

@testable import Churn

/// What there is too little data for is empty, with a reason, and never NaN.
@Suite struct LifeTinyShopTests {
  private static let shops: [(customers: [[Int]], end: Int, burnIn: Int)] = [
    ([[0]], 0, 0), ([[0]], 400, 0), ([[0, 1]], 1, 0), ([[0], [5]], 10, 0), ([[0], [5]], 10, 5),
    ([[0, 5], [2]], 500, 400),
  ]

  @Test(arguments: shops.indices, [true, false])
  func everythingDegrades(place: Int, hasAmounts: Bool) throws {
    let shop = Self.shops[place]
    let lines = shop.customers.enumerated().flatMap { LifeShop.lines("c\($0)", $1) }
    let table = try LifeShop.table(
      lines, end: shop.end, burnIn: shop.burnIn,
      roles: hasAmounts ? Set(OrderRole.allCases) : [.customer, .time])
    let cycle = LifeCycle(table)
    let ladder = try RepurchaseLadder(table)
    let rfm = RFM(table, stages: cycle.cuts)
    let grid = RecencyFrequencyGrid(table)
    var documents = [cycle.json, ladder.json, rfm.json, grid.json]
    for period in ChurnSeries.Period.allCases {
      let series = try ChurnSeries(table, line: 30, period: period)
      documents.append(series.json)
      #expect(series.points.isEmpty == (series.emptyReason != nil))
      _ = (series.table().plain(), series.chart?.svg())
    }
    if let cuts = cycle.cuts, shop.end > 0 {
      let moves = try StageMoves(table, cuts: cuts)
      documents.append(moves.json)
      _ = (moves.customerTable.plain(), moves.revenueBetweenTable.plain())
    }
    for document in documents { #expect(isFinite(document)) }
    for text in [
      cycle.table.plain(), cycle.repurchase.table.plain(), cycle.repurchase.note,
      ladder.table.plain(), ladder.claimTable.plain(), ladder.channelTable?.plain() ?? "",
      rfm.table.plain(), rfm.note, grid.customerTable.plain(), grid.revenueTable.plain(),
    ] {
      #expect(!text.contains("nan"))
    }
    #expect(cycle.cuts != nil || !cycle.warnings.isEmpty)
    #expect(ladder.claims.allSatisfy { $0.answer == .undecided })
    _ = (cycle.repurchase.chart?.svg(), ladder.chart?.svg())
  }

  private func isFinite(_ value: JSONValue) -> Bool {
    switch value {
    case .number(let number): number.isFinite
    case .array(let elements): elements.allSatisfy(isFinite)
    case .object(let members): members.values.allSatisfy(isFinite)
    default: true
    }
  }
}
