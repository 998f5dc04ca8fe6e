import Testing

@testable import Reporting

struct DisplayWidthTests {
  @Test(arguments: [
    ("abc", 3), ("", 0), ("é", 1), ("e\u{301}", 1), ("买家", 4), ("ＡＢ", 4), ("한국", 4), ("👍🏽", 2),
    ("👨‍👩‍👧", 2), ("❤️", 2), ("–…≥", 3), ("ｱ", 1), ("،", 1),
  ])
  func countsColumns(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 4, "abc…"), ("买家会员", 5, "买家…"), ("买家会员", 4, "买…"),
    ("ab", 1, "…"), ("ab", 0, ""),
  ])
  func cuts(text: String, width: Int, expected: String) {
    #expect(DisplayWidth.cut(text, to: width) == expected)
  }

  @Test func cannotSteerATerminal() {
    #expect(DisplayWidth.oneLine("a\n\u{1B}[2J\u{9B}\u{202E}b") == "a \u{FFFD}[2J\u{FFFD}\u{FFFD}b")
  }
}
