import DelimitedText
import Modeling
import Reporting

/// What a pipeline scored when there was nothing to find; see `Placebo`.
public struct PlaceboResult: Sendable, Equatable {
  /// The model's name.
  public var model: String
  /// By run; nil for one that could not be fitted.
  public var aucs: [Double?]
  /// What each of those runs lacked.
  public var failures: [String]
  /// Judged rows of each class.
  public var churned: Int
  public var stayed: Int
  /// Whether the judged rows were set apart for the placebo alone.
  public var splitsItself = false

  /// Runs that were fitted.
  public var fitted: [Double] { aucs.compactMap { $0 } }

  public var mean: Double? {
    fitted.isEmpty ? nil : fitted.reduce(0, +) / Double(fitted.count)
  }

  /// With the divisor n − 1; nil below two runs.
  public var standardDeviation: Double? {
    guard let mean, fitted.count > 1 else { return nil }
    let squares = fitted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(fitted.count - 1)).squareRoot()
  }

  /// How far from 0.5 chance takes the mean: 3·√((n₁ + n₀ + 1)/(12·n₁·n₀))/√R for R fitted runs
  /// (Mann & Whitney 1947).
  public var tolerance: Double? {
    guard churned > 0, stayed > 0, !fitted.isEmpty else { return nil }
    let (n1, n0) = (Double(churned), Double(stayed))
    let variance = (n1 + n0 + 1) / (12 * n1 * n0)
    return 3 * (variance / Double(fitted.count)).squareRoot()
  }

  /// Whether the mean is within the bound; nil where no run was fitted.
  public var passed: Bool? {
    guard let mean, let tolerance else { return nil }
    return abs(mean - 0.5) <= tolerance
  }

  /// Reasons of failed runs with their number, the first first.
  public var failureCounts: [(reason: String, count: Int)] {
    var counts: [(reason: String, count: Int)] = []
    for reason in failures {
      if let place = counts.firstIndex(where: { $0.reason == reason }) {
        counts[place].count += 1
      } else {
        counts.append((reason, 1))
      }
    }
    return counts
  }
}

extension PlaceboResult {
  public var json: JSONValue {
    [
      "name": .string(model), "runs": JSONValue(aucs.count), "fitted_runs": JSONValue(fitted.count),
      "failures": .array(
        failureCounts.map { ["reason": .string($0.reason), "count": JSONValue($0.count)] }),
      "aucs": .array(aucs.map { JSONValue($0) }),
      "mean": JSONValue(mean), "sd": JSONValue(standardDeviation),
      "min": JSONValue(fitted.min()), "max": JSONValue(fitted.max()),
      "low": JSONValue(tolerance.map { 0.5 - $0 }), "high": JSONValue(tolerance.map { 0.5 + $0 }),
      "judged_rows": JSONValue(churned + stayed), "judged_churned": JSONValue(churned),
      "passed": passed.map { .bool($0) } ?? .null,
    ]
  }

  /// What was found, in words.
  public var sentences: [String] {
    [verdict, empty, failed, place].compactMap { $0 }
  }

  /// What the user must hear.
  public var warning: String? { passed == true ? nil : verdict }

  private var verdict: String {
    guard let mean, let tolerance else {
      return "placebo: none of \(aucs.count) runs of \(model) with labels dealt at random could be "
        + "fitted; the pipeline is not checked"
    }
    let often = fitted.count == 1 ? "once" : "\(fitted.count) times"
    let found =
      "placebo: with labels dealt at random, \(often), \(model) has the mean AUC "
      + "\(text(mean)) (\(text(fitted.min())) to \(text(fitted.max()))); "
      + "chance allows 0.5 ± \(text(tolerance))"
    return passed == true
      ? found
      : found + ": it finds something where there is nothing to find, so its other figures cannot "
        + "be trusted"
  }

  /// Scores that are all equal find nothing, whatever the pipeline does.
  private var empty: String? {
    guard fitted.count > 0, fitted.allSatisfy({ $0 == 0.5 }) else { return nil }
    return
      "placebo: in every run \(model) gave all customers the same score, as a tree does that is "
      + "pruned to its root"
  }

  private var failed: String? {
    guard !failures.isEmpty else { return nil }
    let reasons = failureCounts.map { $0.count == 1 ? $0.reason : "\($0.reason) (\($0.count))" }
    return "placebo: \(failures.count) of \(aucs.count) runs of \(model) could not be fitted: "
      + reasons.joined(separator: "; ")
  }

  private var place: String? {
    guard splitsItself else { return nil }
    return "placebo: without --holdout it was judged on \(NumberText.integer(churned + stayed)) "
      + "customers set apart for it alone; the model is trained on all"
  }

  private func text(_ number: Double?) -> String { NumberText.fixed(number, decimals: 4) }

  /// The results side by side.
  public static func table(_ results: [PlaceboResult]) -> TextTable {
    TextTable(
      [
        .init("Model"), .init("Runs", .right), .init("Mean AUC", .right), .init("SD", .right),
        .init("Least", .right), .init("Greatest", .right), .init("Chance allows", .right),
        .init("Passed", holdsPhrases: true),
      ],
      rows: results.map { $0.cells },
      caption: "Placebo: the AUC where labels are dealt at random")
  }

  private var cells: [String] {
    [
      model, "\(fitted.count)", text(mean), text(standardDeviation), text(fitted.min()),
      text(fitted.max()), tolerance.map { "0.5 ± \(text($0))" } ?? NumberText.missing,
      passed.map { $0 ? "yes" : "no" } ?? NumberText.missing,
    ]
  }
}

extension Placebo {
  static func reason(_ error: any Error) -> String {
    (error as? ModelingError)?.what ?? (error as? LocatedError)?.what ?? "it cannot be fitted"
  }
}
