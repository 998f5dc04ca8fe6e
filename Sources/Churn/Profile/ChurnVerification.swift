import DelimitedText
import Modeling

/// Whether those whom a line called lost at earlier dates stayed away.
public struct ChurnVerification: Sendable, Equatable {
  /// At one date. The line is laid by what was known at its end.
  public struct AtDate: Sendable, Equatable {
    public var date: Day
    /// nil where no line could be laid yet.
    public var lineDays: Double?
    /// Customers past the line.
    public var called: Int
    /// Of them, with a purchase in the follow-up: false alarms.
    public var cameBack: Int
    /// Share of `called` without a purchase in the follow-up, with Wilson's interval; nil without any.
    public var stayedAway: Double?
    public var interval: ShareInterval?
    /// All customers that the line can judge without a purchase in the follow-up, past it or not; nil
    /// where the file began too late for anybody to be past the line.
    public var leavers: Int?
  }

  /// How an interval over all dates was made.
  public enum Method: String, Sendable, Equatable {
    /// Of one date's customers.
    case wilson
    /// Customers drawn with replacement, with all their dates.
    case bootstrap
    /// As `wilson`, for as many trials as there are different customers: so few came back, or stayed
    /// away, that drawing customers again does not show what is not known.
    case wilsonOfCustomers = "wilson_of_customers"
  }

  public var dates: [AtDate]
  /// Of all dates together; a customer past the line at several dates counts at each.
  public var called = 0
  public var cameBack = 0
  /// Different customers among `called`.
  public var customers = 0
  /// Of the dates at which somebody can be past the line.
  public var leavers = 0
  public var interval: ShareInterval?
  public var method: Method?

  /// Share of the called that had no purchase in the follow-up; nil without any.
  public var stayedAway: Double? {
    called > 0 ? Double(called - cameBack) / Double(called) : nil
  }

  /// Share of those without a purchase in the follow-up that were past the line at its start.
  public var leaversCalled: Double? {
    leavers > 0 ? Double(called - cameBack) / Double(leavers) : nil
  }
}

extension ChurnVerification {
  /// Counts below this, of those that came back or of those that stayed away, take Wilson's interval.
  static let fewest = 5

  init(
    _ line: ChurnLine, _ rulers: [ChurnLineRuler], followUp: Int,
    customerCount: Int, _ options: ChurnDefinitionOptions
  ) {
    var tally = ReturnTally(customerCount: customerCount, dates: rulers.count)
    dates = rulers.map { ruler in AtDate(line, ruler, followUp: followUp, &tally) }
    called = dates.reduce(0) { $0 + $1.called }
    cameBack = dates.reduce(0) { $0 + $1.cameBack }
    leavers = dates.reduce(0) { $0 + ($1.leavers ?? 0) }
    let groups = tally.groups
    customers = groups.reduce(0) { $0 + $1.count }
    (interval, method) = pooled(groups, options)
  }

  private func pooled(
    _ groups: [RatioGroup], _ options: ChurnDefinitionOptions
  ) -> (ShareInterval?, Method?) {
    guard let stayedAway else { return (nil, nil) }
    let only = dates.filter { $0.called > 0 }
    if only.count == 1 { return (only[0].interval, .wilson) }
    if min(cameBack, called - cameBack) < Self.fewest {
      let interval = ShareInterval.wilson(
        successes: stayedAway * Double(customers), trials: Double(customers))
      return (interval, .wilsonOfCustomers)
    }
    let interval = ratioBootstrap(
      groups: groups, replicates: options.replicates, seed: options.seed)
    return (interval, interval == nil ? nil : .bootstrap)
  }
}

extension ChurnVerification.AtDate {
  fileprivate init(
    _ line: ChurnLine, _ ruler: ChurnLineRuler, followUp: Int, _ tally: inout ReturnTally
  ) {
    let end = Int(ruler.day.number) + followUp
    func isBack(_ state: CustomerState) -> Bool { state.nextDay.map { Int($0) <= end } ?? false }
    var (called, cameBack) = (0, 0)
    ruler.forEachLost(line) { state, _ in
      called += 1
      if isBack(state) { cameBack += 1 }
      tally.add(Int(state.customer), stayedAway: !isBack(state))
    }
    date = ruler.day
    lineDays = ruler.days(line)
    self.called = called
    self.cameBack = cameBack
    if ruler.canReach(line) {
      leavers = ruler.states.count { ruler.judges(line, $0) && !isBack($0) }
    }
    guard called > 0 else { return }
    let away = Double(called - cameBack)
    stayedAway = away / Double(called)
    interval = .wilson(successes: away, trials: Double(called))
  }
}

/// At how many dates each customer was called lost, and stayed away.
private struct ReturnTally {
  private let dates: Int
  private var called: [Int32]
  private var stayedAway: [Int32]

  init(customerCount: Int, dates: Int) {
    self.dates = dates
    called = [Int32](repeating: 0, count: customerCount)
    stayedAway = called
  }

  mutating func add(_ customer: Int, stayedAway isAway: Bool) {
    called[customer] += 1
    if isAway { stayedAway[customer] += 1 }
  }

  /// Customers alike in both counts, in a fixed order.
  var groups: [RatioGroup] {
    var counts = [Int](repeating: 0, count: (dates + 1) * (dates + 1))
    for (called, away) in zip(called, stayedAway) {
      counts[Int(called) * (dates + 1) + Int(away)] += 1
    }
    return counts.indices.filter { $0 > dates && counts[$0] > 0 }.map { place in
      RatioGroup(
        numerator: Double(place % (dates + 1)), denominator: Double(place / (dates + 1)),
        count: counts[place])
    }
  }
}

extension ChurnVerification {
  public var json: JSONValue {
    [
      "called": JSONValue(called), "customers": JSONValue(customers),
      "came_back": JSONValue(cameBack),
      "came_back_share": JSONValue(stayedAway.map { 1 - $0 }),
      "stayed_away_share": JSONValue(stayedAway), "low": JSONValue(interval?.low),
      "high": JSONValue(interval?.high), "interval_method": JSONValue(method?.rawValue),
      "leavers": JSONValue(leavers), "leavers_called_share": JSONValue(leaversCalled),
      "dates": .array(dates.map(\.json)),
    ]
  }
}

extension ChurnVerification.AtDate {
  public var json: JSONValue {
    [
      "date": .string("\(date)"), "line_days": JSONValue(lineDays), "called": JSONValue(called),
      "came_back": JSONValue(cameBack), "came_back_share": JSONValue(stayedAway.map { 1 - $0 }),
      "stayed_away_share": JSONValue(stayedAway),
      "low": JSONValue(interval?.low), "high": JSONValue(interval?.high),
      "leavers": JSONValue(leavers),
    ]
  }
}
