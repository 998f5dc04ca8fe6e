/// How a finished page is put into another language: each text of its own by `phrase`; cells that are
/// data, such as names and numbers, by `value`.
public struct PageTranslation: Sendable {
  public var phrase: @Sendable (String) -> String
  public var value: @Sendable (String) -> String

  public init(
    phrase: @escaping @Sendable (String) -> String, value: @escaping @Sendable (String) -> String
  ) {
    self.phrase = phrase
    self.value = value
  }
}

extension Page {
  /// The same page in the words of a translation; `language` is the caller's to set.
  public func translated(by translation: PageTranslation) -> Page {
    var page = self
    page.title = translation.phrase(title)
    page.lead = lead.map { $0.translated(by: translation) }
    page.sections = sections.map { section in
      Section(
        translation.phrase(section.heading),
        section.blocks.map { $0.translated(by: translation) })
    }
    page.footer = translation.phrase(footer)
    return page
  }
}

extension Page.Block {
  fileprivate func translated(by translation: PageTranslation) -> Page.Block {
    let phrase = translation.phrase
    switch self {
    case .subheading(let text): return .subheading(phrase(text))
    case .paragraph(let text): return .paragraph(phrase(text))
    case .list(let items): return .list(items.map(phrase))
    case .note(let text): return .note(phrase(text))
    case .warning(let text): return .warning(phrase(text))
    case .facts(let facts):
      return .facts(
        facts.map { Page.Fact(phrase($0.label), phrase($0.value), detail: phrase($0.detail)) })
    case .table(let table): return .table(table.translated(by: translation))
    case .figure(let chart, let caption, let table):
      return .figure(
        chart.translated(by: translation), caption: phrase(caption),
        table: table?.translated(by: translation))
    case .grid(let blocks): return .grid(blocks.map { $0.translated(by: translation) })
    }
  }
}

extension TextTable {
  fileprivate func translated(by translation: PageTranslation) -> TextTable {
    var table = self
    table.caption = caption.map(translation.phrase)
    for place in columns.indices {
      table.columns[place].header = translation.phrase(columns[place].header)
    }
    table.rows = rows.map { row in
      row.enumerated().map { place, cell in
        columns.indices.contains(place) && columns[place].holdsPhrases
          ? translation.phrase(cell) : translation.value(cell)
      }
    }
    return table
  }
}

extension Chart {
  fileprivate func translated(by translation: PageTranslation) -> Chart {
    let phrase = translation.phrase
    switch self {
    case .line(var chart):
      (chart.title, chart.summary) = (phrase(chart.title), phrase(chart.summary))
      (chart.x.title, chart.y.title) = (phrase(chart.x.title), phrase(chart.y.title))
      for place in chart.series.indices {
        chart.series[place].name = phrase(chart.series[place].name)
      }
      for place in chart.marks.indices { chart.marks[place].name = phrase(chart.marks[place].name) }
      return .line(chart)
    case .bar(var chart):
      (chart.title, chart.summary) = (phrase(chart.title), phrase(chart.summary))
      chart.axis.title = phrase(chart.axis.title)
      return .bar(chart)
    case .tree(var diagram):
      (diagram.title, diagram.summary) = (phrase(diagram.title), phrase(diagram.summary))
      diagram.root = diagram.root.translated(by: translation)
      return .tree(diagram)
    }
  }
}

extension TreeDiagram.Node {
  /// The branches are rules in the model's own terms.
  fileprivate func translated(by translation: PageTranslation) -> TreeDiagram.Node {
    var node = self
    node.lines = lines.map(translation.phrase)
    node.children = children.map { $0.translated(by: translation) }
    return node
  }
}
