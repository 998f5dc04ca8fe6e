import Modeling
import Testing

@Suite struct RetentionEconomicsTests {
  /// V = 100, C = 2, O = 10, γ = 0.3: a churner brings 0.3 · 90 − 2, a stayer −12.
  @Test func byHand() throws {
    let economics = try RetentionEconomics(
      value: 100, contactCost: 2, offerCost: 10, acceptRate: 0.3)
    #expect(economics.profitOfContactedChurner == 25 && economics.profitOfContactedStayer == -12)
    #expect(economics.profit(churned: 3, stayed: 5) == 15)
    #expect(agree(economics.breakEvenProbability, 12.0 / 37, within: 1e-15))
  }

  @Test(arguments: [(200.0, 1.0, 10.0, 0.3), (50, 0, 5, 0.2), (8, 1, 0, 0.125), (9, 3, 2, 1)])
  func contactingAtBreakEvenBringsNothing(_ v: Double, _ c: Double, _ o: Double, _ g: Double) throws
  {
    let economics = try RetentionEconomics(value: v, contactCost: c, offerCost: o, acceptRate: g)
    let p = try #require(economics.breakEvenProbability)
    #expect(p >= 0 && p <= 1 && abs(economics.profit(churned: p, stayed: 1 - p)) < 1e-14)
  }

  /// A churner who costs more than he brings; an offer dearer than a customer; nobody who accepts.
  @Test(arguments: [(10.0, 4.0, 1.0, 0.2), (10, 0, 20, 0.5), (10, 1, 0, 0), (10, 0, 0, 0)])
  func withoutBreakEven(_ v: Double, _ c: Double, _ o: Double, _ g: Double) throws {
    let economics = try RetentionEconomics(value: v, contactCost: c, offerCost: o, acceptRate: g)
    #expect(economics.breakEvenProbability == nil)
  }

  @Test func freeContactsAlwaysPay() throws {
    let free = try RetentionEconomics(value: 9, contactCost: 0, offerCost: 0, acceptRate: 0.1)
    #expect(free.breakEvenProbability == 0)
  }

  @Test(arguments: [
    (0.0, 1.0, 1.0, 0.3), (-5, 1, 1, 0.3), (.infinity, 1, 1, 0.3), (.nan, 1, 1, 0.3),
    (9, -1, 1, 0.3), (9, .nan, 1, 0.3), (9, 1, -0.1, 0.3), (9, 1, .infinity, 0.3),
    (9, 1, 1, 1.1), (9, 1, 1, -0.1), (9, 1, 1, .nan),
  ])
  func refusesImpossibleNumbers(_ v: Double, _ c: Double, _ o: Double, _ g: Double) {
    let error = modelingError { () throws(ModelingError) in
      try RetentionEconomics(value: v, contactCost: c, offerCost: o, acceptRate: g)
    }
    #expect(error?.kind == .usage)
  }
}

@Suite struct ProfitCurveTests {
  /// A churner brings 25, a stayer −12.
  private let economics = Result {
    try RetentionEconomics(value: 100, contactCost: 2, offerCost: 10, acceptRate: 0.3)
  }

  /// 0.9: one churned; 0.5: two of five; 0.1: one of four.
  private let ranked = RankedScores(
    scores: [0.9, 0.5, 0.5, 0.5, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1],
    labels: [true, true, true, false, false, false, false, false, false, true])

  @Test func byHand() throws {
    let curve = ProfitCurve(ranked, try economics.get())
    #expect(curve.cuts.map(\.threshold) == [.infinity, 0.9, 0.5, 0.1])
    #expect(curve.cuts.map(\.fraction) == [0, 0.1, 0.6, 1])
    #expect(curve.cuts.map(\.profit) == [0, 25, 39, 28])
    #expect(curve.best == curve.cuts[2])
    #expect(curve.profitOfAll == 28 && curve.profitAtRandom(fraction: 0.25) == 7)
    // A tie at the edge in proportion: half of 14 more, a quarter of 11 less.
    let profits = curve.points(at: [0, 0.05, 0.1, 0.35, 0.6, 0.7, 1]).map(\.profit)
    for (profit, expected) in zip(profits, [0, 12.5, 25, 32, 39, 36.25, 28]) {
      #expect(abs(profit - expected) < 1e-13)
    }
  }

  @Test func thresholdsChosenElsewhere() throws {
    let curve = ProfitCurve(ranked, try economics.get())
    for (threshold, profit, fraction) in [
      (1.0, 0.0, 0.0), (.infinity, 0, 0), (0.9, 25, 0.1), (0.51, 25, 0.1), (0.5, 39, 0.6),
      (0.2, 39, 0.6), (0.1, 28, 1), (0, 28, 1), (-.infinity, 28, 1),
    ] {
      let cut = curve.cut(atThreshold: threshold)
      #expect(cut.threshold == threshold && cut.profit == profit && cut.fraction == fraction)
    }
  }

