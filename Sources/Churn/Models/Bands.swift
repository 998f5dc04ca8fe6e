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
  /// - Precondition: there are scores.
  public init(percentilesOf scores: RankedScores) {
    self.init(low: scores.quantile(0.5), high: scores.quantile(0.8))
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
  public func table(_ probabilities: RankedScores) -> [BandLine] {
    let all = probabilities.tieOfRow.count
    var lines = Band.allCases.map { BandLine(band: $0, rows: 0, share: 0, churned: 0) }
    for tie in probabilities.ties {
      let place = tie.score <= low ? 0 : (tie.score > high ? 2 : 1)
      lines[place].rows += tie.rows
      lines[place].churned += tie.churnedRows
    }
    for place in lines.indices where all > 0 {
      lines[place].share = Double(lines[place].rows) / Double(all)
    }
    return lines
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
