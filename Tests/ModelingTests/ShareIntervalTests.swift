import Testing

@testable import Modeling

@Suite struct ShareIntervalTests {
  struct Reference: Decodable {
    struct Interval: Decodable, Sendable {
      var successes: Double
      var trials: Double
      var confidence: Double
      var low: Double
      var high: Double
    }

    var intervals: [Interval]
  }

  @Test func wilsonIsThatOfPropTest() throws {
    let reference = try TestFiles.decode(Reference.self, from: "wilson.json")
    #expect(reference.intervals.count == 36)
    for line in reference.intervals {
      let interval = ShareInterval.wilson(
        successes: line.successes, trials: line.trials, confidence: line.confidence)
      // prop.test leaves rounding errors of its own at 0 and 1.
      #expect(abs(interval.low - line.low) < 1e-15, "\(line)")
      #expect(abs(interval.high - line.high) < 1e-14, "\(line)")
    }
  }

  /// The ends are the shares whose score statistic is z: (x − np)² = z² n p (1 − p).
  @Test(arguments: [(3.0, 11.0), (7, 9), (200, 1000), (12.5, 33.3), (499, 500)])
  func theEndsOfWilsonSolveTheirEquation(x: Double, n: Double) {
    let interval = ShareInterval.wilson(successes: x, trials: n)
    #expect(interval.low < x / n && x / n < interval.high)
    for p in [interval.low, interval.high] {
      let z = 1.959963984540054
      let (distance, spread) = ((x - n * p) * (x - n * p), z * z * n * p * (1 - p))
      #expect(abs(distance - spread) < 1e-9 * spread)
    }
  }

  /// By hand: without a success the upper end is z² / (n + z²), and the lower one is 0 to the bit.
  @Test(arguments: [1.0, 2, 30, 12_345]) func wilsonAtTheEnds(trials: Double) {
    let square = 1.959963984540054 * 1.959963984540054
    let none = ShareInterval.wilson(successes: 0, trials: trials)
    let all = ShareInterval.wilson(successes: trials, trials: trials)
    #expect(none.low == 0 && all.high == 1)
    #expect(abs(none.high - square / (trials + square)) < 1e-15)
    #expect(abs(none.high + all.low - 1) < 1e-15)
  }

  @Test func theLiftOfAPart() throws {
    // 30 of 100 against 50 of 400: p = 0.3, r = 0.125, s = 1/4, q = 20/300.
    let lift = try #require(
      PartLift(successes: 30, trials: 100, ofSuccesses: 50, ofTrials: 400))
    #expect(abs(lift.lift - 2.4) < 1e-12)
    // (1/0.3 − 2)² · 0.21/100 + (0.75/0.125)² · (1/15)(14/15)/300.
    let variance = 16.0 / 9 * 0.0021 + 36 * (14.0 / 225) / 300
    let width = 1.959963984540054 * variance.squareRoot()
    #expect(abs(lift.high / lift.low - Elementary.exp(2 * width)) < 1e-9)
    #expect(abs(lift.low * lift.high - 2.4 * 2.4) < 1e-9)
  }

  @Test func theWholeHasLiftOneForCertain() throws {
    let lift = try #require(PartLift(successes: 7, trials: 20, ofSuccesses: 7, ofTrials: 20))
    #expect(lift.lift == 1 && lift.low == 1 && lift.high == 1)
  }

  @Test func aPartWithoutSuccessHasAnUpperEndAlone() throws {
    let lift = try #require(PartLift(successes: 0, trials: 20, ofSuccesses: 10, ofTrials: 100))
    #expect(lift.lift == 0 && lift.low == 0)
    let wilson = ShareInterval.wilson(successes: 0, trials: 20)
    #expect(abs(lift.high - wilson.high / 0.1) < 1e-12)
    #expect(PartLift(successes: 0, trials: 20, ofSuccesses: 0, ofTrials: 100) == nil)
    #expect(PartLift(successes: 0, trials: 0, ofSuccesses: 10, ofTrials: 100) == nil)
  }

  /// Of many samples the interval covers the true lift about as often as it says.
  @Test func theIntervalCovers() {
    var covered = 0
    for seed in 0..<1000 {
      var generator = SeededGenerator(seed: UInt64(seed))
      func count(_ n: Int, _ p: Double) -> Double {
        Double((0..<n).count { _ in generator.uniform() < p })
      }
      let (part, rest) = (count(150, 0.3), count(350, 0.15))
      let lift = PartLift(
        successes: part, trials: 150, ofSuccesses: part + rest, ofTrials: 500)
      if let lift, lift.low <= 0.3 / 0.195, 0.3 / 0.195 <= lift.high { covered += 1 }
    }
    // 950 ± 4 standard deviations.
    #expect((922...978).contains(covered))
  }
}
