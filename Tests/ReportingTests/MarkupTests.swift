import Testing

@testable import Reporting

struct MarkupTests {
  @Test(arguments: [
    ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;"), ("买家\n\u{0}x\u{202E}", "买家 \u{FFFD}x\u{FFFD}"),
    ("\u{FFFE}\u{9B}", "\u{FFFD}\u{FFFD}"), ("&amp;", "&amp;amp;"),
  ])
  func escapes(text: String, expected: String) {
    #expect(Markup.escaped(text) == expected)
  }

  @Test(arguments: [
    ("a|b\nc", "a\\|b c"), ("recency_days", "recency_days"), ("_a_", "\\_a\\_"),
    ("*[x](y)*", "\\*\\[x\\](y)\\*"), ("<b>&`", "&lt;b&gt;&amp;\\`"), ("a\\|", "a\\\\\\|"),
  ])
  func escapesMarkdown(text: String, expected: String) {
    #expect(Markup.markdown(text) == expected)
  }

  @Test func attributesCannotEnd() {
    #expect(Markup.element("a", ["b": "\"><x>"]) == "<a b=\"&quot;&gt;&lt;x&gt;\"/>")
  }
}
