import Modeling
import Testing

@Suite struct BrierDecompositionTests {
  /// Rates 0, ½, ½, 1 in order; the middle two are in the wrong order and pool to ½.
  @Test func byHand() throws {
    let ranked = RankedScores(
      scores: [0.1, 0.4, 0.6, 0.8], labels: [false, true, false, true])
    let parts = try #require(BrierDecomposition(ranked))
    // S(p) = (0.01 + 0.36 + 0.36 + 0.04)/4, S(recalibrated) = 2 · ¼ / 4.
    #expect(agree(parts.miscalibration, 0.1925 - 0.125, within: 1e-14))
    #expect(agree(parts.discrimination, 0.125, within: 1e-14) && parts.uncertainty == 0.25)
  }

  @Test(arguments: MeasuresReference.names) func addsUpToTheBrierScore(_ name: String) throws {
    let sample = try MeasuresReference.sample(name)
    for weights in [nil, sample.weights] {
      let ranked = RankedScores(
        scores: sample.scores, labels: sample.isChurned, weights: weights)
      let parts = try #require(BrierDecomposition(ranked))
      let brier = ProbabilityLoss.brier(sample.scores, sample.isChurned, weights: weights)
      #expect(agree(parts.score, brier, within: 1e-12))
      #expect(parts.miscalibration >= 0 && parts.discrimination >= 0)
      #expect(parts.discrimination <= parts.uncertainty)
    }
  }

  /// Recalibrated probabilities have nothing left to gain, and the same discrimination.
  @Test func recalibratedProbabilitiesAreRight() throws {
    let sample = try MeasuresReference.sample("five_levels")
    let plain = RankedScores(scores: sample.scores, labels: sample.isChurned)
    let rates = plain.ties.map { $0.churned / $0.weight }
    let recalibrated = RankedScores(
      scores: plain.tieOfRow.map { rates[Int($0)] }, labels: sample.isChurned)
    let (a, b) = (BrierDecomposition(plain), BrierDecomposition(recalibrated))
    #expect((b?.miscalibration ?? 1) < 1e-15)
    #expect(agree(b?.discrimination, a?.discrimination, within: 1e-12))
  }

  @Test func oneClassAndNothing() throws {
    let one = try #require(
      BrierDecomposition(RankedScores(scores: [0.2, 0.6], labels: [false, false])))
    #expect(one.uncertainty == 0 && one.discrimination == 0)
    #expect(agree(one.miscalibration, 0.2, within: 1e-15))
    #expect(BrierDecomposition(RankedScores(scores: [], labels: [])) == nil)
  }
}
