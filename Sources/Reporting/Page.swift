/// A chart of any kind.
public enum Chart: Sendable, Equatable {
  case line(LineChart)
  case bar(BarChart)
  case tree(TreeDiagram)

  public func svg(isStandalone: Bool = false) -> String {
    switch self {
    case .line(let chart): chart.svg(isStandalone: isStandalone)
    case .bar(let chart): chart.svg(isStandalone: isStandalone)
    case .tree(let diagram): diagram.svg(isStandalone: isStandalone)
    }
  }
}

/// A self-contained HTML page: no script, no network, no date, so the same content is the same
/// bytes. Every text is plain text and escaped.
public struct Page: Sendable, Equatable {
  /// A key figure.
  public struct Fact: Sendable, Equatable {
    public var label: String
    public var value: String
    public var detail: String

    public init(_ label: String, _ value: String, detail: String = "") {
      self.label = label
      self.value = value
      self.detail = detail
    }
  }

  public indirect enum Block: Sendable, Equatable {
    case paragraph(String)
    case list([String])
    case note(String)
    case warning(String)
    case facts([Fact])
    case table(TextTable)
    /// A chart with its caption, and its numbers below it.
    case figure(Chart, caption: String, table: TextTable? = nil)
    /// Blocks side by side where the window is wide enough.
    case grid([Block])
  }

  public struct Section: Sendable, Equatable {
    public var heading: String
    public var blocks: [Block]

    public init(_ heading: String, _ blocks: [Block]) {
      self.heading = heading
      self.blocks = blocks
    }
  }

  public var title: String
  /// Blocks between the title and the first section.
  public var lead: [Block]
  public var sections: [Section]
  public var footer: String
  /// A language tag (BCP 47).
  public var language: String

  public init(
    title: String, lead: [Block] = [], sections: [Section], footer: String = "",
    language: String = "en"
  ) {
    self.title = title
    self.lead = lead
    self.sections = sections
    self.footer = footer
    self.language = language
  }

  /// The whole document.
  public func html() -> String {
    head() + "<body>\n<main>\n<h1>\(Markup.escaped(title))</h1>\n" + Self.html(lead) + contents()
      + sections.indices.map(section).joined()
      + (footer.isEmpty ? "" : "<footer>\n\(Self.paragraph(footer))</footer>\n")
      + "</main>\n</body>\n</html>\n"
  }

  private func head() -> String {
    """
    <!DOCTYPE html>
    <html lang="\(Markup.escaped(language))">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>\(Markup.escaped(title))</title>
    <style>
    \(Style.colours)\(Style.chart)\(Style.page)</style>
    </head>

    """
  }

  private func contents() -> String {
    if sections.count < 3 { return "" }
    let entries = sections.enumerated().map { index, section in
      "<li><a href=\"#section-\(index + 1)\">\(Markup.escaped(section.heading))</a></li>\n"
    }
    return "<nav aria-label=\"Sections\">\n<ul>\n\(entries.joined())</ul>\n</nav>\n"
  }

  private func section(_ index: Int) -> String {
    let heading = Markup.escaped(sections[index].heading)
    return "<section>\n<h2 id=\"section-\(index + 1)\">\(heading)</h2>\n"
      + Self.html(sections[index].blocks) + "</section>\n"
  }

  private static func html(_ blocks: [Block]) -> String { blocks.map(html).joined() }

  private static func html(_ block: Block) -> String {
    switch block {
    case .paragraph(let text): return paragraph(text)
    case .list(let items):
      return "<ul>\n" + items.map { "<li>\(Markup.escaped($0))</li>\n" }.joined() + "</ul>\n"
    case .note(let text): return "<div class=\"note\" role=\"note\">\(Markup.escaped(text))</div>\n"
    case .warning(let text):
      return "<div class=\"warning\" role=\"note\">\(Markup.escaped(text))</div>\n"
    case .facts(let facts): return html(facts)
    case .table(let table): return scrolling(table.html(), named: table.caption ?? "Table")
    case .figure(let chart, let caption, let table):
      return figure(chart, caption) + (table.map { html(.table($0)) } ?? "")
    case .grid(let blocks):
      let cells = blocks.map { "<div>\n\(html($0))</div>\n" }.joined()
      return "<div class=\"grid-of-blocks\">\n\(cells)</div>\n"
    }
  }

  private static func paragraph(_ text: String) -> String { "<p>\(Markup.escaped(text))</p>\n" }

  private static func html(_ facts: [Fact]) -> String {
    let tiles = facts.map { fact in
      "<div><dt>\(Markup.escaped(fact.label))</dt>"
        + "<dd class=\"value\">\(Markup.escaped(fact.value))</dd>"
        + (fact.detail.isEmpty ? "" : "<dd class=\"detail\">\(Markup.escaped(fact.detail))</dd>")
        + "</div>\n"
    }
    return "<dl class=\"facts\">\n\(tiles.joined())</dl>\n"
  }

  private static func figure(_ chart: Chart, _ caption: String) -> String {
    let heading = "<figcaption>\(Markup.escaped(caption))</figcaption>\n"
    guard case .tree = chart else { return "<figure>\n\(heading)\(chart.svg())</figure>\n" }
    return "<figure>\n\(heading)\(scrolling(chart.svg(), named: caption))</figure>\n"
  }

  /// A box that scrolls sideways on a narrow screen, by keyboard too.
  private static func scrolling(_ content: String, named name: String) -> String {
    "<div class=\"scroll\" role=\"region\" aria-label=\"\(Markup.escaped(name))\" tabindex=\"0\">\n"
      + content + "</div>\n"
  }
}
