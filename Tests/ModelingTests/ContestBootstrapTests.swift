import Testing

@testable import Modeling

/// Rows, two models of them and the money.
private struct Sample {
  var rows: JudgedRows
  var a: [Double]
  var b: [Double]

  /// Scores of 1/9 … 8/9: most are tied.
  static func random(
    _ count: Int, seed: UInt64, isWeighted: Bool = false, isClustered: Bool = false
  ) -> Sample {
    var generator = SeededGenerator(seed: seed)
    func score() -> Double { Double(1 + generator.integer(below: 8)) / 9 }
    let a = (0..<count).map { _ in score() }
    let labels = a.map { generator.uniform() < 0.1 + 0.5 * $0 }
    return Sample(
      rows: JudgedRows(
        labels: labels,
        weights: isWeighted ? a.map { _ in Double(generator.integer(below: 4)) / 4 } : nil,
        clusters: isClustered ? a.map { _ in 7 * generator.integer(below: count / 2) } : nil),
      a: a, b: a.map { _ in score() })
  }

  func scored(_ scores: [Double], share: Double? = nil) -> ContestScores {
    ContestScores(
      ranked: RankedScores(scores: scores, labels: rows.labels, weights: rows.weights),
      probabilities: scores, share: share)
  }

  func intervals(
    _ models: [[Double]], replicates: Int = 60, seed: UInt64 = 3, threads: Int = 1,
    share: Double? = nil, economics: RetentionEconomics? = nil
  ) -> ContestIntervals {
    ContestBootstrap(rows, replicates: replicates, seed: seed, threads: threads)
      .intervals(of: models.map { scored($0, share: share) }, economics: economics)
  }
}

private func agree(
  _ a: PercentileInterval?, _ b: PercentileInterval?, within tolerance: Double = 1e-12
) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return abs(a.low - b.low) <= tolerance * max(1, abs(b.low))
    && abs(a.high - b.high) <= tolerance * max(1, abs(b.high))
}

@Suite struct ContestBootstrapTests {
  static let economics = Result {
    try RetentionEconomics(value: 90, contactCost: 1, offerCost: 9, acceptRate: 0.3)
  }

  /// It is the definition, written out with repeated rows.
  @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
  func isThePercentilesOfReplicates(_ isWeighted: Bool, _ isClustered: Bool) throws {
    let sample = Sample.random(40, seed: 11, isWeighted: isWeighted, isClustered: isClustered)
    let economics = try Self.economics.get()
    let result = sample.intervals(
      [sample.a, sample.b], replicates: 50, seed: 5, share: 0.23, economics: economics)
    func outcomes(_ scores: [Double], isStratified: Bool) -> [Outcome] {
      (0..<50).map { number in
        let rows = Self.replicate(number, seed: 5, of: sample, isStratified: isStratified)
        return Outcome(scores, sample.rows, rows, economics, share: 0.23)
      }
    }
    var stratified: [[Outcome]] = []
    var joint: [[Outcome]] = []
    for (model, scores) in [sample.a, sample.b].enumerated() {
      stratified.append(outcomes(scores, isStratified: true))
      joint.append(outcomes(scores, isStratified: false))
      let intervals = result.models[model]
      for tenth in 0..<10 {
        let lifts = stratified[model].map { $0.lifts[tenth] }
        #expect(agree(intervals.lifts?[tenth], PercentileInterval(lifts)))
      }
      #expect(agree(intervals.logLoss, PercentileInterval(joint[model].map(\.logLoss))))
      #expect(agree(intervals.profit, PercentileInterval(joint[model].map(\.profit))))
      #expect(agree(intervals.bestShare, PercentileInterval(joint[model].map(\.bestShare))))
    }
    let lifts = zip(stratified[0], stratified[1]).map { $0.lifts[0] - $1.lifts[0] }
    #expect(agree(result.pairs[0].liftAt10?.interval, PercentileInterval(lifts)))
    let losses = zip(joint[0], joint[1]).map { $0.logLoss - $1.logLoss }
    #expect(agree(result.pairs[0].logLoss?.interval, PercentileInterval(losses)))
  }

