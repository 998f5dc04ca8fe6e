import Modeling
import Testing

@Suite struct ProbabilityLossTests {
  @Test func logLossOfSingleRows() {
    #expect(ProbabilityLoss.logLoss([0.25], [true]).mean == Elementary.log(4))
    #expect(relativeError(ProbabilityLoss.logLoss([0.75], [false]).mean, Elementary.log(4)) < 1e-15)
    let sure = ProbabilityLoss.logLoss([1, 0], [true, false])
    #expect(sure.clipped == 2 && abs(sure.mean - 1e-15) < 1e-16)
    let wrong = ProbabilityLoss.logLoss([0], [true])
    #expect(wrong.clipped == 1 && relativeError(wrong.mean, 34.538776394910684) < 1e-14)
  }

  /// 1 − p next to 1 comes from log1p, not from a rounded difference.
  @Test func smallProbabilitiesKeepTheirDigits() {
    let loss = ProbabilityLoss.logLoss([1e-12, 1e-12], [false, false])
    #expect(relativeError(loss.mean, 1.0000000000005e-12) < 1e-13 && loss.clipped == 0)
  }

  @Test func weightedMeans() {
    let (p, y, w) = ([0.2, 0.9], [false, true], [3.0, 1])
    #expect(relativeError(ProbabilityLoss.brier(p, y, weights: w), (3 * 0.04 + 0.01) / 4) < 1e-15)
    let expected = -(3 * Elementary.log(0.8) + Elementary.log(0.9)) / 4
    #expect(relativeError(ProbabilityLoss.logLoss(p, y, weights: w).mean, expected) < 1e-15)
  }
}
