import Testing

@testable import Modeling

/// Intercept and slope of the logistic recalibration with their standard errors, against R's glm.
@Suite struct RecalibrationTests {
  private struct Line: Decodable {
    var value: Double
    var standardError: Double
    var clustered: Double
    var low: Double
    var high: Double
  }

  private struct Reference: Decodable {
    struct Case: Decodable {
      var set: String
      var score: String
      var intercept: Line
      var slope: Line
    }
    var cases: [Case]
  }

  /// Each score of one class, as fine scores are; or of both, with or without weight.
  @Test(arguments: [1.0, 0.5], [2, 3, 1_000_000])
  func rowsAreThoseOfTheTies(_ weight: Double, _ levels: Int) throws {
    var generator = SeededGenerator(seed: UInt64(levels))
    let scores = (0..<5000).map { _ in (1 + Double(generator.integer(below: levels))) / 1e7 }
    for isPure in [true, false] {
      let labels = scores.map { isPure ? Int($0 * 1e7) % 2 == 0 : generator.uniform() < 0.5 }
      let weights = scores.map { _ in generator.uniform() < 0.2 ? weight : 1 }
      let ranked = RankedScores(scores: scores, labels: labels, weights: weights)
      let rows = try #require(LogOddsRows(ranked, threads: 2))
      let parts = ranked.ties.flatMap { tie in
        [(tie, true, tie.churned), (tie, false, tie.stayed)].filter { $0.2 > 0 }
      }
      #expect(rows.logOdds == parts.map { Elementary.logit($0.0.score) })
      #expect(rows.labels == parts.map(\.1))
      let isPlain = parts.allSatisfy { $0.2 == 1 }
      #expect(rows.weights == (isPlain ? nil : parts.map(\.2)))
    }
  }

  @Test func standardErrorsAreThoseOfGlm() throws {
    for wanted in try TestFiles.decode(Reference.self, from: "recalibration.json").cases {
      let rows = try #require(ScoredData(rawValue: wanted.set)).rows()
      let scores = wanted.score == "tied" ? rows.tied : rows.continuous
      let calibration = Calibration(scores, rows.labels)
      for (found, line) in [
        (calibration.interceptEstimate, wanted.intercept),
        (calibration.slopeEstimate, wanted.slope),
      ] {
        let found = try #require(found)
        #expect(abs(found.value - line.value) < 1e-9)
        #expect(relativeError(found.standardError, line.standardError) < 1e-8)
        #expect(agree(found.interval?.low, line.low, within: 1e-8))
        #expect(agree(found.interval?.high, line.high, within: 1e-8))
      }
      let clustered = ClusteredRecalibration(
        scores, rows.labels, Clustering(rows.clusters), calibration: calibration)
      #expect(agree(clustered.intercept?.standardError, wanted.intercept.clustered, within: 1e-8))
      #expect(agree(clustered.slope?.standardError, wanted.slope.clustered, within: 1e-8))
      #expect(clustered.intercept?.value == calibration.intercept)
      #expect(agree(clustered.slope?.value, calibration.slope, within: 1e-9))
    }
  }

  /// Twice the rows: the same estimates, standard errors smaller by √2.
  @Test func twiceTheRows() throws {
    let scores = (1...60).map { Double($0) / 70 }
    let labels = (1...60).map { ($0 * 7) % 11 < $0 / 6 }
    let (once, twice) = (
      Calibration(scores, labels), Calibration(scores + scores, labels + labels)
    )
    for pair in [
      (once.interceptEstimate, twice.interceptEstimate), (once.slopeEstimate, twice.slopeEstimate),
    ] {
      let (a, b) = (try #require(pair.0), try #require(pair.1))
      #expect(abs(a.value - b.value) < 1e-10)
      #expect(relativeError(b.standardError * 2.0.squareRoot(), a.standardError) < 1e-9)
    }
    // Rows that repeat are no news: clustered by the row they repeat, the standard errors stay those
    // of rows alone.
    let pairs = ClusteredRecalibration(
      scores + scores, labels + labels, Clustering(Array(0..<60) + Array(0..<60)),
      calibration: twice)
    let alone = ClusteredRecalibration(
      scores, labels, Clustering(Array(0..<60)), calibration: once)
    #expect(agree(pairs.slope?.standardError, alone.slope?.standardError, within: 1e-9))
    #expect(agree(pairs.intercept?.standardError, alone.intercept?.standardError, within: 1e-9))
    let one = Calibration([0.2, 0.3], [true, true])
    #expect(one.interceptEstimate == nil)
    #expect(
      ClusteredRecalibration([0.2, 0.3], [true, true], Clustering([1, 2]), calibration: one)
        .slope == nil)
  }
}
