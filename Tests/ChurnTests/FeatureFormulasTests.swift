import DelimitedText
import Testing

@testable import Churn

/// Every formula by hand: D is Wednesday 2020-07-01; occasions on Friday 2020-01-31, Saturday
/// 2020-02-01, Sunday 2020-03-01 and Monday 2020-06-01 (gaps 1, 29, 92).
@Suite struct FeatureFormulasTests {
  private let known = History(
    asOf: Day(number: day("2020-07-01")),
    occasions: [
      Occasion(day: day("2020-01-31"), amount: 10, items: 2, orders: 1),
      Occasion(day: day("2020-02-01"), amount: 20, items: 1, orders: 2),
      Occasion(day: day("2020-03-01"), amount: 10, items: 4, orders: 1),
      Occasion(day: day("2020-06-01"), amount: 40, items: 3, orders: 1),
    ])

  @Test func days() {
    #expect(known.recency == 30)
    #expect(known.tenure == 152)
    #expect(known.ageAtLast == 122)
  }

  @Test func cycles() {
    #expect(known.cycleMean == 122.0 / 3)
    let gaps = [1.0, 29, 92]
    let mean = 122.0 / 3
    let squares = gaps.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    #expect(abs(known.cycleDeviation - (squares / 2).squareRoot()) < 1e-12)
    #expect(abs(known.cycleDeviation - 46.60829682935575) < 1e-8)
  }

  /// Slope of 10, 20, 10, 40 on 1…4: (−1.5·10 − 0.5·20 + 0.5·10 + 1.5·40) / 5 = 8; mean 20.
  @Test func money() {
    #expect(known.totalAmount == 80)
    #expect(known.meanAmount == 20)
    #expect(abs(known.amountTrend - 0.4) < 1e-15)
    #expect(known.items == 10)
  }

  /// The days D − 29 … D begin on 2020-06-02: the purchase of 06-01 is one day too old.
  @Test(arguments: [(30, 0), (31, 1), (90, 1), (123, 2), (180, 4), (365, 4), (1, 0)])
  func counts(days: Int, count: Int) {
    #expect(known.occasions(inLast: days) == count)
  }

  @Test func calendar() {
    #expect(known.activeMonths == 4)
    #expect(known.weekendShare == 0.5)
  }

  @Test func oneOccasionHasNoCycle() {
    let one = History(asOf: known.asOfDay, occasions: [known.occasions[3]])
    #expect(one.cycleMean.isNaN && one.cycleDeviation.isNaN && one.amountTrend.isNaN)
    #expect(one.recency == 30 && one.tenure == 30 && one.ageAtLast == 0)
  }

  @Test func twoOccasionsHaveACycleWithoutDeviation() {
    let two = History(asOf: known.asOfDay, occasions: Array(known.occasions.prefix(2)))
    #expect(two.cycleMean == 1 && two.cycleDeviation.isNaN)
    #expect(abs(two.amountTrend - 10.0 / 15) < 1e-15)
  }

  @Test func trendOfNothingIsMissing() {
    var free = known
    for index in free.occasions.indices { free.occasions[index].amount = 0 }
    #expect(free.amountTrend.isNaN)
  }
}

extension History {
  fileprivate var asOfDay: Day { Day(number: asOf) }
}
