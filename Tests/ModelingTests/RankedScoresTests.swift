import Modeling
import Testing

@Suite struct RankedScoresTests {
  @Test(arguments: MeasuresReference.names) func aucOfTheOppositeScore(_ name: String) throws {
    let sample = try MeasuresReference.sample(name)
    let up = RankedScores(scores: sample.scores, labels: sample.isChurned)
    let down = RankedScores(scores: sample.scores.map { -$0 }, labels: sample.isChurned)
    #expect(abs((up.auc ?? .nan) + (down.auc ?? .nan) - 1) < 1e-15)
    #expect(up.ties.map(\.rows) == down.ties.map(\.rows).reversed())
  }

  @Test(arguments: MeasuresReference.names) func monotoneTransformsChangeNothing(_ name: String)
    throws
  {
    let sample = try MeasuresReference.sample(name)
    let plain = RankedScores(scores: sample.scores, labels: sample.isChurned)
    let bent = RankedScores(scores: sample.scores.map { 3 * $0 - 7 }, labels: sample.isChurned)
    // A sum with 7 may round neighbours together: then this is no case.
    guard plain.ties.count == bent.ties.count else { return }
    #expect(plain.auc == bent.auc && plain.averagePrecision == bent.averagePrecision)
    #expect(plain.kolmogorovSmirnov?.distance == bent.kolmogorovSmirnov?.distance)
    #expect(plain.gains(at: RankedScores.tenths) == bent.gains(at: RankedScores.tenths))
    #expect(plain.tieOfRow == bent.tieOfRow)
  }

  /// P(churned > stayed) + ½ P(equal), pair by pair.
  @Test(arguments: ["twelve", "ties", "inverted"]) func aucIsTheShareOfPairs(_ name: String) throws
  {
    let sample = try MeasuresReference.sample(name)
    var (won, pairs) = (0.0, 0.0)
    for (i, label) in sample.isChurned.enumerated() where label {
      for (j, other) in sample.isChurned.enumerated() where !other {
        let weight = (sample.weights?[i] ?? 1) * (sample.weights?[j] ?? 1)
        pairs += weight
        if sample.scores[i] > sample.scores[j] { won += weight }
        if sample.scores[i] == sample.scores[j] { won += weight / 2 }
      }
    }
    let ranked = RankedScores(
      scores: sample.scores, labels: sample.isChurned, weights: sample.weights)
    #expect(agree(ranked.auc, won / pairs, within: 1e-14))
  }

  @Test func tiesKeepTheirRows() {
    let ranked = RankedScores(
      scores: [0.3, 0.1, 0.3, -0.0, 0.0], labels: [true, false, false, true, true],
      weights: [2, 1, 0.5, 1, 3])
    #expect(ranked.ties.map(\.score) == [0, 0.1, 0.3])
    #expect(ranked.tieOfRow == [2, 1, 2, 0, 0])
    #expect(ranked.ties.map(\.churned) == [4, 0, 2] && ranked.ties.map(\.stayed) == [0, 1, 0.5])
    #expect(ranked.ties.map(\.rows) == [2, 1, 2] && ranked.ties.map(\.churnedRows) == [2, 0, 1])
    #expect(ranked.weight == 7.5)
  }

  /// By comparing scores, as it is defined.
  @Test(arguments: [
    [0.0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0.0],
    [1e300, -1e300, 1e-300, -1e-300, 1e300],
  ])
  func orderIsThatOfTheScores(_ special: [Double]) {
    var generator = SeededGenerator(seed: 1)
    let scores = (0..<400).map { row in
      switch row % 4 {
      case 0: special[generator.integer(below: special.count)]
      case 1: Double(generator.integer(below: 20)) - 10
      case 2: generator.uniform() - 0.5
      default: generator.standardNormal() * 1e9
      }
    }
    let labels = scores.map { _ in generator.uniform() < 0.3 }
    let weights = scores.map { _ in generator.uniform() }
    let ranked = RankedScores(scores: scores, labels: labels, weights: weights)
    #expect(ranked.ties.map(\.score) == Set(scores).sorted() && ranked.hasUnequalWeights)
    for (place, tie) in ranked.ties.enumerated() {
      let rows = scores.indices.filter { scores[$0] == tie.score }
      #expect(rows.allSatisfy { ranked.tieOfRow[$0] == Int32(place) } && tie.rows == rows.count)
      #expect(tie.churnedRows == rows.count { labels[$0] })
      // In the order of the rows: the same bits.
      #expect(tie.churned == rows.reduce(0) { $0 + (labels[$1] ? weights[$1] : 0) })
      #expect(tie.stayed == rows.reduce(0) { $0 + (labels[$1] ? 0 : weights[$1]) })
    }
  }

  /// Without keeping ties, to the bit; and the quantiles of the scores, whatever the weights.
  @Test(arguments: [1, 2, 3, 40, 900]) func shortcutsSayTheSame(_ count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    for levels in [2, 30, 1 << 40] {
      let scores = (0..<count).map { _ in Double(generator.integer(below: levels)) / 7 }
      let labels = scores.map { _ in generator.uniform() < 0.4 }
      let weights = scores.map { _ in Double(generator.integer(below: 3)) / 3 }
      for weights in [nil, weights] {
        let ranked = RankedScores(scores: scores, labels: labels, weights: weights)
        #expect(RankedScores.auc(of: scores, labels: labels, weights: weights) == ranked.auc)
        for share in [0, 0.1, 0.5, 0.8, 0.95, 1] {
          #expect(ranked.quantile(share) == Quantiles.type7(scores.sorted(), share))
        }
      }
    }
  }

  @Test func perfectAndConstant() {
    let labels = [false, false, true, true, true]
    let perfect = RankedScores(scores: [1, 2, 3, 4, 5], labels: labels)
    #expect(perfect.auc == 1 && perfect.averagePrecision == 1)
    #expect(perfect.kolmogorovSmirnov?.distance == 1 && perfect.kolmogorovSmirnov?.threshold == 3)
    let constant = RankedScores(scores: [2, 2, 2, 2, 2], labels: labels)
    #expect(constant.auc == 0.5 && constant.averagePrecision == 0.6)
    #expect(constant.kolmogorovSmirnov?.distance == 0)
  }

  @Test func kolmogorovSmirnovNamesTheHighestOfEqualThresholds() {
    // Distance ½ after 4 and again after 2.
    let ranked = RankedScores(scores: [1, 2, 3, 4], labels: [false, true, false, true])
    #expect(ranked.kolmogorovSmirnov?.threshold == 4)
    #expect(ranked.kolmogorovSmirnov?.distance == 0.5)
  }

  @Test func withoutRows() {
    let ranked = RankedScores(scores: [], labels: [])
    #expect(ranked.ties.isEmpty && ranked.tieOfRow.isEmpty && !ranked.hasUnequalWeights)
    #expect(ranked.auc == nil && ranked.averagePrecision == nil && ranked.kolmogorovSmirnov == nil)
    #expect(ranked.gains(at: [1]).isEmpty && !ranked.hasBothClasses)
  }
}
