/// A chart of any kind.
public enum Chart: Sendable, Equatable {
  case line(LineChart)
  case bar(BarChart)
  case tree(TreeDiagram)

  public var title: String {
    switch self {
    case .line(let chart): chart.title
    case .bar(let chart): chart.title
    case .tree(let diagram): diagram.title
    }
  }

  public func svg(isStandalone: Bool = false, language: Language = .english) -> String {
    switch self {
    case .line(let chart): chart.svg(isStandalone: isStandalone, language: language)
    case .bar(let chart): chart.svg(isStandalone: isStandalone, language: language)
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
    /// A heading below that of the section.
    case subheading(String)
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
  /// A language tag (BCP 47); what the page says by itself is in that language if it is one of
  /// `Language`, else in English.
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
    let entries = sections.enumerated().map { index, section in
      PageTemplate.Entry(
        number: index + 1, heading: section.heading, blocks: html(section.blocks))
    }
    let contents = PageTemplate.Contents(label: words.text(.sections), entries: entries)
    return PageTemplate(
      language: language, title: title, style: Style.colours + Style.chart + Style.page,
      lead: html(lead), contents: entries.count < 3 ? [] : [contents], sections: entries,
      footer: footer.isEmpty ? [] : [footer]
    ).html()
  }

  private var words: Language { Language(tag: language) }

  private func html(_ blocks: [Block]) -> String { blocks.map { html($0) }.joined() }

  private func html(_ block: Block) -> String {
    switch block {
    case .subheading(let text): return "<h3>\(Markup.escaped(text))</h3>\n"
    case .paragraph(let text): return paragraph(text)
    case .list(let items):
      return "<ul>\n" + items.map { "<li>\(Markup.escaped($0))</li>\n" }.joined() + "</ul>\n"
    case .note(let text): return "<div class=\"note\" role=\"note\">\(Markup.escaped(text))</div>\n"
    case .warning(let text):
      return "<div class=\"warning\" role=\"note\">\(Markup.escaped(text))</div>\n"
    case .facts(let facts): return html(facts)
    case .table(let table):
      return scrolling(table.html(), named: table.caption ?? words.text(.table))
    case .figure(let chart, let caption, let table):
      return figure(chart, caption) + (table.map { html(.table($0)) } ?? "")
    case .grid(let blocks):
      let cells = blocks.map { "<div>\n\(html($0))</div>\n" }.joined()
      return "<div class=\"grid-of-blocks\">\n\(cells)</div>\n"
    }
  }

  private func paragraph(_ text: String) -> String { "<p>\(Markup.escaped(text))</p>\n" }

  private func html(_ facts: [Fact]) -> String {
    let tiles = facts.map { fact in
      "<div><dt>\(Markup.escaped(fact.label))</dt>"
        + "<dd class=\"value\">\(Markup.escaped(fact.value))</dd>"
        + (fact.detail.isEmpty ? "" : "<dd class=\"detail\">\(Markup.escaped(fact.detail))</dd>")
        + "</div>\n"
    }
    return "<dl class=\"facts\">\n\(tiles.joined())</dl>\n"
  }

  private func figure(_ chart: Chart, _ caption: String) -> String {
    var drawing = chart.svg(language: words)
    if case .tree = chart { drawing = scrolling(drawing, named: caption) }
    return "<figure>\n<figcaption>\(Markup.escaped(caption))</figcaption>\n" + drawing
      + ChartFiles.html(chart, language: words) + "</figure>\n"
  }

  /// A box that scrolls sideways on a narrow screen, by keyboard too.
  private func scrolling(_ content: String, named name: String) -> String {
    "<div class=\"scroll\" role=\"group\" aria-label=\"\(Markup.escaped(name))\" tabindex=\"0\">\n"
      + content + "</div>\n"
  }
}
