import DelimitedText
import Testing

@Suite struct DayTests {
  /// Every day counted one by one, as the calendar says.
  @Test func everyDay() throws {
    var number = try #require(Day(year: 1900, month: 1, day: 1)).number
    #expect(number == -25567)
    var weekday = 1
    var isRight = true
    for year in 1900...2200 {
      let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (index, length) in [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        .enumerated()
      {
        for day in 1...length {
          let made = Day(number: number)
          isRight =
            isRight && made.year == year && made.month == index + 1 && made.day == day
            && made.weekday == weekday && Day(made.description) == made
            && Day(year: year, month: index + 1, day: day) == made
          number += 1
          weekday = weekday % 7 + 1
        }
        isRight = isRight && Day(year: year, month: index + 1, day: length + 1) == nil
      }
    }
    #expect(isRight && number == 84371)
  }

  @Test(arguments: [
    "2011-03-31", "2011/3/31", "2011/03/31", "20110331", " 2011-03-31 ", "2011-03-31 22:02",
    "2011-03-31T22:02:59", "2011-03-31 22:02:59.123", "2011-03-31T22:02:59Z", "2011/3/31 9:05",
    "2011-03-31T22:02:59+08:00", "2011-03-31 22:02:59 +0800", "20110331 00:00:00",
    "2011-03-31T23:59:60-05:00", "2011-03-31  08:00",
  ]) func accepted(text: String) { #expect(Day(text)?.description == "2011-03-31") }

  @Test(arguments: [
    "", "2011", "2011-03", "2011-02-30", "1900-02-29", "2011-02-29", "2100-02-29", "2011-13-01",
    "2011-00-01",
    "2011-01-00", "1899-12-31", "2201-01-01", "2011-3-31", "2011/03-31", "2011-03/31", "201103311",
    "2011-03-31x", "2011-03-31T", "2011-03-31 24:00", "2011-03-31 12:60",
    "2011-03-31 12", "2011-03-31 12:00:61", "2011-03-31 12:00:00.", "2011-03-31 12:00+8",
    "2011-03-31 12:00ZZ", "31.03.2011", "03/31/2011", "-2011-03-31", "２０１１-03-31", "2011-03-3",
    "2011-03-31 12:00+24:00", "20110229", "2011-03-31 12:0",
  ]) func refused(text: String) { #expect(Day(text) == nil) }

  @Test func arithmetic() throws {
    let day = try #require(Day("1998-03-31"))
    #expect((day + 91).description == "1998-06-30" && (day + 91) - day == 91)
    #expect(day - 31 == Day("1998-02-28") && day < day + 1 && day.weekday == 2)
    #expect(Day(number: 0).description == "1970-01-01" && Day(number: 0).weekday == 4)
    #expect((Day(number: .max) + 1).number == .max && (Day(number: .min) - 1).number == .min)
    #expect(Day(number: .min).weekday > 0 && !Day(number: .max).description.isEmpty)
  }
}
