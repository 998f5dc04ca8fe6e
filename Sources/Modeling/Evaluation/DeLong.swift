/// The variance of an AUC, and of the difference of two on the same rows, by placement values
/// (DeLong, DeLong & Clarke-Pearson 1988), in O(n log n) through ranks (Sun & Xu 2014). Where rows
/// come in clusters (a customer in several snapshots) by Obuchowski (1997).
public struct DeLong: Sendable {
  public let auc: Double
  /// A churned row's share of the others that it outranks, or another row's share of the churned rows
  /// that outrank it; ties count half.
  let placements: [Double]
  private let labels: [Bool]
  private let clustering: Clustering?
  /// Case weights other than 1 have no such variance: there is no interval and no p.
  private let hasUnequalWeights: Bool

  /// - Returns: nil when a class is absent.
  public init?(_ ranked: RankedScores, labels: [Bool], clusters: [Int]? = nil) {
    self.init(ranked, labels: labels, clustering: clusters.map(Clustering.init))
  }

  /// For several models: `clustering` is made once, and one value of this type a model answers every
  /// comparison. It keeps 8 bytes a row, and shares labels and clusters with the others.
  /// - Returns: nil when a class is absent.
  public init?(
    _ ranked: RankedScores, labels: [Bool], clustering: Clustering?, threads: Int = 1
  ) {
    guard let auc = ranked.auc else { return nil }
    self.auc = auc
    self.labels = labels
    self.clustering = clustering
    hasUnequalWeights = ranked.hasUnequalWeights
    placements = Self.placements(ranked, labels, Parallel(threads: threads))
  }

  private static func placements(
    _ ranked: RankedScores, _ labels: [Bool], _ parallel: Parallel
  ) -> [Double] {
    var below = 0.0
    var above = ranked.churned
    var ofChurned: [Double] = []
    var ofStayed: [Double] = []
    ofChurned.reserveInLargePages(ranked.ties.count)
    ofStayed.reserveInLargePages(ranked.ties.count)
    for tie in ranked.ties {
      above -= tie.churned
      ofChurned.append((below + tie.stayed / 2) / ranked.stayed)
      ofStayed.append((above + tie.churned / 2) / ranked.churned)
      below += tie.stayed
    }
    return parallel.array(count: labels.count) { [ofChurned, ofStayed] rows, placements in
      for (place, row) in rows.enumerated() {
        let tie = Int(ranked.tieOfRow[row])
        placements.initializeElement(
          at: place, to: labels[row] ? ofChurned[tie] : ofStayed[tie])
      }
    }
  }

  /// Var(AUC); nil where a class has one row (or cluster) only.
  public var variance: Double? { variance(of: placements, mean: auc) }

  /// AUC − other.AUC and its variance. Both must be on the same rows.
  public func difference(from other: DeLong) -> (difference: Double, variance: Double?) {
    let parts = zip(placements, other.placements).map { $0 - $1 }
    let difference = auc - other.auc
    return (difference, variance(of: parts, mean: difference))
  }

  /// The 95 % interval, normal on the AUC scale and cut to 0 … 1; nil with case weights, or where the
  /// AUC has no variance.
  public var interval: (low: Double, high: Double)? {
    guard !hasUnequalWeights, let variance, variance > 0 else { return nil }
    let margin = NormalDistribution.quantile(0.975) * variance.squareRoot()
    return (max(0, auc - margin), min(1, auc + margin))
  }

  /// AUC − other.AUC, its 95 % interval and two-sided p. Both must be on the same rows. Interval and p
  /// are nil with case weights, or without variance. O(n): no sorting.
  public func test(
    against other: DeLong
  ) -> (difference: Double, low: Double?, high: Double?, pValue: Double?) {
    let (difference, variance) = difference(from: other)
    let isWeighted = hasUnequalWeights || other.hasUnequalWeights
    guard !isWeighted, let variance, variance > 1e-30 else { return (difference, nil, nil, nil) }
    let error = variance.squareRoot()
    let margin = NormalDistribution.quantile(0.975) * error
    return (
      difference, difference - margin, difference + margin,
      NormalDistribution.twoSidedTail(difference / error)
    )
  }

  private func variance(of parts: [Double], mean: Double) -> Double? {
    if let clustering { return clusteredVariance(of: parts, mean: mean, clustering) }
    var (churned, stayed) = (0.0, 0.0)
    var (squaresChurned, squaresStayed) = (0.0, 0.0)
    for (part, label) in zip(parts, labels) {
      let square = (part - mean) * (part - mean)
      if label {
        churned += 1
        squaresChurned += square
      } else {
        stayed += 1
        squaresStayed += square
      }
    }
    guard churned > 1, stayed > 1 else { return nil }
    return squaresChurned / (churned - 1) / churned + squaresStayed / (stayed - 1) / stayed
  }

  /// Obuchowski (1997), equations 2–5: sums of placements by cluster take the place of single ones,
  /// and rows of both classes in one cluster add a covariance.
  private func clusteredVariance(
    of parts: [Double], mean: Double, _ clustering: Clustering
  ) -> Double? {
    struct Sums {
      var churned = 0.0
      var stayed = 0.0
      var churnedRows = 0.0
      var stayedRows = 0.0
    }
    var sums = [Sums](repeating: Sums(), count: clustering.count)
    for row in parts.indices {
      let place = Int(clustering.ofRow[row])
      if labels[row] {
        sums[place].churned += parts[row] - mean
        sums[place].churnedRows += 1
      } else {
        sums[place].stayed += parts[row] - mean
        sums[place].stayedRows += 1
      }
    }
    let churnedRows = sums.reduce(0) { $0 + $1.churnedRows }
    let stayedRows = sums.reduce(0) { $0 + $1.stayedRows }
    let churnedClusters = Double(sums.count { $0.churnedRows > 0 })
    let stayedClusters = Double(sums.count { $0.stayedRows > 0 })
    let count = Double(sums.count)
    guard churnedClusters > 1, stayedClusters > 1 else { return nil }
    let ofChurned =
      churnedClusters / (churnedClusters - 1) / churnedRows
      * sums.reduce(0) { $0 + $1.churned * $1.churned }
    let ofStayed =
      stayedClusters / (stayedClusters - 1) / stayedRows
      * sums.reduce(0) { $0 + $1.stayed * $1.stayed }
    let both = count / (count - 1) * sums.reduce(0) { $0 + $1.churned * $1.stayed }
    return ofChurned / churnedRows + ofStayed / stayedRows
      + 2 * both / (churnedRows * stayedRows)
  }
}
