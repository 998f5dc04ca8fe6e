import Modeling
import Testing

@Suite struct CalibrationTests {
  @Test(arguments: MeasuresReference.names) func groupsMatchTheReference(_ name: String) throws {
    let sample = try MeasuresReference.sample(name)
    let calibration = Calibration(sample.scores, sample.isChurned)
    let expected = sample.measures.calibrationGroups
    #expect(calibration.groups.map(\.weight) == expected.map(\.rows))
    #expect(calibration.groups.map(\.churned) == expected.map(\.churned))
    for (group, other) in zip(calibration.groups, expected) {
      #expect(relativeError(group.expected, other.expected) < 1e-13)
    }
    let unseen = calibration.hosmerLemeshow(.unseen)
    let trained = calibration.hosmerLemeshow(.trainedByMaximumLikelihood)
    #expect(calibration.hosmerLemeshow(.trainedOtherwise) == nil)
    #expect((unseen == nil) == (sample.measures.hosmerLemeshowP == nil))
    #expect(agree(unseen?.pValue, sample.measures.hosmerLemeshowP, within: 1e-9))
    #expect(agree(trained?.pValue, sample.measures.hosmerLemeshowPTraining, within: 1e-9))
    if let unseen {
      #expect(agree(unseen.statistic, sample.measures.hosmerLemeshow, within: 1e-12))
    }
  }

  /// A decile that equals a score must not fall beside it by rounding: 70 % of 90 steps is step 63.
  @Test(arguments: 2...120) func decilesAreExact(_ count: Int) {
    let scores = (1...count).map { Double($0) / 1024 }
    let groups = Calibration(scores, scores.map { _ in true }).groups
    var sizes = Array(repeating: 0.0, count: 10)
    for i in 0..<count { sizes[(1...9).count { (count - 1) * $0 < 10 * i }] += 1 }
    #expect(groups.map(\.weight) == sizes.filter { $0 > 0 })
  }

  @Test func aPerfectlyCalibratedScore() {
    // Of the rows at each probability exactly that share churned.
    let levels = [(0.2, 10), (0.5, 10), (0.9, 10)]
    let scores = levels.flatMap { Array(repeating: $0.0, count: $0.1) }
    let labels = levels.flatMap { level in (0..<10).map { Double($0) < 10 * level.0 - 0.5 } }
    let calibration = Calibration(scores, labels)
    #expect(abs(calibration.intercept ?? 1) < 1e-14)
    #expect(abs((calibration.slope ?? 0) - 1) < 1e-12)
    #expect(calibration.expectedError < 1e-15)
    #expect((calibration.hosmerLemeshow(.unseen)?.pValue ?? 0) > 0.9999)
  }

  /// Shifting the log-odds shifts the intercept; stretching them divides the slope.
  @Test func slopeAndInterceptFollowTheLogOdds() throws {
    let sample = try MeasuresReference.sample("large")
    let plain = Calibration(sample.scores, sample.isChurned)
    let moved = Calibration(
      sample.scores.map { Elementary.logistic(Elementary.logit($0) + 2) }, sample.isChurned)
    let stretched = Calibration(
      sample.scores.map { Elementary.logistic(2 * Elementary.logit($0)) }, sample.isChurned)
    #expect(abs((moved.intercept ?? .nan) + 2 - (plain.intercept ?? .nan)) < 1e-9)
    #expect(agree(moved.slope, plain.slope, within: 1e-9))
    #expect(agree(stretched.slope.map { 2 * $0 }, plain.slope, within: 1e-9))
  }

  @Test func emptyAndOneClass() {
    let empty = Calibration([], [])
    #expect(empty.groups.isEmpty && empty.intercept == nil && empty.slope == nil)
    let one = Calibration([0.2, 0.3], [true, true])
    #expect(one.intercept == nil && one.slope == nil && one.extremeCount == 0)
  }
}
