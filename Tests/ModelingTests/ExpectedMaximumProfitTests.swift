import Modeling
import Testing

@Suite struct ExpectedMaximumProfitTests {
  @Test(arguments: ProfitReference.names) func matchesTheReference(_ name: String) throws {
    let sample = try ProfitReference.sample(name)
    for expected in sample.empc {
      let found = ExpectedMaximumProfit(sample.ranked, try expected.assumptions())
      #expect(abs(found.profit - expected.profit) < 1e-13 * expected.value, "\(expected)")
      #expect(abs(found.fraction - expected.fraction) < 1e-13, "\(expected)")
    }
  }

  /// With γ uniform, V = 2, O = 0, C = 1 and churners only, contacting pays from γ = ½ up and brings
  /// 2γ − 1 there: ¼ in the mean.
  @Test func byHand() throws {
    let assumptions = try ExpectedMaximumProfit.Assumptions(
      alpha: 1, beta: 1, value: 2, offerCost: 0, contactCost: 1)
    let churned = RankedScores(scores: [0.3, 0.6], labels: [true, true])
    let all = ExpectedMaximumProfit(churned, assumptions)
    #expect(abs(all.profit - 0.25) < 1e-14 && abs(all.fraction - 0.5) < 1e-14)
    // The same behind a cut above as many stayers; with equal scores 2γ − 2 never pays.
    let perfect = RankedScores(scores: [0.9, 0.2], labels: [true, false])
    let half = ExpectedMaximumProfit(perfect, assumptions)
    #expect(abs(half.profit - 0.125) < 1e-14 && abs(half.fraction - 0.25) < 1e-14)
    let constant = RankedScores(scores: [0.5, 0.5], labels: [true, false])
    let nothing = ExpectedMaximumProfit(constant, assumptions)
    #expect(nothing.profit == 0 && nothing.fraction == 0)
  }

  /// The definition itself: the best profit for each γ, in the mean by Simpson's rule.
  @Test(arguments: ["small", "inverted", "telco_contract", "telco_tenure"])
  func isTheMeanOfTheBestProfits(_ name: String) throws {
    let (ranked, count) = (try ProfitReference.sample(name).ranked, 1000)
    let found = ExpectedMaximumProfit(ranked)
    let logBeta =
      GammaFunctions.logGamma(6) + GammaFunctions.logGamma(14) - GammaFunctions.logGamma(20)
    var profit = 0.0
    for k in 1..<count {
      let gamma = Double(k) / Double(count)
      let economics = try RetentionEconomics(
        value: 200, contactCost: 1, offerCost: 10, acceptRate: gamma)
      let density = Elementary.exp(
        5 * Elementary.log(gamma) + 13 * Elementary.log1p(-gamma) - logBeta)
      let weight = Double(k % 2 == 0 ? 2 : 4) / Double(3 * count)
      profit += weight * density * ProfitCurve(ranked, economics).best.profit / ranked.weight
    }
    #expect(abs(found.profit - profit) < 1e-5)
  }

  /// Knowing γ cannot harm: at least the best profit at γ's mean; and nearly that where γ is all but
  /// certain.
  @Test(arguments: ProfitReference.names) func isAboveTheProfitAtTheMean(_ name: String) throws {
    let ranked = try ProfitReference.sample(name).ranked
    let economics = try RetentionEconomics(
      value: 200, contactCost: 1, offerCost: 10, acceptRate: 0.3)
    let atMean = ProfitCurve(ranked, economics).best.profit / ranked.weight
    #expect(ExpectedMaximumProfit(ranked).profit >= atMean - 1e-12)
    let certain = try ExpectedMaximumProfit.Assumptions(
      alpha: 3e7, beta: 7e7, value: 200, offerCost: 10, contactCost: 1)
    #expect(abs(ExpectedMaximumProfit(ranked, certain).profit - atMean) < 0.005)
  }

  @Test func betterRankingsEarnMore() throws {
    let profits = try ["perfect", "small", "constant"].map {
      ExpectedMaximumProfit(try ProfitReference.sample($0).ranked).profit
    }
    #expect(profits[0] > profits[1] && profits[1] > profits[2])
  }

  @Test func monotoneTransformsAndRepeatedRowsChangeNothing() throws {
    let sample = try ProfitReference.sample("telco_tenure")
    let moved = sample.rows.scores.map { Elementary.logistic($0 / 30) }
    let other = RankedScores(scores: moved, labels: sample.rows.labels)
    #expect(ExpectedMaximumProfit(other) == ExpectedMaximumProfit(sample.ranked))
  }

  @Test func emptyOrHopelessCasesBringNothing() throws {
    let empty = ExpectedMaximumProfit(RankedScores(scores: [], labels: []))
    #expect(empty.profit == 0 && empty.fraction == 0)
    let dear = try ExpectedMaximumProfit.Assumptions(value: 10, offerCost: 10, contactCost: 0)
    let hopeless = ExpectedMaximumProfit(try ProfitReference.sample("perfect").ranked, dear)
    #expect(hopeless.profit == 0 && hopeless.fraction == 0)
    // Free contacts: every churner, whatever γ; stayers without a churner beyond bring nothing.
    let free = try ExpectedMaximumProfit.Assumptions(value: 10, offerCost: 0, contactCost: 0)
    let ranked = RankedScores(scores: [3, 2, 1], labels: [true, true, false])
    #expect(abs(ExpectedMaximumProfit(ranked, free).profit - 2) < 1e-14)
    #expect(ExpectedMaximumProfit(ranked, free).fraction == 2.0 / 3)
  }

  @Test(arguments: [
    (0.0, 14.0, 200.0), (6, -1, 200), (.nan, 14, 200), (6, .infinity, 200), (6, 14, 0),
  ])
  func refusesImpossibleNumbers(_ alpha: Double, _ beta: Double, _ value: Double) {
    let error = modelingError { () throws(ModelingError) in
      try ExpectedMaximumProfit.Assumptions(
        alpha: alpha, beta: beta, value: value, offerCost: 1, contactCost: 1)
    }
    #expect(error?.kind == .usage)
  }
}
