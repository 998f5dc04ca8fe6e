import Foundation
import Modeling
import Testing

/// Tests, intervals, robust standard errors and Firth's estimates against R (`inference.R`).
@Suite struct InferenceReferenceTests {
  struct File: Decodable { var fits: [String: Reference] }

  struct Reference: Decodable {
    var file: String
    var target: String
    var event: String
    var columns: [String]
    var categorical: [String]
    var weights: String
    var clusters: String
    var rows: Int
    var terms: [String]
    var ml: Likelihood?
    var firth: Firth?
  }

  struct Likelihood: Decodable {
    var coef: [Double]
    var se: [Double]
    var low: [Double]
    var high: [Double]
    var whole: Double
    var variables: [String]
    var df: [Int]
    var dropOne: [Double]
    var pDropOne: [Double]
    var gvif: [Double]
    var condition: Double
    var mcfadden: Double
    var nagelkerke: Double
    var seHc0: [Double]
    var seHc1: [Double]
    var seClustered: [Double]
  }

  struct Firth: Decodable {
    var coef: [Double]
    var se: [Double]
    var penalizedLoglik: Double
    var p: [Double]
    var low: [Double]?
    var high: [Double]?
    var dropOne: [Double]
    var whole: Double
  }

  /// A reference's data, ready to be fitted as was done there.
  struct Problem {
    var design: DesignMatrix
    var labels: [Bool]
    var weights: [Double]?
    var clusters: [Int]

    init(_ reference: Reference) throws {
      var csv = try TestFiles.table(reference.file)
      csv = try csv.complete(in: reference.columns)
      csv.rows = Array(csv.rows.prefix(reference.rows))
      let table = try csv.features(reference.columns, categorical: reference.categorical)
      let schema = FeatureSchema.learn(from: table).schema
      design = try DesignSpecification().design(of: table, schema: schema).matrix
      labels = try csv.column(reference.target).map { $0 == reference.event }
      weights =
        switch reference.weights {
        case "1": nil
        case "i %% 3 + 1": csv.rows.indices.map { Double($0 % 3 + 1) }
        case "weight_fraction + 0.1": try csv.numbers("weight_fraction").map { $0 + 0.1 }
        default: try csv.numbers(reference.weights)
        }
      let rule = reference.clusters.split(separator: " ")
      let number = try #require(Int(rule[2]))
      clusters = csv.rows.indices.map { rule[1] == "%%" ? $0 % number : $0 / number }
    }

    func fit(
      _ estimator: LogisticEstimator = .maximumLikelihood,
      _ intervals: InferenceRequest.Intervals = .wald,
      _ standardErrors: InferenceRequest.StandardErrors = .model, threads: Int = 1
    ) throws -> LogisticFit {
      var regression = LogisticRegression()
      regression.threads = threads
      regression.estimator = estimator
      var request = InferenceRequest()
      request.intervals = intervals
      request.standardErrors = standardErrors
      regression.inference = request
      return try regression.fit(design, labels: labels, weights: weights)
    }
  }

  static let committed = [
    "telco", "telco_weights", "cases", "cases_weights", "one_column", "offset", "quasi_separated",
    "completely_separated", "separated_weights",
  ]
  static let shared = [
    "ucla_admit", "kyphosis", "spector", "donner", "german", "default", "completely_separated",
  ]

  static func reference(_ name: String, _ file: String) throws -> Reference {
    let references = try TestFiles.decode(File.self, from: file).fits
    #expect(references.count == (file == "inference.json" ? committed.count : shared.count))
    return try #require(references[name])
  }

  @Test(arguments: committed) func reproducesR(_ name: String) throws {
    try Self.compare(try Self.reference(name, "inference.json"))
  }

  @Test(.enabled(if: TestFiles.hasShared, "needs the data beside the project"), arguments: shared)
  func reproducesROnSharedData(_ name: String) throws {
    try Self.compare(try Self.reference(name, "inference_shared.json"))
  }

  static func compare(_ reference: Reference) throws {
    let problem = try Problem(reference)
    #expect(problem.labels.count == reference.rows)
    if let likelihood = reference.ml { try compare(likelihood, problem, reference.terms) }
    if let firth = reference.firth { try compare(firth, problem, reference.terms) }
  }

  static func near(
    _ values: [Double?], _ expected: [Double], _ errors: [Double], within tolerance: Double,
    _ what: String
  ) {
    #expect(values.count == expected.count)
    for (place, (value, expected)) in zip(values, expected).enumerated() {
      let distance = abs((value ?? .nan) - expected) / max(abs(expected), errors[place])
      #expect(distance <= tolerance, "\(what) \(place): \(String(describing: value)) \(expected)")
    }
  }

  // MARK: - Maximum likelihood

