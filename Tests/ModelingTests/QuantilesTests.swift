import Modeling
import Testing

@Suite struct QuantilesTests {
  struct Reference: Decodable {
    struct Case: Decodable {
      var values: [Double]
      var probabilities: [Double]
      var quantiles: [Double]
    }
    var quantiles: [String: Case]
  }

  @Test(arguments: ["one", "two", "ten", "eleven", "repeated", "hundred"])
  func type7MatchesR(_ name: String) throws {
    let reference = try TestFiles.decode(Reference.self, from: "metrics.json")
    let sample = try #require(reference.quantiles[name])
    let sorted = sample.values.sorted()
    for (p, expected) in zip(sample.probabilities, sample.quantiles) {
      #expect(abs(Quantiles.type7(sorted, p) - expected) <= 1e-12 * max(1, abs(expected)))
    }
  }

  @Test(arguments: 1...100) func decilesAreOrderStatisticsWherePlacesAreWhole(_ count: Int) {
    let sorted = (0..<count).map { Double($0) / 3 }
    for k in 0...10 where (count - 1) * k % 10 == 0 {
      #expect(Quantiles.decile(k, of: sorted) == sorted[(count - 1) * k / 10])
    }
    for k in 0...10 {
      let other = Quantiles.type7(sorted, Double(k) / 10)
      #expect(abs(Quantiles.decile(k, of: sorted) - other) < 1e-13)
    }
  }

  @Test(arguments: Array(1...60) + [20_001, 24_000])
  func medianIsTheMiddleOfTheSorted(_ count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let random = (0..<count).map { _ in Double(generator.integer(below: 20)) }
    let shapes = [
      random, random.sorted(), random.sorted(by: >), random.map { _ in 1 },
      (0..<count).map { Double(min($0, count - $0)) }, random.map { $0 < 10 ? -.infinity : $0 },
    ]
    for values in shapes {
      let sorted = values.sorted()
      let expected = sorted[(count - 1) / 2] / 2 + sorted[count / 2] / 2
      #expect(Quantiles.median(values) == expected)
    }
  }

  /// So many that what a first sample leaves is narrowed again.
  @Test(arguments: [230_000, 230_001]) func medianOfManyValues(_ count: Int) {
    var generator = SeededGenerator(seed: 3)
    let values = (0..<count).map { _ in generator.uniform() }
    let sorted = values.sorted()
    #expect(Quantiles.median(values) == sorted[(count - 1) / 2] / 2 + sorted[count / 2] / 2)
  }

  @Test func medianOfEvenCountsIsTheMeanOfTheMiddleTwo() {
    #expect(Quantiles.median([]) == nil)
    #expect(Quantiles.median([3]) == 3)
    #expect(Quantiles.median([9, 1, 4]) == 4)
    #expect(Quantiles.median([9, 1, 4, 5]) == 4.5)
    let huge = Double.greatestFiniteMagnitude
    #expect(Quantiles.median([huge, huge]) == huge)
  }
}
