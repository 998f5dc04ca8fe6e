import Testing

@testable import Modeling

/// Fits that begin at the fit to a sample of the rows.
@Suite struct LogisticStartTests {
  /// `twin` copies the first column, but for `difference` in each tenth row.
  private func likelihood(twin difference: Double? = nil) -> LogisticLikelihood {
    let sample = LogisticRegressionTests.Sample(rows: 20_000)
    var columns = [sample.x, sample.z]
    if let difference {
      columns.append(sample.x.indices.map { sample.x[$0] + ($0 % 10 == 0 ? difference : 0) })
    }
    let standard = Standardization(columns: columns, weights: nil)
    return LogisticLikelihood(
      columns: columns, center: standard.center, scale: standard.scale,
      labels: sample.labels.map { $0 ? 1 : 0 }, weights: nil, parallel: Parallel(threads: 1))
  }

  @Test func aSampleLeadsToTheSameMaximumInFewerSteps() throws {
    let all = likelihood()
    let (short, plain) = (
      LogisticStart(all, .maximumLikelihood, manyRows: 1000), LogisticStart(all)
    )
    #expect(short.beta != plain.beta && short.aliasing.isOfAllColumns)
    let fits = try [short, plain].compactMap {
      try LogisticRegression().maximize(
        $0.aliasing.basis, from: $0.beta, $0.derivatives, suspect: {})
    }
    try #require(fits.count == 2)
    for (a, b) in zip(fits[0].beta, fits[1].beta) { #expect(abs(a - b) < 1e-12) }
    #expect(fits[0].iterations < fits[1].iterations)
    #expect(relativeError(fits[0].point.logLikelihood, fits[1].point.logLikelihood) < 1e-14)
  }

  /// A column that the sample cannot tell from others is judged by all rows.
  @Test(arguments: [(0.0, 2), (1e-4, 3)])
  func twinsAreJudgedByAllRows(_ difference: Double, _ kept: Int) {
    let start = LogisticStart(likelihood(twin: difference), .maximumLikelihood, manyRows: 1000)
    #expect(start.aliasing.kept.count == kept)
    #expect(start.beta == start.aliasing.basis.interceptOnly)
  }

  @Test func firthAndFewRowsStartFromTheIntercept() {
    let all = likelihood()
    for start in [LogisticStart(all, .firth, manyRows: 1000), .init(all, .maximumLikelihood)] {
      #expect(start.beta == all.interceptOnly && start.derivatives != nil)
    }
  }
}

@Suite struct ColumnExtentTests {
  @Test(arguments: [
    [3.0], [1, 2], [5, 5, 5], [-1, 0, 1, 2, 3, 4, 5, 6, 7], [1e150, -1e150, 0], [0.1, 0.2, 0.4],
  ])
  func rangeAndMoments(_ column: [Double]) {
    let extent = ColumnExtent(column)
    #expect(extent.isFinite && extent.lowest == column.min() && extent.highest == column.max())
    let (mean, deviation) = Standardization.moments(column, nil)
    let found = extent.moments
    #expect(abs((found?.mean ?? .nan) - mean) <= 1e-14 * (abs(mean) + deviation))
    #expect(abs((found?.deviation ?? .nan) - deviation) <= 1e-14 * deviation)
    #expect(extent.reach(from: 2) == column.map { abs($0 - 2) }.max())
  }

  @Test(arguments: 1...17, [Double.nan, .infinity, -.infinity])
  func whatIsNotFiniteIsSeenAtAnyPlace(_ count: Int, _ value: Double) {
    for place in 0..<count {
      var column = (0..<count).map { Double($0) }
      column[place] = value
      #expect(!ColumnExtent(column).isFinite)
    }
  }

  /// One pass does not know the deviation where the first value is far away, or squares vanish.
  @Test(arguments: [
    [1e9] + (0..<20_000).map { Double($0) * 1e-3 }, [1e300, 2e300], [1e-300, 2e-300],
  ])
  func momentsThatOnePassCannotGive(_ column: [Double]) {
    #expect(ColumnExtent(column).moments == nil)
  }
}
