import Testing

@testable import Modeling

@Suite struct RatioBootstrapTests {
  /// Customers with up to six trials, each with a share of success of its own.
  private func sample(
    _ count: Int, seed: UInt64
  ) -> (numerators: [Double], denominators: [Double]) {
    var generator = SeededGenerator(seed: seed)
    let trials = (0..<count).map { _ in 1 + generator.integer(below: 6) }
    let successes = trials.map { trials in
      let share = generator.uniform()
      return (0..<trials).count { _ in generator.uniform() < share }
    }
    return (successes.map(Double.init), trials.map(Double.init))
  }

  @Test func threadsDoNotMatterButTheSeedDoes() throws {
    let (x, n) = sample(50, seed: 1)
    func interval(seed: UInt64, threads: Int) -> ShareInterval? {
      ratioBootstrap(
        numerators: x, denominators: n, replicates: 101, seed: seed, threads: threads)
    }
    let one = try #require(interval(seed: 4, threads: 1))
    #expect(one == interval(seed: 4, threads: 3) && one == interval(seed: 4, threads: 200))
    #expect(one != interval(seed: 5, threads: 1))
  }

  /// By hand: replicates of two clusters are 0/1 and 1/1 half of the time, and 0 or 1 else.
  @Test func twoClusters() throws {
    let interval = try #require(
      ratioBootstrap(
        numerators: [0, 1], denominators: [1, 1], replicates: 400, seed: 1, confidence: 0.4))
    #expect(interval == ShareInterval(low: 0.5, high: 0.5))
    let wide = ratioBootstrap(numerators: [0, 1], denominators: [1, 1], replicates: 400, seed: 1)
    #expect(wide == ShareInterval(low: 0, high: 1))
  }

  /// It is the definition, written out.
  @Test func isThePercentilesOfReplicates() throws {
    let (x, n) = sample(30, seed: 2)
    var ratios = (0..<77).map { replicate in
      var generator = SeededGenerator(seed: 9, stream: UInt64(replicate))
      let drawn = (0..<30).map { _ in generator.integer(below: 30) }
      return drawn.reduce(0) { $0 + x[$1] } / drawn.reduce(0) { $0 + n[$1] }
    }
    ratios.sort()
    for confidence in [0.05, 0.2, 0.5, 0.8, 0.9] {
      let interval = try #require(
        ratioBootstrap(
          numerators: x, denominators: n, replicates: 77, seed: 9, confidence: confidence))
      #expect(interval.low == Quantiles.type7(ratios, (1 - confidence) / 2))
      #expect(interval.high == Quantiles.type7(ratios, (1 + confidence) / 2))
    }
  }

  /// The width is that of the normal interval with the linearised variance
  /// n/(n − 1) Σ (xᵢ − r nᵢ)² / (Σ nᵢ)² (Cochran 1977, 6.4), which is larger than the binomial one.
  @Test func theWidthIsThatOfTheClusters() throws {
    let (x, n) = sample(400, seed: 3)
    let interval = try #require(
      ratioBootstrap(numerators: x, denominators: n, replicates: 500, seed: 1))
    let total = n.reduce(0, +)
    let ratio = x.reduce(0, +) / total
    let squares = zip(x, n).reduce(0.0) {
      $0 + ($1.0 - ratio * $1.1) * ($1.0 - ratio * $1.1)
    }
    let width = 2 * 1.96 * squares.squareRoot() / total
    #expect(interval.low < ratio && ratio < interval.high)
    #expect(abs((interval.high - interval.low) / width - 1) < 0.12)
    let binomial = 2 * 1.96 * (ratio * (1 - ratio) / total).squareRoot()
    #expect(interval.high - interval.low > 1.2 * binomial)
  }

  @Test func scalingAndSilentClusters() throws {
    let (x, n) = sample(40, seed: 6)
    let interval = try #require(
      ratioBootstrap(numerators: x, denominators: n, replicates: 60, seed: 1))
    let doubled = ratioBootstrap(
      numerators: x.map { $0 * 2 }, denominators: n, replicates: 60, seed: 1)
    #expect(doubled == ShareInterval(low: 2 * interval.low, high: 2 * interval.high))
    let silent = Array(repeating: 0.0, count: 25)
    #expect(
      ratioBootstrap(
        numerators: silent + x, denominators: silent + n, replicates: 60, seed: 1) == interval)
  }

  @Test func equalClustersHaveNoWidth() {
    let interval = ratioBootstrap(
      numerators: [1, 1, 2], denominators: [4, 4, 8], replicates: 20, seed: 1)
    #expect(interval == ShareInterval(low: 0.25, high: 0.25))
  }

  @Test func whatHasNoInterval() {
    func interval(
      _ x: [Double], _ n: [Double], replicates: Int = 50, confidence: Double = 0.95
    ) -> ShareInterval? {
      ratioBootstrap(
        numerators: x, denominators: n, replicates: replicates, seed: 1,
        confidence: confidence)
    }
    #expect(interval([], []) == nil && interval([1], [2]) == nil)
    #expect(interval([0, 0], [0, 0]) == nil && interval([1, 0], [2, 0]) == nil)
    #expect(interval([1, 1], [0, 1]) == nil, "a replicate without denominator")
    #expect(interval([1, 2], [1]) == nil && interval([1, 2], [3, 4], replicates: 0) == nil)
    #expect(interval([1, 2], [3, 4], confidence: 1) == nil)
  }
}
