import Modeling
import Testing

@Suite struct CalibrationCurveTests {
  static func curve(
    _ scores: [Double], _ labels: [Bool], weights: [Double]? = nil, clusters: [Int]? = nil
  ) -> CalibrationCurve? {
    CalibrationCurve(
      RankedScores(scores: scores, labels: labels, weights: weights),
      of: JudgedRows(labels: labels, weights: weights, clusters: clusters))
  }

  /// Two scores: the line goes through both observed shares, and the band is that of a share's log-odds,
  /// ln(k/(n − k)) ∓ z √(1/k + 1/(n − k)).
  @Test func twoScoresByHand() throws {
    let scores = Array(repeating: 0.2, count: 40) + Array(repeating: 0.6, count: 20)
    let labels = (0..<40).map { $0 < 4 } + (0..<20).map { $0 < 15 }
    let curve = try #require(Self.curve(scores, labels))
    #expect(curve.degreesOfFreedom == 1 && curve.points.map(\.predicted) == [0.2, 0.6])
    for (point, counts) in zip(curve.points, [(4.0, 36.0), (15, 5)]) {
      let (k, rest) = counts
      let margin = 1.959963984540054 * (1 / k + 1 / rest).squareRoot()
      let middle = Elementary.log(k / rest)
      #expect(agree(point.observed, k / (k + rest), within: 1e-12))
      #expect(agree(point.low, Elementary.logistic(middle - margin), within: 1e-12))
      #expect(agree(point.high, Elementary.logistic(middle + margin), within: 1e-12))
    }
  }

  @Test(arguments: ["twelve", "ties", "large", "five_levels", "rare", "inverted", "near_edges"])
  func theBandHoldsTheCurve(_ name: String) throws {
    let sample = try MeasuresReference.sample(name)
    let curve = try #require(Self.curve(sample.scores, sample.isChurned))
    #expect(curve.points.count <= 50 && curve.points.count > 1)
    #expect(curve.points.first?.predicted == sample.scores.min())
    #expect(curve.points.last?.predicted == sample.scores.max())
    for (a, b) in zip(curve.points, curve.points.dropFirst()) {
      #expect(a.predicted < b.predicted)
    }
    for point in curve.points {
      let (low, high) = (try #require(point.low), try #require(point.high))
      #expect(low <= point.observed && point.observed <= high && low >= 0 && high <= 1)
    }
  }

  /// What was predicted right is on the diagonal.
  @Test func rightProbabilitiesAreOnTheDiagonal() throws {
    let levels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    let scores = levels.flatMap { Array(repeating: $0, count: 10) }
    let labels = levels.flatMap { level in (0..<10).map { Double($0) < 10 * level - 0.5 } }
    let curve = try #require(Self.curve(scores, labels))
    #expect(curve.degreesOfFreedom == 3)
    for point in curve.points { #expect(agree(point.observed, point.predicted, within: 1e-10)) }
  }

  /// A customer's row twice is no more information than once.
  @Test(arguments: ["twelve", "large"]) func clustersOfRepeatedRows(_ name: String) throws {
    let sample = try MeasuresReference.sample(name)
    let rows = sample.labels.indices.map { $0 }
    let twice = rows + rows
    let alone = try #require(Self.curve(sample.scores, sample.isChurned, clusters: rows))
    let together = try #require(
      Self.curve(
        twice.map { sample.scores[$0] }, twice.map { sample.isChurned[$0] }, clusters: twice))
    #expect(together.points.map(\.predicted) == alone.points.map(\.predicted))
    for (a, b) in zip(alone.points, together.points) {
      #expect(agree(a.low, b.low, within: 1e-9) && agree(a.high, b.high, within: 1e-9))
    }
  }

  @Test func noBandForWeightsOrOneCustomer() throws {
    let sample = try MeasuresReference.sample("ties")
    for curve in [
      Self.curve(sample.scores, sample.isChurned, weights: sample.weights),
      Self.curve(sample.scores, sample.isChurned, clusters: sample.labels.map { _ in 7 }),
    ] {
      let points = try #require(curve).points
      #expect(points.allSatisfy { $0.low == nil && $0.high == nil })
    }
    // Weights of 1 are none.
    let ones = Self.curve(sample.scores, sample.isChurned, weights: sample.labels.map { _ in 1 })
    #expect(ones == Self.curve(sample.scores, sample.isChurned))
  }

  @Test(arguments: ["at_edges", "perfect", "constant"]) func noCurve(_ name: String) throws {
    let sample = try MeasuresReference.sample(name)
    #expect(Self.curve(sample.scores, sample.isChurned) == nil)
  }

  @Test func noCurveOfOneClassOrNothing() {
    #expect(Self.curve([0.2, 0.4, 0.6], [true, true, true]) == nil)
    #expect(Self.curve([], []) == nil)
    #expect(Self.curve([0.2, 0.4], [true, false], weights: [0, 0]) == nil)
    // The only churned row has no weight.
    #expect(Self.curve([0.2, 0.4, 0.6], [true, false, false], weights: [0, 1, 1]) == nil)
  }

  /// A score of 0 or 1 without weight is no row.
  @Test func extremesWithoutWeightDoNotCount() {
    let scores = [0, 0.2, 0.3, 0.4, 0.6, 1]
    let labels = [true, false, true, false, true, false]
    #expect(Self.curve(scores, labels, weights: [0, 1, 1, 1, 1, 0]) != nil)
    let calibration = Calibration(scores, labels, weights: [0, 1, 1, 1, 1, 0])
    #expect(calibration.extremeCount == 0 && calibration.slope != nil)
  }
}
