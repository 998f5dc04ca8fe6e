import Foundation
import Modeling
import Testing

/// Fits against the references: `glm.json` (300 bits; its README has the definitions) and R's own.
@Suite struct LogisticReferenceTests {
  struct Fit: Decodable {
    var file: String
    var terms: [String]
    var coef: [Double?]
    var se: [Double?]
    var z: [Double?]
    var p: [Double?]
    var deviance: Double
    var nullDeviance: Double
    var loglik: Double
    var aic: Double
    var bic: Double
    var rank: Int
    var dfResidual: Int
    var dfNull: Int
    // glm.json alone
    var target: String?
    var columns: [String]?
    var weights: String?
    var drop: Bool?
    var aliased: [String: [String: Double]]?
    var confLow: [Double?]?
    var confHigh: [Double?]?
    var fittedFirst10: [Double]?
    // r_glm_reference.json alone
    var glmEpsilon: Double?
    var nUsed: Int?
    var fittedFirst5: [Double]?
  }

  struct Exact: Decodable { var fits: [String: Fit] }

  /// A reference's data, fitted as it was.
  struct Fitted {
    var schema: FeatureSchema
    var table: FeatureTable
    var fit: LogisticFit

    init(_ table: FeatureTable, labels: [Bool], weights: [Double]? = nil) throws {
      self.table = table
      schema = FeatureSchema.learn(from: table).schema
      let design = try DesignSpecification().design(of: table, schema: schema).matrix
      fit = try LogisticRegression().fit(design, labels: labels, weights: weights)
    }

    var probabilities: [Double] {
      get throws {
        let coefficients = fit.coefficients.compactMap { line in
          line.estimate.map { (term: line.term, estimate: $0) }
        }
        return LogisticPredictor(schema: schema, coefficients: coefficients)
          .predict(try schema.encode(table))
      }
    }
  }

  // MARK: - glm.json

  static let exactNames = [
    "telco_all", "telco_all_complete", "telco_weights_integer", "telco_weights_fraction",
    "telco_intercept", "cases_levels", "cases_weights_integer", "cases_weights_fraction",
    "cases_imputed", "cases_aliased", "scales_plain", "scales_offset", "scales_large_small",
    "extreme_probabilities", "rare_events",
  ]

  @Test func allFitsOfTheFileAreTested() throws {
    let reference = try TestFiles.decode(Exact.self, from: "glm.json")
    #expect(Set(reference.fits.keys) == Set(Self.exactNames))
  }

  @Test(arguments: exactNames) func reproducesExactFits(_ name: String) throws {
    let reference = try #require(
      try TestFiles.decode(Exact.self, from: "glm.json").fits[name])
    let fitted = try Self.exact(reference)
    Self.compare(fitted.fit, reference, terms: fitted.fit.coefficients.map(\.term.name))
    let probabilities = try fitted.probabilities
    for (p, expected) in zip(probabilities, try #require(reference.fittedFirst10)) {
      #expect(relativeError(p, expected) < 1e-8)
    }
    #expect(fitted.fit.newtonDecrement <= 1e-16 * (1 + abs(reference.loglik)))
    #expect(fitted.fit.converged)
    try Self.compareAliases(fitted.fit, try #require(reference.aliased))
  }

