import Testing

@testable import Modeling

@Suite struct PopulationStabilityTests {
  private func rows(_ reference: [Int], _ current: [Int]) -> [PopulationStability.Rows] {
    zip(reference, current).map { PopulationStability.Rows($0, $1) }
  }

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
        PopulationStability(bins: rows(wanted.reference, wanted.current)))
      #expect(found.binCount == wanted.reference.count)
      #expect(relativeError(found.index, wanted.index) < 1e-12)
      #expect(agree(found.criticalValue, wanted.criticalValue, within: 1e-12))
    }
  }

  /// Shares 0.5, 0.5 against 0.8, 0.2: 0.3 ln 1.6 + 0.3 ln 2.5.
  @Test func byHand() throws {
    let found = try #require(
      PopulationStability(bins: rows([50, 50], [160, 40])))
    #expect(abs(found.index - 0.3 * (0.47000362924573558 + 0.91629073187415511)) < 1e-15)
    // 6.6349… is the 99 % point of χ² with one degree of freedom.
    #expect(abs((found.criticalValue ?? 0) - 0.015 * 6.6348966010212145) < 1e-14)
    #expect(found.alarm == .strong)
  }

  /// Sides and bins may change places; nothing has moved where the shares are equal.
  @Test func relations() throws {
    let (a, b) = ([30, 60, 25, 85], [44, 31, 70, 55])
    func index(_ a: [Int], _ b: [Int]) throws -> Double {
      try #require(PopulationStability(bins: rows(a, b))).index
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
    let found = try #require(PopulationStability(bins: rows(a, b)))
    #expect(found.alarm == alarm, "\(found)")
  }

  @Test func fewRowsJoinBins() throws {
    // Twenty rows are expected to fill two bins with ten each.
    let twenty = try #require(
      PopulationStability(
        bins: rows(Array(repeating: 100, count: 10), Array(repeating: 2, count: 10))))
    #expect(twenty.binCount == 2 && twenty.index == 0)
    let one = try #require(
      PopulationStability(bins: rows([500, 500], [0, 1])))
    #expect(one.binCount == 1 && one.criticalValue == nil && one.alarm == .none)
    #expect(PopulationStability(bins: rows([0, 0], [1, 2])) == nil)
    #expect(PopulationStability(bins: rows([3, 1], [0, 0])) == nil)
    #expect(PopulationStability(bins: []) == nil && PopulationStability(levels: []) == nil)
  }

  /// Levels with few rows are joined with each other and with those that the reference has not seen.
  @Test func rareLevels() throws {
    let levels = rows([3, 400, 5, 500, 4], [6, 400, 5, 450, 6])
    let some = try #require(PopulationStability(levels: levels, unseen: 2))
    let same = try #require(PopulationStability(bins: rows([400, 500, 12], [400, 450, 19])))
    #expect(some == same && some.binCount == 3)
    let few = try #require(PopulationStability(levels: rows([400, 500], [40, 60]), unseen: 1))
    #expect(few == PopulationStability(bins: rows([400, 500], [41, 60])))
    // Gaps where there were none, few as they are beside the reference.
    let gaps = try #require(
      PopulationStability(
        bins: rows([500_000, 500_000], [95, 100]), missing: PopulationStability.Rows(0, 5)))
    #expect(gaps.binCount == 3 && gaps.alarm == .strong)
    let one = try #require(
      PopulationStability(
        bins: rows([500_000, 500_000], [99, 100]), missing: PopulationStability.Rows(0, 1)))
    #expect(one.binCount == 2 && one.alarm == .none)
  }

  /// A column of very many levels brings new ones in every file, and they are no alarm.
  @Test(arguments: [(1000, 1000), (20_000, 200)])
  func manyLevels(_ n: Int, _ m: Int) throws {
    var random = SeededGenerator(seed: 8)
    var unseenRows = 0
    let alarms = try (0..<15).count { _ in
      let (all, now) = (random.rows(n, bins: 1500), random.rows(m, bins: 1500))
      let known = all.indices.filter { all[$0] > 0 }
      let unseen = all.indices.reduce(0) { $0 + (all[$1] == 0 ? now[$1] : 0) }
      unseenRows += unseen
      let found = try #require(
        PopulationStability(
          levels: rows(known.map { all[$0] }, known.map { now[$0] }), unseen: unseen))
      return found.alarm != .none
    }
    #expect(unseenRows > 0)
    #expect(alarms <= 1, "\(alarms) of 15")
  }

  /// Where nothing has changed one of a hundred files is beyond the critical value, whatever the sizes.
  @Test(arguments: [(2000, 2000, 10), (20_000, 100, 10), (20_000, 30, 10), (400, 4000, 20)])
  func falseAlarms(_ n: Int, _ m: Int, _ bins: Int) throws {
    var random = SeededGenerator(seed: 5, stream: UInt64(n + m))
    let runs = 1500
    let crossed = try (0..<runs).count { _ in
      let found = try #require(
        PopulationStability(bins: rows(random.rows(n, bins: bins), random.rows(m, bins: bins))))
      return found.index > found.criticalValue ?? .infinity
    }
    // χ² is the limit for many rows: with ten to a bin chance crosses up to twice as often.
    #expect((0.004...0.026).contains(Double(crossed) / Double(runs)), "\(crossed) of \(runs)")
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
