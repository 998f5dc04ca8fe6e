import DelimitedText
import Modeling
import Testing

@testable import Churn

struct JudgementTests {
  private static let holdout = CustomerTable.seeded(300, seed: 21)

  @Test(arguments: Kind.allCases)
  func measuresAreThoseOfThePredictions(_ kind: Kind) throws {
    let model = try kind.model
    let judgement = try Judgement([model], on: Self.holdout.input)
    let scores = try model.probabilities(Self.holdout)
    let labels = Self.holdout.column("churned").map { $0 == "1" }
    #expect(judgement.probabilities == [scores])
    let report = judgement.report(0)
    let brier = zip(scores, labels).reduce(0) {
      $0 + ($1.0 - ($1.1 ? 1 : 0)) * ($1.0 - ($1.1 ? 1 : 0))
    }
    #expect(abs(report.measures.brier - brier / 300) < 1e-12)
    var (wins, pairs) = (0.0, 0.0)
    for (a, churned) in zip(scores, labels) where churned {
      for (b, other) in zip(scores, labels) where !other {
        pairs += 1
        wins += a > b ? 1 : (a == b ? 0.5 : 0)
      }
    }
    #expect(abs(try #require(report.measures.auc) - wins / pairs) < 1e-12)
    #expect(report.measures.rows == 300 && report.measures.churned == labels.count { $0 })
    #expect(report.measures.threshold?.value == model.threshold)
    #expect(!report.isInSample && report.sha256 == sha256Hex(Self.holdout.bytes))
    #expect(report.bandTable.reduce(0) { $0 + $1.rows } == 300)
    for line in report.bandTable {
      let inBand = scores.indices.filter { model.bands.band(of: scores[$0]) == line.band }
      #expect(line.rows == inBand.count && line.churned == inBand.count { labels[$0] })
    }
  }

  @Test func inSampleGoesByTheContent() throws {
    let model = try Kind.tree.model
    let same = Input.bytes(Kind.table.bytes, name: "another-name.csv")
    let report = try Judgement([model], on: same).report(0)
    #expect(report.isInSample)
    #expect(report.warnings.contains { $0.contains("trained on this file") })
    #expect(report.measures.hosmerLemeshowPValue == nil)
    var other = Kind.table
    other[0, "region"] = "region 3"
    other[0, "weight"] = "7"
    #expect(!(try Judgement([model], on: other.input).report(0).isInSample))
  }

  @Test func aRowThatOneModelCannotUseIsRejectedForAll() throws {
    let strict = try TrainingRequest.logistic(missing: .drop).train(on: Kind.table.input).model
    var tree = TrainingRequest.tree
    tree.columns.features = ["region", "recency"]
    let models = [try tree.train(on: Kind.table.input).model, strict]
    var table = Self.holdout
    table[7, "spend"] = "much"
    let whole = table.rows.indices.filter { row in
      row != 7
        && ["recency", "spend", "plan"].allSatisfy { !["", "NA", "null"].contains(table[row, $0]) }
    }
    let judgement = try Judgement(models, on: table.input)
    #expect(judgement.customers.numbers.map { Int($0) - 1 } == whole)
    #expect(judgement.probabilities.map(\.count) == [whole.count, whole.count])
    let reports = [judgement.report(0), judgement.report(1)]
    #expect(reports.map(\.measures.rows) == [whole.count, whole.count])
    #expect(reports.map(\.rowsRejected) == [300 - whole.count, 300 - whole.count])
    // The tree alone can use them all but the one that is broken for nobody else.
    #expect(try Judgement([models[0]], on: table.input).report(0).measures.rows == 300)
  }

  @Test func repeatedCustomersAreClusters() throws {
    var table = Self.holdout
    let model = try Kind.logistic.model
    let apart = try Judgement([model], on: table.input).report(0).measures
    #expect(!apart.isClustered)
    for row in 0..<300 { table[row, "customer_id"] = "panel \(row / 4)" }
    let together = try Judgement([model], on: table.input).report(0).measures
    #expect(together.isClustered && together.auc == apart.auc)
    #expect(together.aucLow != apart.aucLow)
    #expect(together.json[path: "/clustered"] == true)
  }

  @Test func anotherLabelColumnAndValueCanBeNamed() throws {
    var table = Self.holdout
    table.header[table.place("churned")] = "left"
    for row in table.rows.indices {
      table[row, "left"] = table[row, "left"] == "1" ? "gone" : "here"
    }
    var options = Judgement.Options()
    options.target = "left"
    options.positive = "gone"
    let model = try Kind.tree.model
    let named = try Judgement([model], on: table.input, options: options).report(0)
    #expect(named.measures == (try Judgement([model], on: Self.holdout.input).report(0).measures))
    #expect(throws: LocatedError.self) { try Judgement([model], on: table.input) }
  }

  @Test func aColumnOfTwoTypesIsRefused() throws {
    var request = TrainingRequest.tree
    request.columns.categorical = ["recency"]
    let other = try request.train(on: Kind.table.input).model
    let error = #expect(throws: LocatedError.self) {
      try Judgement([try Kind.tree.model, other], on: Self.holdout.input)
    }
    #expect(error?.kind == .wrongData && error?.what.contains("recency") == true)
  }

  /// Rows, whatever they weigh; a score on a cut is of the lower band.
  @Test(arguments: [0, 1, 7, 500]) func bandsCountRows(_ count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let bands = Bands(low: 0.3, high: 0.6)
    let scores = (0..<count).map { _ in Double(generator.integer(below: 11)) / 10 }
    let labels = scores.map { _ in generator.uniform() < 0.5 }
    let weights = scores.map { _ in Double(generator.integer(below: 3)) }
    let table = bands.table(RankedScores(scores: scores, labels: labels, weights: weights))
    #expect(table.map(\.band) == Bands.Band.allCases)
    for line in table {
      let rows = scores.indices.filter { bands.band(of: scores[$0]) == line.band }
      #expect(line.rows == rows.count && line.churned == rows.count { labels[$0] })
      #expect(line.share == (count == 0 ? 0 : Double(rows.count) / Double(count)))
    }
  }

  @Test func bandWarnings() {
    let lines = [
      BandLine(band: .low, rows: 10, share: 0.1, churned: 6),
      BandLine(band: .medium, rows: 30, share: 0.3, churned: 3),
      BandLine(band: .high, rows: 60, share: 0.6, churned: 50),
    ]
    let warnings = Bands.warnings(lines)
    #expect(warnings.count == 3)
    #expect(warnings[0].contains("6 of 10"))
    #expect(Bands.warnings([BandLine(band: .low, rows: 50, share: 0.5, churned: 25)]).isEmpty)
  }
}
