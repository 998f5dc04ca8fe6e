import Modeling
import Testing

/// `metrics.json`; its README has the definitions.
struct MeasuresReference: Decodable {
  struct Group: Decodable {
    var rows: Double
    var churned: Double
    var expected: Double
  }

  struct Gain: Decodable {
    var fraction: Double
    var captured: Double
    var lift: Double
  }

  struct Values: Decodable {
    var auc: Double
    var aucVariance: Double
    var aucLow: Double?
    var aucHigh: Double?
    var calibrationIntercept: Double?
    var calibrationSlope: Double?
    var rows: Int
    var churned: Int
    var baseRate: Double
    var prAuc: Double
    var logLoss: Double
    var clipped: Int
    var brier: Double
    var ks: Double
    var gini: Double
    var hosmerLemeshow: Double?
    var hosmerLemeshowGroups: Int
    var hosmerLemeshowPTraining: Double?
    var hosmerLemeshowP: Double?
    var expectedCalibrationError: Double
    var calibrationGroups: [Group]
    var gains: [Gain]
    var liftAt10: Double
  }

  struct Weighted: Decodable {
    var auc: Double
    var prAuc: Double
    var logLoss: Double
    var brier: Double
  }

  struct Paired: Decodable {
    var aucDifference: Double
    var se: Double
    var pValue: Double?
  }

  struct Sample: Decodable {
    var labels: [Int]
    var scores: [Double]
    var scoresB: [Double]?
    var weights: [Double]?
    var measures: Values
    var measuresB: Values?
    var measuresWeighted: Weighted?
    var paired: Paired?

    var isChurned: [Bool] { labels.map { $0 == 1 } }
  }

  var sets: [String: Sample]

  static let names = [
    "twelve", "ties", "large", "five_levels", "rare", "inverted", "near_edges", "at_edges",
    "perfect", "constant",
  ]

  static func sample(_ name: String) throws -> Sample {
    try #require(try TestFiles.decode(MeasuresReference.self, from: "metrics.json").sets[name])
  }
}