  /// The rows of a replicate. Units with a churned row come in the order of their first rows, then the
  /// others; they are drawn apart (stratified) or together.
  private static func replicate(
    _ number: Int, seed: UInt64, of sample: Sample, isStratified: Bool
  ) -> [Int] {
    let rows = sample.rows
    let clusters = rows.clusters ?? Array(rows.labels.indices)
    var names: [Int] = []
    for cluster in clusters where !names.contains(cluster) { names.append(cluster) }
    let units = names.map { name in clusters.indices.filter { clusters[$0] == name } }
    let classes = [true, false].map { isChurned in
      units.filter { unit in unit.contains { rows.labels[$0] } == isChurned }
    }
    let strata = isStratified ? classes : [classes[0] + classes[1]]
    let stream = UInt64(number) + (isStratified ? 0 : 4_294_967_296)
    var generator = SeededGenerator(seed: seed, stream: stream)
    return strata.flatMap { stratum in
      stratum.flatMap { _ in stratum[generator.integer(below: stratum.count)] }
    }
  }

  private struct Outcome {
    var lifts: [Double]
    var logLoss: Double
    var profit: Double
    var bestShare: Double

    init(
      _ scores: [Double], _ all: JudgedRows, _ rows: [Int], _ economics: RetentionEconomics,
      share: Double
    ) {
      let labels = rows.map { all.labels[$0] }
      let weights = all.weights.map { weights in rows.map { weights[$0] } }
      let drawn = rows.map { scores[$0] }
      let ranked = RankedScores(scores: drawn, labels: labels, weights: weights)
      lifts = ranked.gains(at: RankedScores.tenths).map(\.lift)
      logLoss = ProbabilityLoss.logLoss(drawn, labels, weights: weights).mean
      let curve = ProfitCurve(ranked, economics)
      profit = curve.profit(atFraction: share)
      bestShare = curve.best.fraction
    }
  }

  // MARK: - By hand

  @Test func constantScoresHaveNoLift() throws {
    let sample = Sample.random(30, seed: 1)
    let result = sample.intervals([Array(repeating: 0.5, count: 30)])
    let lifts = try #require(result.models[0].lifts)
    #expect(lifts.allSatisfy { agree($0, PercentileInterval(low: 1, high: 1)) })
    #expect(lifts[9] == PercentileInterval(low: 1, high: 1))
    #expect(result.pairs.isEmpty && result.models[0].profit == nil)
  }

  /// Ten churned rows of fifty on top: however they are drawn, they stay on top.
  @Test func perfectScoresHaveTheirLift() throws {
    let labels = (0..<50).map { $0 % 5 == 2 }
    let sample = Sample(
      rows: JudgedRows(labels: labels),
      a: labels.indices.map { labels[$0] ? 0.9 : 0.001 * Double($0) },
      b: labels.map { $0 ? 0.1 : 0.8 })
    let result = sample.intervals([sample.a, sample.b], replicates: 99)
    let lifts = try #require(result.models[0].lifts)
    for (lift, fraction) in zip(lifts, RankedScores.tenths) {
      let expected = min(5, 1 / fraction)
      #expect(agree(lift, PercentileInterval(low: expected, high: expected)))
    }
    let pair = result.pairs[0]
    #expect(pair.a == 0 && pair.b == 1)
    // Every replicate says the same: p is the smallest that 99 can show.
    #expect(agree(pair.liftAt10?.difference, 5, within: 1e-12))
    #expect(pair.liftAt10?.pValue == 0.02 && pair.logLoss?.pValue == 0.02)
    #expect((pair.logLoss?.difference ?? 0) < 0)
  }

