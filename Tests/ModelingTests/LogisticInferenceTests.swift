import Foundation
import Modeling
import Testing

/// What must hold between fits with tests, intervals and penalties, whatever their numbers are.
@Suite struct LogisticInferenceTests {
  typealias Sample = LogisticRegressionTests.Sample

  static func fit(
    _ design: DesignMatrix, _ labels: [Bool], weights: [Double]? = nil,
    _ estimator: LogisticEstimator = .maximumLikelihood,
    _ intervals: InferenceRequest.Intervals = .profile,
    _ errors: InferenceRequest.StandardErrors = .model, threads: Int = 1
  ) throws -> LogisticFit {
    var regression = LogisticRegression()
    regression.estimator = estimator
    regression.threads = threads
    var request = InferenceRequest()
    request.intervals = intervals
    request.standardErrors = errors
    regression.inference = request
    return try regression.fit(design, labels: labels, weights: weights)
  }

  static func numbers(_ fit: LogisticFit) -> [Double] {
    var numbers: [Double?] = []
    for line in fit.coefficients {
      numbers += [line.estimate, line.standardError, line.pValue]
      numbers += [line.confidenceLow, line.confidenceHigh]
    }
    let inference = fit.inference
    numbers += (inference?.dropOne ?? []).map { $0.test?.statistic }
    numbers += [inference?.likelihoodRatio?.statistic, inference?.nagelkerke]
    numbers += (inference?.varianceInflation ?? []).map { $0.factor }
    numbers.append(inference?.conditionNumber)
    return numbers.map { $0 ?? .nan }
  }

  static func expectSame(_ a: [Double], _ b: [Double], within tolerance: Double) {
    #expect(a.count == b.count)
    for (place, (x, y)) in zip(a, b).enumerated() {
      #expect(abs(x - y) <= tolerance * max(1, abs(y)), "\(place): \(x) \(y)")
    }
  }

  @Test(arguments: LogisticEstimator.allCases)
  func weightTwoIsTheRowTwice(_ estimator: LogisticEstimator) throws {
    let sample = Sample()
    let weights = sample.labels.indices.map { Double($0 % 3) }
    let rows = sample.labels.indices.flatMap { Array(repeating: $0, count: $0 % 3) }
    let repeated = DesignMatrix(
      numeric: [("x", rows.map { sample.x[$0] }), ("z", rows.map { sample.z[$0] })])
    Self.expectSame(
      Self.numbers(try Self.fit(sample.design, sample.labels, weights: weights, estimator)),
      Self.numbers(try Self.fit(repeated, rows.map { sample.labels[$0] }, estimator)),
      within: 1e-9)
  }

