/// The numbers behind a chart: what its CSV file and its Vega-Lite specification hold.
struct ChartData: Sendable, Equatable {
  enum Cell: Sendable, Equatable {
    case number(Double)
    case text(String)
    case empty
  }

  var columns: [String]
  /// As many cells as columns.
  var rows: [[Cell]] = []

  /// RFC 4180 with a line feed at each line's end. A number that is not finite is an empty cell; a
  /// text that a spreadsheet would take for a formula has an apostrophe before it.
  var csv: String {
    var text = columns.joined(separator: ",") + "\n"
    for row in rows { text += row.map(Self.csv).joined(separator: ",") + "\n" }
    return text
  }

  /// An object a row, without its empty cells.
  var values: JSONValue {
    .array(
      rows.map { row in
        var members: [String: JSONValue] = [:]
        for (column, cell) in zip(columns, row) { members[column] = Self.json(cell) }
        return .object(members)
      })
  }

  private static func csv(_ cell: Cell) -> String {
    switch cell {
    case .number(let value): return NumberText.exact(value)
    case .empty: return ""
    case .text(let text):
      let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) }
      let text = isFormula == true ? "'" + text : text
      let isPlain = !text.unicodeScalars.contains { "\",\n\r".unicodeScalars.contains($0) }
      return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
  }

  private static func json(_ cell: Cell) -> JSONValue? {
    switch cell {
    case .number(let value): .number(value)
    case .text(let text): .string(text)
    case .empty: nil
    }
  }
}

extension LineChart {
  /// A row a point (`curve` or `points`), place of a band or mark, in drawing order. Names given
  /// twice have a number behind the second.
  var data: ChartData {
    var data = ChartData(columns: ["kind", "series", "order", "x", "y", "low", "high"])
    for (name, series) in zip(Self.apart(series.map(\.name)), series) {
      let kind = series.path == .points ? "points" : "curve"
      for (order, point) in series.points.enumerated() {
        data.rows.append([
          .text(kind), .text(name), .number(Double(order)), .number(point.x), .number(point.y),
          .empty, .empty,
        ])
      }
      for (order, point) in series.band.enumerated() {
        data.rows.append([
          .text("band"), .text(name), .number(Double(order)), .number(point.x), .empty,
          .number(point.low), .number(point.high),
        ])
      }
    }
    for mark in marks {
      data.rows.append(
        [.text("mark"), .text(mark.name), .empty, .number(mark.x), .empty, .empty, .empty])
    }
    return data
  }

  /// Names that a colour scale can tell apart.
  static func apart(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.map { name in
      var (candidate, number) = (name, 1)
      while !taken.insert(candidate).inserted {
        number += 1
        candidate = "\(name) (\(number))"
      }
      return candidate
    }
  }
}

extension BarChart {
  /// A row a bar.
  var data: ChartData {
    var data = ChartData(columns: ["category", "value", "low", "high", "label"])
    for (name, bar) in zip(LineChart.apart(bars.map(\.category)), bars) {
      data.rows.append([
        .text(name), .number(bar.value), bar.interval.map { .number($0.lowerBound) } ?? .empty,
        bar.interval.map { .number($0.upperBound) } ?? .empty, .text(bar.label),
      ])
    }
    return data
  }
}

extension Chart {
  private var data: ChartData? {
    switch self {
    case .line(let chart): chart.data
    case .bar(let chart): chart.data
    case .tree: nil
    }
  }

  /// The numbers of the chart as a CSV file; nil for a tree, which is no table.
  public var csv: String? { data?.csv }

  /// The chart as a Vega-Lite 5 specification (JSON) with its data; nil for a tree.
  public var vegaLite: String? {
    switch self {
    case .line(let chart): chart.specification.text + "\n"
    case .bar(let chart): chart.specification.text + "\n"
    case .tree: nil
    }
  }
}
