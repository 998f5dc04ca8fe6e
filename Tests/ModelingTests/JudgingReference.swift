import Modeling
import Testing

/// `judging.json` and the scores it measures; its README has the formulas.
struct JudgingReference: Decodable {
  struct Decomposition: Decodable {
    var miscalibration: Double
    var discrimination: Double
    var uncertainty: Double
  }

  struct Plain: Decodable {
    var aucVariance: Double
    var aucLow: Double
    var aucHigh: Double
    var empc: Double
    var empcFraction: Double
  }

  /// What there is with and without weights.
  struct Values: Decodable {
    var auc: Double
    var prAuc: Double
    var logLoss: Double
    var brier: Double
    var ks: Double
    var captured: [Double]
    var decomposition: Decomposition
    var calibrationIntercept: Double
    var calibrationSlope: Double
  }

  struct Curve: Decodable {
    var degreesOfFreedom: Int
    var predicted: [Double]
    var observed: [Double]
    var low: [Double]?
    var high: [Double]?
  }

  struct Score: Decodable {
    var firstScores: [Double]
    var measures: Values
    var plain: Plain
    var weighted: Values
    var curve: Curve
    var clusteredCurve: Curve
    var weightedCurve: Curve

    enum Key: CodingKey {
      case firstScores, measures, weighted, curve, clusteredCurve, weightedCurve
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      firstScores = try fields.decode([Double].self, forKey: .firstScores)
      measures = try fields.decode(Values.self, forKey: .measures)
      plain = try fields.decode(Plain.self, forKey: .measures)
      weighted = try fields.decode(Values.self, forKey: .weighted)
      curve = try fields.decode(Curve.self, forKey: .curve)
      clusteredCurve = try fields.decode(Curve.self, forKey: .clusteredCurve)
      weightedCurve = try fields.decode(Curve.self, forKey: .weightedCurve)
    }
  }

  struct Paired: Decodable {
    var aucDifference: Double
    var low: Double
    var high: Double
    var z: Double
    var pValue: Double
  }

  struct Sample: Decodable {
    var rows: Int
    var churned: Int
    var continuous: Score
    var tied: Score
    var paired: Paired
  }

  var sets: [String: Sample]

  private static let all = Result {
    try TestFiles.decode(JudgingReference.self, from: "judging.json")
  }

  static func sample(_ name: String) throws -> Sample {
    try #require(try all.get().sets[name])
  }
}

// MARK: - The scores

/// Two scores on published data.
enum ScoredData: String, CaseIterable {
  case telco, cdnow, credit, lending

  struct Rows: Sendable {
    var labels: [Bool]
    var continuous: [Double]
    var tied: [Double]

    /// 0, 1, 2, 3, 0, …
    var weights: [Double] { labels.indices.map { Double($0 % 4) } }
    /// Of three rows each.
    var clusters: [Int] { labels.indices.map { $0 / 3 } }
  }

  private static let all = Dictionary(
    uniqueKeysWithValues: allCases.map { data in (data, Result { try data.read() }) })

  func rows() throws -> Rows { try #require(Self.all[self]).get() }

  private func read() throws -> Rows {
    switch self {
    case .telco:
      let table = try TestFiles.table("notebooks-data/telco/customers.csv")
      let (charges, tenure) = (
        try table.numbers("monthly_charges"), try table.numbers("tenure")
      )
      let contracts = ["Month-to-month": 3.0 / 7, "One year": 1.0 / 9, "Two year": 1.0 / 35]
      return Rows(
        labels: try table.column("churn").map { $0 == "Yes" },
        continuous: zip(charges, tenure).map { m, t in m / (m + 60 + 4 * t) },
        tied: try table.column("contract").map { try #require(contracts[$0]) })
    case .cdnow:
      let table = try TestFiles.table("data/real_cdnow.csv")
      let (recency, orders) = (try table.numbers("recency_days"), try table.numbers("orders"))
      return Rows(
        labels: try table.column("churned").map { $0 == "1" },
        continuous: zip(recency, orders).map { r, k in (r + 30) / (r + 30 + 40 * k) },
        tied: orders.map { 4 / (4 + $0) })
    case .credit:
      let table = try TestFiles.table("data/real_credit_data.csv").complete(in: ["Income"])
      let (amount, income) = (try table.numbers("Amount"), try table.numbers("Income"))
      let seniority = try table.numbers("Seniority")
      return Rows(
        labels: try table.column("Status").map { $0 == "bad" },
        continuous: amount.indices.map { i in
          amount[i] / (amount[i] + 8 * income[i] + 100 * seniority[i] + 300)
        },
        tied: seniority.map { $0 < 2 ? 3.0 / 7 : $0 < 5 ? 1.0 / 3 : $0 < 9 ? 0.25 : 0.125 })
    case .lending:
      let table = try TestFiles.table("data/real_lending_club.csv")
      let (rate, income) = (try table.numbers("int_rate"), try table.numbers("annual_inc"))
      return Rows(
        labels: try table.column("Class").map { $0 == "bad" },
        continuous: zip(rate, income).map { r, income in r / (r + 100 + income / 500) },
        tied: rate.map { ($0 / 4).rounded(.down) }.map { ($0 + 1) / ($0 + 30) })
    }
  }
}
