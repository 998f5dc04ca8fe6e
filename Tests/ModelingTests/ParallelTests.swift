import Modeling
import Testing

@Suite struct ParallelTests {
  @Test(arguments: [-3, 0, 1, 2, 5], [0, 1, 2, 3, 100])
  func resultsComeInOrder(threads: Int, count: Int) {
    let results = Parallel(threads: threads).map(count: count) { "\($0)" }
    #expect(results == (0..<count).map { "\($0)" })
  }
}
