import Modeling

/// How many of some judged customers churned, none of whom the model was trained on.
public struct JudgedRate: Sendable, Equatable {
  public var rows: Int
  public var churned: Int
  /// Weighted by case weights; nil without rows.
  public var rate: Double?
  /// Wilson's 95 % interval; nil without rows, and where rows do not count once and by themselves:
  /// with case weights, or with several rows of one customer.
  public var low: Double?
  public var high: Double?

  public init(rows: Int, churned: Int, rate: Double?, low: Double? = nil, high: Double? = nil) {
    self.rows = rows
    self.churned = churned
    self.rate = rate
    self.low = low
    self.high = high
  }

  /// - Parameter hasInterval: whether rows are single customers, each counted once, that the model
  ///   has not seen.
  init(_ leaf: LeafCounts.Leaf, hasInterval: Bool) {
    self.init(
      rows: leaf.rows, churned: leaf.churned,
      rate: leaf.weight > 0 ? leaf.churnedWeight / leaf.weight : nil)
    guard hasInterval, leaf.rows > 0 else { return }
    let interval = ShareInterval.wilson(
      successes: Double(leaf.churned), trials: Double(leaf.rows))
    (low, high) = (interval.low, interval.high)
  }

  /// Whether chance does not explain that the rate is another one; nil without an interval.
  func excludes(_ rate: Double) -> Bool? {
    guard let low, let high else { return nil }
    return rate < low || rate > high
  }
}
