import DelimitedText
import Modeling

/// Of the buyers of k purchases, the share that goes on to purchase k + 1 within a horizon.
///
/// The k-th purchase of a customer is known as such only where the first is known to be the first:
/// after the burn-in. Who bought too lately to have come back is no failure: the share is
/// 1 − S(horizon) of Kaplan and Meier over the days from purchase k to the next, cut off at the as-of
/// day.
public struct RepurchaseLadder: Sendable, Equatable {
  public static let mostSteps = 10
  /// Channels with fewer first-time buyers are put together.
  public static let leastChannelBuyers = 30

  /// From purchase k to purchase k + 1.
  public struct Step: Sendable, Equatable {
    public let k: Int
    /// Customers with a k-th purchase.
    public let buyers: Int
    /// Of them, those seen to buy again, however late.
    public let returned: Int
    /// Of them, those whose time to the next purchase is not over before the horizon: without any, and
    /// with somebody cut off before, the share at the horizon is not known.
    public let atRiskAtHorizon: Int
    /// Share that bought again within the horizon; nil where it is not known.
    public let share: Double?
    /// log-log; nil where the share is not known, 0 or 1.
    public let interval: ShareInterval?
    /// Of the k-th purchase; nil without amounts, without items.
    public let meanAmount: Double?
    public let meanItems: Double?
    /// Of those seen to buy again, which makes it too short where many were not observed long.
    public let medianGap: Double?

    /// returned / buyers: too low where many were not observed long.
    public var rawShare: Double { Double(returned) / Double(buyers) }
  }

  /// The ladder of the customers that a channel brought.
  public struct Channel: Sendable, Equatable {
    /// nil: of several small channels, or not known.
    public let name: String?
    public let isUnknown: Bool
    public let steps: [Step]

    /// `other channels`, `not known` for those without a name.
    public var title: String { name ?? (isUnknown ? "not known" : "other channels") }
  }

  public let asOf: Day
  public let burnIn: Int
  public let horizon: Int
  /// Whether the horizon is shorter than a year because the file cannot show one.
  public let isHorizonCut: Bool
  /// Customers left out because their first purchase lies in the burn-in.
  public let inBurnIn: Int
  /// k = 1 … 10, as far as somebody has a k-th purchase.
  public let steps: [Step]
  /// By number of first-time buyers; empty where the file has no channels.
  public let channels: [Channel]

  /// - Parameter horizon: days, 1 … 36,525; nil: `defaultHorizon`.
  /// - Throws: `.usage` for a horizon out of range.
  public init(_ table: PurchaseTable, horizon: Int? = nil) throws(LocatedError) {
    if let horizon, !(1...36_525).contains(horizon) {
      throw LocatedError(
        .usage, "a horizon of \(horizon) days", advice: "Give a number of days from 1 to 36525.")
    }
    let customers = table.firstBuyers
    let days = horizon ?? Self.defaultHorizon(table)
    asOf = table.asOf
    burnIn = table.burnIn
    self.horizon = days
    isHorizonCut = horizon == nil && days < 365
    inBurnIn = table.customerCount - customers.count
    steps = Self.steps(table, customers, days)
    channels = Self.channels(table, customers).map { name, isUnknown, customers in
      Channel(name: name, isUnknown: isUnknown, steps: Self.steps(table, customers, days))
    }
  }

  /// A year; in a shorter file the longest time for which a quarter of the buyers of one, two and three
  /// purchases have been observed since the last of them, steps with fewer than 100 buyers apart.
  public static func defaultHorizon(_ table: PurchaseTable) -> Int {
    let buyers = table.firstBuyers
    let observed = (1...3).compactMap { k -> Int? in
      let days = buyers.compactMap { customer -> Int? in
        let own = table.occasions(of: customer)
        return own.count < k ? nil : Int(table.asOf.number - own[own.startIndex + k - 1].day)
      }.sorted()
      return days.isEmpty || (k > 1 && days.count < 100)
        ? nil : days[days.count - (days.count + 3) / 4]
    }
    return min(365, max(1, observed.min() ?? 365))
  }
}

extension RepurchaseLadder {
  private static func steps(
    _ table: PurchaseTable, _ customers: [Int], _ horizon: Int
  ) -> [Step] {
    var steps: [Step] = []
    while steps.count < mostSteps,
      let step = step(steps.count + 1, table, customers, horizon)
    {
      steps.append(step)
    }
    return steps
  }

