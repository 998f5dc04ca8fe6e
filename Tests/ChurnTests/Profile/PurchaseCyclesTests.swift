import Modeling
import Testing

@testable import Churn

@Suite struct PurchaseCyclesTests {
  /// Gaps 10, 20 and 30.
  private let few = [[0, 10, 30], [0, 30], [5]]

  @Test func whatGapsSay() throws {
    let cycles = purchaseCycles(of: try purchases(few, end: 100))
    #expect(cycles.customers == 3 && cycles.customersWithGaps == 2 && cycles.gapCount == 3)
    #expect(cycles.average == 20 && cycles.median == 20 && cycles.standardDeviation == 10)
    #expect(cycles.skewness == 0)
    // At exactly 30 days 1.5 cycles are not passed.
    #expect(cycles.shareBeyondOneAndAHalf == 0 && cycles.shareBeyondTwo == 0)
    #expect(cycles.quantiles.first { $0.percent == 90 }?.ofGaps == 28)
    // Six purchases: too few for a curve.
    #expect(
      cycles.returns.limit == nil && cycles.fits.map(\.estimate) == [.normal, .logNormal, .gamma])
  }

  @Test func laterPurchasesAreNotKnownYet() throws {
    let cycles = purchaseCycles(of: try purchases(few, end: 29, dataEnd: 100))
    #expect(cycles.gapCount == 1 && cycles.average == 10 && cycles.customers == 3)
  }

  /// Twelve purchases at risk; two return after 10 days and one after 20, nine stay open, two of
  /// which from day 15 on: S = 10/12 at 10 and 10/12 · 7/8 at 20.
  @Test func openGapsAreCensored() throws {
    let closed = [[0, 10], [0, 10], [0, 20]]
    let table = try purchases(closed + [[85], [85], [0], [0], [0], [0]], end: 100)
    let returns = purchaseCycles(of: table).returns
    #expect(returns.curve.subjectCount == 12)
    #expect(returns.curve.times == [10, 20])
    let (first, second) = (10.0 / 12, 7.0 / 8)
    #expect(returns.curve.survival == [first, first * second])
    // Ten purchases are at risk at 10 days and up to 15.
    #expect(returns.limit == 15 && returns.returningShare == 1 - first)
    #expect(returns.meanOfReturns == 10 && returns.quantileOfReturns(percent: 90) == 10)
    #expect(returns.quantile(percent: 10) == 10 && returns.quantile(percent: 50) == nil)
    #expect(returns.shareBeyond(5) == 1 && returns.shareBeyond(10) == 0)
  }

  @Test(arguments: [[[0]], [[0], [3]], [[0, 10], [0, 10]]])
  func noFitWithoutDifferentGaps(customers: [[Int]]) throws {
    let cycles = purchaseCycles(of: try purchases(customers, end: 50))
    #expect(cycles.fits.isEmpty && cycles.skewness == nil)
    #expect(cycles.average == (customers[0].count > 1 ? 10 : nil))
    #expect(cycles.notes.count == (customers[0].count > 1 ? 0 : 1))
    #expect(cycles.curve.isEmpty == (customers[0].count == 1))
  }

  @Test func theNotesSayThatGapsAreSkewed() throws {
    let cycles = purchaseCycles(of: try purchases(randomShop(200), end: 1000))
    #expect(cycles.skewness ?? 0 > 0.5 && cycles.notes.count == 2)
    #expect(cycles.notes[0].contains("shorter than 0 days"))
    let last = try #require(cycles.curve.last)
    #expect(cycles.curve.count <= 102 && last.gaps > 0.98 && last.fits.count == 4)
  }
}
