import Reporting
import Testing

struct PageTests {
  private let table = TextTable([.init(hostile)], rows: [[hostile]], caption: hostile)

  private var page: Page {
    let blocks: [Page.Block] = [
      .paragraph(hostile), .list([hostile]), .note(hostile), .warning(hostile), .table(table),
      .facts([.init(hostile, hostile, detail: hostile)]),
      .grid(ChartTests.charts.map { .figure($0, caption: hostile, table: table) }),
    ]
    let sections = (0..<3).map { _ in Page.Section(hostile, blocks) }
    return Page(
      title: hostile, lead: [.paragraph(hostile)], sections: sections, footer: hostile,
      language: "zh-CN\"><script>")
  }

  /// The document without what HTML need not close, as XML.
  private func asXML(_ html: String) -> String {
    html.replacing("<!DOCTYPE html>\n", with: "").split(separator: "\n")
      .filter { !$0.hasPrefix("<meta") }.joined(separator: "\n")
  }

  @Test func isWellFormedWhateverTheText() {
    let html = page.html()
    #expect(xmlFault(in: asXML(html)) == nil)
    #expect(!html.contains("<script") && !html.contains("\u{1B}") && !html.contains("\u{202E}"))
  }

  /// A quotation mark with a combining accent is one character, and still a quotation mark to HTML.
  @Test func escapesCombinedCharacters() {
    let text = "\"\u{301} onload=x <\u{301}b>"
    let html = Page(
      title: text, lead: [.paragraph(text)], sections: [.init(text, [])], footer: text,
      language: text
    ).html()
    #expect(html.contains("lang=\"&quot;\u{301} onload=x &lt;\u{301}b&gt;\""))
    #expect(html.unicodeScalars.split(separator: "<").allSatisfy { $0.first != "\u{301}" })
  }

  @Test func standsAlone() {
    let html = page.html()
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"zh-CN&quot;"))
    #expect(
      html.contains(
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\""))
    #expect(html.split(separator: "<h1>").count == 2)
    for outside in ["http:", "https:", "url(", "@import", "src=", "<link"] {
      #expect(!html.contains(outside), "\(outside)")
    }
    #expect(html.contains("prefers-color-scheme:dark") && html.contains("@media print"))
    #expect(html == page.html())
  }

  @Test func linksItsSections() {
    let html = page.html()
    for index in 1...3 {
      #expect(
        html.contains("href=\"#section-\(index)\"") && html.contains("id=\"section-\(index)\""))
    }
    #expect(!Page(title: "t", sections: []).html().contains("<nav"))
  }
}
