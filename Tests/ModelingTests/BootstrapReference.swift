import Modeling
import Testing

/// `bootstrap.json`: the ends of percentile intervals as bands that hold their Monte Carlo error.
struct BootstrapReference: Decodable {
  struct Ends: Decodable {
    var low: [Double]
    var high: [Double]

    func check(_ interval: PercentileInterval?) {
      #expect(BootstrapReference.holds(low, interval?.low), "low")
      #expect(BootstrapReference.holds(high, interval?.high), "high")
    }
  }

  struct Difference: Decodable {
    var difference: Double
    var pValue: Double
    var low: [Double]
    var high: [Double]

    /// A p of twice a tail of B replicates has the error 2 √(t (1 − t) / B).
    func check(_ found: BootstrapDifference?, _ replicates: Int) {
      #expect(agree(found?.difference, difference, within: 1e-11))
      Ends(low: low, high: high).check(found?.interval)
      let error = (2 * pValue * (1 - pValue / 2) / Double(replicates)).squareRoot()
      #expect(abs((found?.pValue ?? .nan) - pValue) < 4 * error + 4 / Double(replicates))
    }
  }

  struct Model: Decodable {
    var scores: [Double]
    var lifts: [Ends]
    var profit: Ends
    var bestShare: Ends
    var logLoss: Ends
  }

  struct Case: Decodable {
    var name: String
    var labels: [Int]
    var weights: [Double]?
    var clusters: [Int]?
    var models: [Model]
    var liftAt10Difference: Difference
    var logLossDifference: Difference
  }

  struct Economics: Decodable {
    var value: Double
    var contactCost: Double
    var offerCost: Double
    var acceptRate: Double

    func checked() throws -> RetentionEconomics {
      try RetentionEconomics(
        value: value, contactCost: contactCost, offerCost: offerCost, acceptRate: acceptRate)
    }
  }

  var tested: Int
  var share: Double
  var economics: Economics
  var cases: [Case]

  static let names = ["plain", "tied", "clustered", "weighted"]

  static func holds(_ band: [Double], _ value: Double?) -> Bool {
    guard let value else { return false }
    let slack = 1e-9 * max(1, abs(value))
    return value >= band[0] - slack && value <= band[1] + slack
  }
}
