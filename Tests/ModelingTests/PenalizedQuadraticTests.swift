import Testing

@testable import Modeling

@Suite struct PenalizedQuadraticTests {
  /// Uncoupled coordinates: soft-thresholding over curvature plus ridge.
  @Test func softThresholds() {
    let model = PenalizedQuadratic(
      curvature: Matrix(rows: 3, columns: 3, storage: [1, 0, 0, 0, 2, 0, 0, 0, 4]),
      l1: [0, 1, 1], l2: [0, 2, 0])
    let minimum = model.minimum(from: [0, 0, 0], gradient: [3, -5, 0.5], tolerance: 1e-14)
    #expect(minimum == [3, -1, 0])
  }

  /// So nearly singular that coordinate descent alone would take millions of sweeps.
  @Test func solvesNearlyEqualColumns() {
    let r = 1 - 1e-9
    let model = PenalizedQuadratic(
      curvature: Matrix(rows: 2, columns: 2, storage: [1, r, r, 1]), l1: [1e-3, 1e-3], l2: [0, 0])
    let minimum = model.minimum(from: [0, 0], gradient: [1, 1 - 1e-10], tolerance: 1e-15)
    let gradient = [
      1 - minimum[0] - r * minimum[1], 1 - 1e-10 - r * minimum[0] - minimum[1],
    ]
    let violation = PenalizedQuadratic.violation(
      minimum, gradient, l1: model.l1, l2: model.l2)
    #expect(violation < 1e-14)
  }

  @Test func measuresViolations() {
    func violation(_ beta: [Double], _ gradient: [Double]) -> Double {
      PenalizedQuadratic.violation(beta, gradient, l1: [0, 1, 1], l2: [0, 0.5, 0.5])
    }
    #expect(violation([7, 0, 2], [0, 1, 2]) == 0)
    #expect(violation([7, 0, 2], [0.25, 1, 2]) == 0.25)
    #expect(violation([7, 0, 2], [0, -1.5, 2]) == 0.5)
    #expect(violation([7, 0, -2], [0, 1, -1]) == 1)
  }
}
