import CKernels

/// A calendar day of the proleptic Gregorian calendar, without a time and a time zone.
public struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Days since 1970-01-01.
  public var number: Int32

  public init(number: Int32) { self.number = number }

  /// Nil when there is no such day, or the year is outside 1900 … 2200.
  public init?(year: Int, month: Int, day: Int) {
    guard (1900...2200).contains(year), (1...12).contains(month), day >= 1,
      day <= Int(ck_days_in_month(Int32(year), Int32(month)))
    else { return nil }
    number = ck_days_from_civil(Int32(year), Int32(month), Int32(day))
  }

  /// Reads `2011-03-31`, `2011/3/31` or `20110331`, each with or without a blank or `T` and a time
  /// `HH:MM[:SS[.fff]]` with `Z` or an offset, which must be one but is not kept. Blanks around
  /// it are ignored. Nil for anything else, 30 February, and years outside 1900 … 2200.
  public init?(parsing bytes: UnsafeBufferPointer<UInt8>) {
    var days: Int32 = 0
    guard ck_parse_day(bytes.baseAddress, bytes.count, &days) != 0 else { return nil }
    number = days
  }

  /// As `init(parsing:)`, of a string.
  public init?(_ text: String) {
    var text = text
    guard let day = text.withUTF8({ Day(parsing: $0) }) else { return nil }
    self = day
  }

  public var year: Int { civil.year }
  /// 1 … 12.
  public var month: Int { civil.month }
  /// 1 … 31.
  public var day: Int { civil.day }

  /// 1 is Monday, 7 is Sunday (ISO 8601).
  public var weekday: Int {
    let sinceMonday = (Int(number) + 3) % 7
    return (sinceMonday < 0 ? sinceMonday + 7 : sinceMonday) + 1
  }

  /// ISO 8601: `2011-03-31`.
  public var description: String {
    let (year, month, day) = civil
    let digits = String(year)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      + (month < 10 ? "-0" : "-") + String(month) + (day < 10 ? "-0" : "-") + String(day)
  }

  /// The number of the first day of the month after the day's.
  public var startOfNextMonth: Int32 {
    let (year, month, _) = civil
    return month == 12
      ? ck_days_from_civil(Int32(clamping: year) + 1, 1, 1)
      : ck_days_from_civil(Int32(clamping: year), Int32(clamping: month) + 1, 1)
  }

  private var civil: (year: Int, month: Int, day: Int) {
    var (year, month, day): (Int32, Int32, Int32) = (0, 0, 0)
    ck_civil_from_days(number, &year, &month, &day)
    return (Int(year), Int(month), Int(day))
  }

  public static func < (a: Day, b: Day) -> Bool { a.number < b.number }

  public static func + (day: Day, days: Int) -> Day {
    Day(number: Int32(clamping: Int(day.number).addingReportingOverflow(days).partialValue))
  }

  public static func - (day: Day, days: Int) -> Day {
    Day(number: Int32(clamping: Int(day.number).subtractingReportingOverflow(days).partialValue))
  }

  /// Days from `b` to `a`.
  public static func - (a: Day, b: Day) -> Int { Int(a.number) - Int(b.number) }
}
