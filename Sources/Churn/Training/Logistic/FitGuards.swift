import DelimitedText
import Modeling

/// What a logistic fit of few events or of constant columns should be told.
enum FitGuards {
  /// Events a term (Peduzzi et al. 1996), and events at all, below which maximum likelihood is
  /// noticeably biased away from 0.
  static let eventsPerTerm = 10
  static let events = 20

  /// - Parameter rank: estimated terms, the intercept included.
  static func rareEvents(labels: [Bool], weights: [Double]?, rank: Int) -> [String] {
    let counted = weights?.count { $0 > 0 } ?? labels.count
    let churned =
      weights.map { zip($0, labels).count { $0 > 0 && $1 } } ?? labels.count { $0 }
    let fewer = min(churned, counted - churned)
    let terms = max(rank - 1, 0)
    guard fewer < max(events, eventsPerTerm * terms) else { return [] }
    let who = fewer == churned ? "churned" : "stayed"
    return [
      "only \(fewer) of \(counted) customers \(who), for \(terms) terms: estimates are "
        + "biased away from 0; --penalty firth takes the bias off"
    ]
  }

  /// A penalised fit goes on where the classes are separated, and says so.
  static func separation(
    _ design: DesignMatrix, _ labels: [Bool], _ weights: [Double]?,
    _ referenceLevels: [String: String], _ threads: Int
  ) -> [String] {
    let found = Separation.detect(
      design, labels: labels, weights: weights, referenceLevels: referenceLevels,
      threads: threads)
    return found.map { [$0.warning] } ?? []
  }

  /// By feature, the level that has no term: names it where a separation is explained.
  static func referenceLevels(
    _ schema: FeatureSchema, _ chosen: [String: String]
  ) -> [String: String] {
    var levels: [String: String] = [:]
    for feature in schema.features {
      guard case .categorical(let learned) = feature.kind else { continue }
      levels[feature.name] = chosen[feature.name] ?? learned.levels.first
    }
    return levels
  }

  /// Features of which training saw one value alone.
  static func constantColumns(_ schema: FeatureSchema) -> [String] {
    let names = schema.features.filter { feature in
      guard feature.missingCount == 0 else { return false }
      switch feature.kind {
      case .numeric(let learned): return learned.standardDeviation == 0
      case .categorical(let learned): return learned.levels.count == 1
      }
    }.map(\.name)
    return names.isEmpty
      ? [] : ["constant in training, so of no use to the model: " + names.joined(separator: ", ")]
  }
}
