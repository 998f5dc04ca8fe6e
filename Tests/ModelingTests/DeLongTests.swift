import Testing

@testable import Modeling

@Suite struct DeLongTests {
  static func deLong(_ scores: [Double], _ labels: [Bool], clusters: [Int]? = nil) throws -> DeLong
  {
    try #require(
      DeLong(RankedScores(scores: scores, labels: labels), labels: labels, clusters: clusters))
  }

  @Test(arguments: MeasuresReference.names) func varianceMatchesR(_ name: String) throws {
    let sample = try MeasuresReference.sample(name)
    let result = try Self.deLong(sample.scores, sample.isChurned)
    #expect(
      abs((result.variance ?? .nan) - sample.measures.aucVariance) < 1e-10
        * sample.measures.aucVariance + 1e-30)
  }

  @Test(arguments: ["twelve", "large", "five_levels", "inverted"])
  func pairedTestMatchesR(_ name: String) throws {
    let sample = try MeasuresReference.sample(name)
    let expected = try #require(sample.paired)
    let (a, b) = (sample.scores, try #require(sample.scoresB))
    let rows = JudgedRows(labels: sample.isChurned)
    let result = try #require(rows.aucDifference(a, b))
    #expect(abs(result.difference - expected.aucDifference) < 1e-12)
    #expect((result.pValue == nil) == (expected.pValue == nil))
    if let p = result.pValue, let other = expected.pValue {
      // p falls as e^(−z²/2).
      let z = expected.aucDifference / expected.se
      #expect(relativeError(p, other) < 1e-10 * (1 + z * z))
    }
    if let low = result.low, let high = result.high {
      #expect(relativeError((high - low) / 2, 1.959963984540054 * expected.se) < 1e-10)
      #expect(relativeError((high + low) / 2, result.difference) < 1e-12)
    } else {
      #expect(expected.se == 0)
    }
    let opposite = try #require(rows.aucDifference(b, a))
    #expect(opposite.difference == -result.difference && opposite.pValue == result.pValue)
  }

  @Test func noVarianceIsNoInterval() throws {
    let sample = try MeasuresReference.sample("perfect")
    let rows = JudgedRows(labels: sample.isChurned)
    let measures = rows.measures(of: sample.scores)
    #expect(measures.auc == 1 && measures.aucLow == nil && measures.aucHigh == nil)
    let same = try #require(rows.aucDifference(sample.scores, sample.scores))
    #expect(same.difference == 0 && same.low == nil && same.pValue == nil)
    // One row of a class: no variance.
    #expect(try Self.deLong([1, 2, 3], [true, false, false]).variance == nil)
    #expect(DeLong(RankedScores(scores: [1], labels: [true]), labels: [true]) == nil)
  }

  @Test func weightsGiveNoInterval() throws {
    let sample = try MeasuresReference.sample("large")
    let other = try #require(sample.scoresB)
    let rows = JudgedRows(labels: sample.isChurned, weights: sample.weights)
    let result = try #require(
      rows.aucDifference(sample.scores, other))
    #expect(result.low == nil && result.high == nil && result.pValue == nil)
  }

  /// Values kept of every model answer what the rows answer.
  @Test(arguments: [false, true]) func keptValuesTestEveryPair(_ isClustered: Bool) throws {
    let sample = try MeasuresReference.sample("large")
    let (a, b) = (sample.scores, try #require(sample.scoresB))
    let clusters = isClustered ? sample.labels.indices.map { $0 / 3 } : nil
    let rows = JudgedRows(labels: sample.isChurned, clusters: clusters)
    let clustering = clusters.map(Clustering.init)
    let kept = try [a, b, a].map { scores in
      let ranked = RankedScores(scores: scores, labels: rows.labels)
      return try #require(DeLong(ranked, labels: rows.labels, clustering: clustering))
    }
    let measures = rows.measures(of: a)
    #expect(kept[0].interval?.low == measures.aucLow && kept[0].interval?.high == measures.aucHigh)
    let test = kept[0].test(against: kept[1])
    #expect(test == (try #require(rows.aucDifference(a, b))) && test.pValue != nil)
    #expect(kept[0].test(against: kept[2]) == (0, nil, nil, nil))
  }

  @Test func keptValuesKnowWeights() throws {
    let sample = try MeasuresReference.sample("large")
    func kept(_ scores: [Double], _ weights: [Double]?) throws -> DeLong {
      let ranked = RankedScores(scores: scores, labels: sample.isChurned, weights: weights)
      return try #require(DeLong(ranked, labels: sample.isChurned))
    }
    let weighted = try kept(sample.scores, sample.weights)
    #expect(weighted.interval == nil)
    #expect(weighted.test(against: try kept(sample.scores, nil)).pValue == nil)
    let ones = sample.labels.map { _ in 1.0 }
    #expect(try kept(sample.scores, ones).interval != nil)
  }

  @Test func clustersAreNumberedByTheirFirstRows() {
    let clustering = Clustering([9, -4, 9, 0, -4, 7])
    #expect(clustering.ofRow == [0, 1, 0, 2, 1, 3] && clustering.count == 4)
    #expect(Clustering([]).count == 0)
  }

  // MARK: - Clusters

  @Test(arguments: ["twelve", "ties", "large"]) func everyRowItsOwnClusterIsDeLong(_ name: String)
    throws
  {
    let sample = try MeasuresReference.sample(name)
    let plain = try Self.deLong(sample.scores, sample.isChurned)
    let clustered = try Self.deLong(
      sample.scores, sample.isChurned, clusters: sample.labels.indices.map { 7 * $0 })
    // Clusters of one class add no covariance, and the factors are DeLong's.
    #expect(clustered.auc == plain.auc)
    #expect(agree(clustered.variance, plain.variance, within: 1e-12))
  }

  /// The same customer twice is no more information than once.
  @Test(arguments: ["twelve", "ties"]) func repeatedRowsInAClusterAddNothing(_ name: String) throws
  {
    let sample = try MeasuresReference.sample(name)
    let twice = sample.labels.indices.flatMap { [$0, $0] }
    let plain = try Self.deLong(sample.scores, sample.isChurned)
    let clustered = try Self.deLong(
      twice.map { sample.scores[$0] }, twice.map { sample.isChurned[$0] }, clusters: twice)
    #expect(agree(clustered.auc, plain.auc, within: 1e-14))
    #expect(agree(clustered.variance, plain.variance, within: 1e-12))
    // Taken for independent rows they would halve the variance, nearly.
    let naive = try Self.deLong(
      twice.map { sample.scores[$0] }, twice.map { sample.isChurned[$0] })
    #expect((naive.variance ?? 1) < 0.55 * (plain.variance ?? 0))
  }

  /// Seven customers, three with rows of both classes.
  static let scores = [0.9, 0.4, 0.6, 0.6, 0.2, 0.7, 0.3, 0.8, 0.5, 0.1, 0.35, 0.65]
  static let others = [0.7, 0.5, 0.6, 0.1, 0.3, 0.9, 0.2, 0.4, 0.8, 0.15, 0.35, 0.3]
  static let labels = [1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0].map { $0 == 1 }
  static let clusters = [3, 3, 3, 8, 8, 1, 1, 5, 5, 2, 9, 4]

  @Test func clustersByObuchowski() throws {
    let a = try Self.deLong(Self.scores, Self.labels, clusters: Self.clusters)
    let b = try Self.deLong(Self.others, Self.labels, clusters: Self.clusters)
    let oracle = Obuchowski(labels: Self.labels, clusters: Self.clusters)
    let (va, vb) = (
      oracle.covariance(Self.scores, Self.scores), oracle.covariance(Self.others, Self.others)
    )
    #expect(agree(a.auc, oracle.auc(Self.scores), within: 1e-14))
    #expect(agree(a.variance, va, within: 1e-12) && agree(b.variance, vb, within: 1e-12))
    let (difference, variance) = a.difference(from: b)
    #expect(agree(difference, oracle.auc(Self.scores) - oracle.auc(Self.others), within: 1e-13))
    let expected = va + vb - 2 * oracle.covariance(Self.scores, Self.others)
    #expect(agree(variance, expected, within: 1e-12))
    let measures = JudgedRows(labels: Self.labels, clusters: Self.clusters).measures(
      of: Self.scores)
    #expect(measures.isClustered)
    let margin = 1.959963984540054 * va.squareRoot()
    #expect(agree(measures.aucLow, max(0, a.auc - margin), within: 1e-12))
  }
}

