import Testing

@testable import Modeling

/// A spline's columns as polynomials between its knots.
struct NaturalSplinePiecesTests {
  static let cases: [(low: Double, high: Double, knots: [Double])] = [
    (0, 1, []), (-3, 7, [2]), (10, 1000, [11, 12, 400]), (0, 72, [9, 29, 55]),
    (1e-6, 3e-6, [1.5e-6, 2e-6, 2.25e-6, 2.5e-6]), (0, 1, [1e-9, 0.5]),
  ]

  @Test(arguments: cases)
  func agreeWithTheColumns(_ low: Double, _ high: Double, _ knots: [Double]) throws {
    let spline = try #require(NaturalSpline(low: low, high: high, knots: knots))
    let slopes = (0..<spline.degreesOfFreedom).map { Double($0 * 7 % 5) - 1.7 }
    let pieces = spline.pieces(of: slopes)
    #expect(pieces.pieces.count == knots.count + 3)
    let range = high - low
    let values =
      (-20...120).map { low + range * Double($0) / 100 } + [low, high]
      + knots.flatMap { [$0.nextDown, $0, $0.nextUp] }
    let columns = spline.columns(at: values)
    for (row, value) in values.enumerated() {
      let expected = zip(slopes, columns).reduce(0) { $0 + $1.0 * $1.1[row] }
      #expect(abs(pieces.value(at: value) - expected) <= 1e-13, "\(value)")
    }
  }
}

extension SplinePieces {
  fileprivate func value(at x: Double) -> Double {
    let u = (x - low) / (high - low)
    let place =
      u < 0 ? 0 : (pieces.dropFirst(2).lastIndex { $0.start <= u } ?? 1)
    let d = u - pieces[place].start
    return pieces[place].coefficients.reversed().reduce(0) { $0 * d + $1 }
  }
}
