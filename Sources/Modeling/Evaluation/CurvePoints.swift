extension RankedScores {
  /// A point of the ROC curve: calling `threshold` and all scores above it churned.
  public struct ROCPoint: Sendable, Equatable {
    /// Infinite where nobody is called.
    public var threshold: Double
    /// Share of the stayers called churned, the false positive rate.
    public var stayed: Double
    /// Share of the churned called so, the true positive rate.
    public var churned: Double
  }

  /// A point of the precision–recall curve. The curve is a step: its precision holds from the recall
  /// of the point before, so that Σ (R_k − R_k−1) P_k is the average precision.
  public struct PrecisionRecallPoint: Sendable, Equatable {
    public var threshold: Double
    public var recall: Double
    public var precision: Double
  }

  /// Rows by class whose score lies in low ..< high, the last bin with its end.
  public struct ScoreBin: Sendable, Equatable {
    public var low: Double
    public var high: Double
    public var churned: Double
    public var stayed: Double
  }

  /// From (0, 0) to (1, 1), a point a distinct score; empty with one class. Of more than `limit` points
  /// both ends, the one farthest from the diagonal (Kolmogorov–Smirnov) and others evenly spaced along
  /// both axes are kept: any that is dropped is within 2 / (limit − 3) of a kept one, both axes summed.
  /// - Parameter limit: at least 4.
  public func rocPoints(limit: Int = 200) -> [ROCPoint] {
    guard hasBothClasses else { return [] }
    var points = [ROCPoint(threshold: .infinity, stayed: 0, churned: 0)]
    var (above, stayedAbove) = (0.0, 0.0)
    for tie in ties.reversed() where tie.weight > 0 {
      above += tie.churned
      stayedAbove += tie.stayed
      points.append(ROCPoint(threshold: tie.score, stayed: stayedAbove, churned: above))
    }
    // Shares of the sums in this order, so that the last are exactly 1.
    for place in points.indices {
      points[place].stayed /= stayedAbove
      points[place].churned /= above
    }
    let farthest = kolmogorovSmirnov?.threshold
    return Self.thinned(points, limit, end: 2) {
      $0.stayed + $0.churned
    } keeping: {
      $0.threshold == farthest
    }
  }

  /// A point a distinct score that some churned row has, by rising recall up to 1; empty without
  /// churned rows. Of more than `limit` points both ends and others evenly spaced by recall are kept.
  /// - Parameter limit: at least 4.
  public func precisionRecallPoints(limit: Int = 200) -> [PrecisionRecallPoint] {
    var points: [PrecisionRecallPoint] = []
    var (found, contacted) = (0.0, 0.0)
    for tie in ties.reversed() where tie.weight > 0 {
      found += tie.churned
      contacted += tie.weight
      guard tie.churned > 0 else { continue }
      points.append(
        PrecisionRecallPoint(
          threshold: tie.score, recall: found, precision: min(1, found / contacted)))
    }
    for place in points.indices { points[place].recall /= found }
    return Self.thinned(points, limit, end: 1) {
      $0.recall
    } keeping: { _ in
      false
    }
  }

  /// Of points by rising position in 0 … end: the first, the last, the marked one, and the last of each
  /// of limit − 3 equal stretches.
  private static func thinned<Point>(
    _ points: [Point], _ limit: Int, end: Double, position: (Point) -> Double,
    keeping isMarked: (Point) -> Bool
  ) -> [Point] {
    guard points.count > limit else { return points }
    let stretches = max(1, limit - 3)
    func stretch(_ place: Int) -> Int {
      min(stretches - 1, Int(position(points[place]) / end * Double(stretches)))
    }
    let last = points.count - 1
    return points.indices.filter {
      $0 == 0 || $0 == last || isMarked(points[$0]) || stretch($0) < stretch($0 + 1)
    }.map { points[$0] }
  }

  /// Equal bins of 0…1; a score beyond an end counts in the bin there.
  /// - Parameter bins: at least 1.
  public func histogram(bins: Int = 20) -> [ScoreBin] {
    let width = Double(bins)
    var histogram = (0..<bins).map {
      ScoreBin(low: Double($0) / width, high: Double($0 + 1) / width, churned: 0, stayed: 0)
    }
    for tie in ties {
      let bin = Int(min(max(tie.score, 0), 1) * width)
      histogram[min(bin, bins - 1)].churned += tie.churned
      histogram[min(bin, bins - 1)].stayed += tie.stayed
    }
    return histogram
  }
}
