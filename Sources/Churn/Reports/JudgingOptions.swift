import Modeling

/// What is judged beside the measures that need no choice.
public struct JudgingOptions: Sendable {
  /// nil: no profit is shown.
  public var economics: RetentionEconomics?
  /// Of the expected maximum profit.
  public var assumptions = ExpectedMaximumProfit.Assumptions.published
  public var threshold: ThresholdRule = .kolmogorovSmirnov
  /// Of the bootstrap; nil for 1,000 up to 100,000 rows and none above, 0 for none.
  public var replicates: Int?
  public var seed: UInt64 = 1
  public var threads = 1

  public init() {}

  func replicates(ofRows rows: Int) -> Int {
    replicates ?? ContestBootstrap.defaultReplicates(rows: rows)
  }
}
