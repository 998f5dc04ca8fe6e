import Modeling
import Testing

@Suite struct SeparationDiagnosisTests {
  static func error(_ design: DesignMatrix, _ labels: [Bool], weights: [Double]? = nil)
    -> ModelingError?
  {
    modelingError { () throws(ModelingError) in
      try LogisticRegression().fit(design, labels: labels, weights: weights)
    }
  }

  /// A level of `size` rows of whom all or nobody churned, in rows that are else mixed.
  @Test(arguments: [1, 3, 40], [true, false])
  func namesTheLevelThatSeparates(size: Int, churned: Bool) throws {
    let sample = LogisticRegressionTests.Sample()
    var labels = sample.labels
    var levels = Array(repeating: "common", count: labels.count)
    for row in 0..<size {
      labels[row * 7] = churned
      levels[row * 7] = "rare"
    }
    let table = FeatureTable([("x", .numeric(sample.x)), ("plan", .levels(levels))])
    let schema = FeatureSchema.learn(from: table).schema
    let design = try DesignSpecification().design(of: table, schema: schema).matrix
    let error = try #require(Self.error(design, labels))
    #expect(error.kind == .separation)
    let who = churned ? "everybody" : "nobody"
    #expect(error.what.contains("\(who) with plan=rare churned: \(size) rows"), "\(error.what)")
    #expect(!error.what.contains("completely"))
  }

  @Test(arguments: [20, 300, 2000]) func completeSeparationByANumber(rows: Int) throws {
    let x = LogisticRegressionTests.Sample(rows: rows).x
    let error = try #require(
      Self.error(
        DesignMatrix(numeric: [("x", x), ("noise", x.map { $0 * $0 })]), x.map { $0 > 0.4 }))
    #expect(error.kind == .separation)
    #expect(error.what.contains("completely") && error.what.contains("x"), "\(error.what)")
  }

  /// One value is shared by both classes, the rest is apart: quasi-complete separation.
  @Test func quasiSeparationByANumber() throws {
    let x: [Double] = [1, 2, 3, 4, 4, 5, 6, 7]
    let labels = [false, false, false, false, true, true, true, true]
    let error = try #require(Self.error(DesignMatrix(numeric: [("x", x)]), labels))
    #expect(error.kind == .separation)
    #expect(error.what.contains("grow without bound: x"), "\(error.what)")
    // A single row on the wrong side makes the maximum finite.
    let mixed = [false, false, true, false, true, true, true, true]
    #expect(Self.error(DesignMatrix(numeric: [("x", x)]), mixed) == nil)
  }

  /// Far from separated, though every probability is next to 0 or 1.
  @Test func steepIsNotSeparated() throws {
    var generator = SeededGenerator(seed: 2)
    let x = (0..<400).map { _ in 30 * generator.bell() }
    var labels = x.map { $0 > 0 }
    labels[7].toggle()
    let fit = try LogisticRegression().fit(DesignMatrix(numeric: [("x", x)]), labels: labels)
    #expect(fit.converged && fit.newtonDecrement < 1e-16 * (1 + abs(fit.logLikelihood)))
  }

  /// A row in a million whose level is its own: its share of the log-likelihood is soon below
  /// rounding, and must not pass for convergence.
  @Test func aRareLevelInHeavyData() throws {
    let sample = LogisticRegressionTests.Sample()
    var rare = Array(repeating: 0.0, count: sample.labels.count)
    rare[5] = 1
    var weights = Array(repeating: 5000.0, count: sample.labels.count)
    weights[5] = 1
    let design = DesignMatrix(
      rowCount: rare.count, terms: [.intercept, .numeric(feature: "x"), .missing(feature: "y")],
      columns: [sample.x, rare])
    let error = try #require(Self.error(design, sample.labels, weights: weights))
    #expect(error.kind == .separation)
    #expect(error.what.contains("with y is missing churned: 1 rows"), "\(error.what)")
  }
}
