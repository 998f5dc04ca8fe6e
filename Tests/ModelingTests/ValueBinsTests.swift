import Testing

@testable import Modeling

@Suite struct ValueBinsTests {
  @Test func decilesOfDistinctValues() {
    let bins = ValueBins(decilesOf: (1...100).map(Double.init).reversed())
    #expect(bins.cuts == [10.5, 20.5, 30.5, 40.5, 50.5, 60.5, 70.5, 80.5, 90.5])
    let counts = bins.counts(of: (1...100).map(Double.init) + [.nan, -5, 1e9, .nan])
    #expect(counts.rows == [11] + Array(repeating: 10, count: 8) + [11] && counts.missing == 2)
  }

  @Test(
    arguments: [
      // Ties: the boundary that is nearest to the decile; the largest value has one below it.
      ([1, 1, 1, 1, 1, 1, 2, 3, 4, 5], [1.5, 2.5, 3.5, 4.5]),
      ([1, 2, 9, 9, 9, 9, 9, 9, 9, 9], [1.5, 5.5]), ([0, 0, 0, 0, 7], [3.5]),
      ([0, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7], [3.5]),
      // One value: below, it, above.
      ([3, 3, 3], [Double(3).nextDown, 3]), ([.nan, 4, .nan], [Double(4).nextDown, 4]),
      ([], []), ([.nan, .nan], []),
      // No number lies between.
      ([1, Double(1).nextUp], [1]), ([-1e308, 1e308], [0]),
      ([0, Double.leastNonzeroMagnitude], [0]),
      ([-.greatestFiniteMagnitude], [-.greatestFiniteMagnitude]),
    ] as [([Double], [Double])])
  func cuts(_ values: [Double], _ cuts: [Double]) {
    #expect(ValueBins(decilesOf: values).cuts == cuts)
  }

  /// Each row is in one bin, no cut is a value, and the order of the rows does not matter.
  @Test func relations() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<50 {
      let values = (0..<200).map { _ in
        random.uniform() < 0.1 ? .nan : Double(random.integer(below: 30)) / 8
      }
      let bins = ValueBins(decilesOf: values)
      let counts = bins.counts(of: values)
      #expect(counts.rows.reduce(counts.missing, +) == values.count)
      #expect(counts.rows.allSatisfy { $0 > 0 })
      #expect(bins == ValueBins(decilesOf: values.reversed()))
      #expect(!values.contains { bins.cuts.contains($0) })
      for (bin, rows) in counts.rows.enumerated() {
        let low = bin == 0 ? -.infinity : bins.cuts[bin - 1]
        let high = bin == bins.cuts.count ? .infinity : bins.cuts[bin]
        #expect(values.count { $0 > low && $0 <= high } == rows)
      }
    }
  }

  /// Beyond the sample the cuts are near the deciles, and all rows are counted.
  @Test func manyValues() {
    let values = (0..<250_001).map { Double(($0 * 7919) % 250_001) }
    let counts = ValueBins(decilesOf: values).counts(of: values)
    #expect(counts.rows.reduce(0, +) == values.count)
    #expect(counts.rows.allSatisfy { abs($0 - 25_000) < 500 })
  }
}
