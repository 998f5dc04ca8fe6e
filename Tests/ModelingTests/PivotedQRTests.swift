import Testing

@testable import Modeling

@Suite struct PivotedQRTests {
  /// Columns 1, x and x² at x = 0 … 4.
  static let vandermonde = Matrix((0..<5).map { [1, Double($0), Double($0 * $0)] })

  @Test func solvesExactAndLeastSquaresSystems() {
    let qr = PivotedQR(Self.vandermonde)
    #expect(qr.rank == 3)
    for (x, y) in zip(qr.solve(Self.vandermonde.times([3, -2, 0.5])), [3, -2, 0.5]) {
      #expect(relativeError(x, y) < 1e-13)
    }
    // The parabola nearest to (1, 0, 0, 0, 0): by the normal equations (31, −27, 5) / 35.
    for (x, y) in zip(qr.solve([1, 0, 0, 0, 0]), [31.0, -27, 5]) {
      #expect(abs(x - y / 35) < 1e-14)
    }
  }

  @Test func inverseOfTheCrossProduct() {
    let cross = Matrix([[5, 10, 30], [10, 30, 100], [30, 100, 354]])
    let product = PivotedQR(Self.vandermonde).inverseOfCrossProduct().product(cross)
    for j in 0..<3 {
      for i in 0..<3 { #expect(abs(product[i, j] - (i == j ? 1 : 0)) < 1e-11) }
    }
  }

  /// AᵀA has 1e-20 beside 1 here: Cholesky of the information could not see the second column.
  @Test func squaresNoConditionNumber() {
    let small = 1e-10
    let qr = PivotedQR(Matrix([[1, 1], [0, small], [0, 0]]))
    #expect(qr.rank == 2)
    let inverse = qr.inverseOfCrossProduct()
    #expect(relativeError(inverse[1, 1], 1e20) < 1e-14)
    #expect(relativeError(inverse[0, 1], -1e20) < 1e-14)
  }

  @Test(arguments: [
    (rows: [[1.0, 2], [2, 4], [3, 6]], rank: 1), ([[0, 0], [0, 0]], 0),
    ([[1, 0], [0, 1]], 2),
  ])
  func rank(rows: [[Double]], rank: Int) {
    #expect(PivotedQR(Matrix(rows)).rank == rank)
  }

  @Test func badlyScaledColumns() {
    let matrix = Matrix((0..<5).map { [1e9, Double($0), 1e-3 * Double($0 * $0)] })
    let qr = PivotedQR(matrix)
    #expect(qr.rank == 3)
    for (x, y) in zip(qr.solve(matrix.times([1e-9, 5, 2000])), [1e-9, 5, 2000]) {
      #expect(relativeError(x, y) < 1e-12)
    }
  }
}
