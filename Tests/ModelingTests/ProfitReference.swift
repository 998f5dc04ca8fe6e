import Modeling
import Testing

/// `profit.json`; its README has the definitions.
struct ProfitReference: Decodable {
  struct Expected: Decodable {
    var alpha: Double
    var beta: Double
    var value: Double
    var offerCost: Double
    var contactCost: Double
    var profit: Double
    var fraction: Double

    func assumptions() throws -> ExpectedMaximumProfit.Assumptions {
      try .init(
        alpha: alpha, beta: beta, value: value, offerCost: offerCost, contactCost: contactCost)
    }
  }

  struct Curve: Decodable {
    var value: Double
    var contactCost: Double
    var offerCost: Double
    var acceptRate: Double
    var bestFraction: Double
    var bestProfit: Double
    var tenths: [Double]

    func economics() throws -> RetentionEconomics {
      try .init(
        value: value, contactCost: contactCost, offerCost: offerCost, acceptRate: acceptRate)
    }
  }

  struct Sample: Decodable {
    /// Score, weight of the churned, weight of the others.
    var ties: [[Double]]
    var empc: [Expected]
    var curves: [Curve]

    /// A row for each class of each score.
    var ranked: RankedScores {
      RankedScores(
        scores: ties.flatMap { [$0[0], $0[0]] }, labels: ties.flatMap { _ in [true, false] },
        weights: ties.flatMap { [$0[1], $0[2]] })
    }

    /// A row for each customer, where the weights are counts.
    var rows: (scores: [Double], labels: [Bool]) {
      var (scores, labels): ([Double], [Bool]) = ([], [])
      for tie in ties {
        for (count, label) in [(Int(tie[1]), true), (Int(tie[2]), false)] {
          scores += Array(repeating: tie[0], count: count)
          labels += Array(repeating: label, count: count)
        }
      }
      return (scores, labels)
    }
  }

  var sets: [String: Sample]

  static let names = [
    "small", "inverted", "perfect", "constant", "all_churned", "none_churned", "telco_tenure",
    "telco_contract", "cdnow_recency", "cdnow_weighted",
  ]

  private static let all = Result {
    try TestFiles.decode(ProfitReference.self, from: "profit.json")
  }

  static func sample(_ name: String) throws -> Sample {
    try #require(try all.get().sets[name])
  }
}
