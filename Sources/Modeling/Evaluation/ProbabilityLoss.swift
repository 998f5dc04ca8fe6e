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
    let parallel = Parallel(threads: threads)
    var (total, weight) = (0.0, 0.0)
    var clipped = 0
    // Many rows at a time, so that their losses need no memory to speak of.
    for start in stride(from: 0, to: probabilities.count, by: 1 << 16) {
      let end = min(start + (1 << 16), probabilities.count)
      let losses: [Double] = parallel.array(count: end - start) { places, losses in
        for (place, row) in places.enumerated() {
          losses.initializeElement(
            at: place, to: logLoss(of: probabilities[start + row], labels[start + row]))
        }
      }
      for (row, loss) in zip(start..<end, losses) {
        let w = weights?[row] ?? 1
        if probabilities[row] < clip || probabilities[row] > 1 - clip { clipped += 1 }
        total += w * loss
        weight += w
      }
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
