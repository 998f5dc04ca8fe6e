/// A table of texts, for the terminal, Markdown and HTML.
public struct TextTable: Sendable, Equatable {
  public enum Alignment: Sendable, Equatable { case left, right }

  public struct Column: Sendable, Equatable {
    public var header: String
    public var alignment: Alignment
    /// Terminal columns at most; longer cells end in an ellipsis.
    public var maxWidth: Int?

    public init(_ header: String, _ alignment: Alignment = .left, maxWidth: Int? = nil) {
      self.header = header
      self.alignment = alignment
      self.maxWidth = maxWidth
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

  func cell(_ row: [String], _ column: Int) -> String {
    row.indices.contains(column) ? row[column] : ""
  }
}

extension TextTable {
  /// Aligned text with a line under the header and a final newline. With `maxWidth` columns of
  /// words are cut, the widest first, down to 8; numbers never are.
  public func plain(maxWidth: Int? = nil) -> String {
    let cells = ([columns.map(\.header)] + rows).map { row in
      columns.indices.map { DisplayWidth.oneLine(cell(row, $0)) }
    }
    let widths = fitted(natural(cells), to: maxWidth)
    var lines = caption.map { [DisplayWidth.oneLine($0)] } ?? []
    for (index, row) in cells.enumerated() {
      lines.append(line(row, widths))
      if index == 0 { lines.append(line(widths.map { String(repeating: "-", count: $0) }, widths)) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func natural(_ cells: [[String]]) -> [Int] {
    columns.indices.map { column in
      let width = cells.map { DisplayWidth.of($0[column]) }.max() ?? 0
      return min(width, max(columns[column].maxWidth ?? width, 1))
    }
  }

  private func fitted(_ widths: [Int], to maxWidth: Int?) -> [Int] {
    guard let maxWidth else { return widths }
    var widths = widths
    var excess = widths.reduce(2 * max(widths.count - 1, 0), +) - maxWidth
    while excess > 0 {
      let candidates = columns.indices.filter { columns[$0].alignment == .left && widths[$0] > 8 }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (index, width) in widths.enumerated() {
      let text = DisplayWidth.cut(cells[index], to: width)
      let fill = String(repeating: " ", count: max(width - DisplayWidth.of(text), 0))
      if index > 0 { line += "  " }
      line += columns[index].alignment == .left ? text + fill : fill + text
    }
    while line.last == " " { line.removeLast() }
    return line
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
    for column in columns {
      text += "<th scope=\"col\"\(Self.mark(column))>\(Markup.escaped(column.header))</th>"
    }
    text += "</tr></thead>\n<tbody>\n"
    for row in rows {
      text += "<tr>" + columns.indices.map { htmlCell(row, $0) }.joined() + "</tr>\n"
    }
    return text + "</tbody>\n</table>\n"
  }

  private func htmlCell(_ row: [String], _ column: Int) -> String {
    let text = Markup.escaped(cell(row, column))
    if column == 0, columns[0].alignment == .left { return "<th scope=\"row\">\(text)</th>" }
    return "<td\(Self.mark(columns[column]))>\(text)</td>"
  }

  private static func mark(_ column: Column) -> String {
    column.alignment == .right ? " class=\"number\"" : ""
  }
}
