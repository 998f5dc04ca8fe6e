import DelimitedText
import Modeling

/// When first-time buyers came back: the gap to the second purchase, and for those who did not, how
/// long they were observed. First purchases are those after the burn-in.
public struct FirstRepurchase: Sendable, Equatable {
  /// Share of first-time buyers back by a day, 1 − S of Kaplan and Meier.
  public struct CurvePoint: Sendable, Equatable {
    public let day: Int
    public let share: Double
    public let interval: ShareInterval?
  }

  /// Cuts at the days t with F(t)/F(τ) = 0.3, 0.6, 0.9, F being 1 − Kaplan–Meier of all first-time
  /// buyers: who bought late and could only come back soon does not shorten them.
  public struct CensoringAware: Sendable, Equatable {
    public let cuts: LifeStageCuts
    /// τ, the last day with enough buyers still at risk.
    public let lastDay: Int
    public let atRisk: Int
    /// F(τ): the share that ever came back by then.
    public let returned: Double
    public let returnedInterval: ShareInterval?
  }

  public let burnIn: Int
  /// Customers whose first purchase is known to be the first.
  public let buyers: Int
  /// Customers whose first purchase lies in the burn-in.
  public let inBurnIn: Int
  /// Of the buyers, those with a second purchase.
  public let returners: Int
  /// Cuts at the 30, 60 and 90 % points (type 7) of the gaps of the customers with a second purchase;
  /// nil without one.
  public let rawCuts: LifeStageCuts?
  /// nil where nobody is seen to come back while enough are at risk.
  public let censoringAware: CensoringAware?
  /// At most 200 points, the last at τ.
  public let curve: [CurvePoint]

  public init(_ table: PurchaseTable) {
    let customers = table.firstBuyers
    burnIn = table.burnIn
    buyers = customers.count
    inBurnIn = table.customerCount - customers.count
    let durations = Durations(table, customers, after: 1)
    let gaps = durations.observedGaps
    returners = gaps.count
    rawCuts = Self.cuts { gaps.isEmpty ? nil : Quantiles.fraction($0, of: 10, sorted: gaps) }
    let estimate = durations.estimate
    let last = estimate.lastTime(withAtRisk: neededAtRisk(of: customers.count))
    censoringAware = last.flatMap { Self.censoringAware(estimate, lastDay: $0) }
    curve = last.map { Self.curve(estimate, lastDay: $0) } ?? []
  }

  private static func cuts(_ tenth: (Int) -> Double?) -> LifeStageCuts? {
    guard let low = tenth(3), let middle = tenth(6), let high = tenth(9) else { return nil }
    return LifeStageCuts(ascending: low, middle, high)
  }

  private static func censoringAware(
    _ estimate: KaplanMeier, lastDay: Double
  ) -> CensoringAware? {
    let returned = 1 - estimate.survival(at: lastDay)
    // A share that is met exactly must not be missed by a rounding error of the product.
    let cuts = cuts { estimate.time(ofShare: Double($0) / 10 * returned * (1 - 1e-12)) }
    guard returned > 0, let cuts else { return nil }
    return CensoringAware(
      cuts: cuts, lastDay: Int(lastDay), atRisk: estimate.atRisk(at: lastDay), returned: returned,
      returnedInterval: estimate.eventInterval(at: lastDay))
  }

  private static func curve(_ estimate: KaplanMeier, lastDay: Double) -> [CurvePoint] {
    let step = max(1, (lastDay / 200).rounded(.up))
    let days = Array(stride(from: 0, to: lastDay, by: step)) + [lastDay]
    return days.map {
      CurvePoint(
        day: Int($0), share: 1 - estimate.survival(at: $0),
        interval: estimate.eventInterval(at: $0))
    }
  }
}

/// Days from the k-th purchase to the next or, where there is none, to the as-of day; ascending, those
/// with a repurchase first among equals. Days are whole and few, so that counting them sorts millions.
struct Durations {
  private(set) var days: [Double] = []
  private(set) var isRepurchase: [Bool] = []

