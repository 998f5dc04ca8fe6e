import Modeling
import Testing

@Suite struct GainsTests {
  @Test(arguments: MeasuresReference.names) func riseToOne(_ name: String) throws {
    let sample = try MeasuresReference.sample(name)
    for weights in [nil, sample.weights] {
      let ranked = RankedScores(scores: sample.scores, labels: sample.isChurned, weights: weights)
      let gains = ranked.gains(at: (1...100).map { Double($0) / 100 })
      for (a, b) in zip(gains, gains.dropFirst()) { #expect(a.captured <= b.captured + 1e-15) }
      #expect(gains.last?.captured == 1 && gains.last?.lift == 1)
      #expect(gains.allSatisfy { abs($0.lift * $0.fraction - $0.captured) < 1e-15 })
    }
  }

  @Test func tiesAtTheEdgeCountInProportion() {
    // The five rows of the middle score hold two churned.
    let scores = [0.9, 0.5, 0.5, 0.5, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1]
    let labels = [true, true, true, false, false, false, false, false, false, true]
    let ranked = RankedScores(scores: scores, labels: labels)
    let captured = ranked.gains(at: [0.1, 0.2, 0.35, 0.6, 0.8, 1]).map(\.captured)
    for (value, expected) in zip(captured, [0.25, 0.35, 0.5, 0.75, 0.875, 1]) {
      #expect(abs(value - expected) < 1e-15)
    }
    #expect(RankedScores.tenths.count == 10 && RankedScores.tenths.last == 1)
  }

  @Test func constantScoresCaptureTheirShare() {
    let ranked = RankedScores(
      scores: Array(repeating: 0.4, count: 20), labels: (0..<20).map { $0 % 5 == 0 })
    for gain in ranked.gains(at: RankedScores.tenths) {
      #expect(abs(gain.captured - gain.fraction) < 1e-15 && abs(gain.lift - 1) < 1e-14)
    }
  }
}
