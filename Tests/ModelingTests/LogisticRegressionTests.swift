import Modeling
import Testing

/// What must hold between fits, whatever their numbers are.
@Suite struct LogisticRegressionTests {
  /// 300 made-up rows: two columns of numbers and a label that depends on them.
  struct Sample {
    var x: [Double] = []
    var z: [Double] = []
    var labels: [Bool] = []

    init(rows: Int = 300, seed: UInt64 = 11) {
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<rows {
        x.append(generator.bell())
        z.append(generator.bell() * 3)
        let p = Elementary.logistic(0.3 + x[x.count - 1] - 0.2 * z[z.count - 1])
        labels.append(generator.uniform() < p)
      }
    }

    var design: DesignMatrix { DesignMatrix(numeric: [("x", x), ("z", z)]) }
  }

  static func estimates(_ fit: LogisticFit) -> [Double] { fit.coefficients.compactMap(\.estimate) }
  static func errors(_ fit: LogisticFit) -> [Double] {
    fit.coefficients.compactMap(\.standardError)
  }

  static func expectSame(_ a: LogisticFit, _ b: LogisticFit, within tolerance: Double) {
    let pairs = [(estimates(a), estimates(b)), (errors(a), errors(b))]
    for (one, other) in pairs {
      #expect(one.count == other.count)
      for (x, y) in zip(one, other) { #expect(relativeError(x, y) <= tolerance) }
    }
    #expect(relativeError(a.deviance, b.deviance) <= tolerance)
    #expect(relativeError(a.nullDeviance, b.nullDeviance) <= tolerance)
  }

  @Test func convergesToRoundingLevel() throws {
    let sample = Sample()
    let fit = try LogisticRegression().fit(sample.design, labels: sample.labels)
    #expect(fit.newtonDecrement >= 0)
    #expect(fit.newtonDecrement < 1e-16 * (1 + abs(fit.logLikelihood)))
    #expect(fit.deviance == -2 * fit.logLikelihood && fit.deviance < fit.nullDeviance)
    #expect(fit.warnings.isEmpty)
    #expect(fit.covariance[1, 1].squareRoot() == fit.coefficients[1].standardError)
  }

  /// The score equations, in plain sums over the rows.
  @Test func scoreVanishesAtTheEstimate() throws {
    let sample = Sample()
    let beta = Self.estimates(
      try LogisticRegression().fit(sample.design, labels: sample.labels))
    var score = [0.0, 0, 0]
    for (i, label) in sample.labels.enumerated() {
      let row = [1, sample.x[i], sample.z[i]]
      let eta = zip(row, beta).reduce(0) { $0 + $1.0 * $1.1 }
      for j in 0..<3 { score[j] += row[j] * ((label ? 1 : 0) - Elementary.logistic(eta)) }
    }
    for component in score { #expect(abs(component) < 1e-10) }
  }

  @Test func weightTwoIsTheRowTwice() throws {
    let sample = Sample()
    let weights = sample.labels.indices.map { Double($0 % 3) }
    let rows = sample.labels.indices.flatMap { Array(repeating: $0, count: $0 % 3) }
    let weighted = try LogisticRegression().fit(
      sample.design, labels: sample.labels, weights: weights)
    let repeated = try LogisticRegression().fit(
      DesignMatrix(numeric: [("x", rows.map { sample.x[$0] }), ("z", rows.map { sample.z[$0] })]),
      labels: rows.map { sample.labels[$0] })
    Self.expectSame(weighted, repeated, within: 1e-12)
    #expect(weighted.rowCount == 200 && repeated.rowCount == 300)
  }

  @Test func orderOfRowsDoesNotMatter() throws {
    let sample = Sample()
    var generator = SeededGenerator(seed: 3)
    let order = generator.shuffled(Array(sample.labels.indices))
    let permuted = try LogisticRegression().fit(
      DesignMatrix(
        numeric: [("x", order.map { sample.x[$0] }), ("z", order.map { sample.z[$0] })]),
      labels: order.map { sample.labels[$0] })
    let plain = try LogisticRegression().fit(sample.design, labels: sample.labels)
    Self.expectSame(permuted, plain, within: 1e-12)
  }

  @Test func threadsDoNotMatter() throws {
    let sample = Sample(rows: 21_000)
    let fits = try [1, 2].map { threads in
      var regression = LogisticRegression()
      regression.threads = threads
      return try regression.fit(sample.design, labels: sample.labels)
    }
    #expect(fits[0].coefficients == fits[1].coefficients)
    #expect(fits[0].covariance == fits[1].covariance)
    #expect(fits[0].deviance == fits[1].deviance)
  }

  /// Units and origins of the columns leave the fit as it was.
  @Test(arguments: [1e9, 1e-9, -7, 0x1p300], [0, 1e6, -1e6])
  func unitsDoNotMatter(factor: Double, offset: Double) throws {
    let sample = Sample()
    let plain = try LogisticRegression().fit(sample.design, labels: sample.labels)
    let moved = sample.x.map { ($0 + offset) * factor }
    let fit = try LogisticRegression().fit(
      DesignMatrix(numeric: [("x", moved), ("z", sample.z)]), labels: sample.labels)
    // Numbers around 1e6 have ten digits left behind the point.
    let tolerance = offset == 0 ? 1e-12 : 1e-9
    let (a, b) = (fit.coefficients, plain.coefficients)
    #expect(agree(a[1].estimate.map { $0 * factor }, b[1].estimate, within: tolerance))
    #expect(
      agree(a[1].standardError.map { $0 * abs(factor) }, b[1].standardError, within: tolerance))
    #expect(agree(a[1].pValue, b[1].pValue, within: tolerance * 100))
    #expect(agree(a[2].estimate, b[2].estimate, within: tolerance))
    #expect(relativeError(fit.deviance, plain.deviance) < tolerance)
  }

  @Test func confidenceWidensTheInterval() throws {
    let sample = Sample()
    var regression = LogisticRegression()
    regression.confidence = 0.99
    let line = try regression.fit(sample.design, labels: sample.labels).coefficients[1]
    let estimate = try #require(line.estimate)
    let margin = 2.575829303548901 * (try #require(line.standardError))
    #expect(agree(line.confidenceLow, estimate - margin, within: 1e-12))
    #expect(agree(line.confidenceHigh, estimate + margin, within: 1e-12))
  }

  @Test func interceptAloneIsTheLogitOfTheShare() throws {
    let fit = try LogisticRegression().fit(
      DesignMatrix(numeric: [], rowCount: 5), labels: [true, false, false, false, false])
    #expect(agree(fit.coefficients[0].estimate, Elementary.log(0.25), within: 1e-14))
    #expect(agree(fit.coefficients[0].standardError, 1 / 0.8.squareRoot(), within: 1e-14))
    #expect(
      fit.deviance == fit.nullDeviance || relativeError(fit.deviance, fit.nullDeviance) < 1e-15)
  }

  @Test func nearlyCollinearColumnsAreKeptWithAWarning() throws {
    let sample = Sample()
    var generator = SeededGenerator(seed: 4)
    let near = sample.x.map { $0 + 1e-6 * generator.bell() }
    let fit = try LogisticRegression().fit(
      DesignMatrix(numeric: [("x", sample.x), ("near", near)]), labels: sample.labels)
    #expect(fit.rank == 3)
    #expect(fit.warnings.count == 1 && fit.warnings[0].contains("near is nearly a linear"))
    // The difference has the weight of a millionth: so has its coefficient's precision.
    let error = try #require(fit.coefficients[2].standardError)
    #expect(error > 1e5 && error < 1e6)
  }

  // MARK: - What cannot be fitted

  static let bad: [(name: String, labels: [Bool], weights: [Double]?, kind: ModelingError.Kind)] = [
    ("no row", [], nil, .data),
    ("one class", [true, true, true, true], nil, .data),
    ("one class with weight", [true, true, false, true], [1, 1, 0, 2], .data),
    ("negative", [true, false, true, false], [1, -1, 1, 1], .data),
    ("NaN", [true, false, true, false], [1, 1, 1, .nan], .data),
    ("infinite", [true, false, true, false], [.infinity, 1, 1, 1], .data),
    ("all zero", [true, false, true, false], [0, 0, 0, 0], .data),
  ]

  @Test(arguments: bad.indices) func refusesLabelsAndWeights(_ place: Int) {
    let sample = Self.bad[place]
    let design = DesignMatrix(numeric: [("x", sample.labels.indices.map { Double($0 * $0 % 3) })])
    let error = modelingError { () throws(ModelingError) in
      try LogisticRegression().fit(design, labels: sample.labels, weights: sample.weights)
    }
    #expect(error?.kind == sample.kind, "\(sample.name)")
    #expect(error?.advice.isEmpty == false)
  }

  @Test func saysWhichWeightIsBad() {
    let error = modelingError { () throws(ModelingError) in
      try LogisticRegression().fit(
        DesignMatrix(numeric: [], rowCount: 3), labels: [true, false, true],
        weights: [1, 1, -2])
    }
    #expect(error?.what == "weight -2.0 in row 3")
  }

  @Test(arguments: [Double.nan, .infinity]) func refusesValuesThatAreNotFinite(_ value: Double) {
    let error = modelingError { () throws(ModelingError) in
      try LogisticRegression().fit(
        DesignMatrix(numeric: [("x", [1, 2, value, 3])]), labels: [true, false, true, false])
    }
    #expect(error?.kind == .data)
    #expect(error?.what.contains("x") == true)
  }

  @Test func fiveRowsAndFourColumns() throws {
    // A saturated design has no finite maximum; it must not crash or claim one.
    let columns: [(name: String, values: [Double])] = [
      ("a", [1, 0, 0, 0, 0]), ("b", [0, 1, 0, 0, 0]), ("c", [0, 0, 1, 0, 0]),
      ("d", [0, 0, 0, 1, 0]),
    ]
    let error = modelingError { () throws(ModelingError) in
      try LogisticRegression().fit(
        DesignMatrix(numeric: columns), labels: [true, false, true, false, true])
    }
    #expect(error?.kind == .separation)
    // More columns than rows: the later ones are aliased, which leaves the saturated design.
    let wide = columns + [("e", [3, 1, 4, 1, 5]), ("f", [2, 7, 1, 8, 2])]
    let second = modelingError { () throws(ModelingError) in
      try LogisticRegression().fit(
        DesignMatrix(numeric: wide), labels: [true, false, true, false, true])
    }
    #expect(second?.kind == .separation)
  }

  /// Squares of these numbers are infinite or 0.
  @Test(arguments: [1e300, 1e-300]) func valuesAtTheEndsOfTheRange(_ factor: Double) throws {
    let sample = Sample(rows: 60)
    let plain = try LogisticRegression().fit(
      DesignMatrix(numeric: [("x", sample.x)]), labels: sample.labels)
    let fit = try LogisticRegression().fit(
      DesignMatrix(numeric: [("x", sample.x.map { $0 * factor })]), labels: sample.labels)
    #expect(relativeError(fit.deviance, plain.deviance) < 1e-12)
    let estimate = fit.coefficients[1].estimate.map { $0 * factor }
    #expect(agree(estimate, plain.coefficients[1].estimate, within: 1e-12))
  }
}
