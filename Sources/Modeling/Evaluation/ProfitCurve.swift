/// What contacting the highest scores first would have brought on rows whose outcome is known. Profits
/// are sums over the contacted rows (by weight), not means.
public struct ProfitCurve: Sendable, Equatable {
  /// Contacting every score of at least a threshold.
  public struct Cut: Sendable, Equatable {
    /// Infinity where nobody is contacted.
    public var threshold: Double
    /// Share of all rows (by weight) contacted.
    public var fraction: Double
    public var profit: Double
  }

  /// Contacting a share of the rows.
  public struct Point: Sendable, Equatable {
    public var fraction: Double
    public var profit: Double

    public init(fraction: Double, profit: Double) {
      self.fraction = fraction
      self.profit = profit
    }
  }

  /// From nobody, by every distinct score downwards, to all.
  public let cuts: [Cut]
  /// The most profitable cut in hindsight: it is an optimist's figure, as these rows chose it. Of equal
  /// profits the one with the fewest contacts; nobody where no contact pays.
  public let best: Cut

  /// O(k) for k distinct scores.
  public init(_ ranked: RankedScores, _ economics: RetentionEconomics) {
    var (churned, stayed) = (0.0, 0.0)
    var cuts = [Cut(threshold: .infinity, fraction: 0, profit: 0)]
    for tie in ranked.ties.reversed() where tie.weight > 0 {
      churned += tie.churned
      stayed += tie.stayed
      cuts.append(
        Cut(
          threshold: tie.score, fraction: churned + stayed,
          profit: economics.profit(churned: churned, stayed: stayed)))
    }
    // Shares of the sum in this order, so that the last is exactly 1.
    let weight = churned + stayed
    for place in cuts.indices.dropFirst() { cuts[place].fraction /= weight }
    self.cuts = cuts
    let turnover =
      churned * abs(economics.profitOfContactedChurner)
      + stayed * abs(economics.profitOfContactedStayer)
    best = Self.best(cuts, roundingError: 1e-12 * turnover)
  }

  private static func best(_ cuts: [Cut], roundingError: Double) -> Cut {
    var best = cuts[0]  // There always is the cut of nobody.
    for cut in cuts where cut.profit > best.profit + roundingError { best = cut }
    return best
  }

  /// Of contacting all; contacting nobody brings 0.
  public var profitOfAll: Double { cuts.last?.profit ?? 0 }

  /// Of contacting this share of the rows (0…1) drawn at random, in the mean.
  public func profitAtRandom(fraction: Double) -> Double { fraction * profitOfAll }

  /// Of contacting this share of the rows (0…1) exactly, the highest scores first; a tie at the edge
  /// counts in proportion, as its mean over random orders. O(log k).
  public func profit(atFraction fraction: Double) -> Double {
    let above = firstCut { $0.fraction >= fraction }
    guard above < cuts.count else { return profitOfAll }
    guard above > 0 else { return 0 }
    let (low, high) = (cuts[above - 1], cuts[above])
    let share = (fraction - low.fraction) / (high.fraction - low.fraction)
    return share == 1 ? high.profit : low.profit + share * (high.profit - low.profit)
  }

  /// `profit(atFraction:)` for each.
  public func points(at fractions: [Double]) -> [Point] {
    fractions.map { Point(fraction: $0, profit: profit(atFraction: $0)) }
  }

  /// Contacting every score of at least `threshold`, wherever that was chosen. O(log k).
  public func cut(atThreshold threshold: Double) -> Cut {
    let contacted = cuts[firstCut { $0.threshold < threshold } - 1]
    return Cut(threshold: threshold, fraction: contacted.fraction, profit: contacted.profit)
  }

  /// The first cut for which `isBeyond`, which is false and then true along the cuts.
  private func firstCut(_ isBeyond: (Cut) -> Bool) -> Int {
    var (low, high) = (0, cuts.count)
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(cuts[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
