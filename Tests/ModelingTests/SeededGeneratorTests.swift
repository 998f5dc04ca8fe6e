import Modeling
import Testing

@Suite struct SeededGeneratorTests {
  @Test(arguments: [
    (seed: UInt64(0), stream: UInt64(0)), (1, 0), (1, 1), (20_240_501, 7), (.max, .max),
  ])
  func followsThePublishedAlgorithms(seed: UInt64, stream: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: stream)
    var oracle = Oracle(seed: seed, stream: stream)
    for _ in 0..<100 { #expect(generator.next() == oracle.next()) }
  }

  /// A saved division of rows must come out the same for ever.
  @Test func valuesArePinned() {
    var generator = SeededGenerator(seed: 42, stream: 3)
    #expect(
      (0..<4).map { _ in generator.next() } == [
        0x31c2_b9a4_dda4_8daf,
        0x2c82_57a4_2908_59e7,
        0x3ecb_a11f_c1cd_cb20,
        0x8860_e72d_4f9c_1cd1,
      ])
  }

  @Test func streamsDoNotMeet() {
    let draws = (UInt64(0)..<50).map { stream in
      var generator = SeededGenerator(seed: 9, stream: stream)
      return (0..<20).map { _ in generator.next() }
    }
    #expect(Set(draws.joined()).count == 50 * 20)
  }

  @Test func uniformIsUniform() {
    var generator = SeededGenerator(seed: 1)
    let draws = (0..<20_000).map { _ in generator.uniform() }
    #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = draws.reduce(0, +) / 20_000
    // Five standard errors of the mean of 20,000 draws: 5 / √(12 · 20,000).
    #expect(abs(mean - 0.5) < 0.0103)
    var counts = Array(repeating: 0, count: 20)
    for draw in draws { counts[Int(draw * 20)] += 1 }
    let statistic = counts.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    #expect(ChiSquaredDistribution.upperTail(statistic, degreesOfFreedom: 19) > 1e-4)
  }

  @Test(arguments: [1, 2, 3, 7, 1 << 40, .max])
  func integersStayBelowTheirBound(_ bound: Int) {
    var generator = SeededGenerator(seed: 5)
    let draws = (0..<2000).map { _ in generator.integer(below: bound) }
    #expect(draws.allSatisfy { $0 >= 0 && $0 < bound })
    if bound <= 7 { #expect(Set(draws).count == bound) }
    let mean = draws.reduce(0) { $0 + Double($1) / 2000 } / Double(bound)
    let expected = (Double(bound) - 1) / 2 / Double(bound)
    #expect(abs(mean - expected) < 0.04)
  }

  @Test func shufflesArePermutationsAndEquallyLikely() {
    var generator = SeededGenerator(seed: 8)
    #expect(generator.shuffled([Int]()) == [])
    #expect(generator.shuffled([1]) == [1])
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[generator.shuffled([1, 2, 3]), default: 0] += 1 }
    #expect(counts.count == 6)
    let statistic = counts.values.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    #expect(ChiSquaredDistribution.upperTail(statistic, degreesOfFreedom: 5) > 1e-4)
  }
}

/// splitmix64 and xoshiro256** as their authors print them.
private struct Oracle {
  private var s: [UInt64]

  init(seed: UInt64, stream: UInt64) {
    var state = seed
    var second = Oracle.splitmix(&state) ^ (stream &* 0xd134_2543_de82_ef95)
    s = (0..<4).map { _ in Oracle.splitmix(&second) }
  }

  private static func splitmix(_ x: inout UInt64) -> UInt64 {
    x = x &+ 0x9e37_79b9_7f4a_7c15
    var z = x
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func next() -> UInt64 {
    func rotl(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
    let result = rotl(s[1] &* 5, 7) &* 9
    let t = s[1] << 17
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= t
    s[3] = rotl(s[3], 45)
    return result
  }
}
