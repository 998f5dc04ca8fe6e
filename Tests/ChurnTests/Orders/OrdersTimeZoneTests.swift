import DelimitedText
import Testing

@testable import Churn

@Suite struct OrdersTimeZoneTests {
  private func time(_ text: String) throws -> LocalTime {
    let day = try #require(Day(text))
    return Array(text.utf8).withUnsafeBufferPointer { LocalTime($0, day: day) }
  }

  @Test(arguments: [
    ("1970-01-02", 86_400, nil), ("1970-01-01 01:02:03", 3723, nil),
    ("1970/1/1 9:05", 32_700, nil), ("1970-01-01T01:02:03.5Z", 3723, 0),
    ("1970-01-01 00:00:00 -0800", 0, -28_800), ("1970-01-01T00:00+05:30", 0, 19_800),
    (" 19700101 00:01 ", 60, nil),
  ])
  func readsTheClockAndItsOffset(text: String, seconds: Int, offset: Int?) throws {
    let time = try time(text)
    #expect(time.seconds == seconds && time.offset == offset)
  }

  /// Offsets by GNU date: `TZ=Europe/Berlin date -d @1711846799 +%z`.
  @Test(arguments: [
    ("Europe/Berlin", 1_711_846_799, 3600), ("Europe/Berlin", 1_711_846_800, 7200),
    ("Europe/Berlin", 1_729_990_799, 7200), ("Europe/Berlin", 1_729_990_800, 3600),
    ("America/Los_Angeles", 1_572_771_599, -25_200),
    ("America/Los_Angeles", 1_572_771_600, -28_800),
    ("Asia/Shanghai", 1_500_000_000, 28_800), ("Asia/Kolkata", 1_500_000_000, 19_800),
    // By the rule for the years to come, north and south.
    ("Europe/Berlin", 2_855_000_000, 7200), ("Australia/Sydney", 2_855_000_000, 36_000),
    ("Australia/Sydney", 2_840_000_000, 39_600), ("Asia/Shanghai", -1_000_000_000, 28_800),
  ])
  func offsetsOfTheSystemsZones(name: String, moment: Int, offset: Int) throws {
    #expect(try ShopTimeZone(name).offset(at: moment) == offset)
  }

  @Test(arguments: [
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_711_846_800, 7200),
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_711_846_799, 3600), ("<+08>-8", 0, 28_800),
    ("EST5EDT,M3.2.0,M11.1.0", 1_710_054_000, -14_400),
    ("EST5EDT,M3.2.0,M11.1.0", 1_710_053_999, -18_000),
    ("<-04>4<-03>,M9.1.6/24,M4.1.6/24", 1_704_067_200, -10_800),
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_704_067_200, 39_600),
  ])
  func rules(text: String, moment: Int, offset: Int) throws {
    #expect(try #require(ZoneRule(text)).offset(at: moment) == offset)
  }

  @Test(arguments: [
    "", "CET", "CET-1CEST", "CET-1CEST,M13.5.0,M10.5.0", "CET-9223372036854775807",
    "CET-1CEST,J60,J300",
  ])
  func noRules(text: String) { #expect(ZoneRule(text) == nil) }

  @Test(arguments: [
    "Mars/Phobos", "", "/etc/passwd", "../../../etc/passwd", "Europe/../Europe/Berlin", "+8",
    "Europe",
    "+15:00", "zone.tab", "中国",
  ])
  func unknownZones(name: String) {
    do {
      _ = try ShopTimeZone(name)
      Issue.record("\(name) is taken for a zone")
    } catch { #expect(error.kind == .usage && error.advice.contains("Asia/Shanghai")) }
  }

  /// A time without an offset is the shop's own already.
  @Test func onlyTimesWithAnOffsetAreMoved() throws {
    let text = "customer,date\na,2020-01-01 23:30:00\nb,2020-01-01 23:30:00Z\nc,2020-01-01\n"
    let (log, _) = try readAll([text]) { $0.timeZone = try ShopTimeZone("Asia/Shanghai") }
    #expect(bought(log).map(\.day) == ["2020-01-01", "2020-01-02", "2020-01-01"])
  }
}
