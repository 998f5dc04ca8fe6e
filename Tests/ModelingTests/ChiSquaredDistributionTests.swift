import Modeling
import Testing

@Suite struct ChiSquaredDistributionTests {
  @Test func upperTailMatchesTheReference() throws {
    for row in try ElementaryReference.load().chiSquareUpperTail {
      let value = ChiSquaredDistribution.upperTail(row[0], degreesOfFreedom: Int(row[1]))
      #expect(relativeError(value, row[2]) < 1e-12, "x \(row[0]), df \(row[1]): \(value)")
    }
  }

  @Test(arguments: [1, 2, 7, 8]) func ends(degreesOfFreedom df: Int) {
    #expect(ChiSquaredDistribution.upperTail(0, degreesOfFreedom: df) == 1)
    #expect(ChiSquaredDistribution.upperTail(-3, degreesOfFreedom: df) == 1)
    #expect(ChiSquaredDistribution.upperTail(1e4, degreesOfFreedom: df) == 0)
    #expect(ChiSquaredDistribution.upperTail(.infinity, degreesOfFreedom: df) == 0)
  }
}
