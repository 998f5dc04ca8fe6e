import Foundation
import Modeling
import Testing

/// Paths, solutions and cross-validation against `penalized.json`: glmnet's, the solutions polished to
/// the optimum.
@Suite struct ElasticNetReferenceTests {
  struct Solution: Decodable {
    var place: Int
    var lambda: Double
    var coef: [Double]
    var logLikelihood: Double
  }

  struct CrossValidation: Decodable {
    var folds: Int
    var deviance: [Double]
    var sd: [Double]
    var min: Int
    var oneSe: Int
  }

  struct Fit: Decodable {
    var file: String
    var target: String
    var columns: [String]
    var weights: String
    var alpha: Double
    var factors: [Double]
    var terms: [String]
    var sd: [Double]
    var lambda: [Double]
    var devRatio: [Double]
    var solutions: [Solution]
    var cv: CrossValidation?
  }

  struct File: Decodable { var fits: [String: Fit] }

  static let names = [
    "telco_ridge", "telco_net", "telco_lasso", "telco_weights", "cases_levels", "cases_weights",
    "correlated_lasso", "correlated_factors", "correlated_ridge", "wide_lasso", "wide_net",
    "wide_ridge",
  ]
  static let crossValidated = [
    "telco_net", "telco_lasso", "cases_levels", "cases_weights", "correlated_lasso",
    "correlated_ridge",
  ]

  /// A reference with its data.
  struct Case {
    var reference: Fit
    var design: DesignMatrix
    var labels: [Bool]
    var weights: [Double]?

    init(_ name: String) throws {
      let file = try TestFiles.decode(File.self, from: "penalized.json")
      reference = try #require(file.fits[name])
      let csv = try TestFiles.table(reference.file)
      let table = try csv.features(reference.columns)
      design = try DesignSpecification()
        .design(of: table, schema: FeatureSchema.learn(from: table).schema).matrix
      labels = try csv.column(reference.target).map { $0 == "Yes" || $0 == "1" }
      weights = try LogisticReferenceTests.weights(reference.weights, csv)
      #expect(design.terms.dropFirst().map(\.name) == reference.terms)
    }

    var net: ElasticNet {
      var net = ElasticNet(alpha: reference.alpha)
      net.penaltyFactors = reference.factors
      net.threads = 2
      return net
    }
  }

  @Test func allFitsOfTheFileAreTested() throws {
    let file = try TestFiles.decode(File.self, from: "penalized.json")
    #expect(Set(file.fits.keys) == Set(Self.names))
    #expect(Set(file.fits.filter { $0.value.cv != nil }.keys) == Set(Self.crossValidated))
  }

  @Test(arguments: names) func reproducesSolutions(_ name: String) throws {
    let data = try Case(name)
    let reference = data.reference
    let path = try data.net.path(
      data.design, labels: data.labels, weights: data.weights,
      lambdas: .given(reference.solutions.map(\.lambda)))
    for (point, expected) in zip(path.points, reference.solutions) {
      #expect(point.isConverged)
      #expect(relativeError(point.logLikelihood, expected.logLikelihood) < 1e-10)
      for (j, (found, wanted)) in zip(point.coefficients, expected.coef).enumerated() {
        let unit = j == 0 ? 1 / (1 + abs(wanted)) : reference.sd[j - 1]
        #expect(
          abs(found - wanted) * unit < 1e-7, "\(j): \(found) for \(wanted) at \(point.lambda)")
        if j > 0 { #expect((found == 0) == (wanted == 0)) }
      }
    }
  }

  /// The same λ, as many of them, and the same deviances (glmnet's are rough).
  @Test(arguments: names) func followsThePath(_ name: String) throws {
    let data = try Case(name)
    let path = try data.net.path(data.design, labels: data.labels, weights: data.weights)
    #expect(path.points.count == data.reference.lambda.count)
    for (place, (point, lambda)) in zip(path.points, data.reference.lambda).enumerated() {
      #expect(relativeError(point.lambda, lambda) < 1e-7)
      // glmnet's first ridge fit is made at an infinite λ.
      guard place > 0 else { continue }
      #expect(abs(point.devianceRatio - data.reference.devRatio[place]) < 1e-7)
    }
  }

  @Test(arguments: crossValidated) func crossValidatesAsGlmnet(_ name: String) throws {
    let data = try Case(name)
    let expected = try #require(data.reference.cv)
    let curve = try data.net.crossValidate(
      data.design, labels: data.labels, weights: data.weights, lambdas: data.reference.lambda,
      folds: data.labels.indices.map { $0 % expected.folds })
    for (k, point) in curve.points.enumerated() {
      #expect(relativeError(point.deviance, expected.deviance[k]) < 1e-6)
      #expect(relativeError(point.standardError, expected.sd[k]) < 1e-5)
    }
    #expect(curve.minimum == expected.min && curve.oneStandardError == expected.oneSe)
    #expect(curve.foldCount == expected.folds)
  }
}
