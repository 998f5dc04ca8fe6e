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
    let end = ranked.ties.reversed().reduce(into: (churned: 0.0, stayed: 0.0)) { sums, tie in
      sums.churned += tie.churned
      sums.stayed += tie.stayed
    }
    (churned, stayed) = end
    var (hull, percents) = (Hull(), Percents(weight: end.churned + end.stayed))
    var place = Placed(place: -1, point: Point(threshold: .infinity, churned: 0, stayed: 0))
    for tie in ranked.ties.reversed() where tie.weight > 0 {
      let before = place
      place.place += 1
      place.point.threshold = tie.score
      place.point.churned += tie.churned
      place.point.stayed += tie.stayed
      percents.pass(from: before, to: place)
      // Where only stayed rows are called beside the others there is no corner, but at the end.
      if place.point.churned > before.point.churned { hull.add(place) }
    }
    if place.place > hull.corners.last?.place ?? -1 { hull.add(place) }
    percents.end(at: place)
    let kept = Dictionary(
      (Self.spaced(hull.corners, end) + percents.found).map { ($0.place, $0.point) },
      uniquingKeysWith: { first, _ in first })
    points = kept.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Share of all rows (by weight) that a point calls.
  public func share(_ point: Point) -> Double {
    let weight = churned + stayed
    return weight > 0 ? min((point.churned + point.stayed) / weight, 1) : 0
  }

  /// The corners that are kept.
  private static func spaced(
    _ corners: [Placed], _ end: (churned: Double, stayed: Double)
  ) -> [Placed] {
    guard corners.count > mostCorners else { return corners }
    let distance = { (corner: Placed) in
      corner.point.churned / end.churned - corner.point.stayed / end.stayed
    }
    let spaced = (0..<mostCorners).map { corners[$0 * (corners.count - 1) / (mostCorners - 1)] }
    return spaced + (corners.max { distance($0) < distance($1) }.map { [$0] } ?? [])
  }
}

/// A point of the whole curve, counted from the highest score.
private struct Placed {
  var place: Int
  var point: ScoreCurve.Point
}

/// The corners of the upper hull so far: from each to the next the churn rate falls (compare
/// `RankedScores.hullEdges`).
private struct Hull {
  private(set) var corners: [Placed] = []

  mutating func add(_ new: Placed) {
    while let last = corners.last?.point {
      let before = corners.count > 1 ? corners[corners.count - 2].point : Self.origin
      // Not above the line from `before` to the new point.
      guard
        (last.churned - before.churned) * (new.point.stayed - last.stayed)
          <= (new.point.churned - last.churned) * (last.stayed - before.stayed)
      else { break }
      corners.removeLast()
    }
    corners.append(new)
  }

  private static let origin = ScoreCurve.Point(threshold: .infinity, churned: 0, stayed: 0)
}

/// For 1 … 99 % of the weight the last point that calls no more.
private struct Percents {
  /// Of all rows.
  let weight: Double
  private(set) var found: [Placed] = []
  private var percent = 1

  init(weight: Double) { self.weight = weight }

  private var limit: Double { Double(percent) / 100 * weight * (1 + 1e-12) }

  /// - Parameter last: the point before `next`; of place −1 where there is none.
  mutating func pass(from last: Placed, to next: Placed) {
    while percent < 100, next.point.churned + next.point.stayed > limit { end(one: last) }
  }

  mutating func end(at last: Placed) {
    while percent < 100 { end(one: last) }
  }

  private mutating func end(one last: Placed) {
    if last.place >= 0 { found.append(last) }
    percent += 1
  }
}
