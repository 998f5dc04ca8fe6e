import Testing

@testable import Modeling

@Suite struct NormalDistributionTests {
  @Test func erfcMatchesTheReference() throws {
    for row in try ElementaryReference.load().erfc {
      let value = NormalDistribution.erfc(row[0])
      #expect(relativeError(value, row[1]) < 1e-13, "erfc(\(row[0])) is \(value)")
    }
  }

  @Test func quantileMatchesTheReference() throws {
    for row in try ElementaryReference.load().normalQuantile {
      let value = NormalDistribution.quantile(row[0])
      // Next to ½ the quantile is a small number, and p has no more digits than its distance to ½.
      let tolerance = 1e-12 * max(abs(row[1]), 1e-4)
      #expect(abs(value - row[1]) <= tolerance, "quantile(\(row[0])) is \(value), not \(row[1])")
    }
  }

  @Test(arguments: [-37.0, -8, -1.5, -0.1, 0, 0.3, 2, 6])
  func cumulativeAndTailsBelongTogether(_ z: Double) {
    let p = NormalDistribution.cumulative(z)
    #expect(abs(p + NormalDistribution.cumulative(-z) - 1) < 1e-15)
    #expect(
      relativeError(NormalDistribution.twoSidedTail(z), 2 * min(p, 1 - p)) < 1e-6
        || z >= 6)
    #expect(NormalDistribution.twoSidedTail(z) == NormalDistribution.twoSidedTail(-z))
    if z < 3 { #expect(abs(NormalDistribution.quantile(p) - z) < 1e-12 * max(1, abs(z))) }
  }

  @Test func ends() {
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.twoSidedTail(.infinity) == 0)
    #expect(NormalDistribution.twoSidedTail(0) == 1)
    #expect(NormalDistribution.cumulative(-.infinity) == 0)
    #expect(NormalDistribution.cumulative(.infinity) == 1)
    #expect(NormalDistribution.twoSidedTail(.nan).isNaN)
  }
}
