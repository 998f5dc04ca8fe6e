import Testing

@testable import Modeling

/// Relations that an elastic net's solutions must keep.
@Suite struct ElasticNetTests {
  /// Made-up rows: an effect of the first two columns, the third nearly the first, the fourth noise.
  struct Sample {
    var columns: [[Double]]
    var labels: [Bool]
    var weights: [Double]

    init(rows: Int, columns count: Int = 4, seed: UInt64 = 5) {
      var generator = SeededGenerator(seed: seed)
      var made = (0..<count).map { _ in (0..<rows).map { _ in generator.bell() } }
      if count > 2 { made[2] = zip(made[0], made[2]).map { $0 + 0.1 * $1 } }
      labels = (0..<rows).map { row in
        generator.uniform() < Elementary.logistic(made[0][row] - 0.7 * made[1][row] - 0.5)
      }
      weights = (0..<rows).map { _ in Double(1 + generator.integer(below: 3)) }
      columns = made
    }

    var design: DesignMatrix {
      DesignMatrix(numeric: columns.enumerated().map { ("x\($0)", $1) })
    }

    func selecting(_ rows: [Int]) -> Sample {
      var result = self
      result.columns = columns.map { column in rows.map { column[$0] } }
      result.labels = rows.map { labels[$0] }
      result.weights = rows.map { weights[$0] }
      return result
    }
  }

  static let alphas = [0, 0.4, 1]

  private func close(
    _ a: ElasticNetPath, _ b: ElasticNetPath, within tolerance: Double
  ) -> Bool {
    zip(a.points, b.points).allSatisfy { p, q in
      zip(p.coefficients, q.coefficients).allSatisfy { abs($0 - $1) <= tolerance * (1 + abs($1)) }
    } && a.points.count == b.points.count
  }

