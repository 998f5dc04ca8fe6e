import DelimitedText
import Reporting
import Testing

@testable import Churn

@Suite struct ChurnSeriesTests {
  /// a is lost on the days 11 … 29, comes back on day 30 and would be lost again on day 41; b is lost
  /// from day 16 on.
  @Test func handMadeDays() throws {
    let series = try ChurnSeries(
      LifeShop.table([[0, 30], [5]], end: 40), line: 10, period: .day)
    #expect(series.points.map(\.end) == (10...40).map { LifeShop.start + $0 })
    #expect(
      series.points.map(\.lost)
        == Array(repeating: 0, count: 1) + Array(repeating: 1, count: 5)
        + Array(repeating: 2, count: 14) + Array(repeating: 1, count: 11))
    #expect(series.points.filter { $0.crossed == 1 }.map { $0.end - LifeShop.start } == [11, 16])
    #expect(series.points.filter { $0.returned == 1 }.map { $0.end - LifeShop.start } == [30])
    #expect(series.points[1].churnRate == 0.5 && series.points[1].lostShare == 0.5)
    // Nobody is left to be lost.
    #expect(series.points[10].churnRate == nil && series.points[10].notLostAtStart == 0)
    #expect(series.points.allSatisfy { $0.isWhole && $0.new == 0 })
  }

  /// A gap of line + 1 days ends on the day on which the line would be crossed.
  @Test(arguments: [(11, 0), (12, 1)])
  func theLinesEdge(second: Int, crossed: Int) throws {
    let series = try ChurnSeries(
      LifeShop.table([[0, second]], end: 20), line: 10, period: .day)
    #expect(series.points.reduce(0) { $0 + $1.crossed } == crossed)
    #expect(series.points.reduce(0) { $0 + $1.returned } == crossed)
  }

  @Test func monthsAreCutShortAtTheEndsAndSaySo() throws {
    // 2024-01-01 + 40 days is 10 February; the data end on 20 April.
    let series = try ChurnSeries(LifeShop.table([[0]], end: 110), line: 40)
    #expect(series.points.map { "\($0.start)" } == ["2024-02-10", "2024-03-01", "2024-04-01"])
    #expect(series.points.map { "\($0.end)" } == ["2024-02-29", "2024-03-31", "2024-04-20"])
    #expect(series.points.map(\.isWhole) == [false, true, false])
    #expect(series.points.map(\.crossed) == [1, 0, 0])
    #expect(series.table().rows[0].last == "part: 2024-02-10 to 2024-02-29")
    #expect(series.table(last: 1).rows.count == 1)
  }

  @Test(arguments: 0..<12 as Range<UInt64>, ChurnSeries.Period.allCases)
  func againstEveryCustomerOnEveryDay(seed: UInt64, period: ChurnSeries.Period) throws {
    let customers = LifeShop.random(seed, end: 130)
    // Shorter than a month too: then a customer crosses and comes back within one.
    let line = [3, 10, 28, 45][Int(seed % 4)]
    let series = try ChurnSeries(
      LifeShop.table(customers, end: 150), line: line, period: period)
    #expect(series.points.first?.start == LifeShop.start + line)
    #expect(series.points.last?.end == LifeShop.start + 150)
    for point in series.points { try check(point, customers, line) }
  }

  private func check(_ point: ChurnSeries.Point, _ customers: [[Int]], _ line: Int) throws {
    let days = (point.start - LifeShop.start)...(point.end - LifeShop.start)
    func isLost(_ customer: [Int], _ day: Int) -> Bool? {
      customer.last { $0 <= day }.map { day - $0 > line }
    }
    let states = customers.map { (isLost($0, days.lowerBound - 1), isLost($0, days.upperBound)) }
    #expect(point.known == states.count { $0.1 != nil })
    #expect(point.lost == states.count { $0.1 == true })
    #expect(point.new == states.count { $0.0 == nil && $0.1 != nil })
    #expect(point.lostAtStart == states.count { $0.0 == true })
    #expect(point.notLostAtStart == states.count { $0.0 == false })
    #expect(
      point.crossed
        == customers.count { customer in
          isLost(customer, days.lowerBound - 1) == false
            && days.contains { isLost(customer, $0) == true }
        })
    #expect(
      point.returned
        == customers.reduce(0) { sum, customer in
          sum + customer.count { days.contains($0) && isLost(customer, $0 - 1) == true }
        })
    // A line longer than the period is crossed once in it, so the flows add up.
    if line > days.count {
      #expect(point.lost - point.lostAtStart == point.crossed - point.returned)
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func dayByDayTheStockChangesByThoseWhoCrossedAndReturned(seed: UInt64) throws {
    let table = try LifeShop.table(LifeShop.random(seed, end: 100), end: 120)
    for point in try ChurnSeries(table, line: 15, period: .day).points {
      #expect(point.lost - point.lostAtStart == point.crossed - point.returned)
    }
  }

  @Test func aFileShorterThanTheLineHasNoSeries() throws {
    let series = try ChurnSeries(LifeShop.table([[0], [3]], end: 9), line: 10)
    #expect(series.points.isEmpty && series.chart == nil && series.table().rows.isEmpty)
    #expect(series.note == series.emptyReason)
    guard case .object(let members) = series.json else { return }
    #expect(members["empty_reason"] != .null && members["points"] == .array([]))
  }

  @Test(arguments: [0, -1, 36_526])
  func aLineOutOfRangeIsRefused(line: Int) throws {
    let table = try LifeShop.table([[0]], end: 10)
    #expect(throws: LocatedError.self) { try ChurnSeries(table, line: line) }
  }
}
