import Testing

@testable import Churn

@Suite struct OrdersLineOrderTests {
  @Test func sortsByCustomerDayAndOrder() {
    let (log, counts) = handLog([
      HandLine(customer: "b", date: "2020-01-02", amount: 1, order: 7),
      HandLine(customer: "a", date: "2020-01-03", amount: 2, order: 8),
      HandLine(customer: "b", date: "2020-01-02", amount: 3, order: 9),
      HandLine(customer: "b", date: "2020-01-01", amount: 4, order: 6),
      HandLine(customer: "b", date: "2020-01-02", amount: 5, order: 7),
    ])
    #expect(log.customers == ["b", "a"])
    #expect(log.starts == [0, 4, 5])
    #expect(log.lines.amount == [4, 1, 5, 3, 2])
    #expect(log.lines.row == [3, 0, 4, 2, 1])
    #expect(counts.orders == 4)
  }

  @Test func adjustmentsFollowTheirLines() {
    let (log, _) = handLog([
      HandLine(
        customer: "a", date: "2020-01-02", amount: 8, known: [(.refund, "2020-01-05", 3)]),
      HandLine(customer: "a", date: "2020-01-01", amount: 9),
    ])
    #expect(log.adjustments.map(\.line) == [1])
    #expect(history(log, asOf: "2020-01-05").occasions.map(\.amount) == [9, 5])
  }

  @Test func anEmptyLogIsNoTrap() {
    let (log, counts) = handLog([], dataEnd: "2020-01-01")
    #expect(log.lineCount == 0 && counts == OrderLogBuilder.Counts())
  }
}
