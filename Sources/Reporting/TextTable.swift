/// A table of texts, for the terminal, Markdown and HTML.
public struct TextTable: Sendable, Equatable {
  public enum Alignment: Sendable, Equatable { case left, right }

  public struct Column: Sendable, Equatable {
    public var header: String
    public var alignment: Alignment
    /// Terminal columns at most; longer cells end in an ellipsis.
    public var maxWidth: Int?
    /// Whether its cells are words of the program, which a translation changes, and not data.
    public var holdsPhrases: Bool

    public init(
      _ header: String, _ alignment: Alignment = .left, maxWidth: Int? = nil,
      holdsPhrases: Bool = false
    ) {
      self.header = header
      self.alignment = alignment
      self.maxWidth = maxWidth
      self.holdsPhrases = holdsPhrases
    }
  }

  public var columns: [Column]
  /// Cells by row; a short row is filled with empty cells, cells beyond the columns are left out.
  public var rows: [[String]]
  public var caption: String?

  public init(_ columns: [Column], rows: [[String]] = [], caption: String? = nil) {
    self.columns = columns
    self.rows = rows
    self.caption = caption
  }

  /// What stands in a row's column.
  func cell(_ row: [String], _ column: Int) -> String {
    row.indices.contains(column) ? row[column] : ""
  }
}

extension TextTable {
  /// A GitHub-flavoured Markdown table; the caption is a paragraph above it.
  public func markdown() -> String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    var text = caption.map { Markup.markdown($0) + "\n\n" } ?? ""
    text += line(columns.map { Markup.markdown($0.header) })
    text += line(columns.map { $0.alignment == .left ? "---" : "---:" })
    for row in rows { text += line(columns.indices.map { Markup.markdown(cell(row, $0)) }) }
    return text
  }

  /// A `<table>` with caption, column headers and, where the first column holds words, row
  /// headers. Numbers have the class `number`.
  public func html() -> String {
    var text = "<table>\n"
    if let caption { text += "<caption>\(Markup.escaped(caption))</caption>\n" }
    text += "<thead><tr>"
    for column in columns { text += Self.header(column) }
    text += "</tr></thead>\n<tbody>\n"
    for row in rows {
      text += "<tr>" + columns.indices.map { htmlCell(row, $0) }.joined() + "</tr>\n"
    }
    return text + "</tbody>\n</table>\n"
  }

  /// A header without words would be announced and say nothing.
  private static func header(_ column: Column) -> String {
    if column.header.isEmpty { return "<td></td>" }
    return "<th scope=\"col\"\(mark(column))>\(Markup.escaped(column.header))</th>"
  }

  private func htmlCell(_ row: [String], _ column: Int) -> String {
    let text = Markup.escaped(cell(row, column))
    if column == 0, columns[0].alignment == .left, !text.isEmpty {
      return "<th scope=\"row\">\(text)</th>"
    }
    return "<td\(Self.mark(columns[column]))>\(text)</td>"
  }

  private static func mark(_ column: Column) -> String {
    column.alignment == .right ? " class=\"number\"" : ""
  }
}
