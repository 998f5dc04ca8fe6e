import Modeling
import Reporting

/// The practice's claim "past two average cycles without a purchase 90–95 % of customers are lost",
/// answered by the shop's own customers.
public struct CycleClaim: Sendable, Equatable {
  public enum Verdict: String, Sendable, Equatable {
    /// The whole interval of the share that stayed away is at or above 90 %.
    case supported
    /// It is below 90 %.
    case refuted
    /// It holds 90 %, or there is none.
    case undecided
  }

  /// The lower end of the claimed range, and the upper one.
  public static let claimed = 0.90...0.95

  public var verdict: Verdict
  /// Whether the interval lies above 95 %: even more stay away than the claim says.
  public var isBeyond: Bool
  /// The line at the as-of day.
  public var lineDays: Double?
  public var followUp: Int?
  /// How often a customer was past the line at a date, and how many different customers that were.
  public var called: Int
  public var customers: Int
  public var stayedAway: Double?
  public var interval: ShareInterval?

  /// - Parameter definition: two average cycles of the normal fit.
  init(_ definition: ChurnDefinition?, followUp: Int?) {
    let verification = definition?.verification
    lineDays = definition?.lineDays
    self.followUp = followUp
    called = verification?.called ?? 0
    customers = verification?.customers ?? 0
    stayedAway = verification?.stayedAway
    interval = verification?.interval
    verdict = Self.verdict(interval)
    isBeyond = interval.map { $0.low > Self.claimed.upperBound } ?? false
  }

  static func verdict(_ interval: ShareInterval?) -> Verdict {
    guard let interval else { return .undecided }
    if interval.low >= claimed.lowerBound { return .supported }
    return interval.high < claimed.lowerBound ? .refuted : .undecided
  }

  public static let text =
    "Past two average purchase cycles without a purchase 90–95 % of customers are lost."

  /// The answer in sentences.
  public var answer: String {
    guard let followUp, let stayedAway else {
      return "Undecided: no customer was past two average cycles at a date that is followed by "
        + "enough days of data."
    }
    let share =
      "of \(who) past two average cycles \(NumberText.percent(stayedAway)) "
      + "did not buy within \(ShareText.daysWithUnit(Double(followUp)))"
    guard let interval else { return "Undecided: \(share), without an interval." }
    return
      "\(heading): \(share) (95 % interval \(ShareText.interval(interval)))."
      + explanation + " Whether they ever come back cannot be observed."
  }

  private var who: String {
    let people = NumberText.integer(customers) + (customers == 1 ? " customer" : " customers")
    return called == customers ? people : "\(people), counted \(NumberText.integer(called)) times,"
  }

  private var heading: String {
    switch verdict {
    case .supported: "Supported"
    case .refuted: "Refuted for this shop"
    case .undecided: "Undecided"
    }
  }

  private var explanation: String {
    switch verdict {
    case .supported where isBeyond: " That is even more than the claim says."
    case .supported: ""
    case .refuted: " Fewer than 90 % are lost: this line calls too early to give up on them."
    case .undecided: " The interval holds 90 %: there are too few customers to tell."
    }
  }

  public var json: JSONValue {
    [
      "claim": .string(Self.text), "verdict": .string(verdict.rawValue),
      "above_claimed_range": .bool(isBeyond), "line_days": JSONValue(lineDays),
      "follow_up_days": JSONValue(followUp), "called": JSONValue(called),
      "customers": JSONValue(customers),
      "stayed_away_share": JSONValue(stayedAway), "low": JSONValue(interval?.low),
      "high": JSONValue(interval?.high), "answer": .string(answer),
    ]
  }
}
