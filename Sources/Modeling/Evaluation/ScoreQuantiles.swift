/// Quantiles of ranked scores by weight: a row of weight 2 is two rows.
struct ScoreQuantiles: Sendable {
  private let ties: [RankedScores.Tie]
  /// Weight at or below each distinct score, in units of a row.
  private let cumulated: [Double]
  private var total: Double { cumulated.last ?? 0 }

  /// A row weighs 1 where all weights are whole, as they then stand for repeated rows, and otherwise
  /// the mean weight: only the proportions of such weights have a meaning.
  init(_ ranked: RankedScores) {
    ties = ranked.ties
    let isWhole = ties.allSatisfy { Self.isWhole($0.churned) && Self.isWhole($0.stayed) }
    let unit = isWhole ? 1 : ranked.weight / Double(ranked.tieOfRow.count)
    var sum = 0.0
    var cumulated: [Double] = []
    cumulated.reserveInLargePages(ties.count)
    for tie in ties {
      sum += tie.weight
      cumulated.append(sum / unit)
    }
    self.cumulated = cumulated
  }

  /// Of a finite number. (`rounded` is a call where the processor is not known.)
  private static func isWhole(_ weight: Double) -> Bool {
    abs(weight) >= 0x1p53 || Double(Int64(weight)) == weight
  }

  /// The deciles of type 7, equal ones merged, ascending. (n − 1)k is split in whole numbers: a decile
  /// that equals a score does not fall beside it by rounding.
  var deciles: [Double] {
    guard total > 0 else { return [] }
    var deciles: [Double] = []
    for k in 1...9 {
      let position = max(0, total - 1) * Double(k)
      let low = (position / 10).rounded(.down)
      let share = (position - 10 * low) / 10
      let (a, b) = (score(after: low), score(after: low + 1))
      let decile = share == 0 ? a : a + share * (b - a)
      if decile > deciles.last ?? -.infinity { deciles.append(decile) }
    }
    return deciles
  }

  /// The order statistic after so many rows: the least score with more at or below it.
  private func score(after rows: Double) -> Double { score { $0 > rows } }

  /// The quantile of type 1 at k / parts: the least score at or below which that share lies.
  func score(_ k: Int, of parts: Int) -> Double {
    k == 0 ? score(after: 0) : score { $0 * Double(parts) >= Double(k) * total }
  }

  /// The first score for whose cumulated rows `isReached`, the last where there is none.
  private func score(where isReached: (Double) -> Bool) -> Double {
    var (low, high) = (0, ties.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if isReached(cumulated[middle]) { high = middle } else { low = middle + 1 }
    }
    return ties[low].score
  }
}