  static func exact(_ reference: Fit) throws -> Fitted {
    let columns = try #require(reference.columns)
    var csv = try TestFiles.table(reference.file)
    if reference.drop == true { csv = try csv.complete(in: columns) }
    let target = try csv.column(try #require(reference.target))
    var table = try csv.features(columns)
    if columns.isEmpty { table = FeatureTable(rowCount: csv.rows.count, columns: []) }
    return try Fitted(
      table, labels: target.map { $0 == "Yes" || $0 == "1" },
      weights: try weights(try #require(reference.weights), csv))
  }

  /// `1`, `i %% 4`, `i %% 5 / 4` or a column.
  static func weights(_ rule: String, _ csv: CSVTable) throws -> [Double]? {
    switch rule {
    case "1": nil
    case "i %% 4": csv.rows.indices.map { Double($0 % 4) }
    case "i %% 5 / 4": csv.rows.indices.map { Double($0 % 5) / 4 }
    default: try csv.numbers(rule)
    }
  }

  static func compare(
    _ fit: LogisticFit, _ reference: Fit, terms: [String], tolerance: Double = 1e-8,
    hasFinalStandardErrors: Bool = true
  ) {
    #expect(terms == reference.terms)
    #expect(relativeError(fit.deviance, reference.deviance) < tolerance)
    #expect(relativeError(fit.nullDeviance, reference.nullDeviance) < tolerance)
    #expect(relativeError(fit.logLikelihood, reference.loglik) < tolerance)
    #expect(relativeError(fit.aic, reference.aic) < tolerance)
    #expect(relativeError(fit.bic, reference.bic) < tolerance)
    #expect(fit.rank == reference.rank)
    #expect(fit.degreesOfFreedom == reference.dfResidual)
    #expect(fit.nullDegreesOfFreedom == reference.dfNull)
    for (place, line) in fit.coefficients.enumerated() where place < reference.coef.count {
      guard let estimate = reference.coef[place], let error = reference.se[place] else {
        #expect(line.estimate == nil && line.standardError == nil && line.pValue == nil)
        #expect(line.aliasedBy != nil)
        continue
      }
      let near = { (value: Double?, expected: Double, scale: Double) in
        abs((value ?? .nan) - expected) <= tolerance * max(abs(expected), scale)
      }
      #expect(near(line.estimate, estimate, error), "\(line.term.name)")
      guard hasFinalStandardErrors, let z = reference.z[place], let p = reference.p[place] else {
        continue
      }
      #expect(near(line.standardError, error, 0), "\(line.term.name)")
      #expect(near(line.statistic, z, 1), "\(line.term.name)")
      // p falls as e^(−z²/2): an error of z counts z² times in it.
      #expect(agree(line.pValue, p, within: tolerance * (1 + z * z)), "\(line.term.name)")
      if let low = reference.confLow?[place], let high = reference.confHigh?[place] {
        #expect(near(line.confidenceLow, low, error) && near(line.confidenceHigh, high, error))
      }
    }
  }

  /// The text names the terms of the combination, and no others.
  static func compareAliases(_ fit: LogisticFit, _ expected: [String: [String: Double]]) throws {
    let aliased = fit.coefficients.filter { $0.estimate == nil }
    #expect(Set(aliased.map(\.term.name)) == Set(expected.keys))
    for line in aliased {
      let combination = try #require(expected[line.term.name])
      let text = try #require(line.aliasedBy)
      var rest = text.replacing("\(line.term.name) = ", with: "", maxReplacements: 1)
      for (term, coefficient) in combination.sorted(by: { $0.key.count > $1.key.count }) {
        let size = abs(coefficient)
        let number = size == size.rounded() ? "\(Int(size))" : "\(size)"
        let part = size == 1 ? term : "\(number) × \(term)"
        #expect(rest.contains(part), "\(text) names \(part)")
        rest = rest.replacing(part, with: "", maxReplacements: 1)
      }
      #expect(rest.allSatisfy { "+− ".contains($0) }, "\(text) names nothing else: \(rest)")
    }
  }

  // MARK: - r_glm_reference.json

  /// How a fit of R is asked for here: R's formulas are not read.
  struct Recipe: Sendable, CustomTestStringConvertible {
    var name: String
    var columns: [String]
    var target: String
    var event: String
    var categorical: [String] = []
    /// Columns that R's formula had as 0 or 1.
    var indicators: [String: String] = [:]
    var testDescription: String { name }
  }

  static let recipes = [
    Recipe(
      name: "ucla_admit", columns: ["gre", "gpa", "rank"], target: "admit", event: "1",
      categorical: ["rank"]),
    Recipe(
      name: "kyphosis", columns: ["Age", "Number", "Start"], target: "Kyphosis", event: "present"),
    Recipe(
      name: "spector", columns: ["average", "testscore", "participation"], target: "grade",
      event: "increase", indicators: ["participation": "psi"]),
    Recipe(name: "default_balance", columns: ["balance"], target: "default", event: "Yes"),
    Recipe(name: "default_student", columns: ["student"], target: "default", event: "Yes"),
    Recipe(
      name: "default_full", columns: ["balance", "income", "student"], target: "default",
      event: "Yes"),
    Recipe(
      name: "germancredit_small",
      columns: [
        "duration_in_month", "credit_amount", "age_in_years",
        "installment_rate_in_percentage_of_disposable_income",
      ], target: "creditability", event: "bad"),
    Recipe(
      name: "telco_core",
      columns: [
        "tenure", "monthly_charges", "contract", "internet_service", "payment_method",
        "paperless_billing",
      ], target: "churn", event: "Yes"),
    Recipe(
      name: "telco_total_charges_na", columns: ["tenure", "monthly_charges", "total_charges"],
      target: "churn", event: "Yes"),
    Recipe(
      name: "telco_aliased", columns: ["internet_service", "online_security", "tech_support"],
      target: "churn", event: "Yes"),
    Recipe(
      name: "perfect_collinearity_synthetic",
      columns: ["recency", "recency_weeks", "frequency", "freq_plus_rec", "const"], target: "y",
      event: "1"),
  ]

  static func fitted(_ recipe: Recipe, _ reference: Fit) throws -> Fitted {
    var csv = try TestFiles.table(reference.file)
    csv = try csv.complete(in: recipe.columns)
    #expect(csv.rows.count == reference.nUsed)
    let labels = try csv.column(recipe.target).map { $0 == recipe.event }
    return try Fitted(
      try csv.features(recipe.columns, categorical: recipe.categorical), labels: labels)
  }

  /// R writes `contractOne year` for `contract=One year`.
  static func namedAsInR(_ term: Term, _ recipe: Recipe) -> String {
    switch term {
    case .level(let feature, let level): recipe.indicators[feature] ?? feature + level
    default: term.name
    }
  }

  /// The files of these fits may not be part of the project.
  @Test(.enabled(if: TestFiles.hasShared, "needs the data beside the project"), arguments: recipes)
  func reproducesR(_ recipe: Recipe) throws {
    let references = try TestFiles.decode([String: Fit].self, from: "r_glm_reference.json")
    let reference = try #require(references[recipe.name])
    let fitted = try Self.fitted(recipe, reference)
    // At epsilon 1e-8 R stops one step early: its standard errors belong to the step before.
    let isTight = reference.glmEpsilon == 1e-15
    Self.compare(
      fitted.fit, reference,
      terms: fitted.fit.coefficients.map { Self.namedAsInR($0.term, recipe) },
      tolerance: isTight ? 1e-8 : 1e-7, hasFinalStandardErrors: isTight)
    for (p, expected) in zip(try fitted.probabilities, try #require(reference.fittedFirst5)) {
      #expect(relativeError(p, expected) < (isTight ? 1e-8 : 1e-6))
    }
  }

  @Test(
    .enabled(if: TestFiles.hasShared, "needs the data beside the project"),
    arguments: [
      (
        "telco_aliased",
        [
          "online_security=No internet service = internet_service=No",
          "tech_support=No internet service = internet_service=No",
        ]
      ),
      (
        "perfect_collinearity_synthetic",
        [
          "recency_weeks = 0.125 × recency", "freq_plus_rec = recency + frequency",
          "const = 7 × (Intercept)",
        ]
      ),
    ])
  func saysWhatAliasedTermsAre(name: String, texts: [String]) throws {
    let references = try TestFiles.decode([String: Fit].self, from: "r_glm_reference.json")
    let recipe = try #require(Self.recipes.first { $0.name == name })
    let fit = try Self.fitted(recipe, try #require(references[name])).fit
    #expect(fit.coefficients.compactMap(\.aliasedBy) == texts)
  }

  @Test(.enabled(if: TestFiles.hasShared, "needs the data beside the project"))
  func completeSeparationIsNoFit() throws {
    let csv = try TestFiles.table("pathology/complete_separation_synthetic.csv")
    let labels = try csv.column("y").map { $0 == "1" }
    let error = #expect(throws: ModelingError.self) {
      try Fitted(try csv.features(["x", "z"]), labels: labels)
    }
    #expect(error?.kind == .separation)
    #expect(error?.what.contains("completely") == true)
    #expect(error?.what.contains("everybody with x above") == true)
  }
}
