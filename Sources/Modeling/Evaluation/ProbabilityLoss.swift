/// Losses of predicted probabilities.
public enum ProbabilityLoss {
  /// Probabilities are clipped to [1e-15, 1 − 1e-15] for the logarithm.
  public static let clip = 1e-15

  /// −log P(what happened) of one row.
  static func logLoss(of probability: Double, _ label: Bool) -> Double {
    let p = min(max(probability, clip), 1 - clip)
    return label ? -Elementary.log(p) : -Elementary.log1p(-p)
  }

  /// Weighted mean of −log P(what happened), and how many probabilities were clipped.
  public static func logLoss(
    _ probabilities: [Double], _ labels: [Bool], weights: [Double]? = nil, threads: Int = 1
  ) -> (mean: Double, clipped: Int) {
    let losses: [Double] = Parallel(threads: threads).array(count: probabilities.count) {
      rows, losses in
      for (place, row) in rows.enumerated() {
        losses.initializeElement(at: place, to: logLoss(of: probabilities[row], labels[row]))
      }
    }
    var (total, weight) = (0.0, 0.0)
    var clipped = 0
    for (row, probability) in probabilities.enumerated() {
      let w = weights?[row] ?? 1
      if probability < clip || probability > 1 - clip { clipped += 1 }
      total += w * losses[row]
      weight += w
    }
    return (total / weight, clipped)
  }

  /// Weighted mean of (p − y)².
  public static func brier(
    _ probabilities: [Double], _ labels: [Bool], weights: [Double]? = nil
  ) -> Double {
    var (total, weight) = (0.0, 0.0)
    for (row, probability) in probabilities.enumerated() {
      let w = weights?[row] ?? 1
      let difference = probability - (labels[row] ? 1 : 0)
      total += w * difference * difference
      weight += w
    }
    return total / weight
  }
}
