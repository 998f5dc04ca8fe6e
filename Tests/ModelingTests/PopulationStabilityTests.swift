import Testing

@testable import Modeling

@Suite struct PopulationStabilityTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      var reference: [Int]
      var current: [Int]
      var index: Double
      var criticalValue: Double
    }
    var cases: [Case]
  }

  @Test func indexAndCriticalValueAreThoseOfScipy() throws {
    for wanted in try TestFiles.decode(Reference.self, from: "stability.json").cases {
      let found = try #require(
        PopulationStability(
          reference: wanted.reference, current: wanted.current, isOrdered: true))
      #expect(found.binCount == wanted.reference.count)
      #expect(relativeError(found.index, wanted.index) < 1e-12)
      #expect(agree(found.criticalValue, wanted.criticalValue, within: 1e-12))
    }
  }

  /// Shares 0.5, 0.5 against 0.8, 0.2: 0.3 ln 1.6 + 0.3 ln 2.5.
  @Test func byHand() throws {
    let found = try #require(
      PopulationStability(reference: [50, 50], current: [160, 40], isOrdered: true))
    #expect(abs(found.index - 0.3 * (0.47000362924573558 + 0.91629073187415511)) < 1e-15)
    // 6.6349… is the 99 % point of χ² with one degree of freedom.
    #expect(abs((found.criticalValue ?? 0) - 0.015 * 6.6348966010212145) < 1e-14)
    #expect(found.alarm == .strong)
  }

  /// Sides and bins may change places; nothing has moved where the shares are equal.
  @Test func relations() throws {
    let (a, b) = ([30, 60, 25, 85], [44, 31, 70, 55])
    func index(_ a: [Int], _ b: [Int]) throws -> Double {
      try #require(PopulationStability(reference: a, current: b, isOrdered: true)).index
    }
    #expect(abs(try index(a, b) - index(b, a)) < 1e-15)
    #expect(abs(try index(a, b) - index(a.reversed(), b.reversed())) < 1e-15)
    #expect(try index(a, a.map { $0 * 7 }) == 0)
  }

  @Test(arguments: [
    // Alarms need the line and more than chance.
    ([1000, 1000], [1000, 1000], PopulationStability.Alarm.none),
    ([1000, 1000], [1200, 800], .none), ([1000, 1000], [1320, 680], .drift),
    ([1000, 1000], [1550, 450], .strong), ([1000, 1000], [10, 5], .none),
    // What training never saw.
    ([1000, 0], [700, 300], .strong), ([1000, 0], [999, 1], .none),
  ])
  func alarms(_ a: [Int], _ b: [Int], _ alarm: PopulationStability.Alarm) throws {
    let found = try #require(PopulationStability(reference: a, current: b, isOrdered: true))
    #expect(found.alarm == alarm, "\(found)")
  }

  @Test func fewRowsJoinBins() throws {
    // Ten rows are expected to fill two bins with five each.
    let ten = try #require(
      PopulationStability(
        reference: Array(repeating: 100, count: 10), current: Array(repeating: 1, count: 10),
        isOrdered: true))
    #expect(ten.binCount == 2 && ten.index == 0)
    let one = try #require(
      PopulationStability(reference: [500, 500], current: [0, 1], isOrdered: true))
    #expect(one.binCount == 1 && one.criticalValue == nil && one.alarm == .none)
    // Levels with few rows are joined with each other, not with their neighbours.
    let levels = try #require(
      PopulationStability(
        reference: [2, 400, 3, 500, 4], current: [9, 400, 8, 500, 7], isOrdered: false))
    #expect(levels.binCount == 4)
    #expect(PopulationStability(reference: [0, 0], current: [1, 2], isOrdered: true) == nil)
    #expect(PopulationStability(reference: [3, 1], current: [], isOrdered: true) == nil)
  }

  /// Where nothing has changed one of a hundred files is beyond the critical value, whatever the sizes.
  @Test(arguments: [(2000, 2000, 10), (20_000, 100, 10), (20_000, 30, 10), (400, 4000, 30)])
  func falseAlarms(_ n: Int, _ m: Int, _ bins: Int) throws {
    var random = SeededGenerator(seed: 5, stream: UInt64(n + m))
    let runs = 4000
    let crossed = try (0..<runs).count { _ in
      let found = try #require(
        PopulationStability(
          reference: random.rows(n, bins: bins), current: random.rows(m, bins: bins),
          isOrdered: true))
      return found.index > found.criticalValue ?? .infinity
    }
    // Four standard deviations either way are 0.0063.
    #expect((0.0035...0.0165).contains(Double(crossed) / Double(runs)), "\(crossed) of \(runs)")
  }
}

extension SeededGenerator {
  /// Rows dealt to bins in proportion 1 : 2 : 3 …, by binomials one after the other.
  fileprivate mutating func rows(_ count: Int, bins: Int) -> [Int] {
    var (left, weights) = (count, (1...bins).reduce(0, +))
    return (1...bins).map { weight in
      let rows = binomial(trials: left, probability: Double(weight) / Double(weights))
      left -= rows
      weights -= weight
      return rows
    }
  }
}