  @Test(arguments: ProfitReference.names) func matchesTheReference(_ name: String) throws {
    let sample = try ProfitReference.sample(name)
    for expected in sample.curves {
      let curve = ProfitCurve(sample.ranked, try expected.economics())
      #expect(abs(curve.best.fraction - expected.bestFraction) < 1e-13)
      #expect(relativeError(curve.best.profit, expected.bestProfit) < 1e-12)
      let scale = expected.value * sample.ranked.weight
      for (point, profit) in zip(curve.points(at: RankedScores.tenths), expected.tenths) {
        #expect(abs(point.profit - profit) < 1e-14 * scale, "\(point)")
      }
      #expect(curve.profitOfAll == curve.profit(atFraction: 1))
    }
  }

  /// γV is what a churner brings where offers are free: twice the one and half the other change
  /// nothing.
  @Test(arguments: ProfitReference.names) func onlyTheProductOfRateAndValueCounts(
    _ name: String
  ) throws {
    let ranked = try ProfitReference.sample(name).ranked
    let one = try RetentionEconomics(value: 64, contactCost: 3, offerCost: 0, acceptRate: 0.5)
    let other = try RetentionEconomics(value: 128, contactCost: 3, offerCost: 0, acceptRate: 0.25)
    #expect(ProfitCurve(ranked, one) == ProfitCurve(ranked, other))
  }

  @Test(arguments: ProfitReference.names) func agreesWithTheGains(_ name: String) throws {
    let (ranked, economics) = (try ProfitReference.sample(name).ranked, try economics.get())
    guard ranked.churned > 0 else { return }
    let curve = ProfitCurve(ranked, economics)
    for gain in ranked.gains(at: (1...40).map { Double($0) / 40 }) {
      let churned = gain.captured * ranked.churned
      let profit = economics.profit(
        churned: churned, stayed: gain.fraction * ranked.weight - churned)
      #expect(abs(curve.profit(atFraction: gain.fraction) - profit) < 1e-12 * ranked.weight)
    }
  }

  /// Perfect scores contact the churners and nobody else.
  @Test func perfectScoresReachTheMaximum() throws {
    let (ranked, economics) = (
      try ProfitReference.sample("perfect").ranked, try economics.get()
    )
    let curve = ProfitCurve(ranked, economics)
    #expect(curve.best.profit == 25 * ranked.churned)
    #expect(curve.best.fraction == ranked.churned / ranked.weight)
    for name in ["small", "inverted", "constant"] {
      let other = ProfitCurve(try ProfitReference.sample(name).ranked, economics)
      #expect(other.best.profit < curve.best.profit && other.profitOfAll == curve.profitOfAll)
    }
  }

  @Test func monotoneTransformsChangeThresholdsOnly() throws {
    let (scores, labels) = try ProfitReference.sample("telco_tenure").rows
    let moved = scores.map { Elementary.logistic($0 / 30) }
    let one = ProfitCurve(RankedScores(scores: scores, labels: labels), try economics.get())
    let other = ProfitCurve(RankedScores(scores: moved, labels: labels), try economics.get())
    #expect(one.cuts.map(\.profit) == other.cuts.map(\.profit))
    #expect(one.cuts.map(\.fraction) == other.cuts.map(\.fraction))
    #expect(Elementary.logistic(one.best.threshold / 30) == other.best.threshold)
  }

  @Test(arguments: ["small", "telco_contract", "cdnow_recency"])
  func wholeWeightsAreRepeatedRows(_ name: String) throws {
    let sample = try ProfitReference.sample(name)
    let repeated = RankedScores(scores: sample.rows.scores, labels: sample.rows.labels)
    let (one, other) = (
      ProfitCurve(sample.ranked, try economics.get()), ProfitCurve(repeated, try economics.get())
    )
    #expect(one == other)
  }

  @Test func ofEqualProfitsTheFewestContacts() throws {
    // A churner brings 0.1, a stayer −0.1: 0.1 at either cut, but for rounding 0.10000000000000003.
    let ranked = RankedScores(
      scores: [2, 1, 1, 1, 1], labels: [true, true, true, false, false])
    let economics = try RetentionEconomics(
      value: 0.2, contactCost: 0.1, offerCost: 0, acceptRate: 1)
    let curve = ProfitCurve(ranked, economics)
    #expect(curve.best.threshold == 2 && curve.profitOfAll > curve.best.profit)
    let nobody = try RetentionEconomics(
      value: 0.2, contactCost: 0.2, offerCost: 0, acceptRate: 1)
    #expect(ProfitCurve(ranked, nobody).best.threshold == .infinity)
  }

  @Test func noRowsBringNothing() throws {
    let curve = ProfitCurve(RankedScores(scores: [], labels: []), try economics.get())
    #expect(curve.best.profit == 0 && curve.profitOfAll == 0)
    #expect(curve.profit(atFraction: 0.5) == 0 && curve.cut(atThreshold: 0.1).profit == 0)
  }
}