  /// Checked on the data themselves, without the solver's own gradient.
  @Test(arguments: alphas) func holdsTheOptimalityConditions(_ alpha: Double) throws {
    let sample = Sample(rows: 200)
    var net = ElasticNet(alpha: alpha)
    net.penaltyFactors = [1, 2, 0.5, 0.5]
    let path = try net.path(sample.design, labels: sample.labels, weights: sample.weights)
    let total = sample.weights.reduce(0, +)
    for point in path.points {
      let residuals = sample.labels.indices.map { row -> Double in
        let eta = sample.columns.indices.reduce(point.coefficients[0]) {
          $0 + point.coefficients[$1 + 1] * sample.columns[$1][row]
        }
        return sample.weights[row] / total
          * ((sample.labels[row] ? 1 : 0) - Elementary.logistic(eta))
      }
      #expect(abs(residuals.reduce(0, +)) < 1e-12)
      for (j, column) in sample.columns.enumerated() {
        let mean = dot(sample.weights, column) / total
        let deviation =
          (zip(sample.weights, column)
          .reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) } / total).squareRoot()
        let slope = dot(residuals, column.map { ($0 - mean) / deviation })
        let beta = point.coefficients[j + 1] * deviation
        let factor = try #require(net.penaltyFactors)[j] * point.lambda
        let ridge = slope - factor * (1 - alpha) * beta
        let wrong =
          beta == 0
          ? max(abs(ridge) - factor * alpha, 0) : abs(ridge - sign(beta) * factor * alpha)
        #expect(wrong < 1e-12, "x\(j) at \(point.lambda)")
      }
    }
  }

  @Test(arguments: alphas) func endsAtMaximumLikelihood(_ alpha: Double) throws {
    let sample = Sample(rows: 300)
    let fit = try LogisticRegression().fit(sample.design, labels: sample.labels)
    let path = try ElasticNet(alpha: alpha).path(
      sample.design, labels: sample.labels, lambdas: .given([0.1, 1e-3, 1e-6, 0]))
    let last = try #require(path.points.last)
    #expect(last.isConverged)
    for (line, estimate) in zip(fit.coefficients, last.coefficients) {
      #expect(abs(try #require(line.estimate) - estimate) < 1e-8)
    }
    #expect(relativeError(last.deviance, fit.deviance) < 1e-12)
  }

  @Test(arguments: [0.01, 0.4, 1]) func beginsWithNothing(_ alpha: Double) throws {
    let sample = Sample(rows: 150)
    let net = ElasticNet(alpha: alpha)
    let path = try net.path(sample.design, labels: sample.labels)
    #expect(path.points[0].nonzeroCount == 0 && path.points[1].nonzeroCount > 0)
    #expect(path.points[0].lambda == path.lambdaMaximum)
    #expect(abs(path.points[0].devianceRatio) < 1e-14)
    let above = try net.path(
      sample.design, labels: sample.labels, lambdas: .down(to: 2 * path.lambdaMaximum))
    #expect(above.points.count == 1 && above.points[0].nonzeroCount == 0)
  }

  @Test func goesDownToALambda() throws {
    let sample = Sample(rows: 150)
    let net = ElasticNet(alpha: 1)
    let path = try net.path(sample.design, labels: sample.labels, lambdas: .down(to: 0.02))
    #expect(path.points.last?.lambda == 0.02 && path.points.count > 10)
    #expect(zip(path.points, path.points.dropFirst()).allSatisfy { $0.lambda > $1.lambda })
    let alone = try net.path(sample.design, labels: sample.labels, lambdas: .given([0.02]))
    for (a, b) in zip(path.points.last?.coefficients ?? [], alone.points[0].coefficients) {
      #expect(abs(a - b) < 1e-10)
    }
  }

  @Test(arguments: alphas) func doesNotSeeUnits(_ alpha: Double) throws {
    let sample = Sample(rows: 120)
    var scaled = sample
    let units = [1e9, 1e-9, -1000, 1]
    scaled.columns = zip(sample.columns, units).map { column, unit in
      column.map { $0 * unit + (unit == 1 ? 1e6 : 0) }
    }
    let net = ElasticNet(alpha: alpha)
    let path = try net.path(sample.design, labels: sample.labels)
    let other = try net.path(scaled.design, labels: sample.labels)
    for (a, b) in zip(path.points, other.points) {
      #expect(relativeError(a.lambda, b.lambda) < 1e-9)
      for j in 0..<4 {
        #expect(abs(a.coefficients[j + 1] - b.coefficients[j + 1] * units[j]) < 1e-8)
      }
    }
  }

  @Test(arguments: alphas) func doesNotSeeTheOrderOfRows(_ alpha: Double) throws {
    let sample = Sample(rows: 600)
    var generator = SeededGenerator(seed: 1)
    let order = generator.shuffled(Array(0..<600))
    let permuted = sample.selecting(order)
    let net = ElasticNet(alpha: alpha)
    let path = try net.path(sample.design, labels: sample.labels)
    #expect(
      close(path, try net.path(permuted.design, labels: permuted.labels), within: 1e-10))
    let lambdas = path.points.map(\.lambda)
    let curve = try net.crossValidate(
      sample.design, labels: sample.labels, lambdas: lambdas, folds: (0..<600).map { $0 % 5 })
    let other = try net.crossValidate(
      permuted.design, labels: permuted.labels, lambdas: lambdas, folds: order.map { $0 % 5 })
    for (a, b) in zip(curve.points, other.points) {
      #expect(relativeError(a.deviance, b.deviance) < 1e-10)
    }
  }

  @Test(arguments: alphas) func weightsAreRepeatedRows(_ alpha: Double) throws {
    let sample = Sample(rows: 150)
    let repeated = sample.selecting(
      sample.labels.indices.flatMap { Array(repeating: $0, count: Int(sample.weights[$0])) })
    let net = ElasticNet(alpha: alpha)
    let path = try net.path(sample.design, labels: sample.labels, weights: sample.weights)
    #expect(close(path, try net.path(repeated.design, labels: repeated.labels), within: 1e-9))
    var zeroed = sample
    zeroed.columns = sample.columns.map { $0 + [1e5, -1e5] }
    let padded = try net.path(
      zeroed.design, labels: sample.labels + [true, false], weights: sample.weights + [0, 0])
    #expect(padded == path)
  }

  /// The kernels over blocks, of all rows and around a fold, against those of a likelihood over the
  /// columns; blocks that the rows fill and do not, columns in fours and left over.
  @Test(arguments: [1, 127, 128, 300, 1000], [2, 4, 7]) func blocksAreTheRows(
    rows: Int, columns: Int
  ) {
    let sample = Sample(rows: rows + 40, columns: columns)
    for weights in [nil, sample.weights] {
      let kept = ElasticNetRows(sample.columns, sample.labels, weights)
      let folds = [Array(0..<30), Array(30..<40), Array(40..<rows + 40)]
      let blocks = ElasticNetBlocks(kept, folds: folds, Parallel(threads: 2))
      for fold in [nil, 0, 1] {
        let leaving = fold.map { blocks.folds[$0] } ?? 0..<0
        let trained = (0..<rows + 40).filter { row in fold.map { !folds[$0].contains(row) } ?? true
        }
        Self.compare(
          ElasticNetProblem(blocks, ElasticNet(alpha: 1), leaving: leaving, Parallel(threads: 2)),
          Self.likelihood(kept, trained), Double(trained.count))
      }
    }
  }

  private static func likelihood(_ rows: ElasticNetRows, _ places: [Int]) -> LogisticLikelihood {
    let columns = rows.columns.map { column in places.map { column[$0] } }
    let weights = rows.weights.map { weights in places.map { weights[$0] } }
    let total = weights?.reduce(0, +) ?? 0
    let moments = columns.map { column in
      Standardization.moments(column, weights.map { $0.map { $0 / total } })
    }
    return LogisticLikelihood(
      columns: columns, center: moments.map(\.mean), scale: moments.map { 1 / $0.deviation },
      labels: places.map { rows.labels[$0] }, weights: weights, parallel: Parallel(threads: 1))
  }

  private static func compare(
    _ problem: ElasticNetProblem, _ likelihood: LogisticLikelihood, _ rows: Double
  ) {
    let beta = (0...likelihood.columns.count).map { $0 == 1 ? 0 : 0.7 - 0.3 * Double($0) }
    let expected = likelihood.derivatives(at: beta)
    let total = problem.totalWeight
    #expect(problem.varying.count == likelihood.columns.count)
    #expect(
      abs(problem.meanLogLikelihood(at: beta) - expected.logLikelihood / total) < 1e-12)
    for (found, wanted) in zip(problem.meanScore(at: beta), expected.gradient) {
      #expect(abs(found - wanted / total) < 1e-12)
    }
    let places = Array(stride(from: 0, to: likelihood.columns.count, by: 2))
    let information = problem.meanInformation(at: beta, places)
    let wanted = expected.information.submatrix([0] + places.map { $0 + 1 })
    for (found, wanted) in zip(information.storage, wanted.storage) {
      #expect(abs(found - wanted / total) < 1e-11)
    }
  }

  @Test func threadsChangeNoBit() throws {
    let sample = Sample(rows: 21_000)
    var net = ElasticNet(alpha: 0.5)
    net.lambdaCount = 6
    let folds = (0..<21_000).map { $0 % 3 }
    let path = try net.path(sample.design, labels: sample.labels)
    let lambdas = path.points.map(\.lambda)
    let curve = try net.crossValidate(
      sample.design, labels: sample.labels, lambdas: lambdas, folds: folds)
    net.threads = 2
    #expect(try net.path(sample.design, labels: sample.labels) == path)
    #expect(
      try net.crossValidate(sample.design, labels: sample.labels, lambdas: lambdas, folds: folds)
        == curve)
  }

  /// Columns that repeat others, that do not vary, that separate the classes: nothing is dropped.
  @Test(arguments: alphas) func needsNoRank(_ alpha: Double) throws {
    var sample = Sample(rows: 80)
    sample.columns += [
      sample.columns[0], sample.labels.map { $0 ? 1 : 0 }, sample.labels.map { _ in 3.7 },
    ]
    let path = try ElasticNet(alpha: alpha).path(sample.design, labels: sample.labels)
    #expect(path.points.allSatisfy { $0.isConverged && $0.coefficients[7] == 0 })
    #expect(path.points.allSatisfy { $0.coefficients.allSatisfy(\.isFinite) })
    #expect((path.points.last?.devianceRatio ?? 0) > 0.8)
    // Equal columns have equal ridge coefficients, and the lasso leaves no crumbs of one.
    for point in path.points {
      if alpha < 1 { #expect(abs(point.coefficients[1] - point.coefficients[5]) < 1e-7) }
      #expect(point.coefficients.allSatisfy { $0 == 0 || abs($0) > 1e-14 })
    }
  }

  @Test func fewRowsAndManyColumns() throws {
    let sample = Sample(rows: 10, columns: 200, seed: 9)
    for alpha in Self.alphas {
      let path = try ElasticNet(alpha: alpha).path(sample.design, labels: sample.labels)
      #expect(path.points.allSatisfy { $0.isConverged })
    }
  }

  @Test func refusesWhatItCannotFit() {
    let sample = Sample(rows: 20)
    let net = ElasticNet(alpha: 1)
    func kind(_ net: ElasticNet, _ sample: Sample, _ labels: [Bool]? = nil) -> ModelingError.Kind? {
      modelingError { () throws(ModelingError) in
        try net.path(sample.design, labels: labels ?? sample.labels)
      }?.kind
    }
    #expect(kind(ElasticNet(alpha: 1.5), sample) == .usage)
    var free = net
    free.penaltyFactors = [0, 0, 0, 0]
    #expect(kind(free, sample) == .usage)
    #expect(kind(net, sample, Array(repeating: true, count: 20)) == .data)
    var constant = sample
    constant.columns = [Array(repeating: 0.1, count: 20)]
    #expect(kind(net, constant) == .data)
    constant.columns = [[.nan] + Array(repeating: 0.1, count: 19)]
    #expect(kind(net, constant) == .data)
    let oneSided = modelingError { () throws(ModelingError) in
      try net.crossValidate(
        sample.design, labels: sample.labels, lambdas: [0.1],
        folds: sample.labels.map { $0 ? 0 : 1 })
    }
    #expect(oneSided?.kind == .data)
  }
}
