import DelimitedText

/// A time zone's rule for the years to come, as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Sendable, Equatable {
  /// Week 5 is the last one of the month; day 0 is Sunday.
  private struct Change: Sendable, Equatable {
    var month, week, day: Int
    /// By the clock before the change.
    var seconds: Int
  }

  /// Seconds east of Greenwich.
  private let standard: Int
  private let summer: (offset: Int, begin: Change, end: Change)?

  static func == (a: ZoneRule, b: ZoneRule) -> Bool {
    a.standard == b.standard && a.summer?.offset == b.summer?.offset
      && a.summer?.begin == b.summer?.begin && a.summer?.end == b.summer?.end
  }

  /// Nil for a text that is no such rule.
  init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard let names = parts.first else { return nil }
    var rest = names
    Self.dropName(&rest)
    guard let west = Self.offset(&rest) else { return nil }
    standard = -west
    guard !rest.isEmpty else {
      summer = nil
      return
    }
    Self.dropName(&rest)
    let saving = rest.isEmpty ? west - 3600 : Self.offset(&rest)
    guard parts.count == 3, let saving, let begin = Self.change(parts[1]),
      let end = Self.change(parts[2])
    else { return nil }
    summer = (-saving, begin, end)
  }

  /// Seconds east of Greenwich at a moment in seconds since 1970-01-01 00:00 UTC.
  func offset(at moment: Int) -> Int {
    guard let summer else { return standard }
    let local = moment + standard
    let year = Day(number: Int32(clamping: (local >= 0 ? local : local - 86_399) / 86_400)).year
    guard let begin = Self.seconds(summer.begin, year), let end = Self.seconds(summer.end, year)
    else { return standard }
    let (from, until) = (begin - standard, end - summer.offset)
    let isSummer =
      from < until ? moment >= from && moment < until : moment >= from || moment < until
    return isSummer ? summer.offset : standard
  }

  /// When a change comes in a year, by the clock before it.
  private static func seconds(_ change: Change, _ year: Int) -> Int? {
    guard let first = Day(year: year, month: change.month, day: 1) else { return nil }
    var day = first + (change.day + 7 - first.weekday % 7) % 7 + 7 * (change.week - 1)
    while day.month != change.month { day = day - 7 }
    return Int(day.number) * 86_400 + change.seconds
  }

  /// A name is letters, or anything between angle brackets.
  private static func dropName(_ text: inout Substring) {
    if text.first == "<" {
      text = text.drop { $0 != ">" }.dropFirst()
    } else {
      text = text.drop { $0.isLetter }
    }
  }

  /// `[+-]H[:MM[:SS]]` in seconds; nil where there is none.
  private static func offset(_ text: inout Substring) -> Int? {
    let sign = text.first == "-" ? -1 : 1
    if text.first == "-" || text.first == "+" { text.removeFirst() }
    let digits = text.prefix { $0.isNumber || $0 == ":" }
    let parts = digits.split(separator: ":").map { Int($0) ?? 0 }
    guard !parts.isEmpty, parts.count <= 3, parts.allSatisfy({ $0 <= 200 }) else { return nil }
    text = text.dropFirst(digits.count)
    return sign * zip(parts, [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// `Mm.w.d[/time]`, the only form that zones of today have.
  private static func change(_ text: Substring) -> Change? {
    let parts = text.split(separator: "/")
    guard let date = parts.first, date.first == "M" else { return nil }
    let numbers = date.dropFirst().split(separator: ".").compactMap { Int($0) }
    guard numbers.count == 3, (1...12).contains(numbers[0]), (1...5).contains(numbers[1]),
      (0...6).contains(numbers[2])
    else { return nil }
    var seconds = 7200
    if parts.count == 2 {
      var time = parts[1]
      guard let given = offset(&time) else { return nil }
      seconds = given
    }
    return Change(month: numbers[0], week: numbers[1], day: numbers[2], seconds: seconds)
  }
}
