import Modeling

/// Cuts of the probability: customers up to `low` are in the low band, above `high` in the high one.
/// Bands rank customers; they are not levels of danger.
public struct Bands: Sendable, Equatable {
  public enum Band: String, Sendable, CaseIterable {
    case low, medium, high
  }

  public var low: Double
  public var high: Double

  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// The 50th and the 80th percentile (type 7) of the scores.
  /// - Precondition: `scores` is not empty.
  public init(percentilesOf scores: [Double]) {
    let sorted = scores.sorted()
    self.init(low: Quantiles.type7(sorted, 0.5), high: Quantiles.type7(sorted, 0.8))
  }

  /// The share of customers that each band is meant to hold by the default cuts.
  public static let intendedShare: [Band: Double] = [.low: 0.5, .medium: 0.3, .high: 0.2]

  public func band(of probability: Double) -> Band {
    probability <= low ? .low : (probability > high ? .high : .medium)
  }
}

/// How many of the judged rows a band holds, and how many of them churned.
public struct BandLine: Sendable, Equatable {
  public var band: Bands.Band
  public var rows: Int
  public var share: Double
  public var churned: Int
  /// nil in an empty band.
  public var churnRate: Double? { rows > 0 ? Double(churned) / Double(rows) : nil }
}

extension Bands {
  public func table(_ probabilities: [Double], _ labels: [Bool]) -> [BandLine] {
    Band.allCases.map { band in
      let rows = probabilities.indices.filter { self.band(of: probabilities[$0]) == band }
      return BandLine(
        band: band, rows: rows.count,
        share: probabilities.isEmpty ? 0 : Double(rows.count) / Double(probabilities.count),
        churned: rows.count { labels[$0] })
    }
  }

  /// What a reader of the bands would otherwise take wrongly.
  public static func warnings(_ lines: [BandLine]) -> [String] {
    var warnings: [String] = []
    for line in lines {
      if line.band == .low, let rate = line.churnRate, rate > 0.5 {
        warnings.append(
          "most customers of the low band churn too (\(line.churned) of \(line.rows)): "
            + "bands rank customers, they are not levels of danger")
      }
      let intended = intendedShare[line.band] ?? 0
      if line.share < intended / 2 || line.share > intended * 2 {
        warnings.append(
          "the \(line.band.rawValue) band holds \(line.rows) rows, "
            + "far from the share it was cut for: the scores have moved, or many are tied")
      }
    }
    return warnings
  }
}
