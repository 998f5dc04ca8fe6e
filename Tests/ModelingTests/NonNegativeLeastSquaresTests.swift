import Testing

@testable import Modeling

@Suite struct NonNegativeLeastSquaresTests {
  static func solved(_ target: [Double], _ vectors: [[Double]]) -> NonNegativeLeastSquares {
    var problem = NonNegativeLeastSquares(target: target, tolerance: 1e-9)
    for vector in vectors {
      let length = dot(vector, vector).squareRoot()
      problem.add(vector.map { $0 / length })
    }
    problem.solve()
    return problem
  }

  @Test func byHand() {
    #expect(Self.solved([1, 2], []).residual == [1, 2])
    // Only the first vector helps, and takes its own direction away.
    let one = Self.solved([1, 2], [[-1, 0], [1, 0]])
    #expect(one.residual == [0, 2] && !one.isZero)
    #expect(one.direction == [0, 1])
    #expect(Self.solved([1, 2], [[-1, 0], [0, -1]]).isZero)
    #expect(Self.solved([1, 2], [[-1, -2]]).isZero)
  }

  /// The optimality conditions: no vector has a negative product with the residual, and the residual
  /// is no longer than the target's own product with it says.
  @Test(arguments: 0..<40) func optimal(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let size = 2 + generator.integer(below: 6)
    let target = (0..<size).map { _ in generator.bell() }
    let vectors = (0..<30).map { _ in (0..<size).map { $0 == 0 ? 1 : generator.bell() } }
    let problem = Self.solved(target, vectors)
    guard !problem.isZero else { return }
    let r = problem.residual
    for vector in vectors { #expect(dot(vector, r) > -1e-7) }
    #expect(abs(dot(target, r) - dot(r, r)) < 1e-12)
  }
}
