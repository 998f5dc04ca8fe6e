import DelimitedText
import Reporting

/// Whether features know what came later; see `LookAheadProbe`.
public struct LookAhead: Sendable, Equatable {
  /// One snapshot against that of the cut file.
  public struct Check: Sendable, Equatable {
    public var asOf: Day
    public var file: String
    public var customers: Int
    public var hasSameBytes: Bool
    public var hasSameScores = true
    /// Customers who differ; 0 where only the order of the rows does.
    public var differing = 0
    /// The first of them: line, column and customer.
    public var first: Location?

    public var passed: Bool { hasSameBytes && hasSameScores }
  }

  public var checks: [Check] = []
  /// Refunds and statuses without a date of their own, and the judged customers whose features would
  /// be others without them; nil where there are none.
  public var undatedLines = 0
  public var undatedCustomers: Int?
  /// Why the probe was not made.
  public var skipped: String?

  /// nil where it was not made.
  public var passed: Bool? { skipped == nil ? checks.allSatisfy(\.passed) : nil }

  public static func skipped(_ reason: String) -> LookAhead {
    var result = LookAhead()
    result.skipped = reason
    return result
  }
}

extension LookAhead {
  public var json: JSONValue {
    [
      "passed": passed.map { .bool($0) } ?? .null, "skipped": JSONValue(skipped),
      "snapshots": .array(checks.map(\.json)),
      "undated": undatedCustomers.map {
        ["lines": JSONValue(undatedLines), "customers": JSONValue($0)]
      } ?? .null,
    ]
  }

  public var sentences: [String] {
    if let skipped { return ["look-ahead probe: not made (\(skipped))"] }
    guard passed == true else { return warnings }
    let days = checks.map { "\($0.asOf)" }.joined(separator: " and ")
    let scores = "and the same scores"
    return [
      "look-ahead probe: passed; the orders cut off after \(days) give the same customer files, "
        + "byte for byte, \(scores)"
    ] + warnings
  }

  /// What the user must hear.
  public var warnings: [String] {
    checks.compactMap(\.warning) + [undatedWarning].compactMap { $0 }
  }

  private var undatedWarning: String? {
    guard let undatedCustomers, undatedCustomers > 0 else { return nil }
    return "look-ahead probe: \(NumberText.integer(undatedCustomers)) of "
      + "\(NumberText.integer(checks.last?.customers)) judged customers have features that rest on "
      + "refunds or statuses without a date of their own; where these became known only after "
      + "\(checks.last.map { "\($0.asOf)" } ?? "the as-of date"), the models look better than they "
      + "will be"
  }
}

extension LookAhead.Check {
  var json: JSONValue {
    [
      "as_of": .string("\(asOf)"), "customers": JSONValue(customers),
      "same_bytes": .bool(hasSameBytes), "same_scores": .bool(hasSameScores),
      "customers_differing": JSONValue(differing),
      "first": first.map {
        [
          "line": JSONValue($0.line.map { Double($0) }), "column": JSONValue($0.column),
          "customer": JSONValue($0.value),
        ]
      } ?? .null,
    ]
  }

  var warning: String? {
    if passed { return nil }
    var text = "look-ahead probe: FAILED: "
    if hasSameBytes {
      text += "the orders cut off after \(asOf) give the same customer file and other scores"
    } else if let first {
      text +=
        "\(NumberText.integer(differing)) customers of \(file) are others when the orders are cut "
        + "off after \(asOf), first \(first.value ?? "") in \(first.column ?? "")"
        + (first.line.map { " (line \($0))" } ?? "")
    } else {
      text += "\(file) has another order of rows when the orders are cut off after \(asOf)"
    }
    return text + ": the features know what was not known then, and the models look better than "
      + "they will be"
  }
}
