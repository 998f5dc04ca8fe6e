import Testing

@testable import Reporting

struct TextTableTests {
  private let table = TextTable(
    [.init("level"), .init("rows", .right)],
    rows: [["买家", "1,234"], ["a long level name", "7"], ["short"], ["x", "1", "beyond"]],
    caption: "Levels")

  @Test func alignsText() {
    #expect(
      table.plain() == """
        Levels
        level               rows
        -----------------  -----
        买家               1,234
        a long level name      7
        short
        x                      1

        """)
  }

  @Test(arguments: [(24, 24), (18, 18), (15, 15), (3, 15)])
  func fitsTheWidthButCutsNoNumber(maxWidth: Int, expected: Int) {
    let text = table.plain(maxWidth: maxWidth)
    let widths = text.split(separator: "\n").map { DisplayWidth.of(String($0)) }
    #expect(widths.max() == expected)
    #expect(text.contains("1,234"))
    #expect(text.contains("…") == (maxWidth < 24))
  }

  @Test func cutsAColumn() {
    let table = TextTable([.init("name", maxWidth: 5)], rows: [["abcdefgh"]])
    #expect(table.plain() == "name\n-----\nabcd…\n")
  }

  @Test func writesMarkdown() {
    let table = TextTable(
      [.init("a|b"), .init("n", .right)], rows: [["x\ny", "<1"]], caption: "*C*")
    #expect(table.markdown() == "\\*C\\*\n\n| a\\|b | n |\n| --- | ---: |\n| x y | &lt;1 |\n")
  }

  @Test func writesHTML() {
    let table = TextTable([.init("a"), .init("n", .right)], rows: [["x", "1"]], caption: "C")
    #expect(
      table.html() == """
        <table>
        <caption>C</caption>
        <thead><tr><th scope="col">a</th><th scope="col" class="number">n</th></tr></thead>
        <tbody>
        <tr><th scope="row">x</th><td class="number">1</td></tr>
        </tbody>
        </table>

        """)
  }

  @Test func survivesHostileText() {
    let table = TextTable([.init(hostile), .init("")], rows: [[hostile]], caption: hostile)
    #expect(xmlFault(in: table.html()) == nil)
    #expect(!table.html().contains("<script"))
    #expect(table.plain().split(separator: "\n").count == 4)
    #expect(!table.plain().contains("\u{1B}"))
    #expect(!table.markdown().contains("<script"))
    #expect(TextTable([]).plain(maxWidth: 10) == "\n\n")
  }
}
