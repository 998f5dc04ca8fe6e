import Modeling
import Testing

/// Against R's `splines::ns` (`design.json`), and what must hold of any natural spline.
@Suite struct NaturalSplineTests {
  struct Basis: Decodable {
    var x: [Double]
    var df: Int
    var knots: [Double]
    var boundary: [Double]
    var training: [[Double]]
    var at: [Double]
    var values: [[Double]]
  }

  struct File: Decodable { var bases: [String: Basis] }

  static let names = [
    "normal_1", "normal_2", "normal_3", "normal_4", "normal_10", "ties_4", "skewed_5", "offset_4",
    "few_3",
  ]

  static func bases() throws -> [String: Basis] {
    try TestFiles.decode(File.self, from: "design.json").bases
  }

  @Test func allBasesOfTheFileAreTested() throws {
    #expect(Set(try Self.bases().keys) == Set(Self.names))
  }

  @Test(arguments: names) func reproducesR(_ name: String) throws {
    let reference = try #require(try Self.bases()[name])
    let spline = try NaturalSpline(
      of: reference.x, degreesOfFreedom: reference.df, feature: "x")
    #expect(spline.degreesOfFreedom == reference.df)
    #expect([spline.low, spline.high] == reference.boundary)
    #expect(spline.knots.count == reference.knots.count)
    for (a, b) in zip(spline.knots, reference.knots) { #expect(relativeError(a, b) < 1e-14) }
    for (at, expected) in [(reference.x, reference.training), (reference.at, reference.values)] {
      let columns = spline.columns(at: at)
      #expect(columns.count == expected.count)
      for (column, values) in zip(columns, expected) {
        for (a, b) in zip(column, values) { #expect(abs(a - b) <= 1e-12 * max(1, abs(b))) }
      }
    }
  }

  /// Beyond the boundary the second difference is 0, and at it nothing jumps.
  @Test func isLinearBeyondTheBoundary() throws {
    let spline = try #require(NaturalSpline(low: -3, high: 7, knots: [-1, 0.5, 4]))
    for (edge, step) in [(-3.0, -2.0), (7.0, 2.0)] {
      for c in spline.columns(at: [edge, edge + step, edge + 2 * step, edge + 3 * step]) {
        #expect(abs(c[0] - 2 * c[1] + c[2]) < 1e-12 && abs(c[1] - 2 * c[2] + c[3]) < 1e-12)
      }
      for c in spline.columns(at: [edge - 1e-9, edge, edge + 1e-9]) {
        #expect(abs(c[0] - c[1]) < 1e-8 && abs(c[2] - c[1]) < 1e-8)
        #expect(abs(c[0] - 2 * c[1] + c[2]) < 1e-15)
      }
    }
  }

  @Test(arguments: [
    (0.0, 1.0, [0.5, 0.5]), (0, 1, [0.7, 0.2]), (0, 1, [0]), (0, 1, [1]), (0, 1, [2]), (1, 1, []),
    (1, 0, []), (0, .infinity, [1]), (0, 1, [.nan]), (.nan, 1, []), (-1e308, 1e308, []),
    (0, 1, [1e-300]), (0, 1e9, [1e-8]),
  ])
  func refusesKnots(_ low: Double, _ high: Double, _ knots: [Double]) {
    #expect(NaturalSpline(low: low, high: high, knots: knots) == nil)
  }

  @Test func refusesTiesAndFewValues() {
    for (values, df) in [
      ([1.0, 1, 1, 1, 1, 1, 1, 2, 3, 4], 3), ([1, 2, 3], 3), ([5], 1), ([], 2),
    ] {
      let error = modelingError { () throws(ModelingError) in
        try NaturalSpline(of: values, degreesOfFreedom: df, feature: "idle")
      }
      #expect(error?.kind == .data && error?.what.contains("idle") == true)
    }
  }

  @Test func hugeValuesStayFinite() throws {
    let spline = try #require(NaturalSpline(low: 0, high: 1e-5, knots: [2e-6]))
    let columns = spline.columns(at: [1e308, -1e308, .infinity, -.infinity])
    #expect(columns.allSatisfy { $0.allSatisfy(\.isFinite) })
  }
}