  @Test(arguments: LogisticEstimator.allCases)
  func unitsOfAColumnDoNotMatter(_ estimator: LogisticEstimator) throws {
    let sample = Sample()
    let plain = try Self.fit(sample.design, sample.labels, estimator)
    let scaled = DesignMatrix(numeric: [("x", sample.x.map { $0 * 1e9 }), ("z", sample.z)])
    let other = try Self.fit(scaled, sample.labels, estimator)
    for (a, b) in zip(plain.coefficients, other.coefficients) {
      let unit = a.term.name == "x" ? 1e9 : 1
      Self.expectSame(
        [a.estimate, a.confidenceLow, a.confidenceHigh].map { $0 ?? .nan },
        [b.estimate, b.confidenceLow, b.confidenceHigh].map { ($0 ?? .nan) * unit }, within: 1e-9)
      #expect(agree(b.pValue, a.pValue, within: 1e-8))
    }
    let (one, two) = (try #require(plain.inference), try #require(other.inference))
    #expect(
      relativeError(two.conditionNumber ?? 0, try #require(one.conditionNumber)) < 1e-9)
    for (a, b) in zip(one.varianceInflation, two.varianceInflation) {
      #expect(relativeError(a.factor, b.factor) < 1e-9)
    }
  }

  @Test func shiftingAColumnByAMillionLeavesItsProfile() throws {
    let sample = Sample()
    let plain = try Self.fit(sample.design, sample.labels).coefficients
    let shifted = DesignMatrix(numeric: [("x", sample.x.map { $0 + 1e6 }), ("z", sample.z)])
    let other = try Self.fit(shifted, sample.labels).coefficients
    for place in 1...2 {
      Self.expectSame(
        [other[place].confidenceLow ?? .nan, other[place].confidenceHigh ?? .nan],
        [plain[place].confidenceLow ?? .nan, plain[place].confidenceHigh ?? .nan], within: 1e-7)
    }
    #expect(other[0].confidenceLow != nil && other[0].confidenceHigh != nil)
  }

  /// The penalty does not grow with the copies: its pull falls as 1 / copies.
  @Test func firthOfManyCopiesIsMaximumLikelihood() throws {
    let sample = Sample()
    let plain = try Self.fit(sample.design, sample.labels)
    var distances: [Double] = []
    for copies in [1.0, 100, 10_000] {
      let weights = sample.labels.map { _ in copies }
      let firth = try Self.fit(sample.design, sample.labels, weights: weights, .firth)
      distances.append(
        zip(plain.coefficients, firth.coefficients).map {
          abs(($0.estimate ?? .nan) - ($1.estimate ?? .nan))
        }.max() ?? .nan)
    }
    #expect(distances[0] > 1e-3)
    #expect(abs(distances[1] / distances[0] - 0.01) < 0.001)
    #expect(abs(distances[2] / distances[1] - 0.01) < 0.001)
  }

  @Test func profileIsNearlyWaldForManyRows() throws {
    let sample = Sample(rows: 20_000)
    let profile = try Self.fit(sample.design, sample.labels).coefficients
    let wald = try Self.fit(
      sample.design, sample.labels, .maximumLikelihood, .wald
    ).coefficients
    for (p, w) in zip(profile, wald) {
      let error = try #require(w.standardError)
      #expect(abs((p.confidenceLow ?? .nan) - (w.confidenceLow ?? .nan)) < 0.02 * error)
      #expect(abs((p.confidenceHigh ?? .nan) - (w.confidenceHigh ?? .nan)) < 0.02 * error)
      #expect(p.confidenceLow != w.confidenceLow)
    }
  }

  @Test(arguments: LogisticEstimator.allCases)
  func sameBitsForAnyNumberOfThreads(_ estimator: LogisticEstimator) throws {
    let sample = Sample(rows: 25_000)
    let fits = try [1, 2, 3].map {
      try Self.fit(sample.design, sample.labels, estimator, .profile, threads: $0)
    }
    for fit in fits.dropFirst() {
      #expect(fit.coefficients == fits[0].coefficients && fit.inference == fits[0].inference)
    }
    let clusters = sample.labels.indices.map { $0 / 7 }
    let robust = try [1, 2].map {
      try Self.fit(
        sample.design, sample.labels, .maximumLikelihood, .wald, .clustered(clusters), threads: $0)
    }
    #expect(robust[0].coefficients == robust[1].coefficients)
  }

  // MARK: - Clusters

  @Test func aClusterARowIsHC0() throws {
    let sample = Sample()
    let count = Double(sample.labels.count)
    let alone = try Self.fit(
      sample.design, sample.labels, .maximumLikelihood, .wald,
      .clustered(sample.labels.indices.map { 5 * $0 - 70 }))
    let plain = try Self.fit(sample.design, sample.labels, .maximumLikelihood, .wald, .hc0)
    #expect(alone.inference?.clusterCount == sample.labels.count)
    for (a, b) in zip(alone.coefficients, plain.coefficients) {
      let expected = try #require(b.standardError) * (count / (count - 1)).squareRoot()
      #expect(agree(a.standardError, expected, within: 1e-12))
    }
  }

  /// Every customer three times in the file says no more than once.
  @Test func copiesOfCustomersDoNotSharpenClusteredErrors() throws {
    let sample = Sample()
    let rows = (0..<3).flatMap { _ in Array(sample.labels.indices) }
    let design = DesignMatrix(
      numeric: [("x", rows.map { sample.x[$0] }), ("z", rows.map { sample.z[$0] })])
    let clustered = try Self.fit(
      design, rows.map { sample.labels[$0] }, .maximumLikelihood, .wald, .clustered(rows))
    let once = try Self.fit(
      sample.design, sample.labels, .maximumLikelihood, .wald,
      .clustered(Array(sample.labels.indices)))
    for (a, b) in zip(clustered.coefficients, once.coefficients) {
      #expect(agree(a.standardError, b.standardError, within: 1e-10))
      #expect(agree(a.pValue, b.pValue, within: 1e-7))
    }
  }

  @Test func rowsWithoutWeightAreNoCluster() throws {
    let sample = Sample()
    let weights = sample.labels.indices.map { $0 < 30 ? 0.0 : 1 }
    let clusters = sample.labels.indices.map { $0 < 30 ? 1000 + $0 : $0 % 20 }
    let fit = try Self.fit(
      sample.design, sample.labels, weights: weights, .maximumLikelihood, .wald,
      .clustered(clusters))
    #expect(fit.inference?.clusterCount == 20)
  }

  // MARK: - What cannot be

  @Test func refusesOneClusterAndRobustFirth() {
    let sample = Sample()
    let one = modelingError { () throws(ModelingError) in
      var regression = LogisticRegression()
      var request = InferenceRequest()
      request.standardErrors = .clustered(sample.labels.map { _ in 4 })
      regression.inference = request
      return try regression.fit(sample.design, labels: sample.labels)
    }
    #expect(one?.kind == .data)
    let robust = modelingError { () throws(ModelingError) in
      var regression = LogisticRegression()
      var request = InferenceRequest()
      request.standardErrors = .hc0
      regression.estimator = .firth
      regression.inference = request
      return try regression.fit(sample.design, labels: sample.labels)
    }
    #expect(robust?.kind == .usage)
  }

  // MARK: - Variables

  /// Without `x` its double, which was aliased, takes its place: nothing is lost (as in R's drop1).
  @Test func anAliasedTermTakesThePlaceOfADroppedOne() throws {
    let sample = Sample()
    let design = DesignMatrix(
      numeric: [("x", sample.x), ("z", sample.z), ("twice", sample.x.map { 2 * $0 })])
    let fit = try Self.fit(design, sample.labels)
    let tests = try #require(fit.inference).dropOne
    #expect(tests.map(\.variable) == ["x", "z", "twice"])
    #expect(tests.map(\.test?.degreesOfFreedom) == [0, 1, 0])
    #expect(tests[0].test?.statistic == 0 && tests[0].test?.pValue == nil)
    #expect(fit.inference?.varianceInflation.map(\.variable) == ["x", "z"])
    let plain = try Self.fit(sample.design, sample.labels)
    #expect(
      relativeError(
        tests[1].test?.statistic ?? 0, plain.inference?.dropOne[1].test?.statistic ?? 1) < 1e-9)
  }

  @Test func anInterceptAlone() throws {
    let labels = (0..<50).map { $0 % 5 == 0 }
    for estimator in LogisticEstimator.allCases {
      let fit = try Self.fit(DesignMatrix(numeric: [], rowCount: 50), labels, estimator)
      let inference = try #require(fit.inference)
      #expect(inference.dropOne.isEmpty && inference.varianceInflation.isEmpty)
      #expect(inference.likelihoodRatio?.degreesOfFreedom == 0)
      #expect(inference.likelihoodRatio?.pValue == nil)
      #expect(inference.conditionNumber == 1)
      // Jeffreys' prior on one share adds half a row to either class.
      let share = estimator == .firth ? 10.5 / 51 : 0.2
      #expect(abs((fit.coefficients[0].estimate ?? .nan) - Elementary.logit(share)) < 1e-10)
    }
  }
}
