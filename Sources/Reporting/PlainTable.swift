extension TextTable {
  /// Aligned text with a line under the header and a final newline. With a `width` no line is
  /// wider: headers take several lines, then the widest columns of words are cut down to 8 columns
  /// with an ellipsis, then what is left of the columns goes into further panels, each with the
  /// first column again. Numbers are never cut; only a number wider than `width` exceeds it.
  public func plain(width: Int? = nil) -> String {
    PlainTable(self, width: width).text
  }
}

/// A table laid out for the terminal.
private struct PlainTable {
  /// Columns of words are not cut below this.
  static let leastWidth = 8
  static let gap = 2

  let table: TextTable
  let rows: [[String]]
  let width: Int?

  init(_ table: TextTable, width: Int?) {
    self.table = table
    self.width = width
    rows = table.rows.map { row in
      table.columns.indices.map { DisplayWidth.oneLine(table.cell(row, $0)) }
    }
  }

  var text: String {
    var lines = table.caption.map { TextWrap.lines(DisplayWidth.oneLine($0), to: width) } ?? []
    let widths = fitted()
    for (number, panel) in panels(widths).enumerated() {
      if number > 0 { lines.append("") }
      lines += self.lines(panel, widths)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func header(_ column: Int) -> String {
    DisplayWidth.oneLine(table.columns[column].header)
  }

  private func isWords(_ column: Int) -> Bool { table.columns[column].alignment == .left }

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(gap * max(widths.count - 1, 0), +)
  }

  private func fitted() -> [Int] {
    let columns = table.columns.indices
    let contents = columns.map { column in
      rows.map { DisplayWidth.of($0[column]) }.max() ?? 0
    }
    func bounded(_ natural: Int, _ column: Int) -> Int {
      min(natural, max(table.columns[column].maxWidth ?? natural, 1))
    }
    let natural = columns.map { bounded(max(contents[$0], DisplayWidth.of(header($0))), $0) }
    guard let width, Self.total(natural) > width else { return natural }
    var widths = columns.map { column in
      let words = header(column).split(separator: " ").map { DisplayWidth.of(String($0)) }
      return bounded(max(contents[column], words.max() ?? 0), column)
    }
    widen(&widths, to: natural, within: width)
    narrow(&widths, to: width)
    return widths
  }

  /// What room is left goes to the headers that take most lines.
  private func widen(_ widths: inout [Int], to natural: [Int], within width: Int) {
    var room = width - Self.total(widths)
    while room > 0 {
      let candidates = widths.indices.filter { widths[$0] < natural[$0] }
      func height(_ column: Int) -> Int { TextWrap.lines(header(column), to: widths[column]).count }
      guard let tallest = candidates.max(by: { height($0) < height($1) }) else { return }
      widths[tallest] += 1
      room -= 1
    }
  }

  private func narrow(_ widths: inout [Int], to width: Int) {
    while Self.total(widths) > width {
      let candidates = widths.indices.filter { isWords($0) && widths[$0] > Self.leastWidth }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return }
      widths[widest] -= 1
    }
  }

  /// Columns that fit beside each other; a first column of words stands in every panel.
  private func panels(_ widths: [Int]) -> [[Int]] {
    guard let width, Self.total(widths) > width else { return [Array(widths.indices)] }
    let key = isWords(0) ? [0] : []
    var panels = [key]
    for column in widths.indices.dropFirst(key.count) {
      let panel = panels[panels.count - 1] + [column]
      if panel.count > key.count + 1, Self.total(panel.map { widths[$0] }) > width {
        panels.append(key + [column])
      } else {
        panels[panels.count - 1] = panel
      }
    }
    return panels
  }

  private func lines(_ panel: [Int], _ widths: [Int]) -> [String] {
    var (panel, widths) = (panel, widths)
    let excess = Self.total(panel.map { widths[$0] }) - (width ?? .max)
    // Beside a wide number the first column has less than its width, or no room at all.
    if excess > 0, panel.count > 1, isWords(panel[0]) {
      widths[panel[0]] -= excess
      if widths[panel[0]] < 1 { panel.removeFirst() }
    }
    let headers = panel.map { TextWrap.lines(header($0), to: widths[$0]) }
    let height = headers.map(\.count).max() ?? 0
    var lines = (0..<height).map { row in
      let cells = headers.map { lines in
        let blank = height - lines.count
        return row < blank ? "" : lines[row - blank]
      }
      return line(cells, panel, widths)
    }
    lines.append(line(panel.map { String(repeating: "-", count: widths[$0]) }, panel, widths))
    return lines + rows.map { row in line(panel.map { row[$0] }, panel, widths) }
  }

  private func line(_ cells: [String], _ panel: [Int], _ widths: [Int]) -> String {
    var line = ""
    for (place, column) in panel.enumerated() {
      let text = DisplayWidth.cut(cells[place], to: widths[column])
      let fill = String(repeating: " ", count: max(widths[column] - DisplayWidth.of(text), 0))
      if place > 0 { line += String(repeating: " ", count: Self.gap) }
      line += isWords(column) ? text + fill : fill + text
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
