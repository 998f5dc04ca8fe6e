/// The score interval of a share (Wilson 1927; R's `prop.test(correct = FALSE)`): the shares p for
/// which |x/n − p| ≤ z √(p(1 − p)/n). It never leaves 0…1, and has its coverage with few trials too.
/// - Parameters:
///   - successes: 0 … trials.
///   - confidence: coverage, above 0 and below 1.
/// - Returns: nil without trials.
public func wilsonInterval(
  successes: Int, trials: Int, confidence: Double = 0.95
) -> ClosedRange<Double>? {
  guard trials > 0, (0...trials).contains(successes), confidence > 0, confidence < 1 else {
    return nil
  }
  let (x, n) = (Double(successes), Double(trials))
  let z = NormalDistribution.quantile(1 - (1 - confidence) / 2)
  let center = x + z * z / 2
  let margin = z * (x * (n - x) / n + z * z / 4).squareRoot()
  let scale = n + z * z
  // At the ends center and margin cancel to rounding errors.
  let low = successes == 0 ? 0 : max(0, (center - margin) / scale)
  let high = successes == trials ? 1 : min(1, (center + margin) / scale)
  return low...high
}