/// Obuchowski (1997), Biometrics 53:567–578, as printed, pair by pair.
private struct Obuchowski {
  var labels: [Bool]
  var clusters: [Int]

  /// X components: the share of stayed rows below a churned row; Y components likewise.
  private func component(_ scores: [Double], _ row: Int) -> Double {
    let others = labels.indices.filter { labels[$0] != labels[row] }
    let won = others.reduce(0.0) { total, other in
      let (churned, stayed) =
        labels[row] ? (scores[row], scores[other]) : (scores[other], scores[row])
      return total + (churned > stayed ? 1 : churned == stayed ? 0.5 : 0)
    }
    return won / Double(others.count)
  }

  func auc(_ scores: [Double]) -> Double {
    let churned = labels.indices.filter { labels[$0] }
    return churned.reduce(0) { $0 + component(scores, $1) } / Double(churned.count)
  }

  func covariance(_ a: [Double], _ b: [Double]) -> Double {
    let (m, n) = (Double(labels.count { $0 }), Double(labels.count { !$0 }))
    let names = Array(Set(clusters)).sorted()
    let sums = names.map { name in
      let rows = clusters.indices.filter { clusters[$0] == name }
      let sum = { (scores: [Double], label: Bool) in
        rows.filter { labels[$0] == label }
          .reduce(0.0) { $0 + component(scores, $1) - auc(scores) }
      }
      return (
        x: (sum(a, true), sum(b, true)), y: (sum(a, false), sum(b, false)),
        hasX: rows.contains { labels[$0] }, hasY: rows.contains { !labels[$0] }
      )
    }
    let all = Double(names.count)
    let (i10, i01) = (Double(sums.count { $0.hasX }), Double(sums.count { $0.hasY }))
    let s10 = i10 / ((i10 - 1) * m) * sums.reduce(0) { $0 + $1.x.0 * $1.x.1 }
    let s01 = i01 / ((i01 - 1) * n) * sums.reduce(0) { $0 + $1.y.0 * $1.y.1 }
    let s11 = all / (all - 1) * sums.reduce(0) { $0 + $1.x.0 * $1.y.1 }
    let s11Mirrored = all / (all - 1) * sums.reduce(0) { $0 + $1.y.0 * $1.x.1 }
    return s10 / m + s01 / n + (s11 + s11Mirrored) / (m * n)
  }
}
