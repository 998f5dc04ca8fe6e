import Testing

@testable import Modeling

@Suite struct ShareIntervalTests {
  /// The ends are the shares p from which the observed share lies just z standard errors away.
  @Test(arguments: [(8.0, 10.0), (1.0, 40.0), (12.5, 33.3), (499.0, 500.0)])
  func wilson(successes: Double, trials: Double) {
    let interval = ShareInterval.wilson(successes: successes, trials: trials)
    let share = successes / trials
    #expect(interval.low < share && share < interval.high)
    for end in [interval.low, interval.high] {
      let distance = (share - end) * (share - end) * trials / (end * (1 - end))
      #expect(abs(distance.squareRoot() - 1.959963984540054) < 1e-9)
    }
  }

  /// Without a success the upper end is z² / (n + z²).
  @Test func wilsonAtTheEnds() {
    let square = 1.959963984540054 * 1.959963984540054
    let none = ShareInterval.wilson(successes: 0, trials: 20)
    let all = ShareInterval.wilson(successes: 20, trials: 20)
    #expect(none.low == 0 && abs(none.high - square / (20 + square)) < 1e-12)
    #expect(all.high == 1 && abs(all.low - 20 / (20 + square)) < 1e-12)
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
