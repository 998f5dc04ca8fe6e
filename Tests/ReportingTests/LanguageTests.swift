import Testing

@testable import Reporting

struct LanguageTests {
  @Test(arguments: [
    ("en", Language.english), ("zh", .chinese), ("zh-CN", .chinese), ("ZH_hans", .chinese),
    ("de", .english), ("", .english), ("zhx", .english),
  ])
  func readsTags(tag: String, expected: Language) {
    #expect(Language(tag: tag) == expected)
    #expect(Language(tag: expected.tag) == expected)
  }

  @Test func writesChineseNumbersAndDates() {
    #expect(NumberText.percent(0.459, language: .chinese) == "45.9%")
    #expect(NumberText.percent(0.459) == "45.9 %")
    #expect(NumberText.percent(nil, language: .chinese) == "–")
    #expect(NumberText.interval(0.1, 0.2, decimals: 1, language: .chinese) == "0.1 至 0.2")
    #expect(NumberText.date(year: 1998, month: 3, day: 31) == "31 March 1998")
    #expect(NumberText.date(year: 1998, month: 3, day: 31, language: .chinese) == "1998年3月31日")
    #expect(NumberText.date(year: 1998, month: 13, day: 31) == "–")
  }

  @Test func writesMoney() {
    #expect(NumberText.money(-1234.5, symbol: "¥") == "-¥1,234.50")
    #expect(NumberText.money(1234.5, decimals: 0) == "1,234")
    #expect(NumberText.money(.nan, symbol: "¥") == "–")
  }

  /// What the page says by itself is Chinese, the rest is the caller's.
  @Test func pageSpeaksItsLanguage() {
    let chart = LineChart(
      title: "t", summary: "s", x: Axis("x", format: .percent), y: Axis("y"),
      series: [.init("a", [.init(0, 0), .init(1, 1)])])
    func html(_ language: String) -> String {
      let blocks: [Page.Block] = [
        .figure(.line(chart), caption: "c"), .table(TextTable([.init("h")])),
      ]
      let sections = (0..<3).map { Page.Section("s\($0)", blocks) }
      return Page(title: "t", sections: sections, language: language).html()
    }
    for phrase in [Phrase.sections, .table, .chartFiles, .dataFile, .specificationFile] {
      #expect(html("zh-CN").contains(phrase.texts.chinese), "\(phrase)")
      #expect(!html("zh-CN").contains(">\(phrase.texts.english)<"), "\(phrase)")
      #expect(html("en").contains(phrase.texts.english), "\(phrase)")
    }
    #expect(html("zh-CN").contains(">50%<") || html("zh-CN").contains(">40%<"))
    #expect(html("en").contains(">40 %<"))
  }
}