  /// Of those of the customers who have a k-th purchase.
  init(_ table: PurchaseTable, _ customers: [Int], after k: Int) {
    let most = table.asOf - table.firstDay
    var counts = [(returned: Int, not: Int)](repeating: (0, 0), count: most + 1)
    for customer in customers {
      let own = table.occasions(of: customer)
      guard own.count >= k else { continue }
      let place = own.startIndex + k - 1
      if place + 1 < own.endIndex {
        counts[Int(own[place + 1].day) - Int(own[place].day)].returned += 1
      } else {
        counts[Int(table.asOf.number) - Int(own[place].day)].not += 1
      }
    }
    for (day, count) in counts.enumerated() {
      days += [Double](repeating: Double(day), count: count.returned + count.not)
      isRepurchase += [Bool](repeating: true, count: count.returned)
      isRepurchase += [Bool](repeating: false, count: count.not)
    }
  }

  var estimate: KaplanMeier { KaplanMeier(durations: days, isEvent: isRepurchase) }

  /// Of those who bought again, ascending.
  var observedGaps: [Double] { zip(days, isRepurchase).filter(\.1).map(\.0) }
}

extension KaplanMeier {
  /// The interval of 1 − S(t).
  func eventInterval(at time: Double) -> ShareInterval? {
    interval(at: time).map { ShareInterval(low: 1 - $0.high, high: 1 - $0.low) }
  }
}

extension FirstRepurchase {
  /// Why there are no raw cuts; nil where there are.
  public var emptyReason: String? {
    if buyers == 0 {
      return "All \(inBurnIn) first purchases lie in the burn-in, the file's first \(burnIn) days, "
        + "where a purchase may not be its customer's first: give --burn-in 0 if the file holds "
        + "every order that its customers ever made."
    }
    return returners == 0 ? "None of \(buyers) first-time buyers has bought again." : nil
  }

  public var warnings: [String] {
    var warnings = emptyReason.map { [$0] } ?? []
    if inBurnIn > 0, buyers > 0 {
      warnings.append(
        "\(inBurnIn) customers bought in the file's first \(burnIn) days, where a purchase may not "
          + "be its customer's first: the first repurchase is that of the other \(buyers) "
          + "(--burn-in 0 for a complete history).")
    }
    if (1..<100).contains(returners) {
      warnings.append(
        "Only \(returners) customers have a second purchase: the cuts of the stages are uncertain.")
    }
    if let rawCuts, let aware = censoringAware?.cuts, aware.sleeping > 1.2 * rawCuts.sleeping {
      warnings.append(
        "Many first-time buyers have not been observed long: the 90 % point of the gaps seen, "
          + "\(Int(rawCuts.sleeping)) days, is \(Int(aware.sleeping)) days when they are allowed for."
      )
    }
    return warnings
  }

  public var json: JSONValue {
    [
      "burn_in_days": JSONValue(burnIn), "first_buyers": JSONValue(buyers),
      "in_burn_in": JSONValue(inBurnIn), "second_purchases": JSONValue(returners),
      "raw_cuts": rawCuts?.json ?? .null, "censoring_aware": censoringAware?.json ?? .null,
      "curve": .array(curve.map(\.json)), "warnings": .array(warnings.map { .string($0) }),
    ]
  }
}

extension FirstRepurchase.CensoringAware {
  var json: JSONValue {
    [
      "cuts": cuts.json, "tau_days": JSONValue(lastDay), "at_risk": JSONValue(atRisk),
      "returned_by_tau": JSONValue(returned),
      "returned_by_tau_low": JSONValue(returnedInterval?.low),
      "returned_by_tau_high": JSONValue(returnedInterval?.high),
    ]
  }
}

extension FirstRepurchase.CurvePoint {
  var json: JSONValue {
    [
      "day": JSONValue(day), "share": JSONValue(share), "low": JSONValue(interval?.low),
      "high": JSONValue(interval?.high),
    ]
  }
}
