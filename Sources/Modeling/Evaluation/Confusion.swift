/// What calling every score of at least a threshold churned gets right and wrong, by weight.
public struct Confusion: Sendable, Equatable {
  public var threshold: Double
  /// Churned and called so.
  public var truePositives = 0.0
  /// Stayed, called churned.
  public var falsePositives = 0.0
  /// Stayed and called so.
  public var trueNegatives = 0.0
  /// Churned, called staying.
  public var falseNegatives = 0.0

  public init(
    threshold: Double, truePositives: Double, falsePositives: Double, trueNegatives: Double,
    falseNegatives: Double
  ) {
    self.threshold = threshold
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.trueNegatives = trueNegatives
    self.falseNegatives = falseNegatives
  }

  /// O(k) for k distinct scores.
  public init(_ ranked: RankedScores, threshold: Double) {
    self.threshold = threshold
    for tie in ranked.ties {
      if tie.score >= threshold {
        truePositives += tie.churned
        falsePositives += tie.stayed
      } else {
        falseNegatives += tie.churned
        trueNegatives += tie.stayed
      }
    }
  }

  /// Share of the called that churned; nil where nobody is called.
  public var precision: Double? { Self.share(truePositives, falsePositives) }
  /// Share of the churned that are called; nil where nobody churned.
  public var recall: Double? { Self.share(truePositives, falseNegatives) }
  /// Share of the stayers that are not called; nil where nobody stayed.
  public var specificity: Double? { Self.share(trueNegatives, falsePositives) }
  /// Share of all rows that are called; nil without rows.
  public var contactedShare: Double? {
    Self.share(truePositives + falsePositives, falseNegatives + trueNegatives)
  }

  /// part / (part + rest), which rounding cannot take out of 0…1.
  private static func share(_ part: Double, _ rest: Double) -> Double? {
    part + rest > 0 ? part / (part + rest) : nil
  }

  /// Of the wrong calls.
  public func cost(_ costs: MisclassificationCost) -> Double {
    falsePositives * costs.falsePositive + falseNegatives * costs.falseNegative
  }

  /// Of contacting the called.
  public func profit(_ economics: RetentionEconomics) -> Double {
    economics.profit(churned: truePositives, stayed: falsePositives)
  }
}
