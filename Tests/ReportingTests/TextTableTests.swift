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

  @Test(arguments: [(24, 24), (18, 18), (15, 15)])
  func fitsTheWidthButCutsNoNumber(width: Int, expected: Int) {
    let text = table.plain(width: width)
    let widths = text.split(separator: "\n").map { DisplayWidth.of(String($0)) }
    #expect(widths.max() == expected)
    #expect(text.contains("1,234"))
    #expect(text.contains("…") == (width < 24))
  }

  /// Headers break, words are cut, then columns go below.
  @Test func takesFewerColumnsStepByStep() {
    let table = TextTable(
      [.init("model"), .init("base rate", .right), .init("95 % interval", .right), .init("note")],
      rows: [["logistic_baseline", "12.3 %", "0.7100 to 0.8300", "best AUC"]],
      caption: "Models on the same customers 同一批客户")
    #expect(
      table.plain(width: 53) == """
        Models on the same customers 同一批客户
                             base
        model                rate     95 % interval  note
        -----------------  ------  ----------------  --------
        logistic_baseline  12.3 %  0.7100 to 0.8300  best AUC

        """)
    #expect(
      table.plain(width: 44) == """
        Models on the same customers 同一批客户
                    base
        model       rate     95 % interval  note
        --------  ------  ----------------  --------
        logisti…  12.3 %  0.7100 to 0.8300  best AUC

        """)
    #expect(
      table.plain(width: 30) == """
        Models on the same customers
        同一批客户
                    base
        model       rate
        --------  ------
        logisti…  12.3 %

        model        95 % interval
        --------  ----------------
        logisti…  0.7100 to 0.8300

        model     note
        --------  --------
        logisti…  best AUC

        """)
  }

  @Test(arguments: [14, 15, 16, 17, 18, 25, 30, 31, 60, 79, 80, 100, 130, 400])
  func neverExceedsTheWidth(width: Int) {
    let columns = (0..<12).map { index in
      TextTable.Column(
        "column 第\(index)列 of words", index % 3 == 0 ? .left : .right)
    }
    let rows = (0..<3).map { row in
      (0..<12).map { $0 % 3 == 0 ? "词语 words \($0) 买家" : "-1,234,567.\(row)\($0)" }
    }
    let text = TextTable(columns, rows: rows, caption: hostile).plain(width: width)
    #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= width })
    for row in rows {
      for (column, cell) in row.enumerated() where column % 3 != 0 {
        #expect(text.contains(cell))
      }
    }
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

  @Test func announcesNoEmptyHeader() {
    let html = TextTable([.init("a"), .init("")], rows: [["", "x"], ["b", "y"]]).html()
    #expect(html.contains("<tr><th scope=\"col\">a</th><td></td></tr>"))
    #expect(html.contains("<tr><td></td><td>x</td></tr>\n<tr><th scope=\"row\">b</th>"))
  }

  @Test func survivesHostileText() {
    let table = TextTable([.init(hostile), .init("")], rows: [[hostile]], caption: hostile)
    #expect(xmlFault(in: table.html()) == nil)
    #expect(!table.html().contains("<script"))
    #expect(table.plain().split(separator: "\n").count == 4)
    #expect(!table.plain().contains("\u{1B}"))
    #expect(!table.markdown().contains("<script"))
    #expect(TextTable([]).plain(width: 10) == "\n")
  }
}
