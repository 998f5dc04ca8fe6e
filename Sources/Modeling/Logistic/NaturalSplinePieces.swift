/// A combination of a spline's columns as polynomials between the knots, for systems that know no
/// B-splines.
public struct SplinePieces: Sendable, Equatable {
  /// c₀ + c₁d + c₂d² + c₃d³ with d = u − start, up to the next piece's start.
  public struct Piece: Sendable, Equatable {
    public var start: Double
    public var coefficients: [Double]
  }

  /// The boundary knots: u = (x − low) / (high − low).
  public var low: Double
  public var high: Double
  /// Ascending; the first is the line below u = 0 (with d = u), the last the line above u = 1.
  public var pieces: [Piece]
}

extension NaturalSpline {
  /// Σ slopes[k] · column k, the columns being those of `columns(at:)`.
  ///
  /// Between knots a combination of B-splines with coefficients w is the cubic whose Bernstein
  /// coefficients are values of its blossom (Ramshaw 1987): convex combinations of the w, so that
  /// nothing is lost by cancellation as it would be with truncated powers.
  ///
  /// - Precondition: one slope a degree of freedom.
  public func pieces(of slopes: [Double]) -> SplinePieces {
    let w = turn.map { row in zip(row, slopes).reduce(0) { $0 + $1.0 * $1.1 } }
    let last = knots.count
    let below = SplinePieces.Piece(
      start: 0, coefficients: [w[0], (w[1] - w[0]) * 3 / augmented[4]])
    let above = SplinePieces.Piece(
      start: 1,
      coefficients: [w[last + 3], (w[last + 3] - w[last + 2]) * 3 / (1 - augmented[last + 3])])
    let between = (3...(last + 3)).map { piece(at: $0, w) }
    return SplinePieces(low: low, high: high, pieces: [below] + between + [above])
  }

  /// Between knots m and m + 1.
  private func piece(at m: Int, _ w: [Double]) -> SplinePieces.Piece {
    let (start, end) = (augmented[m], augmented[m + 1])
    let b = (0...3).map { count in
      blossom(m, w, at: (0..<3).map { $0 < count ? end : start })
    }
    let width = end - start
    return SplinePieces.Piece(
      start: start,
      coefficients: [
        b[0], 3 * (b[1] - b[0]) / width, 3 * (b[2] - 2 * b[1] + b[0]) / width / width,
        (b[3] - 3 * b[2] + 3 * b[1] - b[0]) / width / width / width,
      ])
  }

  /// De Boor's algorithm with an argument of its own in each round.
  private func blossom(_ m: Int, _ w: [Double], at arguments: [Double]) -> Double {
    var d = Array(w[(m - 3)...m])
    for round in 1...3 {
      for j in stride(from: 3, through: round, by: -1) {
        let (left, right) = (augmented[m - 3 + j], augmented[m + 1 + j - round])
        let share = (arguments[round - 1] - left) / (right - left)
        d[j] = (1 - share) * d[j - 1] + share * d[j]
      }
    }
    return d[3]
  }
}
