import Testing

@testable import Modeling

@Suite struct ScoreCurveTests {
  /// Churned and stayed rows from the highest score: (2, 0), (1, 1), (1, 1), (0, 2), (1, 1).
  static let scores = [0.9, 0.9, 0.7, 0.7, 0.5, 0.5, 0.3, 0.3, 0.1, 0.1]
  static let labels = [true, true, true, false, true, false, false, false, true, false]
  static let curve = ScoreCurve(RankedScores(scores: scores, labels: labels))

  private func economics(
    value: Double, contact: Double = 1, offer: Double, rate: Double = 0.5
  ) throws -> RetentionEconomics {
    try RetentionEconomics(
      value: value, contactCost: contact, offerCost: offer, acceptRate: rate)
  }

  @Test func byHand() {
    let curve = Self.curve
    #expect(curve.churned == 5 && curve.stayed == 5)
    #expect(curve.points.map(\.threshold) == [0.9, 0.7, 0.5, 0.3, 0.1])
    #expect(curve.points.map(\.churned) == [2, 3, 4, 4, 5])
    #expect(curve.points.map(\.stayed) == [0, 1, 2, 4, 5])
    #expect(curve.points.map(curve.share) == [0.2, 0.4, 0.6, 0.8, 1])
  }

  @Test func rulesByHand() throws {
    func expect(
      _ rule: ThresholdRule, _ threshold: Double?, _ share: Double,
      at location: SourceLocation = #_sourceLocation
    ) {
      let chosen = rule.choose(from: Self.curve)
      #expect(chosen.threshold == threshold, sourceLocation: location)
      #expect(chosen.share == share, sourceLocation: location)
    }
    // 0.4 at each of the first three thresholds: the highest is taken.
    expect(.kolmogorovSmirnov, 0.9, 0.2)
    // 88, 121, 154, 132, 165.
    expect(.profit(try economics(value: 100, offer: 10)), 0.1, 1)
    // 60, 55, 50, 20 − 50 …
    expect(.profit(try economics(value: 100, contact: 5, offer: 30)), 0.9, 0.2)
    expect(.profit(try economics(value: 100, offer: 10, rate: 0)), nil, 0)
    expect(.budget(0.5), 0.7, 0.4)
    expect(.budget(0.4), 0.7, 0.4)
    expect(.budget(0.1), nil, 0)
    expect(.budget(1), 0.1, 1)
    expect(.given(0.6), 0.6, 0.4)
    expect(.given(0.95), 0.95, 0)
    expect(.given(0.05), 0.05, 1)
    #expect(ThresholdRule.budget(0.1).name == "budget" && ThresholdRule.given(1).name == "given")
  }

  /// Where nothing tells the classes apart all are called, or, by profit, all or nobody.
  @Test(arguments: [[0.5, 0.5, 0.5, 0.5], [0.1, 0.2, 0.8, 0.9]])
  func scoresThatTellNothing(_ scores: [Double]) throws {
    let labels = [true, true, false, false]
    let curve = ScoreCurve(RankedScores(scores: scores, labels: labels))
    #expect(ThresholdRule.kolmogorovSmirnov.choose(from: curve).threshold == scores.min())
    #expect(ThresholdRule.kolmogorovSmirnov.choose(from: curve).share == 1)
    let oneClass = ScoreCurve(RankedScores(scores: scores, labels: [true, true, true, true]))
    #expect(ThresholdRule.kolmogorovSmirnov.choose(from: oneClass).threshold == nil)
    let empty = ScoreCurve(RankedScores(scores: [], labels: []))
    #expect(ThresholdRule.budget(0.5).choose(from: empty).threshold == nil)
  }

  /// From all points of the curve, as it is defined.
  private func points(_ ranked: RankedScores) -> [ScoreCurve.Point] {
    var all: [ScoreCurve.Point] = []
    for tie in ranked.ties.reversed() where tie.weight > 0 {
      let (churned, stayed) = (all.last?.churned ?? 0, all.last?.stayed ?? 0)
      all.append(
        .init(
          threshold: tie.score, churned: churned + tie.churned, stayed: stayed + tie.stayed))
    }
    guard let end = all.last else { return [] }
    var (places, from): (Set<Int>, ScoreCurve.Point) = (
      [], .init(threshold: 0, churned: 0, stayed: 0)
    )
    var next = 0
    while next < all.count {
      // The steepest way on, and the farthest of equal ones.
      let corner = (next..<all.count).reversed().max { a, b in
        (all[a].churned - from.churned) * (all[b].stayed - from.stayed)
          < (all[b].churned - from.churned) * (all[a].stayed - from.stayed)
      }
      guard let corner else { break }
      places.insert(corner)
      (from, next) = (all[corner], corner + 1)
    }
    for percent in 1..<100 {
      let limit = Double(percent) / 100 * (end.churned + end.stayed) * (1 + 1e-12)
      if let last = all.lastIndex(where: { $0.churned + $0.stayed <= limit }) {
        places.insert(last)
      }
    }
    return places.sorted().map { all[$0] }
  }

