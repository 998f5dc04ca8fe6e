import Testing

@testable import Churn

@Suite struct OrdersCancellationsTests {
  private func line(
    _ date: String, _ quantity: Double, product: Int32 = 0, customer: String = "a",
    cancels: Bool = false
  ) -> HandLine {
    HandLine(
      customer: customer, date: date, amount: cancels ? 0 : 10 * quantity, quantity: quantity,
      product: product, kind: cancels ? .cancellation : .purchase)
  }

  @Test func takesUnitsOffAtTheLinesPriceFromItsOwnDate() {
    let (log, counts) = handLog([
      line("2020-01-01", 5), line("2020-01-10", 2), line("2020-02-01", 3, cancels: true),
    ])
    #expect(counts.cancellations == 1 && counts.unmatchedCancellations == 0)
    #expect(history(log, asOf: "2020-01-31").occasions.map(\.amount) == [50, 20])
    let after = history(log, asOf: "2020-02-01")
    #expect(after.occasions.map(\.amount) == [20, 20])
    #expect(after.occasions.map(\.items) == [2, 2])
    #expect(after.refundedAmount == 30 && after.orderedAmount == 70)
  }

  @Test func aLineAtQuantityZeroIsNoPurchase() {
    let (log, _) = handLog([line("2020-01-01", 5), line("2020-01-02", 5, cancels: true)])
    #expect(history(log, asOf: "2020-01-01").occasions.count == 1)
    let after = history(log, asOf: "2020-01-02")
    #expect(after.occasions.isEmpty && after.refundedAmount == 50 && after.orderedAmount == 50)
  }

  @Test func othersAndLaterLinesAreNotTouched() {
    let (log, counts) = handLog([
      line("2020-01-05", 1, cancels: true), line("2020-01-06", 1),
      line("2020-01-01", 1, product: 1), line("2020-01-01", 1, customer: "b"),
      line("2020-01-07", 2, cancels: true),
    ])
    #expect(counts.unmatchedCancellations == 2)
    #expect(history(log, 0, asOf: "2020-12-31").occasions.count == 2)
    #expect(history(log, 1, asOf: "2020-12-31").occasions.count == 1)
  }

  /// A file in any order is matched in time order.
  @Test func fileOrderDoesNotMatter() {
    let (log, counts) = handLog([
      line("2020-01-09", 1, cancels: true), line("2020-01-05", 1), line("2020-01-01", 1),
    ])
    #expect(counts.unmatchedCancellations == 0)
    #expect(history(log, asOf: "2020-01-09").occasions.map(\.day) == [day("2020-01-01")])
  }

  @Test func withoutProductsAllLinesCountAsOne() {
    let (log, counts) = handLog(
      [line("2020-01-01", 1), line("2020-01-05", 1, product: 3, cancels: true)],
      roles: [.customer, .time, .quantity, .amount])
    #expect(counts.unmatchedCancellations == 0)
    #expect(history(log, asOf: "2020-01-05").occasions.isEmpty)
  }

  /// 40,000 lines that a backward scan would compare 400 million times.
  @Test func manyHopelessCancellationsAreNoHang() {
    let bought = (0..<20_000).map { _ in line("2020-01-01", 1) }
    let cancelled = (0..<20_000).map { _ in line("2020-01-02", 2, cancels: true) }
    let (_, counts) = handLog(bought + cancelled)
    #expect(counts.unmatchedCancellations == 20_000)
  }
}
