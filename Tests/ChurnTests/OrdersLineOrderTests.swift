import Modeling
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

  /// Whole customers, each in one part, with some lines in each.
  @Test(arguments: [
    [0], [0, 0, 0], [0, 5], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [0, 90, 91, 91, 92], [0, 0, 1, 99, 99],
  ])
  func partsAreAllCustomersInOrder(starts: [Int]) {
    for linesAPart in [1, 2, 3, 50, 1000] {
      let parts = LineOrder.parts(starts, linesAPart: linesAPart)
      #expect(parts.flatMap { Array($0) } == Array(0..<starts.count - 1))
      #expect(parts.count <= max(1, (starts.last ?? 0) / linesAPart))
    }
  }

  @Test func adjustmentsAreSortedInPartsAsInOne() {
    var generator = SeededGenerator(seed: 6)
    let adjustments = (0..<20_000).map { _ in
      Adjustment(
        line: .random(in: 0..<5000, using: &generator), day: .random(in: 0..<3, using: &generator),
        kind: Bool.random(using: &generator) ? .refund : .undone,
        value: Double.random(in: 0...1, using: &generator))
    }
    let expected = adjustments.sorted {
      ($0.line, $0.day, $0.kind.rawValue, $0.value) < ($1.line, $1.day, $1.kind.rawValue, $1.value)
    }
    for threads in [1, 3] {
      let sorted = LineOrder.sorted(adjustments, lines: 5000, Parallel(threads: threads))
      #expect(sorted == expected)
    }
  }
}
