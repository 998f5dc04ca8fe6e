import Modeling
import Testing

@Suite struct ConfusionTests {
  static let ranked = RankedScores(
    scores: [0.9, 0.8, 0.5, 0.5, 0.1], labels: [true, false, true, false, false],
    weights: [1, 2, 3, 4, 5])

  @Test func byHand() throws {
    let half = Confusion(Self.ranked, threshold: 0.5)
    #expect(half.truePositives == 4 && half.falsePositives == 6)
    #expect(half.trueNegatives == 5 && half.falseNegatives == 0)
    #expect(half.precision == 0.4 && half.recall == 1 && half.specificity == 5.0 / 11)
    #expect(half.contactedShare == 10.0 / 15)
    #expect(half.cost(MisclassificationCost(falsePositive: 2, falseNegative: 9)) == 12)
    let economics = try RetentionEconomics(
      value: 100, contactCost: 1, offerCost: 10, acceptRate: 0.5)
    #expect(half.profit(economics) == 4 * 44 - 6 * 11)
  }

  @Test func nobodyAndNothing() {
    let none = Confusion(Self.ranked, threshold: 0.95)
    #expect(none.precision == nil && none.recall == 0 && none.specificity == 1)
    #expect(none.contactedShare == 0)
    #expect(none.cost(MisclassificationCost(falsePositive: 2, falseNegative: 9)) == 36)
    let empty = Confusion(RankedScores(scores: [], labels: []), threshold: 0.5)
    #expect(empty.recall == nil && empty.contactedShare == nil)
    let one = Confusion(RankedScores(scores: [0.6], labels: [true]), threshold: 0.5)
    #expect(one.specificity == nil && one.precision == 1)
  }

  /// The same as the measures' and the profit curve's.
  @Test(arguments: JudgingTests.cases) func agreesWithTheOthers(_ data: ScoredData, _ kind: String)
    throws
  {
    let (rows, scores, _) = try JudgingTests.load(data, kind)
    let judged = JudgedRows(labels: rows.labels, weights: rows.weights)
    let ranked = RankedScores(scores: scores, labels: rows.labels, weights: rows.weights)
    let economics = try RetentionEconomics(
      value: 100, contactCost: 1, offerCost: 10, acceptRate: 0.5)
    let curve = ProfitCurve(ranked, economics)
    for threshold in [0, 0.25, 1] {
      let found = Confusion(ranked, threshold: threshold)
      let other = judged.measures(of: scores, threshold: (threshold, "given")).threshold
      #expect(agree(found.precision, other?.precision, within: 1e-12))
      #expect(agree(found.recall, other?.recall, within: 1e-12))
      #expect(agree(found.specificity, other?.specificity, within: 1e-12))
      #expect(agree(found.contactedShare, other?.contactedShare, within: 1e-12))
      #expect(abs(found.profit(economics) - curve.cut(atThreshold: threshold).profit) < 1e-6)
    }
  }
}
