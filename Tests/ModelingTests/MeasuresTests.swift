import Modeling
import Testing

@Suite struct MeasuresTests {
  static let names = MeasuresReference.names

  @Test func allSetsOfTheFileAreTested() throws {
    let reference = try TestFiles.decode(MeasuresReference.self, from: "metrics.json")
    #expect(Set(reference.sets.keys) == Set(Self.names))
  }

  @Test(arguments: names) func matchesTheReference(_ name: String) throws {
    let sample = try MeasuresReference.sample(name)
    let rows = JudgedRows(labels: sample.isChurned)
    Self.compare(rows, sample.scores, sample.measures)
    if let scores = sample.scoresB, let expected = sample.measuresB {
      Self.compare(rows, scores, expected)
    }
  }

  static func compare(_ rows: JudgedRows, _ scores: [Double], _ expected: MeasuresReference.Values)
  {
    let result = rows.measures(of: scores)
    #expect(result.rows == expected.rows && result.churned == expected.churned)
    #expect(relativeError(result.baseRate, expected.baseRate) < 1e-15)
    #expect(agree(result.auc, expected.auc, within: 1e-12))
    #expect(agree(result.aucLow, expected.aucLow, within: 1e-10))
    #expect(agree(result.aucHigh, expected.aucHigh, within: 1e-10))
    #expect(abs((result.gini ?? .nan) - expected.gini) < 1e-12)
    #expect(agree(result.averagePrecision, expected.prAuc, within: 1e-12))
    #expect(relativeError(result.logLoss, expected.logLoss) < 1e-12)
    #expect(result.clippedCount == expected.clipped)
    #expect(relativeError(result.brier, expected.brier) < 1e-12)
    #expect(abs((result.kolmogorovSmirnov ?? .nan) - expected.ks) < 1e-12)
    #expect(agree(result.calibrationIntercept, expected.calibrationIntercept, within: 1e-9))
    #expect(agree(result.calibrationSlope, expected.calibrationSlope, within: 1e-9))
    #expect(
      relativeError(result.expectedCalibrationError, expected.expectedCalibrationError) < 1e-12)
    #expect(result.hosmerLemeshowGroups == expected.hosmerLemeshowGroups)
    #expect(agree(result.hosmerLemeshowPValue, expected.hosmerLemeshowP, within: 1e-9))
    #expect(result.gains.map(\.fraction) == expected.gains.map(\.fraction))
    for (gain, other) in zip(result.gains, expected.gains) {
      #expect(abs(gain.captured - other.captured) < 1e-12 && abs(gain.lift - other.lift) < 1e-11)
    }
    #expect(abs((result.liftAt10 ?? .nan) - expected.liftAt10) < 1e-11)
  }

  @Test(arguments: ["ties", "large"]) func weightedMatchesTheReference(_ name: String) throws {
    let sample = try MeasuresReference.sample(name)
    let expected = try #require(sample.measuresWeighted)
    let result = JudgedRows(labels: sample.isChurned, weights: sample.weights)
      .measures(of: sample.scores)
    #expect(agree(result.auc, expected.auc, within: 1e-12))
    #expect(agree(result.averagePrecision, expected.prAuc, within: 1e-12))
    #expect(relativeError(result.logLoss, expected.logLoss) < 1e-12)
    #expect(relativeError(result.brier, expected.brier) < 1e-12)
    #expect(result.aucLow == nil && result.aucHigh == nil)
    #expect(result.warnings.contains { $0.contains("case weights") })
  }

  /// Weights of 1 are no weights.
  @Test func equalWeightsAreNone() throws {
    let sample = try MeasuresReference.sample("twelve")
    let plain = JudgedRows(labels: sample.isChurned)
    let ones = JudgedRows(labels: sample.isChurned, weights: sample.labels.map { _ in 1 })
    #expect(plain.measures(of: sample.scores) == ones.measures(of: sample.scores))
  }

  @Test func weightTwoIsTheRowTwice() throws {
    let sample = try MeasuresReference.sample("ties")
    let weights = sample.labels.indices.map { $0 % 3 }
    let rows = sample.labels.indices.flatMap { Array(repeating: $0, count: weights[$0]) }
    let a = JudgedRows(labels: sample.isChurned, weights: weights.map { Double($0) })
      .measures(of: sample.scores, threshold: (0.5, "given"))
    let b = JudgedRows(labels: rows.map { sample.isChurned[$0] })
      .measures(of: rows.map { sample.scores[$0] }, threshold: (0.5, "given"))
    for (x, y) in [
      (a.auc, b.auc), (a.averagePrecision, b.averagePrecision), (a.logLoss, b.logLoss),
      (a.brier, b.brier), (a.kolmogorovSmirnov, b.kolmogorovSmirnov),
      (a.calibrationIntercept, b.calibrationIntercept), (a.calibrationSlope, b.calibrationSlope),
      (a.threshold?.precision, b.threshold?.precision),
      (a.threshold?.recall, b.threshold?.recall),
      (a.threshold?.specificity, b.threshold?.specificity),
      (a.threshold?.contactedShare, b.threshold?.contactedShare), (a.baseRate, b.baseRate),
    ] { #expect(agree(x, y, within: 1e-9)) }
    for (x, y) in zip(a.gains, b.gains) { #expect(abs(x.captured - y.captured) < 1e-12) }
  }

  @Test func confusionAtAThreshold() throws {
    let rows = JudgedRows(labels: [true, false, true, false, false])
    let scores = [0.9, 0.8, 0.5, 0.5, 0.1]
    let at = { (value: Double) in rows.measures(of: scores, threshold: (value, "given")).threshold }
    // 0.5 and above are called: 2 of 4 churned, both found, 1 of 3 others let alone.
    let half = try #require(at(0.5))
    #expect(half.precision == 0.5 && half.recall == 1 && half.contactedShare == 0.8)
    #expect(agree(half.specificity, 1 / 3, within: 1e-15) && half.rule == "given")
    let none = try #require(at(0.95))
    #expect(none.precision == nil && none.recall == 0 && none.specificity == 1)
    #expect(none.contactedShare == 0)
    #expect(rows.measures(of: scores).threshold == nil)
  }

  @Test(arguments: [true, false]) func oneClassHasNoRanking(_ label: Bool) {
    let result = JudgedRows(labels: [label, label, label]).measures(of: [0.2, 0.4, 0.4])
    #expect(result.auc == nil && result.aucLow == nil && result.gini == nil)
    #expect(result.kolmogorovSmirnov == nil && result.calibrationSlope == nil)
    #expect((result.averagePrecision == nil) == !label && result.gains.isEmpty == !label)
    #expect(result.logLoss > 0 && result.warnings == ["all rows have the same label: no AUC"])
  }

  @Test func warnsOfImpossibleProbabilities() {
    let result = JudgedRows(labels: [true, false, true]).measures(of: [1, 0, 0.5])
    #expect(result.calibrationIntercept == nil && result.calibrationSlope == nil)
    #expect(result.warnings.count == 1 && result.warnings[0].hasPrefix("2 probabilities"))
  }

  @Test func holmStepsDown() {
    let adjusted = holmAdjusted([0.01, 0.04, nil, 0.03, 0.005])
    for (value, expected) in zip(adjusted, [0.03, 0.06, nil, 0.06, 0.02]) {
      #expect(agree(value, expected, within: 1e-14))
    }
    #expect(holmAdjusted([]).isEmpty && holmAdjusted([nil]) == [nil])
    #expect(holmAdjusted([0.7, 0.9]) == [1, 1])
    #expect(holmAdjusted([0.2]) == [0.2])
  }
}
