import Modeling
import Testing

@Suite struct SeparationTests {
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
    let customers = size == 1 ? "1 customer" : "\(size) customers"
    #expect(error.what.contains("\(who) with plan=rare churned: \(customers)"), "\(error.what)")
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
    #expect(error.what.contains("everybody with x above 4 churned: 3 customers"), "\(error.what)")
    #expect(error.what.contains("nobody with x below 4 churned: 3 customers"), "\(error.what)")
    #expect(!error.what.contains("completely"))
    for way in ["--penalty firth", "--penalty ridge", "merge", "drop"] {
      #expect(error.advice.contains(way))
    }
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
    #expect(error.what.contains("without a value in y churned: 1 customer"), "\(error.what)")
  }

  // MARK: - Who is concerned

  /// 120 mixed rows with some more of given plans, all of one label.
  static func plans(_ added: [(plan: String, label: Bool, count: Int)], reference: String? = nil)
    throws -> (design: DesignMatrix, labels: [Bool])
  {
    let sample = LogisticRegressionTests.Sample(rows: 120)
    var (x, labels) = (sample.x, sample.labels)
    var levels = Array(repeating: "common", count: 120)
    for (plan, label, count) in added {
      for k in 0..<count {
        x.append(sample.x[k])
        labels.append(label)
        levels.append(plan)
      }
    }
    let table = FeatureTable([("x", .numeric(x)), ("plan", .levels(levels))])
    var specification = DesignSpecification()
    if let reference { specification.references["plan"] = reference }
    let schema = FeatureSchema.learn(from: table).schema
    return (try specification.design(of: table, schema: schema).matrix, labels)
  }

  @Test func twoLevelsAtOnce() throws {
    let (design, labels) = try Self.plans([("gold", false, 37), ("silver", true, 5)])
    let found = try #require(Separation.detect(design, labels: labels))
    #expect(!found.isComplete && found.rows == 42)
    #expect(
      found.terms == [
        .init(term: .level(feature: "plan", level: "gold"), isPositive: false, rows: 37),
        .init(term: .level(feature: "plan", level: "silver"), isPositive: true, rows: 5),
      ])
    #expect(
      found.reasons == [
        "nobody with plan=gold churned: 37 customers",
        "everybody with plan=silver churned: 5 customers",
      ])
    #expect(found.warning.contains("plan=gold") && found.warning.contains("penalty"))
  }

  /// One row of the other label in each level breaks its separation, and that alone.
  @Test func oneRowBreaksEach() throws {
    let broken = [
      try Self.plans([("gold", false, 37), ("gold", true, 1), ("silver", true, 5)]),
      try Self.plans([("gold", false, 37), ("silver", true, 5), ("silver", false, 1)]),
      try Self.plans([
        ("gold", false, 37), ("gold", true, 1), ("silver", true, 5), ("silver", false, 1),
      ]),
    ]
    let found = broken.map { Separation.detect($0.design, labels: $0.labels) }
    #expect(found[0]?.terms.map(\.term.name) == ["plan=silver"])
    #expect(found[1]?.terms.map(\.term.name) == ["plan=gold"])
    #expect(found[2] == nil)
    let fit = try LogisticRegression().fit(broken[2].design, labels: broken[2].labels)
    #expect(fit.converged)
  }

  /// The level has no term of its own: the intercept and the others run away from it.
  @Test func theReferenceLevelSeparates() throws {
    let (design, labels) = try Self.plans([("gold", false, 6)], reference: "gold")
    let found = try #require(
      Separation.detect(design, labels: labels, referenceLevels: ["plan": "gold"]))
    #expect(found.reasons == ["nobody with plan=gold churned: 6 customers"])
    #expect(found.terms.map(\.term.name) == ["(Intercept)", "plan=common"])
    #expect(found.terms.map(\.isPositive) == [false, true])
  }

  /// Rows of weight 0 neither separate nor break a separation.
  @Test func onlyRowsWithWeightCount() throws {
    let (design, labels) = try Self.plans([("gold", false, 6), ("gold", true, 1)])
    var weights = labels.map { _ in 1.0 }
    #expect(Separation.detect(design, labels: labels, weights: weights) == nil)
    weights[weights.count - 1] = 0
    let found = try #require(Separation.detect(design, labels: labels, weights: weights))
    #expect(found.reasons == ["nobody with plan=gold churned: 6 customers"])
    for row in 120..<126 { weights[row] = 0 }
    #expect(Separation.detect(design, labels: labels, weights: weights) == nil)
  }

  /// The pattern of the endometrial cancer data (Heinze & Schemper 2002): a 0/1 column that is 1 for
  /// cases only, beside columns that overlap.
  @Test func theEndometrialPattern() throws {
    let sample = LogisticRegressionTests.Sample(rows: 79)
    var neovasculation = Array(repeating: 0.0, count: 79)
    for row in sample.labels.indices.filter({ sample.labels[$0] }).prefix(13) {
      neovasculation[row] = 1
    }
    let design = DesignMatrix(numeric: [("NV", neovasculation), ("PI", sample.x), ("EH", sample.z)])
    let found = try #require(Separation.detect(design, labels: sample.labels))
    #expect(found.terms == [.init(term: .numeric(feature: "NV"), isPositive: true, rows: 13)])
    #expect(found.reasons == ["everybody with NV above 0 churned: 13 customers"])
    #expect(!found.isComplete && found.rows == 13)
  }

  @Test func aCombinationOfColumns() throws {
    let sample = LogisticRegressionTests.Sample()
    let labels = zip(sample.x, sample.z).map { $0 + $1 > 0.2 }
    let found = try #require(Separation.detect(sample.design, labels: labels))
    #expect(found.isComplete && found.rows == 300)
    #expect(found.reasons.count == 1 && found.reasons[0].hasPrefix("the combination of x, z tells"))
  }

  @Test(.enabled(if: TestFiles.hasShared)) func theSyntheticFile() throws {
    let table = try TestFiles.table("pathology/complete_separation_synthetic.csv")
    let design = DesignMatrix(
      numeric: [("x", try table.numbers("x")), ("z", try table.numbers("z"))])
    let labels = try table.numbers("y").map { $0 == 1 }
    let found = try #require(Separation.detect(design, labels: labels))
    #expect(found.isComplete && found.rows == table.rows.count)
    #expect(found.reasons.contains { $0.hasPrefix("everybody with x above 0.004 churned: ") })
  }

  // MARK: - Exactness

  struct Reference: Decodable {
    struct Case: Decodable {
      var x: [[Double]]
      var y: [Int]
      var w: [Double]
      var separated: [Int]
    }
    var cases: [Case]
  }

  /// Which rows are separated, against linear programs (`References/separation.py`); units of the
  /// columns and a row's weight change nothing.
  @Test(arguments: [1.0, 1e9, 1e-9]) func sameAsLinearPrograms(unit: Double) throws {
    let reference = try TestFiles.decode(Reference.self, from: "separation.json")
    for (number, test) in reference.cases.enumerated() {
      let columns = test.x.enumerated().map { place, column in
        (name: "x\(place)", values: column.map { place == 0 ? $0 * unit + 1e6 * unit : $0 })
      }
      let labels = test.y.map { $0 == 1 }
      let found = Separation.detect(
        DesignMatrix(numeric: columns), labels: labels, weights: test.w)
      #expect(found?.rows ?? 0 == test.separated.count, "case \(number)")
      let counted = test.w.count { $0 > 0 }
      #expect((found?.isComplete ?? false) == (test.separated.count == counted), "case \(number)")
      if found == nil {
        let fit = try LogisticRegression().fit(
          DesignMatrix(numeric: columns), labels: labels, weights: test.w)
        #expect(fit.converged, "case \(number)")
      } else {
        let error = Self.error(DesignMatrix(numeric: columns), labels, weights: test.w)
        #expect(error?.kind == .separation, "case \(number)")
      }
    }
  }

  /// The narrower the gap between the classes, the steeper the fit; only a touch is no separation.
  @Test(arguments: [1e-2, 1e-4, 1e-6]) func narrowGaps(gap: Double) throws {
    let x = LogisticRegressionTests.Sample(rows: 200).x
    let apart = x.map { $0 > 0.3 ? $0 + gap : min($0, 0.3) }
    let labels = x.map { $0 > 0.3 }
    let error = try #require(Self.error(DesignMatrix(numeric: [("x", apart)]), labels))
    #expect(error.kind == .separation && error.what.contains("completely"))
  }

  // MARK: - More terms than rows

  @Test func tenRowsOfTwoHundredColumns() throws {
    var generator = SeededGenerator(seed: 4)
    let columns = (0..<200).map { j in
      (name: "c\(j)", values: (0..<10).map { _ in generator.bell() })
    }
    let labels = (0..<10).map { $0 % 2 == 0 }
    let error = try #require(Self.error(DesignMatrix(numeric: columns), labels))
    #expect(error.kind == .separation)
    #expect(error.what.contains("10 customers for 200 terms"), "\(error.what)")
    #expect(error.advice.contains("--penalty ridge"))
  }

  @Test func fiveRowsOfFourColumns() throws {
    var generator = SeededGenerator(seed: 4)
    let columns = (0..<4).map { j in (name: "c\(j)", values: (0..<5).map { _ in generator.bell() })
    }
    let error = try #require(
      Self.error(DesignMatrix(numeric: columns), [true, false, true, false, false]))
    #expect(error.what.contains("5 customers for 4 terms"), "\(error.what)")
    // Four columns of two kinds of rows leave a fit.
    let twice = columns.map { (name: $0.name, values: [1, 1, 2, 2, 2.0]) }
    let fit = try LogisticRegression().fit(
      DesignMatrix(numeric: twice), labels: [true, false, true, false, false])
    #expect(fit.converged && fit.rank == 2)
  }

  /// One row has a value: its label is told by having one.
  @Test func aColumnWithOnePresentValue() throws {
    let sample = LogisticRegressionTests.Sample(rows: 60)
    var lonely = Array(repeating: Double.nan, count: 60)
    lonely[3] = 12
    let table = FeatureTable([("x", .numeric(sample.x)), ("lonely", .numeric(lonely))])
    let schema = FeatureSchema.learn(from: table).schema
    let design = try DesignSpecification().design(of: table, schema: schema).matrix
    let found = try #require(Separation.detect(design, labels: sample.labels))
    let who = sample.labels[3] ? "everybody" : "nobody"
    #expect(found.reasons == ["\(who) with a value in lonely churned: 1 customer"])
  }
}
