import Testing

@testable import Modeling

@Suite struct PivotedCholeskyTests {
  /// A = [4 2 0; 2 5 1; 0 1 3], determinant 44, and 44 A⁻¹ by cofactors.
  static let matrix = Matrix([[4, 2, 0], [2, 5, 1], [0, 1, 3]])
  static let inverse = Matrix([[14, -6, 2], [-6, 12, -4], [2, -4, 16]])

  @Test func solvesAndInverts() {
    let factor = PivotedCholesky(Self.matrix)
    #expect(factor.rank == 3 && factor.isPositiveDefinite)
    for (x, y) in zip(factor.solve([8, 15, 11]), [1.0, 2, 3]) {
      #expect(relativeError(x, y) < 1e-14)
    }
    let inverse = factor.inverse()
    for (x, y) in zip(inverse.storage, Self.inverse.storage) {
      #expect(abs(x - y / 44) < 1e-15)
    }
  }

  @Test(arguments: [[1e9, 1, 1e-9], [1e-9, 1e9, 1], [1e150, 1e-150, 1]])
  func unitsOfTheVariablesDoNotMatter(_ units: [Double]) {
    let factor = PivotedCholesky(Self.matrix.scaled(units))
    #expect(factor.isPositiveDefinite)
    let plain = PivotedCholesky(Self.matrix)
    #expect(relativeError(factor.reciprocalCondition, plain.reciprocalCondition) < 1e-13)
    let b = [8 * units[0], 15 * units[1], 11 * units[2]]
    for (place, x) in factor.solve(b).enumerated() {
      #expect(relativeError(x * units[place], Double(place + 1)) < 1e-13)
    }
    let inverse = factor.inverse().scaled(units)
    for (x, y) in zip(inverse.storage, Self.inverse.storage) { #expect(abs(x - y / 44) < 1e-14) }
  }

  @Test(arguments: [
    // The third row is the sum of the others.
    (rows: [[2.0, 1, 3], [1, 2, 3], [3, 3, 6]], rank: 2),
    ([[1, 1, 1], [1, 1, 1], [1, 1, 1]], 1), ([[4, 0], [0, 0]], 1), ([[0, 0], [0, 0]], 0),
  ])
  func rankOfSingularMatrices(rows: [[Double]], rank: Int) {
    let factor = PivotedCholesky(Matrix(rows))
    #expect(factor.rank == rank && !factor.isPositiveDefinite)
    #expect(factor.reciprocalCondition == 0)
  }

  @Test func hilbertIsIllConditionedButDefinite() {
    let hilbert = Matrix((1...6).map { i in (0..<6).map { 1 / Double(i + $0) } })
    let factor = PivotedCholesky(hilbert)
    #expect(factor.isPositiveDefinite)
    #expect(factor.reciprocalCondition < 1e-5)
    let b = hilbert.times(Array(repeating: 1, count: 6))
    for x in factor.solve(b) { #expect(abs(x - 1) < 1e-9) }
    // Symmetric to the last bit.
    let inverse = factor.inverse()
    for j in 0..<6 { for i in 0..<j { #expect(inverse[i, j] == inverse[j, i]) } }
  }

  @Test func sizeZeroAndNaN() {
    let empty = PivotedCholesky(Matrix.zeros(rows: 0, columns: 0))
    #expect(empty.isPositiveDefinite && empty.solve([]).isEmpty)
    #expect(!PivotedCholesky(Matrix([[.nan, 0], [0, 1]])).isPositiveDefinite)
    #expect(!PivotedCholesky(Matrix([[1, .nan], [.nan, 1]])).isPositiveDefinite)
  }
}
