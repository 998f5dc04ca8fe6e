import Modeling
import Testing

@testable import Churn

@Suite struct BaseRateTests {
  static let correction = BaseRateCorrection(
    baseRate: 0.05, sampleRate: 0.5, uncorrectedIntercept: 0.2)

  /// King & Zeng's own form: −ln[((1 − P) / P) · (ȳ / (1 − ȳ))].
  @Test func shift() {
    #expect(abs(Self.correction.shift + Elementary.log(19)) < 1e-14)
    var other = Self.correction
    other.sampleRate = 0.05
    #expect(other.shift == 0)
  }

  @Test func weightsGiveTheBaseRate() throws {
    let labels = [true, true, true, false]
    let weights = try #require(Self.correction.weights(labels))
    let churned = zip(weights, labels).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
    #expect(abs(churned / weights.reduce(0, +) - 0.05) < 1e-15)
    #expect(abs(weights.reduce(0, +) - 4) < 1e-14)
    #expect(Self.correction.weights([true, true]) == nil)
  }

  @Test func measuresAreReweighted() {
    let labels = (0..<200).map { $0 % 2 == 0 }
    let probabilities = labels.indices.map { 0.02 + Double(($0 * 37) % 50) / 1000 }
    let rows = JudgedRows(labels: labels)
    let plain = rows.measures(of: probabilities)
    let measures = Self.correction.measures(
      rows, of: rows.scored(probabilities), threshold: nil, acquaintance: .unseen)
    #expect(abs(measures.baseRate - 0.05) < 1e-15 && plain.baseRate == 0.5)
    #expect(measures.auc == plain.auc && measures.aucLow == plain.aucLow)
    #expect(measures.aucLow != nil && measures.brier < plain.brier / 2)
    #expect(measures.hosmerLemeshowPValue == nil && measures.warnings == plain.warnings)
  }

  /// A file without the member, and one with it, read back.
  @Test func coding() throws {
    let node = JSONNode(Self.correction.json, file: "m.json")
    #expect(try BaseRateCorrection(node) == Self.correction)
    #expect(try BaseRateCorrection(nil) == nil)
    var members: [String: JSONValue] = [:]
    if case .object(let object) = Self.correction.json { members = object }
    members["base_rate"] = 1.5
    #expect(throws: (any Error).self) {
      try BaseRateCorrection(JSONNode(.object(members), file: "m.json"))
    }
  }
}