  /// Whole weights, so that no rounding decides which of several points on a line is a corner.
  @Test(arguments: [0, 1, 2, 5, 30, 400], [1, 3, 50, 100_000])
  func cornersAndPercentsByDefinition(_ count: Int, _ levels: Int) {
    var generator = SeededGenerator(seed: UInt64(count + levels))
    for heaviest in [1, 4] {
      let scores = (0..<count).map { _ in Double(generator.integer(below: levels)) }
      let labels = scores.map { generator.uniform() < 0.1 + 0.5 * $0 / Double(levels) }
      let weights = scores.map { _ in
        Double(heaviest == 1 ? 1 : generator.integer(below: heaviest))
      }
      let ranked = RankedScores(scores: scores, labels: labels, weights: weights)
      #expect(ScoreCurve(ranked).points == points(ranked))
    }
  }

  /// The most profitable cut and KS of all rows are on the curve.
  @Test(arguments: MeasuresReference.names)
  func nothingIsLost(_ name: String) throws {
    let sample = try MeasuresReference.sample(name)
    let ranked = RankedScores(
      scores: sample.scores, labels: sample.isChurned, weights: sample.weights)
    let curve = ScoreCurve(ranked)
    #expect(curve.points.count <= ScoreCurve.mostCorners + 100)
    for (value, offer) in [(100.0, 10.0), (30, 10), (400, 5), (25, 20)] {
      let economics = try economics(value: value, offer: offer)
      let best = ProfitCurve(ranked, economics).best
      let chosen = ThresholdRule.profit(economics).choose(from: curve)
      #expect(chosen.threshold == (best.threshold == .infinity ? nil : best.threshold))
      #expect(abs(chosen.share - best.fraction) < 1e-12)
    }
    let last = try #require(curve.points.last)
    #expect(last.churned == curve.churned && last.stayed == curve.stayed)
    guard let ks = ranked.kolmogorovSmirnov, ranked.auc ?? 0 > 0.7 else { return }
    #expect(ThresholdRule.kolmogorovSmirnov.choose(from: curve).threshold == ks.threshold)
  }

  /// For each whole percent the last score that no more rows reach.
  @Test func percentsAreKept() {
    let scores: [Double] = (0..<400).map { Double(($0 * 149) % 400) / 400 }
    let labels: [Bool] = (0..<400).map { ($0 * 31) % 7 < 3 }
    let curve = ScoreCurve(RankedScores(scores: scores, labels: labels))
    for percent in 1..<100 {
      let share = Double(percent) / 100
      #expect(ThresholdRule.budget(share).choose(from: curve).share == share)
    }
    #expect(curve.points.count < 160)
  }

  /// Every score is a corner: 200 of a thousand stay, and hardly any profit goes.
  @Test func aLongHullIsThinned() throws {
    let scores: [Double] = (0..<2000).map { Double($0 / 2) / 1000 }
    let labels: [Bool] = (0..<2000).map { $0 % 2 == 0 }
    let weights: [Double] = (0..<2000).map { (row: Int) -> Double in
      row % 2 == 0 ? Double(row / 2 + 1) : Double(1001 - row / 2)
    }
    let ranked = RankedScores(scores: scores, labels: labels, weights: weights)
    let curve = ScoreCurve(ranked)
    #expect(curve.points.count <= 300 && curve.points.count > 200)
    let ks = try #require(ranked.kolmogorovSmirnov)
    #expect(ThresholdRule.kolmogorovSmirnov.choose(from: curve).threshold == ks.threshold)
    let economics = try economics(value: 40, offer: 10)
    let best = ProfitCurve(ranked, economics)
    let chosen = try #require(ThresholdRule.profit(economics).choose(from: curve).threshold)
    #expect(best.cut(atThreshold: chosen).profit > best.best.profit * 0.9999)
  }

  @Test func weightsAreRepeatedRows() {
    let weights = [1.0, 2, 3, 1, 2, 1, 0, 2, 1, 1]
    let rows = weights.indices.flatMap { Array(repeating: $0, count: Int(weights[$0])) }
    let weighted = ScoreCurve(
      RankedScores(scores: Self.scores, labels: Self.labels, weights: weights))
    let repeated = ScoreCurve(
      RankedScores(scores: rows.map { Self.scores[$0] }, labels: rows.map { Self.labels[$0] }))
    #expect(weighted == repeated)
  }
}