  static func compare(_ reference: Likelihood, _ problem: Problem, _ terms: [String]) throws {
    let fit = try problem.fit(.maximumLikelihood, .profile)
    let lines = fit.coefficients
    let zero = lines.map { _ in 0.0 }
    #expect(lines.map(\.term.name) == terms && fit.warnings.isEmpty)
    #expect(fit.newtonDecrement <= 1e-16 * (1 + abs(fit.logLikelihood)))
    near(lines.map(\.estimate), reference.coef, reference.se, within: 1e-8, "estimate")
    near(lines.map(\.standardError), reference.se, zero, within: 1e-8, "standard error")
    near(lines.map(\.confidenceLow), reference.low, reference.se, within: 1e-7, "low")
    near(lines.map(\.confidenceHigh), reference.high, reference.se, within: 1e-7, "high")
    let inference = try #require(fit.inference)
    compareTests(inference, reference)
    #expect(relativeError(inference.mcFadden, reference.mcfadden) < 1e-9)
    #expect(relativeError(inference.nagelkerke, reference.nagelkerke) < 1e-9)
    #expect(relativeError(inference.conditionNumber ?? 0, reference.condition) < 1e-7)
    #expect(inference.penalizedLogLikelihood == nil && inference.clusterCount == nil)
    try compareRobust(reference, problem)
  }

  static func compareTests(_ inference: LogisticInference, _ reference: Likelihood) {
    // A statistic is the difference of deviances: its rounding is theirs.
    let slack = { (value: Double) in 1e-9 * max(1, abs(value)) }
    let whole = inference.likelihoodRatio
    #expect(abs((whole?.statistic ?? .nan) - reference.whole) < slack(reference.whole))
    #expect(whole?.degreesOfFreedom == reference.df.reduce(0, +))
    #expect(inference.dropOne.map(\.variable) == reference.variables)
    #expect(inference.dropOne.map(\.test?.degreesOfFreedom) == reference.df)
    for (line, (expected, p)) in zip(
      inference.dropOne, zip(reference.dropOne, reference.pDropOne))
    {
      #expect(abs((line.test?.statistic ?? .nan) - expected) < slack(expected), "\(line)")
      #expect(agree(line.test?.pValue, p, within: 1e-8 * (1 + expected)), "\(line)")
    }
    #expect(inference.varianceInflation.map(\.variable) == reference.variables)
    for (line, expected) in zip(inference.varianceInflation, reference.gvif) {
      #expect(relativeError(line.factor, expected) < 1e-8)
      let adjusted = Foundation.pow(expected, 1 / Double(2 * line.degreesOfFreedom))
      #expect(relativeError(line.adjusted, adjusted) < 1e-8)
    }
  }

  static func compareRobust(_ reference: Likelihood, _ problem: Problem) throws {
    let kinds: [(InferenceRequest.StandardErrors, [Double])] = [
      (.hc0, reference.seHc0), (.hc1, reference.seHc1),
      (.clustered(problem.clusters), reference.seClustered),
    ]
    for (kind, expected) in kinds {
      let fit = try problem.fit(.maximumLikelihood, .wald, kind)
      let lines = fit.coefficients
      near(lines.map(\.standardError), expected, expected, within: 1e-8, "robust")
      for line in lines {
        let (estimate, error) = (try #require(line.estimate), try #require(line.standardError))
        #expect(line.statistic == estimate / error)
        #expect(line.pValue == NormalDistribution.twoSidedTail(estimate / error))
        let half = NormalDistribution.quantile(0.975) * error
        #expect(line.confidenceLow == estimate - half && line.confidenceHigh == estimate + half)
      }
      let clusters: Int? = if case .clustered(let codes) = kind { Set(codes).count } else { nil }
      #expect(fit.inference?.clusterCount == clusters)
    }
  }

  // MARK: - Firth

  static func compare(_ reference: Firth, _ problem: Problem, _ terms: [String]) throws {
    let fit = try problem.fit(.firth, reference.low == nil ? .wald : .profile)
    let lines = fit.coefficients
    #expect(lines.map(\.term.name) == terms && fit.warnings.isEmpty)
    #expect(fit.newtonDecrement <= 1e-16 * (1 + abs(fit.logLikelihood)))
    near(lines.map(\.estimate), reference.coef, reference.se, within: 1e-6, "estimate")
    near(lines.map(\.standardError), reference.se, reference.se, within: 1e-6, "standard error")
    for (line, p) in zip(lines, reference.p) {
      #expect(agree(line.pValue, p, within: 1e-6), "\(line.term.name)")
    }
    let inference = try #require(fit.inference)
    #expect(relativeError(inference.penalizedLogLikelihood ?? 0, reference.penalizedLoglik) < 1e-9)
    #expect(relativeError(inference.likelihoodRatio?.statistic ?? 0, reference.whole) < 1e-7)
    for (line, expected) in zip(inference.dropOne, reference.dropOne) {
      #expect(abs((line.test?.statistic ?? .nan) - expected) < 1e-7 * max(1, expected))
    }
    guard let low = reference.low, let high = reference.high else { return }
    near(lines.map(\.confidenceLow), low, reference.se, within: 1e-7, "low")
    near(lines.map(\.confidenceHigh), high, reference.se, within: 1e-7, "high")
  }
}
