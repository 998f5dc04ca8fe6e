import Testing

@testable import Modeling

@Suite struct RatioGroupsTests {
  /// Frequencies against the probabilities of Binomial(4, p), which are exact in binary.
  @Test(
    arguments: [
      (0.25, [81, 108, 54, 12, 1], 256), (0.5, [1, 4, 6, 4, 1], 16),
      (0.75, [1, 12, 54, 108, 81], 256),
    ] as [(Double, [Double], Double)])
  func binomialsHaveTheirDistribution(p: Double, parts: [Double], whole: Double) {
    var generator = SeededGenerator(seed: 7)
    var counts = [Double](repeating: 0, count: 5)
    let draws = 20_000
    for _ in 0..<draws { counts[generator.binomial(trials: 4, probability: p)] += 1 }
    var chiSquared = 0.0
    for (count, part) in zip(counts, parts) {
      let mean = part / whole * Double(draws)
      chiSquared += (count - mean) * (count - mean) / mean
    }
    // The 99.9 % point with four degrees of freedom.
    #expect(chiSquared < 18.5)
  }

  /// Mean and variance over words, rests of words and more, with a probability of endless digits.
  @Test(arguments: [63, 64, 65, 1000, 50_000])
  func binomialsOfManyTrials(trials: Int) {
    var generator = SeededGenerator(seed: 3)
    let (n, draws, p) = (Double(trials), 4000.0, 0.3)
    let values = (0..<Int(draws)).map { _ in
      Double(generator.binomial(trials: trials, probability: p))
    }
    let mean = values.reduce(0, +) / draws
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / draws
    #expect(abs(mean - n * p) < 4 * (n * p * (1 - p) / draws).squareRoot())
    #expect(abs(variance / (n * p * (1 - p)) - 1) < 4 * (2 / draws).squareRoot())
    #expect(values.allSatisfy { (0...n).contains($0) })
  }

  @Test func binomialsWithoutChance() {
    var generator = SeededGenerator(seed: 1)
    #expect(generator.binomial(trials: 100, probability: 0) == 0)
    #expect(generator.binomial(trials: 100, probability: 1) == 100)
    #expect(generator.binomial(trials: 0, probability: 0.5) == 0)
  }

  /// The interval of subjects drawn one by one, up to the chance of the replicates.
  @Test func groupsDrawAsSingleSubjectsDo() throws {
    let groups = [
      RatioGroup(numerator: 0, denominator: 1, count: 60),
      RatioGroup(numerator: 1, denominator: 1, count: 120),
      RatioGroup(numerator: 1, denominator: 3, count: 20),
    ]
    let single = groups.flatMap { Array(repeating: $0, count: $0.count) }
    let drawn = try #require(ratioBootstrap(groups: groups, replicates: 2000, seed: 1))
    let reference = try #require(
      ratioBootstrap(
        numerators: single.map(\.numerator), denominators: single.map(\.denominator),
        replicates: 2000, seed: 2))
    #expect(abs(drawn.low - reference.low) < 0.012 && abs(drawn.high - reference.high) < 0.012)
    #expect(drawn.low < 140.0 / 240 && drawn.high > 140.0 / 240)
    #expect(ratioBootstrap(groups: groups, replicates: 2000, seed: 1, threads: 3) == drawn)
  }

  @Test func nothingToDraw() {
    #expect(ratioBootstrap(groups: [], replicates: 10, seed: 1) == nil)
    let group = RatioGroup(numerator: 1, denominator: 2, count: 3)
    #expect(ratioBootstrap(groups: [group], replicates: 0, seed: 1) == nil)
    #expect(ratioBootstrap(groups: [group], replicates: 5, seed: 1)?.low == 0.5)
  }
}
