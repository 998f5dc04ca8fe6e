import Modeling

/// When a customer who has not bought again is called lost: a line on the days since the last
/// purchase.
public enum ChurnLine: Sendable, Hashable {
  /// No purchase for so many days or more.
  case idle(days: Int)
  /// More than so many average cycles since the last purchase.
  case cycles(Double, by: CycleEstimate)
  /// Longer than a percentage of the gaps.
  case gapQuantile(percent: Int)
  /// Longer than a percentage of those who return take, by Kaplan–Meier.
  case returnQuantile(percent: Int)
  /// More than so many of the customer's own mean cycles; with too few gaps, of the shop's.
  case personal(Double)
  /// No purchase within so many days after a date: known when they are over.
  case outcomeWindow(days: Int)

  /// In JSON: `idle_365`, `cycles_1_5_normal`, `gap_quantile_90`, `personal_2`, `window_138`.
  public var key: String {
    switch self {
    case .idle(let days): "idle_\(days)"
    case .cycles(let factor, let estimate): "cycles_\(Self.key(factor))_\(estimate.rawValue)"
    case .gapQuantile(let percent): "gap_quantile_\(percent)"
    case .returnQuantile(let percent): "return_quantile_\(percent)"
    case .personal(let factor): "personal_\(Self.key(factor))"
    case .outcomeWindow(let days): "window_\(days)"
    }
  }

  private static func key(_ factor: Double) -> String {
    ShareText.days(factor).split(separator: ".").joined(separator: "_")
  }

  /// For tables.
  public var name: String {
    switch self {
    case .idle(let days): "idle \(days) days"
    case .cycles(let factor, let estimate): "\(ShareText.days(factor)) cycles, \(estimate.name)"
    case .gapQuantile(let percent): "\(percent) % of gaps"
    case .returnQuantile(let percent): "\(percent) % of returns"
    case .personal(let factor): "\(ShareText.days(factor)) own cycles"
    case .outcomeWindow(let days): "outcome window \(days) days"
    }
  }

  /// Who is called lost.
  /// - Parameter minimumGaps: from how many gaps on a customer has an own cycle.
  public func text(minimumGaps: Int) -> String {
    switch self {
    case .idle(let days): "no purchase for \(days) days or more"
    case .cycles(let factor, let estimate):
      "no purchase for more than \(ShareText.days(factor)) average cycles, "
        + Self.source(estimate)
    case .gapQuantile(let percent):
      "no purchase for longer than \(percent) % of all gaps between purchases"
    case .returnQuantile(let percent):
      "no purchase for longer than \(percent) % of those who return take, by Kaplan–Meier"
    case .personal(let factor):
      "no purchase for more than \(ShareText.days(factor)) mean cycles of the customer's own; of "
        + "the shop's for customers with fewer than \(minimumGaps) gaps"
    case .outcomeWindow(let days):
      "of the customers known at a date, no purchase within \(days) days after it: what a model "
        + "predicts at the date, and what is known when the days are over"
    }
  }

  private static func source(_ estimate: CycleEstimate) -> String {
    switch estimate {
    case .normal: "the expectation of the normal fit, which is the mean of the gaps"
    case .logNormal: "the expectation of the log-normal fit"
    case .gamma: "the expectation of the gamma fit, which is the mean of the gaps too"
    case .kaplanMeier: "the mean of those who return, by Kaplan–Meier"
    }
  }
}