  @Test func profitsOfNobodyAndOfAll() throws {
    let sample = Sample.random(30, seed: 2)
    let economics = try Self.economics.get()
    let nobody = sample.intervals([sample.a], share: 0, economics: economics)
    #expect(nobody.models[0].profit == PercentileInterval(low: 0, high: 0))
    // How many churn is not known beforehand, whatever the ranking.
    let all = try #require(
      sample.intervals([sample.a], share: 1, economics: economics).models[0].profit)
    let profit = ProfitCurve(sample.scored(sample.a).ranked, economics).profitOfAll
    #expect(all.low < profit && profit < all.high)
    // Where nothing pays, nobody is contacted.
    let poor = try RetentionEconomics(value: 1, contactCost: 5, offerCost: 9, acceptRate: 0)
    let none = sample.intervals([sample.a], economics: poor)
    #expect(none.models[0].bestShare == PercentileInterval(low: 0, high: 0))
    #expect(none.models[0].profit == nil)
  }

  /// The profit of contacting all is linear in the churned rows, a binomial number, and so is the log
  /// loss of a constant: intervals are ± 1.96 of its deviations √(n p (1 − p)).
  @Test func theNumberOfTheChurnedVaries() throws {
    let (count, p) = (2000, 0.3)
    let sample = Sample(
      rows: JudgedRows(labels: (0..<count).map { $0 % 10 < 3 }),
      a: Array(repeating: 0.2, count: count), b: Array(repeating: 0.4, count: count))
    let economics = try Self.economics.get()
    let result = sample.intervals(
      [sample.a, sample.b], replicates: 1000, share: 1, economics: economics)
    let deviation = (Double(count) * p * (1 - p)).squareRoot()
    func isWide(_ interval: PercentileInterval?, _ perChurner: Double) -> Bool {
      guard let interval else { return false }
      let ratio = (interval.high - interval.low) / (2 * 1.96 * deviation * abs(perChurner))
      return ratio > 0.85 && ratio < 1.15
    }
    let swap = economics.profitOfContactedChurner - economics.profitOfContactedStayer
    #expect(isWide(result.models[0].profit, swap))
    let slope = { (score: Double) in
      (Elementary.log(1 - score) - Elementary.log(score)) / Double(count)
    }
    #expect(isWide(result.models[0].logLoss, slope(0.2)))
    let pair = try #require(result.pairs[0].logLoss)
    #expect(isWide(pair.interval, slope(0.2) - slope(0.4)))
    // 0.0065 with the standard error 0.0101: p is 0.52 by the normal distribution.
    #expect(abs(pair.difference - 0.0065) < 1e-4)
    #expect(abs(try #require(pair.pValue) - 0.52) < 0.1)
    // Neither ranks: whoever is drawn, their lift is 1.
    #expect(result.pairs[0].liftAt10?.pValue == 1)
  }

  /// Of one churned row in three 8 of 27 replicates lack that row.
  @Test(arguments: [1, 2, 3]) func replicatesMayLackAClass(_ churned: Int) throws {
    let sample = Sample(
      rows: JudgedRows(labels: (0..<3).map { $0 < churned }), a: [0.8, 0.5, 0.2],
      b: [0.1, 0.6, 0.7])
    let result = sample.intervals(
      [sample.a, sample.b], replicates: 200, share: 0.5, economics: try Self.economics.get())
    for model in result.models {
      #expect(model.lifts != nil && model.logLoss != nil)
      #expect(model.profit != nil)
      let share = try #require(model.bestShare)
      #expect(share.low >= 0 && share.high <= 1)
    }
    #expect(result.pairs[0].logLoss?.interval != nil && result.pairs[0].liftAt10?.interval != nil)
  }

  /// Weights of 0 may leave a replicate without weight: there is no loss, and nobody to contact.
  @Test func replicatesMayLackAllWeight() throws {
    let sample = Sample(
      rows: JudgedRows(labels: [true, false], weights: [1, 0]), a: [0.8, 0.3], b: [0.4, 0.6])
    let result = sample.intervals(
      [sample.a], replicates: 100, share: 0.5, economics: try Self.economics.get())
    #expect(result.models[0].logLoss == nil && result.models[0].lifts != nil)
    #expect(result.models[0].bestShare == PercentileInterval(low: 0, high: 1))
    #expect(result.models[0].profit?.low == 0)
  }

  // MARK: - Relations

  @Test func threadsDoNotMatterButTheSeedDoes() {
    let sample = Sample.random(60, seed: 3, isWeighted: true, isClustered: true)
    let models = [sample.a, sample.b]
    let one = sample.intervals(models, seed: 4)
    #expect(one == sample.intervals(models, seed: 4, threads: 3))
    #expect(one == sample.intervals(models, seed: 4, threads: 200))
    #expect(one != sample.intervals(models, seed: 5))
  }

  @Test func identicalModelsDoNotDiffer() throws {
    let sample = Sample.random(50, seed: 4)
    // The same order by other numbers: the lift is the same, the log loss is not.
    let bent = sample.a.map { $0 * $0 }
    let result = sample.intervals([sample.a, sample.a, bent])
    #expect(result.pairs.map { [$0.a, $0.b] } == [[0, 1], [0, 2], [1, 2]])
    let zero = PercentileInterval(low: 0, high: 0)
    for same in [result.pairs[0].liftAt10, result.pairs[0].logLoss, result.pairs[1].liftAt10] {
      let same = try #require(same)
      #expect(same.difference == 0 && same.interval == zero && same.pValue == 1)
    }
    #expect(result.models[0] == result.models[1])
    #expect(result.pairs[1].logLoss?.interval != zero)
  }

  @Test func exchangeMirrorsTheDifference() throws {
    let sample = Sample.random(50, seed: 5)
    let forward = sample.intervals([sample.a, sample.b])
    let backward = sample.intervals([sample.b, sample.a])
    #expect(forward.models == backward.models.reversed())
    for measure in [\ContestIntervals.Pair.liftAt10, \.logLoss] {
      let one = try #require(forward.pairs[0][keyPath: measure])
      let other = try #require(backward.pairs[0][keyPath: measure])
      #expect(one.difference == -other.difference && one.pValue == other.pValue)
      let interval = try #require(other.interval)
      #expect(
        agree(one.interval, PercentileInterval(low: -interval.high, high: -interval.low)))
    }
  }

  @Test func aWholeWeightIsRepeatedRows() throws {
    let sample = Sample.random(40, seed: 6)
    let times = sample.rows.labels.indices.map { 1 + $0 % 3 }
    let repeated = times.indices.flatMap { Array(repeating: $0, count: times[$0]) }
    var weighted = sample
    weighted.rows.weights = times.map(Double.init)
    let long = Sample(
      rows: JudgedRows(labels: repeated.map { sample.rows.labels[$0] }, clusters: repeated),
      a: repeated.map { sample.a[$0] }, b: repeated.map { sample.b[$0] })
    let one = weighted.intervals([weighted.a, weighted.b])
    // In clusters the repeated rows are drawn together too, so that even the draws are the same.
    let other = long.intervals([long.a, long.b])
    for measure in [\ContestIntervals.Pair.liftAt10, \.logLoss] {
      let (a, b) = (one.pairs[0][keyPath: measure], other.pairs[0][keyPath: measure])
      #expect(agree(a?.difference, b?.difference, within: 1e-12))
      #expect(agree(a?.interval, b?.interval) && a?.pValue == b?.pValue)
    }
    for (a, b) in zip(try #require(one.models[0].lifts), try #require(other.models[0].lifts)) {
      #expect(agree(a, b))
    }
  }

  @Test func clustersOfOneRowAreRows() {
    var sample = Sample.random(50, seed: 7)
    let plain = sample.intervals([sample.a, sample.b])
    sample.rows.clusters = sample.a.indices.map { 1000 - 3 * $0 }
    #expect(sample.intervals([sample.a, sample.b]) == plain)
  }

  @Test func theUnitOfWeightsDoesNotMatter() throws {
    var sample = Sample.random(50, seed: 8, isWeighted: true)
    let plain = sample.intervals([sample.a, sample.b])
    sample.rows.weights = sample.rows.weights?.map { $0 * 1024 }
    #expect(sample.intervals([sample.a, sample.b]) == plain)
  }

  // MARK: - What there is not

  @Test func withoutReplicatesThereAreDifferencesAlone() {
    let sample = Sample.random(30, seed: 9)
    let result = sample.intervals([sample.a, sample.b], replicates: 0)
    #expect(result.models.allSatisfy { $0.lifts == nil && $0.logLoss == nil })
    let pair = result.pairs[0]
    let lifts = [sample.a, sample.b].map { sample.scored($0).ranked.captured(at: 0.1) / 0.1 }
    #expect(pair.liftAt10?.difference == lifts[0] - lifts[1])
    #expect(pair.liftAt10?.interval == nil && pair.liftAt10?.pValue == nil)
    #expect(ContestBootstrap.defaultReplicates(rows: 100_000) == 1000)
    #expect(ContestBootstrap.defaultReplicates(rows: 100_001) == 0)
  }

  @Test(arguments: [false, true]) func oneClass(_ label: Bool) {
    var sample = Sample.random(20, seed: 10)
    sample.rows.labels = sample.rows.labels.map { _ in label }
    let result = sample.intervals([sample.a, sample.b])
    #expect((result.models[0].lifts == nil) == !label)
    #expect((result.pairs[0].liftAt10 == nil) == !label)
    #expect(result.pairs[0].logLoss?.interval != nil)
  }

  @Test func scoresThatAreNoProbabilitiesAndNoRows() {
    let sample = Sample.random(20, seed: 12)
    let score = ContestScores(ranked: sample.scored(sample.a).ranked)
    let bootstrap = ContestBootstrap(sample.rows, replicates: 20, seed: 1)
    let result = bootstrap.intervals(of: [score, sample.scored(sample.b)])
    #expect(result.models[0].logLoss == nil && result.models[0].lifts != nil)
    #expect(result.pairs[0].logLoss == nil && result.pairs[0].liftAt10?.interval != nil)
    let empty = Sample(rows: JudgedRows(labels: []), a: [], b: [])
    let nothing = empty.intervals([[], []])
    #expect(nothing.models[0].lifts == nil && nothing.pairs[0].liftAt10 == nil)
    #expect(nothing.pairs[0].logLoss?.interval == nil)
  }

  // MARK: - Another program

  @Test(arguments: BootstrapReference.names) func percentilesAgreeWithNumpy(_ name: String) throws {
    let reference = try TestFiles.decode(BootstrapReference.self, from: "bootstrap.json")
    let expected = try #require(reference.cases.first { $0.name == name })
    let rows = JudgedRows(
      labels: expected.labels.map { $0 == 1 }, weights: expected.weights,
      clusters: expected.clusters)
    let sample = Sample(rows: rows, a: expected.models[0].scores, b: expected.models[1].scores)
    let result = sample.intervals(
      [sample.a, sample.b], replicates: reference.tested, seed: 1, threads: 2,
      share: reference.share, economics: try reference.economics.checked())
    for (model, other) in zip(result.models, expected.models) {
      for (lift, other) in zip(try #require(model.lifts), other.lifts) { other.check(lift) }
      other.profit.check(model.profit)
      other.bestShare.check(model.bestShare)
      other.logLoss.check(model.logLoss)
    }
    expected.liftAt10Difference.check(result.pairs[0].liftAt10, reference.tested)
    expected.logLossDifference.check(result.pairs[0].logLoss, reference.tested)
  }
}
