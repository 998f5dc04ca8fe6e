import Modeling
import Testing

@Suite struct CurvePointsTests {
  static let small = RankedScores(
    scores: [0.9, 0.5, 0.5, 0.3, 0.1], labels: [true, true, false, false, true])

  @Test func rocByHand() {
    let points = Self.small.rocPoints()
    #expect(points.map(\.threshold) == [.infinity, 0.9, 0.5, 0.3, 0.1])
    #expect(points.map(\.stayed) == [0, 0, 0.5, 1, 1])
    let churned: [Double] = [0, 1.0 / 3, 2.0 / 3, 2.0 / 3, 1]
    #expect(points.map(\.churned) == churned)
  }

  /// 0.3 holds no churned row: recall does not move there.
  @Test func precisionRecallByHand() {
    let points = Self.small.precisionRecallPoints()
    #expect(points.map(\.threshold) == [0.9, 0.5, 0.1])
    let (recall, precision): ([Double], [Double]) = ([1.0 / 3, 2.0 / 3, 1], [1, 2.0 / 3, 0.6])
    #expect(points.map(\.recall) == recall && points.map(\.precision) == precision)
  }

  static func area(_ points: [RankedScores.ROCPoint]) -> Double {
    zip(points, points.dropFirst()).reduce(0) { area, pair in
      area + (pair.1.stayed - pair.0.stayed) * (pair.0.churned + pair.1.churned) / 2
    }
  }

  static func area(_ points: [RankedScores.PrecisionRecallPoint]) -> Double {
    var (area, recall) = (0.0, 0.0)
    for point in points {
      area += (point.recall - recall) * point.precision
      recall = point.recall
    }
    return area
  }

  @Test(arguments: MeasuresReference.names) func areasAreTheMeasures(_ name: String) throws {
    let sample = try MeasuresReference.sample(name)
    for weights in [nil, sample.weights] {
      let ranked = RankedScores(
        scores: sample.scores, labels: sample.isChurned, weights: weights)
      let roc = ranked.rocPoints(limit: 10_000)
      #expect(agree(Self.area(roc), ranked.auc, within: 1e-12))
      #expect(roc.last?.stayed == 1 && roc.last?.churned == 1)
      let precision = ranked.precisionRecallPoints(limit: 10_000)
      #expect(agree(Self.area(precision), ranked.averagePrecision, within: 1e-12))
      #expect(precision.last?.recall == 1)
    }
  }

  @Test(arguments: JudgingTests.cases) func thinningDoesNotMoveTheCurve(
    _ data: ScoredData, _ kind: String
  ) throws {
    let (rows, scores, _) = try JudgingTests.load(data, kind)
    let ranked = RankedScores(scores: scores, labels: rows.labels)
    let (all, kept) = (ranked.rocPoints(limit: 100_000), ranked.rocPoints())
    #expect(kept.count <= 200 && kept.first == all.first && kept.last == all.last)
    #expect(kept.contains { $0.threshold == ranked.kolmogorovSmirnov?.threshold })
    #expect(abs(Self.area(kept) - Self.area(all)) < 1e-3)
    var next = 0
    for point in all {
      while kept[next].threshold > point.threshold { next += 1 }
      let distance = kept[next].stayed - point.stayed + kept[next].churned - point.churned
      #expect(distance >= 0 && distance <= 2 / 197.0 + 1e-12)
    }
    let (steps, few) = (
      ranked.precisionRecallPoints(limit: 100_000), ranked.precisionRecallPoints()
    )
    #expect(few.count <= 200 && few.first == steps.first && few.last == steps.last)
    #expect(abs(Self.area(few) - Self.area(steps)) < 3e-3)
  }

  @Test func binsHaveTheirEdges() {
    let edges = (0...20).map { Double($0) / 20 }
    let ranked = RankedScores(scores: edges, labels: edges.indices.map { $0 % 2 == 0 })
    let bins = ranked.histogram()
    #expect(
      bins.map(\.low) == Array(edges.dropLast()) && bins.map(\.high) == Array(edges.dropFirst()))
    // Bin k holds its lower edge; the last holds 1 as well.
    let churned = (0..<20).map { $0 == 19 || $0 % 2 == 0 ? 1.0 : 0 }
    let stayed = (0..<20).map { $0 % 2 == 0 ? 0.0 : 1 }
    #expect(bins.map(\.churned) == churned && bins.map(\.stayed) == stayed)
    let weighted = RankedScores(
      scores: [0.04, 0.06, 0.06, 0.99], labels: [true, true, false, true], weights: [2, 3, 5, 7])
    let two = weighted.histogram(bins: 2)
    #expect(two.map(\.churned) == [5, 7] && two.map(\.stayed) == [5, 0])
  }

  @Test func oneClassAndNothing() {
    let empty = RankedScores(scores: [], labels: [])
    #expect(empty.rocPoints().isEmpty && empty.precisionRecallPoints().isEmpty)
    #expect(empty.histogram().allSatisfy { $0.churned == 0 && $0.stayed == 0 })
    let stayed = RankedScores(scores: [0.1, 0.2], labels: [false, false])
    #expect(stayed.rocPoints().isEmpty && stayed.precisionRecallPoints().isEmpty)
    let constant = RankedScores(scores: [0.3, 0.3], labels: [false, true])
    #expect(constant.rocPoints().map(\.churned) == [0, 1])
    #expect(constant.precisionRecallPoints().map(\.precision) == [0.5])
  }
}