  private static func step(
    _ k: Int, _ table: PurchaseTable, _ customers: [Int], _ horizon: Int
  ) -> Step? {
    let durations = Durations(table, customers, after: k)
    guard !durations.days.isEmpty else { return nil }
    let (estimate, end) = (durations.estimate, Double(horizon))
    let survival = estimate.survival(at: end)
    let gaps = durations.observedGaps
    // With nobody left at risk the estimate rests on the last few; without censoring it is a count.
    let isKnown = estimate.atRisk(at: end) > 0 || gaps.count == durations.days.count
    return Step(
      k: k, buyers: durations.days.count, returned: gaps.count,
      atRiskAtHorizon: estimate.atRisk(at: end), share: isKnown ? 1 - survival : nil,
      interval: isKnown ? estimate.eventInterval(at: end) : nil,
      meanAmount: mean(table, customers, k) { $0.amount },
      meanItems: mean(table, customers, k) { $0.items }, medianGap: Quantiles.median(gaps))
  }

  /// Of the k-th purchases that have the number.
  private static func mean(
    _ table: PurchaseTable, _ customers: [Int], _ k: Int, _ number: (Occasion) -> Double
  ) -> Double? {
    var (sum, count) = (0.0, 0)
    for customer in customers {
      let own = table.occasions(of: customer)
      guard own.count >= k else { continue }
      let value = number(own[own.startIndex + k - 1])
      guard !value.isNaN else { continue }
      sum += value
      count += 1
    }
    return count > 0 ? sum / Double(count) : nil
  }

  /// Customers by the channel of the first purchase, the largest first, then all of small channels
  /// and those without one.
  private static func channels(
    _ table: PurchaseTable, _ customers: [Int]
  ) -> [(name: String?, isUnknown: Bool, customers: [Int])] {
    guard !table.channelNames.isEmpty else { return [] }
    var members = [[Int]](repeating: [], count: table.channelNames.count)
    var (small, unknown): ([Int], [Int]) = ([], [])
    for customer in customers {
      let channel = Int(table.channels[customer])
      if channel >= 0 { members[channel].append(customer) } else { unknown.append(customer) }
    }
    var groups: [(name: String?, isUnknown: Bool, customers: [Int])] = []
    for (name, own) in zip(table.channelNames, members) {
      if own.count >= leastChannelBuyers {
        groups.append((name, false, own))
      } else {
        small += own
      }
    }
    // Equal sizes stay in the order of the names in the file: a stable order is part of the result.
    let order = groups.indices.sorted {
      (groups[$1].customers.count, $0) < (groups[$0].customers.count, $1)
    }
    return order.map { groups[$0] }
      + [(nil, false, small.sorted()), (nil, true, unknown)].filter { !$0.2.isEmpty }
  }
}

extension RepurchaseLadder {
  public var warnings: [String] {
    var warnings: [String] = []
    if steps.isEmpty {
      warnings.append(
        "All \(inBurnIn) first purchases lie in the burn-in, the file's first \(burnIn) days: there "
          + "is no ladder (--burn-in 0 for a complete history).")
    }
    if isHorizonCut, !steps.isEmpty {
      warnings.append(
        "The file shows repurchases within \(horizon) days at most: the ladder is read there, not at "
          + "a year.")
    }
    let unknown = steps.filter { $0.share == nil }.map { "\($0.k)→\($0.k + 1)" }
    if !unknown.isEmpty {
      warnings.append(
        "No buyer has been observed for \(horizon) days after the purchase at "
          + unknown.joined(separator: ", ") + ": no share there.")
    }
    return warnings
  }

  public var json: JSONValue {
    [
      "as_of": .string("\(asOf)"), "burn_in_days": JSONValue(burnIn),
      "in_burn_in": JSONValue(inBurnIn), "horizon_days": JSONValue(horizon),
      "steps": .array(steps.map(\.json)),
      "channels": .array(
        channels.map {
          [
            "channel": JSONValue($0.name), "title": .string($0.title),
            "steps": .array($0.steps.map(\.json)),
          ]
        }),
      "claims": .array(claims.map(\.json)), "warnings": .array(warnings.map { .string($0) }),
    ]
  }
}

extension RepurchaseLadder.Step {
  var json: JSONValue {
    [
      "k": JSONValue(k), "buyers": JSONValue(buyers), "returned": JSONValue(returned),
      "at_risk_at_horizon": JSONValue(atRiskAtHorizon), "share": JSONValue(share),
      "share_low": JSONValue(interval?.low), "share_high": JSONValue(interval?.high),
      "raw_share": JSONValue(rawShare), "mean_amount": JSONValue(meanAmount),
      "mean_items": JSONValue(meanItems), "median_gap_days": JSONValue(medianGap),
    ]
  }
}
