import Modeling
import Testing

@Suite struct ParallelTests {
  @Test(arguments: [-3, 0, 1, 2, 5], [0, 1, 2, 3, 100])
  func resultsComeInOrder(threads: Int, count: Int) {
    let results = Parallel(threads: threads).map(count: count) { "\($0)" }
    #expect(results == (0..<count).map { "\($0)" })
  }

  @Test(arguments: [1, 2, 5], [0, 1, 4095, 4096, 4097, 20_000])
  func everyPlaceIsFilledOnce(threads: Int, count: Int) {
    let squares: [Int] = Parallel(threads: threads).array(count: count) { range, part in
      for (place, number) in range.enumerated() {
        part.initializeElement(at: place, to: number * number)
      }
    }
    #expect(squares == (0..<count).map { $0 * $0 })
  }

  @Test(arguments: [1, 2, 3]) func bothResultsWhoeverIsFirst(_ threads: Int) {
    let parallel = Parallel(threads: threads)
    for round in 0..<200 {
      let (short, long) = (round % 2 == 0 ? 1 : 5000, round % 2 == 0 ? 5000 : 1)
      let (first, second) = parallel.both(
        { (0..<short).reduce(round, +) },
        { parallel.map(count: 3) { piece in "\(piece) \((0..<long).reduce(round, +))" } })
      #expect(first == (0..<short).reduce(round, +))
      #expect(second == (0..<3).map { "\($0) \((0..<long).reduce(round, +))" })
    }
  }

  /// Both within pieces that hold every thread: the one that waits does the work itself.
  @Test func bothWhereNoThreadIsFree() {
    let sums = Parallel(threads: 8).map(count: 64) { piece in
      let (a, b) = Parallel(threads: 2).both({ piece }, { 2 * piece })
      return a + b
    }
    #expect(sums == (0..<64).map { 3 * $0 })
  }
}
