import CKernels
import CLAPACK
import Testing

@testable import Modeling

/// The C kernel against plain Swift and against LAPACK's Gram matrix.
@Suite struct LogisticLikelihoodTests {
  static func sample(rows: Int, columns: Int, isWeighted: Bool, threads: Int = 1)
    -> LogisticLikelihood
  {
    var generator = SeededGenerator(seed: UInt64(rows * 31 + columns))
    let matrix = (0..<columns).map { j in
      (0..<rows).map { _ in Double(j) + generator.bell() * Double(j + 1) }
    }
    let labels = (0..<rows).map { _ in UInt8(generator.integer(below: 2)) }
    let weights = isWeighted ? (0..<rows).map { _ in Double(generator.integer(below: 4)) / 2 } : nil
    return LogisticLikelihood(
      columns: matrix, center: (0..<columns).map { Double($0) },
      scale: (0..<columns).map { 1 / Double($0 + 1) }, labels: labels, weights: weights,
      parallel: Parallel(threads: threads))
  }

  static func beta(_ columns: Int) -> [Double] {
    (0...columns).map { 0.4 - 0.3 * Double($0 % 3) }
  }

  /// The textbook's sums, one row after the other.
  static func oracle(
    _ likelihood: LogisticLikelihood, _ beta: [Double]
  ) -> (logLikelihood: Double, gradient: [Double], roots: Matrix) {
    let size = beta.count
    var total = 0.0
    var gradient = Array(repeating: 0.0, count: size)
    var roots = Matrix.zeros(rows: likelihood.labels.count, columns: size)
    for (row, label) in likelihood.labels.enumerated() {
      let z =
        [1.0]
        + likelihood.columns.indices.map {
          (likelihood.columns[$0][row] - likelihood.center[$0]) * likelihood.scale[$0]
        }
      let eta = dot(z, beta)
      let weight = likelihood.weights?[row] ?? 1
      let p = Elementary.logistic(eta)
      total -= weight * Elementary.log1p(Elementary.exp(label == 1 ? -eta : eta))
      for j in 0..<size {
        gradient[j] += weight * (Double(label) - p) * z[j]
        roots[row, j] = (weight * p * (1 - p)).squareRoot() * z[j]
      }
    }
    return (total, gradient, roots)
  }

  /// AᵀA by LAPACK's companion.
  static func gram(_ a: Matrix) -> Matrix {
    var result = Matrix.zeros(rows: a.columns, columns: a.columns)
    var (n, k, leading) = (Int32(a.columns), Int32(a.rows), Int32(a.rows))
    var (one, zero) = (1.0, 0.0)
    dsyrk_("L", "T", &n, &k, &one, a.storage, &leading, &zero, &result.storage, &n, 1, 1)
    for j in 0..<a.columns { for i in 0..<j { result[i, j] = result[j, i] } }
    return result
  }

  @Test(
    arguments: [(1, 0), (1, 2), (7, 1), (255, 3), (256, 4), (257, 5), (1000, 9)], [false, true])
  func equalsThePlainSums(shape: (rows: Int, columns: Int), isWeighted: Bool) {
    let likelihood = Self.sample(rows: shape.rows, columns: shape.columns, isWeighted: isWeighted)
    let beta = Self.beta(shape.columns)
    let (expected, gradient, roots) = Self.oracle(likelihood, beta)
    let result = likelihood.derivatives(at: beta)
    let tolerance = 1e-13 * Double(shape.rows + 10)
    #expect(abs(result.logLikelihood - expected) <= tolerance)
    #expect(likelihood.logLikelihood(at: beta) == result.logLikelihood)
    for (a, b) in zip(result.gradient, gradient) { #expect(abs(a - b) <= tolerance) }
    for (a, b) in zip(result.information.storage, Self.gram(roots).storage) {
      #expect(abs(a - b) <= tolerance)
    }
  }

  /// η = ±800: the log-likelihood comes from η, never from a rounded probability.
  @Test(arguments: [(800.0, UInt8(1)), (800, 0), (-800, 1), (-800, 0), (40, 0), (-40, 1)])
  func nothingIsLostAtTheEnds(eta: Double, label: UInt8) {
    let one = LogisticLikelihood(
      columns: [], center: [], scale: [], labels: [label], weights: nil,
      parallel: Parallel(threads: 1))
    let result = one.derivatives(at: [eta])
    let isWrong = (eta > 0) != (label == 1)
    #expect(relativeError(result.logLikelihood, isWrong ? -abs(eta) : 0) < 1e-15)
    #expect(result.gradient == [isWrong ? (label == 1 ? 1 : -1) : 0])
    let curvature = abs(eta) > 700 ? 0 : Elementary.exp(-abs(eta))
    #expect(relativeError(result.information[0, 0], curvature) < 1e-15)
  }

  @Test(arguments: [20_000, 25_001]) func bitsDoNotDependOnThreads(rows: Int) {
    let (one, two) = (1, 2)
    let results = [one, two].map { threads in
      let likelihood = Self.sample(rows: rows, columns: 3, isWeighted: true, threads: threads)
      return (
        likelihood.derivatives(at: Self.beta(3)), likelihood.logLikelihood(at: Self.beta(3))
      )
    }
    #expect(results[0].0.logLikelihood == results[1].0.logLikelihood)
    #expect(results[0].0.gradient == results[1].0.gradient)
    #expect(results[0].0.information == results[1].0.information)
    #expect(results[0].1 == results[1].1)
  }

  @Test func weightZeroIsNoRow() {
    var (kept, all) = (
      Self.sample(rows: 50, columns: 2, isWeighted: false),
      Self.sample(rows: 50, columns: 2, isWeighted: false)
    )
    let weights = (0..<50).map { $0 < 20 ? 1.0 : 0 }
    all = LogisticLikelihood(
      columns: all.columns, center: all.center, scale: all.scale, labels: all.labels,
      weights: weights, parallel: all.parallel)
    kept = LogisticLikelihood(
      columns: kept.columns.map { Array($0.prefix(20)) }, center: kept.center, scale: kept.scale,
      labels: Array(kept.labels.prefix(20)), weights: nil, parallel: kept.parallel)
    let (a, b) = (all.derivatives(at: Self.beta(2)), kept.derivatives(at: Self.beta(2)))
    #expect(a.logLikelihood == b.logLikelihood && a.gradient == b.gradient)
    #expect(a.information == b.information)
  }
}
