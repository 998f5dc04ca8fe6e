import Modeling
import Testing

@Suite struct ElasticNetCrossValidationTests {
  /// By hand: the largest λ among equals, and within one standard error of the smallest deviance.
  @Test func choosesOnTheCurve() {
    func curve(_ deviances: [Double], _ errors: [Double]) -> ElasticNetCurve {
      ElasticNetCurve(
        points: zip(deviances, errors).enumerated().map {
          .init(lambda: 1 / Double($0 + 1), deviance: $1.0, standardError: $1.1)
        }, foldCount: 5)
    }
    let errors = Array(repeating: 0.15, count: 5)
    #expect(curve([1.4, 1.2, 1.0, 1.0, 1.3], errors).minimum == 2)
    #expect(curve([1.4, 1.2, 1.0, 1.0, 1.3], errors).oneStandardError == 2)
    #expect(curve([1.4, 1.15, 1.0, 1.0, 1.3], errors).oneStandardError == 1)
    #expect(curve([1, 1, 1], [0, 0, 0]).oneStandardError == 0)
  }

  /// Two folds, one λ so large that nothing is in the model: the held-out deviance is that of the other
  /// fold's share.
  @Test func judgesTheOtherFoldsShare() throws {
    let labels = [true, false, false, false, true, true, false, true]
    let design = DesignMatrix(numeric: [("x", [1, 2, 3, 4, 5, 6, 7, 9])])
    let curve = try ElasticNet(alpha: 1).crossValidate(
      design, labels: labels, lambdas: [1000], folds: [0, 0, 0, 0, 1, 1, 1, 1])
    func deviance(_ churned: Double, of share: Double) -> Double {
      -2 * (churned * Elementary.log(share) + (1 - churned) * Elementary.log(1 - share))
    }
    let (a, b) = (deviance(0.25, of: 0.75), deviance(0.75, of: 0.25))
    #expect(abs(curve.points[0].deviance - (a + b) / 2) < 1e-9)
    #expect(abs(curve.points[0].standardError) < 1e-9)
  }
}
