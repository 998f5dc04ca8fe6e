import CKernels
import Modeling
import Testing

/// `elementary.json`: [argument, value], rounded once from 40 digits.
struct ElementaryReference: Decodable {
  var exp: [[Double]]
  var log: [[Double]]
  var log1p: [[Double]]
  var expm1: [[Double]]
  var erfc: [[Double]]
  var normalQuantile: [[Double]]
  /// [x, df, value].
  var chiSquareUpperTail: [[Double]]

  static func load() throws -> ElementaryReference {
    try TestFiles.decode(ElementaryReference.self, from: "elementary.json")
  }
}

@Suite struct ElementaryFunctionsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var table: @Sendable (ElementaryReference) -> [[Double]]
    var function: @Sendable (Double) -> Double
    /// As `elementary.h` says.
    var bound: Double
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "exp", table: { $0.exp }, function: Elementary.exp, bound: 1),
    Case(name: "log", table: { $0.log }, function: Elementary.log, bound: 1),
    Case(name: "log1p", table: { $0.log1p }, function: Elementary.log1p, bound: 2),
    Case(name: "expm1", table: { $0.expm1 }, function: Elementary.expm1, bound: 2),
  ]

  @Test(arguments: cases) func matchesTheReference(_ sample: Case) throws {
    let rows = sample.table(try ElementaryReference.load())
    #expect(rows.count > 50)
    for row in rows {
      let value = sample.function(row[0])
      #expect(ulps(value, row[1]) <= sample.bound, "\(sample.name)(\(row[0])) is \(value)")
    }
  }

  @Test func endsOfTheRange() {
    #expect(Elementary.exp(-.infinity) == 0 && Elementary.exp(.infinity) == .infinity)
    #expect(Elementary.exp(-746) == 0 && Elementary.exp(710) == .infinity)
    #expect(Elementary.exp(-745.1) == .leastNonzeroMagnitude)
    #expect(Elementary.log(0) == -.infinity && Elementary.log(.infinity) == .infinity)
    #expect(Elementary.log(.leastNonzeroMagnitude) == -744.4400719213812)
    #expect(Elementary.log(-1).isNaN && Elementary.log1p(-1.5).isNaN)
    #expect(Elementary.log1p(-1) == -.infinity && Elementary.log1p(.infinity) == .infinity)
    #expect(Elementary.expm1(-.infinity) == -1 && Elementary.expm1(.infinity) == .infinity)
    for function in Self.cases.map(\.function) { #expect(function(.nan).isNaN) }
  }

  @Test(arguments: [0.0, 1e-300, 1e-17, 0.1, 1, 5, 36, 40, 700, 745])
  func logisticLosesNothingAtEitherEnd(_ x: Double) {
    let (low, high) = (Elementary.logistic(-x), Elementary.logistic(x))
    // For a large x the small side is e^−x to rounding; the sides add up to 1 to rounding.
    #expect(abs(low + high - 1) <= 0x1p-52)
    if x > 37 { #expect(relativeError(low, Elementary.exp(-x)) < 1e-15) }
    if x > 1e-3, x < 30 { #expect(relativeError(Elementary.logit(low), -x) < 1e-14) }
  }

  @Test func logisticAt800() {
    #expect(Elementary.logistic(800) == 1 && Elementary.logistic(-800) == 0)
    #expect(Elementary.logistic(.infinity) == 1 && Elementary.logistic(-.infinity) == 0)
    #expect(Elementary.logit(0) == -.infinity && Elementary.logit(1) == .infinity)
    #expect(Elementary.logit(0.5) == 0)
    #expect(relativeError(Elementary.logit(1e-300), Elementary.log(1e-300)) == 0)
  }

  /// The vectors of the logistic kernel are ck_exp's arithmetic, eight at a time.
  @Test func kernelProbabilitiesAreTheLogistic() {
    let eta = stride(from: -800.0, through: 800, by: 0.37).map { $0 } + [-0.0, 0, .infinity]
    let probabilities = LogisticPredictor.probabilities(logOdds: eta)
    for (value, p) in zip(eta, probabilities) where value > -700 {
      #expect(ulps(p, Elementary.logistic(value)) <= 2, "\(value)")
    }
    #expect(probabilities.allSatisfy { (0...1).contains($0) })
    #expect(probabilities[0] == 0 && probabilities.last == 1)
  }
}
