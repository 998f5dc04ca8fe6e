import DelimitedText
import Testing

struct OrderedPipelineTests {
  private struct Stop: Error, Equatable {
    var at: Int
  }

  /// Later items are quicker, so that results are ready out of order.
  private func work(_ item: Int) -> Int {
    var sum = item
    for step in 0..<(item % 7) * 2000 { sum = (sum &* 31 &+ step) & 0xFFFF }
    return sum &- sum &+ item * 2
  }

  @Test(arguments: [1, 2, 3, 8], [0, 1, 5, 400])
  func resultsComeInOrder(_ threads: Int, _ count: Int) throws {
    var given = 0
    var results: [Int] = []
    try OrderedPipeline(threads: threads).run(
      next: {
        given += 1
        return given <= count ? given : nil
      }, work: { work($0) }, finish: { results.append($0) })
    #expect(results == (0..<count).map { ($0 + 1) * 2 })
    #expect(given == count + 1)
  }

  /// What stands before the place that cannot be read is given out, whatever the number of threads.
  @Test(arguments: [1, 2, 5], [1, 2, 50])
  func aFailureToReadComesBehindTheItemsBeforeIt(_ threads: Int, _ place: Int) {
    var given = 0
    var results: [Int] = []
    #expect(throws: Stop(at: place)) {
      try OrderedPipeline(threads: threads).run(
        next: {
          given += 1
          if given == place { throw Stop(at: place) }
          return given
        }, work: { work($0) }, finish: { results.append($0) })
    }
    #expect(results == (1..<place).map { $0 * 2 })
  }

  @Test(arguments: [1, 2, 5])
  func aFailureToWriteEndsTheWork(_ threads: Int) {
    var given = 0
    var results: [Int] = []
    #expect(throws: Stop(at: 5)) {
      try OrderedPipeline(threads: threads).run(
        next: {
          given += 1
          return given
        }, work: { work($0) },
        finish: { result in
          if results.count == 5 { throw Stop(at: 5) }
          results.append(result)
        })
    }
    #expect(results == [2, 4, 6, 8, 10])
    #expect(given <= 5 + 2 * threads + 1)
  }

  /// Both ends fail: one of the errors is thrown, and nothing hangs.
  @Test(arguments: [1, 2, 5])
  func bothEndsFail(_ threads: Int) {
    var given = 0
    #expect(throws: Stop.self) {
      try OrderedPipeline(threads: threads).run(
        next: {
          given += 1
          if given == 4 { throw Stop(at: 4) }
          return given
        }, work: { work($0) }, finish: { throw Stop(at: $0) })
    }
  }
}
