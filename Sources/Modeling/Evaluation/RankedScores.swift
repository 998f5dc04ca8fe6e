import CKernels

/// Predictions in ascending order with ties put together: all that measures of ranking need.
public struct RankedScores: Sendable {
  /// The rows of one distinct score.
  public struct Tie: Sendable, Equatable {
    public var score: Double
    /// Weights of the churned rows and of the others.
    public var churned = 0.0
    public var stayed = 0.0
    // A row has a tie of its own where scores are fine: a smaller one is read sooner.
    private var rowCount: Int32 = 0
    private var churnedCount: Int32 = 0

    init(score: Double) { self.score = score }

    public var rows: Int { Int(rowCount) }
    public var churnedRows: Int { Int(churnedCount) }
    public var weight: Double { churned + stayed }

    mutating func add(_ weight: Double, isChurned: Bool) {
      rowCount += 1
      if isChurned {
        churnedCount += 1
        churned += weight
      } else {
        stayed += weight
      }
    }
  }

  /// Ascending by score.
  public let ties: [Tie]
  /// The tie of each row.
  public let tieOfRow: [Int32]
  public let churned: Double
  public let stayed: Double
  /// Whether a case weight is not 1: then an AUC has no variance by placement values.
  public let hasUnequalWeights: Bool

  public var weight: Double { churned + stayed }

  /// O(n) by a radix sort.
  /// - Parameters:
  ///   - scores: finite, one a row; fewer than 2³⁰.
  ///   - labels: true is churned.
  ///   - weights: case weights; nil for 1.
  public init(scores: [Double], labels: [Bool], weights: [Double]? = nil) {
    let sorted = SortedColumn(numbers: scores, labels: labels.map { $0 ? 1 : 0 })
    var ties: [Tie] = []
    ties.reserveInLargePages(sorted.distinctCount)
    tieOfRow = [Int32](unsafeUninitializedCapacity: scores.count) { tieOfRow, count in
      // A score that is none has no entry, and no place is left without a value.
      if sorted.count < scores.count { tieOfRow.initialize(repeating: 0) }
      var tie = Tie(score: .nan)
      for place in 0..<sorted.count {
        let row = sorted.row(at: place)
        if sorted.isStep(at: place) {
          if tie.rows > 0 { ties.append(tie) }
          tie = Tie(score: scores[row])
        }
        tie.add(weights?[row] ?? 1, isChurned: sorted.isLabelled(at: place))
        // Each row is one of the entries.
        tieOfRow.initializeElement(at: row, to: Int32(ties.count))
      }
      if tie.rows > 0 { ties.append(tie) }
      count = scores.count
    }
    self.ties = ties
    churned = ties.reduce(0) { $0 + $1.churned }
    stayed = ties.reduce(0) { $0 + $1.stayed }
    hasUnequalWeights = weights?.contains { $0 != 1 } ?? false
  }

  public var hasBothClasses: Bool { churned > 0 && stayed > 0 }

  /// P(score of a churned row > score of another) + ½ P(equal): the Mann–Whitney statistic; nil with
  /// one class.
  public var auc: Double? {
    guard hasBothClasses else { return nil }
    var below = 0.0
    var total = 0.0
    for tie in ties {
      total += tie.churned * (below + tie.stayed / 2)
      below += tie.stayed
    }
    return total / (churned * stayed)
  }

  /// The AUC of scores of which nothing else is asked: no tie is kept.
  public static func auc(
    of scores: [Double], labels: [Bool], weights: [Double]? = nil
  ) -> Double? {
    let sorted = SortedColumn(numbers: scores, labels: labels.map { $0 ? 1 : 0 })
    let pairs = withOptionalPointer(to: weights) {
      ck_tree_count_pairs(sorted.rows, Int64(sorted.count), $0)
    }
    return pairs.w0 > 0 && pairs.w1 > 0 ? pairs.won / (pairs.w1 * pairs.w0) : nil
  }

  /// Average precision: Σ (R_k − R_k−1) P_k over the distinct scores from the highest
  /// (scikit-learn's definition); nil without churned rows.
  public var averagePrecision: Double? {
    guard churned > 0 else { return nil }
    var (found, contacted, total) = (0.0, 0.0, 0.0)
    for tie in ties.reversed() {
      found += tie.churned
      contacted += tie.weight
      if tie.churned > 0 { total += tie.churned * (found / contacted) }
    }
    return total / churned
  }

  /// The quantile of type 7 of the scores, each row counted once.
  /// - Precondition: there are rows.
  public func quantile(_ probability: Double) -> Double {
    let position = Double(tieOfRow.count - 1) * min(max(probability, 0), 1)
    let (low, share) = (Int(position), position - position.rounded(.down))
    let value = score(ofRank: low)
    return share == 0 ? value : value + share * (score(ofRank: low + 1) - value)
  }

  /// The score of the row before which so many rows stand.
  private func score(ofRank rank: Int) -> Double {
    var before = 0
    for tie in ties {
      before += tie.rows
      if before > rank { return tie.score }
    }
    return ties.last?.score ?? .nan
  }

  /// The greatest distance between the distribution functions of the classes, and the score where it
  /// is reached by calling that score and all above it churned; the highest where several are.
  public var kolmogorovSmirnov: (distance: Double, threshold: Double)? {
    guard hasBothClasses else { return nil }
    var (churnedAbove, stayedAbove) = (0.0, 0.0)
    var best = (distance: 0.0, threshold: ties.last?.score ?? 0)
    for tie in ties.reversed() {
      churnedAbove += tie.churned
      stayedAbove += tie.stayed
      let distance = abs(churnedAbove / churned - stayedAbove / stayed)
      if distance > best.distance + 1e-12 { best = (distance, tie.score) }
    }
    return best
  }
}
