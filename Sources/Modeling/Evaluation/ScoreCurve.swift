/// Ranked scores without their rows: a few thresholds, and whom calling each score from there on would
/// reach. A threshold can be chosen from it for any budget or price.
///
/// Kept are the corners of the ROC curve's convex hull, since every profit that is linear in the
/// contacted churners and stayers, and KS, is greatest at one of them (Provost & Fawcett 2001, Machine
/// Learning 42, 203–231), and for each whole percent the last score that at most so many rows reach.
public struct ScoreCurve: Sendable, Equatable {
  /// Calling every score of at least `threshold`.
  public struct Point: Sendable, Equatable {
    public var threshold: Double
    /// Weights of the churned and of the stayed rows that are called.
    public var churned: Double
    public var stayed: Double

    public init(threshold: Double, churned: Double, stayed: Double) {
      self.threshold = threshold
      self.churned = churned
      self.stayed = stayed
    }
  }

  /// Corners of the hull that are kept, at most; with more of them evenly spaced ones and that of KS.
  public static let mostCorners = 200

  /// Thresholds descend; the last one calls all rows.
  public let points: [Point]
  /// Weights of all churned and of all stayed rows.
  public let churned: Double
  public let stayed: Double

  public init(points: [Point], churned: Double, stayed: Double) {
    self.points = points
    self.churned = churned
    self.stayed = stayed
  }

  /// O(k) for k distinct scores. Scores without weight leave no trace.
  public init(_ ranked: RankedScores) {
    let all = Self.cumulated(ranked)
    (churned, stayed) = (all.last?.churned ?? 0, all.last?.stayed ?? 0)
    let places = Self.corners(all).union(Self.percents(all))
    points = places.sorted().map { all[$0] }
  }

  /// Share of all rows (by weight) that a point calls.
  public func share(_ point: Point) -> Double {
    let weight = churned + stayed
    return weight > 0 ? min((point.churned + point.stayed) / weight, 1) : 0
  }

  private static func cumulated(_ ranked: RankedScores) -> [Point] {
    var (churned, stayed) = (0.0, 0.0)
    return ranked.ties.reversed().filter { $0.weight > 0 }.map { tie in
      churned += tie.churned
      stayed += tie.stayed
      return Point(threshold: tie.score, churned: churned, stayed: stayed)
    }
  }

  /// Places of the upper hull's corners: from each to the next the churn rate falls (compare
  /// `RankedScores.hullEdges`).
  private static func hull(_ all: [Point]) -> [Int] {
    let origin = Point(threshold: .infinity, churned: 0, stayed: 0)
    var corners: [Int] = []
    for place in all.indices {
      while let last = corners.last {
        let before = corners.count > 1 ? all[corners[corners.count - 2]] : origin
        let (a, b) = (all[last], all[place])
        // Not above the line from `before` to the new point.
        guard
          (a.churned - before.churned) * (b.stayed - a.stayed)
            <= (b.churned - a.churned) * (a.stayed - before.stayed)
        else { break }
        corners.removeLast()
      }
      corners.append(place)
    }
    return corners
  }

  private static func corners(_ all: [Point]) -> Set<Int> {
    let corners = hull(all)
    guard corners.count > mostCorners, let end = all.last else { return Set(corners) }
    let distance = { (place: Int) in
      all[place].churned / end.churned - all[place].stayed / end.stayed
    }
    let spaced = (0..<mostCorners).map { corners[$0 * (corners.count - 1) / (mostCorners - 1)] }
    return Set(spaced + (corners.max { distance($0) < distance($1) }.map { [$0] } ?? []))
  }

  /// For 1 … 99 % of the weight the last place that calls no more.
  private static func percents(_ all: [Point]) -> Set<Int> {
    guard let end = all.last else { return [] }
    let weight = end.churned + end.stayed
    var (places, next): (Set<Int>, Int) = ([], 0)
    for percent in 1..<100 {
      let limit = Double(percent) / 100 * weight * (1 + 1e-12)
      while next < all.count, all[next].churned + all[next].stayed <= limit { next += 1 }
      if next > 0 { places.insert(next - 1) }
    }
    return places
  }
}
