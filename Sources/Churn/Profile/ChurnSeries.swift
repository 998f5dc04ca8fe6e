import DelimitedText
import Modeling

/// How many customers were lost over time: of the shop's known customers, a stock, and period by
/// period, a rate.
///
/// At the end of a day a customer is known who has bought by then, and lost who last bought more than
/// `line` days before. The line is crossed on the day `line` + 1 after a purchase when there is none
/// on the days between or on that one. The series begin `line` days after the file's first day, when
/// nobody can be lost yet: what happened before the file is not known, so that the stock rises from 0
/// and is the lower, the younger the file.
public struct ChurnSeries: Sendable, Equatable {
  public enum Period: String, Sendable, CaseIterable { case day, month }

  public struct Point: Sendable, Equatable {
    /// First and last day; the counts without "at start" are those at the end of the last.
    public let start: Day
    public let end: Day
    /// False for a month that the series' ends cut short: fewer days to cross the line in.
    public let isWhole: Bool
    public let known: Int
    public let lost: Int
    /// At the end of the day before the first.
    public let knownAtStart: Int
    public let lostAtStart: Int
    /// Customers not lost at the start who crossed the line, whether or not they came back at once.
    public let crossed: Int
    /// Purchases of lost customers, who are lost no more: of those who were lost at the start, and of
    /// those who crossed the line before in the period.
    public let returned: Int

    public var new: Int { known - knownAtStart }
    public var notLostAtStart: Int { knownAtStart - lostAtStart }
    /// nil without a known customer.
    public var lostShare: Double? { known > 0 ? Double(lost) / Double(known) : nil }
    public var lostShareInterval: ShareInterval? {
      .wilson(lost, of: known)
    }
    /// crossed / notLostAtStart; nil where there is nobody to lose.
    public var churnRate: Double? {
      notLostAtStart > 0 ? Double(crossed) / Double(notLostAtStart) : nil
    }
    public var churnRateInterval: ShareInterval? {
      .wilson(crossed, of: notLostAtStart)
    }
  }

  public let lineDays: Int
  public let period: Period
  public let asOf: Day
  /// Empty where the file is not longer than the line.
  public let points: [Point]

  /// - Parameter line: days, 1 … 36,525.
  /// - Throws: `.usage` for a line out of range.
  public init(_ table: PurchaseTable, line: Int, period: Period = .month) throws(LocatedError) {
    guard (1...36_525).contains(line) else {
      throw LocatedError(
        .usage, "a line of \(line) days", advice: "Give a number of days from 1 to 36525.")
    }
    let periods = ReportPeriods(from: table.firstDay + line, through: table.asOf, period)
    var tally = ChurnTally(periods, firstDay: table.firstDay, line: line)
    for customer in 0..<table.customerCount { tally.add(table.occasions(of: customer)) }
    lineDays = line
    self.period = period
    asOf = table.asOf
    points = tally.points(areMonths: period == .month)
  }

  /// Why there is no series; nil where there is one.
  public var emptyReason: String? {
    guard points.isEmpty else { return nil }
    return "The orders end before a customer can have been without a purchase for \(lineDays) days."
  }
}

/// Counts in one pass over the customers: what changes on a day is added there and summed up at the
/// end, so that the cost is that of purchases + days.
private struct ChurnTally {
  private let periods: ReportPeriods
  private let firstDay: Int
  private let line: Int
  /// Changes by day from the file's first on, with one place more for what ends with the data.
  private var known: [Int]
  private var lost: [Int]
  /// By period.
  private var crossed: [Int]
  private var returned: [Int]

  init(_ periods: ReportPeriods, firstDay: Day, line: Int) {
    self.periods = periods
    self.firstDay = Int(firstDay.number)
    self.line = line
    let days = max(periods.end - firstDay + 2, 1)
    known = [Int](repeating: 0, count: days)
    lost = known
    crossed = [Int](repeating: 0, count: periods.starts.count)
    returned = crossed
  }

  /// The days on which a customer is lost are those from `line` + 1 after a purchase to the next one.
  mutating func add(_ occasions: ArraySlice<Occasion>) {
    guard let first = occasions.first else { return }
    known[Int(first.day) - firstDay] += 1
    var lastLostDay: Int?
    for place in occasions.indices {
      let next = place + 1 < occasions.endIndex ? Int(occasions[place + 1].day) : nil
      let crossing = Int(occasions[place].day) + line + 1
      guard crossing < next ?? (Int(periods.end.number) + 1) else { continue }
      lost[crossing - firstDay] += 1
      if isCrossing(crossing, firstPurchase: Int(first.day), lastLostDay) {
        crossed[periods.place(of: crossing)] += 1
      }
      guard let next else { break }
      lost[next - firstDay] -= 1
      returned[periods.place(of: next)] += 1
      lastLostDay = next - 1
    }
  }

  private func start(ofPeriodWith day: Int) -> Int {
    Int(periods.starts[periods.place(of: day)].number)
  }

  /// Whether the customer was known and not lost when the period began and has not crossed in it yet.
  /// One whose last lost day is in it or just before it was lost at its start or has crossed already.
  private func isCrossing(_ day: Int, firstPurchase: Int, _ lastLostDay: Int?) -> Bool {
    let start = start(ofPeriodWith: day)
    return firstPurchase < start && (lastLostDay ?? .min) < start - 1
  }

  func points(areMonths: Bool) -> [ChurnSeries.Point] {
    let (known, lost) = (running(known), running(lost))
    return periods.starts.indices.map { place in
      let (start, end) = (periods.starts[place], periods.lastDay(of: place))
      let before = Int(start.number) - 1 - firstDay
      let last = Int(end.number) - firstDay
      return ChurnSeries.Point(
        start: start, end: end, isWhole: !areMonths || periods.isWholeMonth(place),
        known: known[last], lost: lost[last], knownAtStart: known[before],
        lostAtStart: lost[before], crossed: crossed[place], returned: returned[place])
    }
  }

  private func running(_ changes: [Int]) -> [Int] {
    var sum = 0
    return changes.map {
      sum += $0
      return sum
    }
  }
}

extension ChurnSeries {
  public var json: JSONValue {
    [
      "line_days": JSONValue(lineDays), "period": .string(period.rawValue),
      "as_of": .string("\(asOf)"), "points": .array(points.map(\.json)),
      "empty_reason": JSONValue(emptyReason),
    ]
  }
}

extension ChurnSeries.Point {
  var json: JSONValue {
    [
      "start": .string("\(start)"), "end": .string("\(end)"), "whole": .bool(isWhole),
      "known": JSONValue(known), "lost": JSONValue(lost), "lost_share": JSONValue(lostShare),
      "lost_share_low": JSONValue(lostShareInterval?.low),
      "lost_share_high": JSONValue(lostShareInterval?.high),
      "not_lost_at_start": JSONValue(notLostAtStart), "crossed": JSONValue(crossed),
      "churn_rate": JSONValue(churnRate),
      "churn_rate_low": JSONValue(churnRateInterval?.low),
      "churn_rate_high": JSONValue(churnRateInterval?.high),
      "lost_at_start": JSONValue(lostAtStart), "returned": JSONValue(returned),
      "new": JSONValue(new),
    ]
  }
}
