import Modeling
import Testing

/// Fits with interactions, splines, transforms and weights against R's glm (`design.json`).
@Suite struct DesignReferenceTests {
  struct Fit: Decodable {
    var file: String
    var target: String
    var columns: [String]
    var weights: String?
    /// `column:ns(4)`, `column:log1p`, `column:standardize`.
    var transforms: [String]
    /// `a:b`.
    var interactions: [String]
    var terms: [String]
    var coef: [Double]
    var se: [Double]
    var deviance: Double
    var fittedFirst10: [Double]

    var specification: DesignSpecification {
      var specification = DesignSpecification()
      for item in transforms {
        let parts = item.split(separator: ":").map(String.init)
        switch parts[1] {
        case "log1p": specification.transforms[parts[0]] = .log1p
        case "standardize": specification.transforms[parts[0]] = .standardize
        default:
          specification.transforms[parts[0]] = .spline(
            degreesOfFreedom: Int(parts[1].filter(\.isNumber)) ?? 0)
        }
      }
      specification.interactions = interactions.map {
        let parts = $0.split(separator: ":").map(String.init)
        return .init(first: parts[0], second: parts[1])
      }
      return specification
    }
  }

  struct File: Decodable { var fits: [String: Fit] }

  static let names = [
    "telco_numbers", "telco_number_level", "telco_levels", "telco_splines",
    "cases_splines_levels", "cases_transforms", "cases_all",
  ]

  static func fits() throws -> [String: Fit] {
    try TestFiles.decode(File.self, from: "design.json").fits
  }

  @Test func allFitsOfTheFileAreTested() throws {
    #expect(Set(try Self.fits().keys) == Set(Self.names))
  }

  @Test(arguments: names) func reproducesR(_ name: String) throws {
    let reference = try #require(try Self.fits()[name])
    let csv = try TestFiles.table(reference.file)
    let table = try csv.features(reference.columns)
    let labels = try csv.column(reference.target).map { $0 == "Yes" || $0 == "1" }
    let schema = FeatureSchema.learn(from: table).schema
    let specification = reference.specification
    let learned = try specification.learn(from: table, schema: schema)
    let matrix = try specification.design(of: table, schema: schema, learned: learned).matrix
    let fit = try LogisticRegression().fit(
      matrix, labels: labels, weights: try reference.weights.map { try csv.numbers($0) })
    // R brings a main effect's terms before all interactions, as the design does.
    #expect(fit.coefficients.map(\.term.name) == reference.terms)
    #expect(relativeError(fit.deviance, reference.deviance) < 1e-8)
    for (line, (estimate, error)) in zip(fit.coefficients, zip(reference.coef, reference.se)) {
      let distance = abs((line.estimate ?? .nan) - estimate)
      #expect(distance <= 1e-8 * max(abs(estimate), error), "\(line.term.name)")
      #expect(agree(line.standardError, error, within: 1e-8), "\(line.term.name)")
    }
    let predictor = LogisticPredictor(
      schema: schema,
      coefficients: fit.coefficients.compactMap { line in line.estimate.map { (line.term, $0) } },
      design: learned.withMeans(of: matrix))
    let probabilities = predictor.predict(try schema.encode(table))
    for (p, expected) in zip(probabilities, reference.fittedFirst10) {
      #expect(relativeError(p, expected) < 1e-8)
    }
  }
}
