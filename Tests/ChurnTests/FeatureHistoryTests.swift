import DelimitedText
import Testing

@testable import Churn

@Suite struct FeatureHistoryTests {
  @Test func ordersOfOneDayAreOneOccasion() {
    let (log, _) = handLog([
      HandLine(customer: "a", date: "2020-01-01", amount: 3, quantity: 2, order: 1),
      HandLine(customer: "a", date: "2020-01-01", amount: 4, quantity: 1, order: 2),
      HandLine(customer: "a", date: "2020-01-01", amount: 5, quantity: 1, order: 1),
    ])
    #expect(
      history(log, asOf: "2020-01-01").occasions
        == [Occasion(day: day("2020-01-01"), amount: 12, items: 4, orders: 2)])
  }

  @Test func nothingLaterIsSeen() {
    let (log, _) = handLog([
      HandLine(customer: "a", date: "2020-01-01", amount: 3),
      HandLine(customer: "a", date: "2020-01-02", amount: 3, product: 5, channel: 1),
    ])
    let known = history(log, asOf: "2020-01-01")
    #expect(known.occasions.count == 1 && known.distinctProducts == 0 && known.firstChannel == -1)
    #expect(history(log, asOf: "2019-12-31").occasions.isEmpty)
  }

  @Test(arguments: [
    ("2020-01-04", 1, 10.0, 0.0), ("2020-01-05", 1, 6, 4), ("2020-01-09", 0, 0, 10),
  ])
  func refundsCountFromTheirOwnDate(date: String, occasions: Int, amount: Double, back: Double) {
    let (log, _) = handLog([
      HandLine(
        customer: "a", date: "2020-01-01", amount: 10,
        known: [(.refund, "2020-01-05", 4), (.refund, "2020-01-09", 6)])
    ])
    let known = history(log, asOf: date)
    #expect(known.occasions.count == occasions)
    #expect(known.totalAmount == amount)
    #expect(known.refundedAmount == back && known.orderedAmount == 10)
  }

  /// Order systems write the refund of a whole order on one of its lines.
  @Test func aRefundBelongsToItsOrder() {
    let (log, _) = handLog([
      HandLine(
        customer: "a", date: "2020-01-01", amount: 10, order: 1,
        known: [(.refund, "2020-01-01", 15)]),
      HandLine(customer: "a", date: "2020-01-01", amount: 20, order: 1),
      HandLine(customer: "a", date: "2020-01-01", amount: 1, order: 2),
    ])
    let known = history(log, asOf: "2020-01-01")
    #expect(known.totalAmount == 16 && known.refundedAmount == 15 && known.orderedAmount == 31)
  }

  @Test(arguments: [(Adjustment.Kind.neverPaid, 0.0, 0.0), (.undone, 10, 10)])
  func statusUndoesFromItsOwnDate(kind: Adjustment.Kind, ordered: Double, back: Double) {
    let (log, _) = handLog([
      HandLine(customer: "a", date: "2020-01-01", amount: 10, known: [(kind, "2020-01-05", 0)])
    ])
    #expect(history(log, asOf: "2020-01-04").occasions.count == 1)
    let after = history(log, asOf: "2020-01-05")
    #expect(after.occasions.isEmpty)
    #expect(after.orderedAmount == ordered && after.refundedAmount == back)
  }

  @Test func aFreeOrderIsAPurchaseUnlessAMinimumIsSet() {
    let lines = [HandLine(customer: "a", date: "2020-01-01", amount: 0)]
    #expect(history(handLog(lines).log, asOf: "2020-01-01").occasions.count == 1)
    let strict = handLog(lines, minimumAmount: 0.01).log
    #expect(history(strict, asOf: "2020-01-01").occasions.isEmpty)
  }

  @Test func linesThatAreNoPurchaseByRuleLeaveNoTrace() {
    let (log, _) = handLog([
      HandLine(customer: "a", date: "2020-01-01", amount: 9, product: 1, kind: .nothing),
      HandLine(customer: "a", date: "2020-01-03", amount: 1, product: 0, channel: 1),
    ])
    let known = history(log, asOf: "2020-01-03")
    #expect(known.occasions.map(\.amount) == [1])
    #expect(known.distinctProducts == 1 && known.orderedAmount == 1 && known.firstChannel == 1)
    #expect(known.firstRow == 0)
  }

  @Test func productsAreCountedForEachCustomerApart() {
    let (log, _) = handLog([
      HandLine(customer: "a", date: "2020-01-01", product: 0, category: 1),
      HandLine(customer: "a", date: "2020-01-02", product: 0, category: 0),
      HandLine(customer: "b", date: "2020-01-02", product: 0),
    ])
    let a = history(log, 0, asOf: "2020-01-02")
    let b = history(log, 1, asOf: "2020-01-02")
    #expect(a.distinctProducts == 1 && a.distinctCategories == 2)
    #expect(b.distinctProducts == 1 && b.distinctCategories == 0)
  }

  @Test func amountsThatAreNotThereAreMissing() {
    let (log, _) = handLog(
      [HandLine(customer: "a", date: "2020-01-01", known: [(.refund, "2020-01-01", 1)])],
      roles: [.customer, .time])
    let known = history(log, asOf: "2020-01-01")
    #expect(known.occasions.count == 1 && known.totalAmount.isNaN && known.items.isNaN)
  }
}
