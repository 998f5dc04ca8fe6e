import Testing

@testable import Modeling

@Suite struct WilsonIntervalTests {
  struct Reference: Decodable {
    struct Interval: Decodable, Sendable {
      var successes: Int
      var trials: Int
      var confidence: Double
      var low: Double
      var high: Double
    }

    var intervals: [Interval]
  }

  @Test func isThatOfPropTest() throws {
    let reference = try TestFiles.decode(Reference.self, from: "wilson.json")
    #expect(reference.intervals.count == 36)
    for line in reference.intervals {
      let interval = try #require(
        wilsonInterval(
          successes: line.successes, trials: line.trials, confidence: line.confidence))
      // prop.test leaves rounding errors of its own at 0 and 1.
      #expect(abs(interval.lowerBound - line.low) < 1e-15, "\(line)")
      #expect(abs(interval.upperBound - line.high) < 1e-14, "\(line)")
    }
  }

  /// The ends are the shares whose score statistic is z: (x − np)² = z² n p (1 − p).
  @Test(arguments: [(3, 11), (7, 9), (200, 1000)])
  func theEndsSolveTheirEquation(_ successes: Int, _ trials: Int) throws {
    let interval = try #require(wilsonInterval(successes: successes, trials: trials))
    let (x, n, z) = (Double(successes), Double(trials), 1.959963984540054)
    for p in [interval.lowerBound, interval.upperBound] {
      let (distance, spread) = ((x - n * p) * (x - n * p), z * z * n * p * (1 - p))
      #expect(abs(distance - spread) < 1e-9 * spread)
    }
  }

  /// By hand: with no success the upper end is z² / (n + z²), and the lower one is 0 to the bit.
  @Test func theEndsOfTheScale() throws {
    let z = 1.959963984540054
    for trials in [1, 2, 30, 12_345] {
      let none = try #require(wilsonInterval(successes: 0, trials: trials))
      let all = try #require(wilsonInterval(successes: trials, trials: trials))
      #expect(none.lowerBound == 0 && all.upperBound == 1)
      #expect(abs(none.upperBound - z * z / (Double(trials) + z * z)) < 1e-15)
      #expect(abs(none.upperBound + all.lowerBound - 1) < 1e-15)
    }
  }

  @Test func whatHasNoInterval() {
    #expect(wilsonInterval(successes: 0, trials: 0) == nil)
    #expect(wilsonInterval(successes: 3, trials: 2) == nil)
    #expect(wilsonInterval(successes: -1, trials: 2) == nil)
    #expect(wilsonInterval(successes: 1, trials: 2, confidence: 1) == nil)
  }
}
