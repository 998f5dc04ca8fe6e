/// Where everything stands in a line chart.
struct LineChartLayout {
  let chart: LineChart
  let width = SVG.chartWidth
  let looks: [SeriesLook]
  let xTicks: Ticks
  let yTicks: Ticks
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  let legend: [(x: Double, y: Double, name: String)]
  let marks: [(x: Double, name: String, label: (x: Double, y: Double))]

  init(_ chart: LineChart, _ language: Language) {
    self.chart = chart
    looks = SeriesLook.all(chart.series)
    let points = chart.series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    let bands = chart.series.flatMap(\.band)
    let ys =
      points.map(\.y) + bands.flatMap { [$0.low, $0.high] }
      + (chart.series.contains(where: \.isFilled) ? [0] : [])
    xTicks = Self.ticks(chart.x, points.map(\.x) + bands.map(\.x), language)
    yTicks = Self.ticks(chart.y, ys, language)
    left = max((yTicks.labels.map { SVG.width(of: $0) }.max() ?? 0) + 16, 24)
    right = width - 20
    (marks, top) = Self.marks(chart.marks, xTicks, from: left, to: right)
    bottom = top + (chart.isSquare ? right - left : 250)
    legend = Self.legend(chart.series.map(\.name), from: bottom + 66, width: width)
  }

  var height: Double { (legend.last?.y ?? bottom + 42) + 12 }

  private static func ticks(_ axis: Axis, _ data: [Double], _ language: Language) -> Ticks {
    if let range = axis.range {
      return Ticks(
        from: range.lowerBound, to: range.upperBound, format: axis.format, isWidened: false,
        language: language)
    }
    let finite = data.filter(\.isFinite)
    return Ticks(
      from: finite.min() ?? 0, to: finite.max() ?? 1, format: axis.format, language: language)
  }

  /// Entries side by side, in as many rows as they need.
  private static func legend(
    _ names: [String], from top: Double, width: Double
  ) -> [(x: Double, y: Double, name: String)] {
    var (x, y) = (8.0, top)
    return names.map { name in
      let name = SVG.cut(name, to: width - 50)
      let needed = SVG.width(of: name) + 52
      if x > 8, x + needed > width {
        x = 8
        y += 20
      }
      defer { x += needed }
      return (x, y, name)
    }
  }

  /// Names above the plot, centred over their lines, in as many rows as keep them apart; the rows
  /// push the plot down.
  private static func marks(
    _ marks: [LineChart.Mark], _ ticks: Ticks, from left: Double, to right: Double
  ) -> (marks: [(x: Double, name: String, label: (x: Double, y: Double))], top: Double) {
    var (top, rowEnds): (Double, [Double]) = (34, [])
    let shown = marks.filter { $0.x >= ticks.low && $0.x <= ticks.high }.sorted { $0.x < $1.x }
    let placed = shown.map { mark in
      let name = SVG.cut(mark.name, to: right - left)
      let x = SVG.position(mark.x, ticks, from: left, to: right)
      let half = SVG.width(of: name) / 2
      let middle = min(max(x, half), max(right + 20 - half, half))
      let row = rowEnds.firstIndex { $0 <= middle - half } ?? rowEnds.count
      if row == rowEnds.count { rowEnds.append(0) }
      rowEnds[row] = middle + half + 8
      return (x: x, name: name, label: (x: middle, y: 34 + 17 * Double(row)))
    }
    if !rowEnds.isEmpty { top += 17 * Double(rowEnds.count) - 10 }
    return (placed, top)
  }

  func drawing() -> String {
    grid() + axisTitles() + markLines() + legendEntries()
      + clipped(bands() + diagonal() + lines())
  }

  private func markLines() -> String {
    marks.map { mark in
      SVG.line(mark.x, top, mark.x, bottom, style: "mark")
        + SVG.text(mark.name, mark.label.x, mark.label.y, .middle)
    }.joined()
  }

  private func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (
      SVG.position(x, xTicks, from: left, to: right),
      SVG.position(y, yTicks, from: bottom, to: top)
    )
  }

  private func grid() -> String {
    var text = ""
    for (value, label) in zip(yTicks.values, yTicks.labels) {
      let y = place(xTicks.low, value).y
      text += SVG.line(left, y, right, y, style: "grid")
      text += SVG.text(label, left - 6, y + 4.5, .end)
    }
    for (value, label) in SVG.spaced(xTicks, over: right - left) {
      let x = place(value, yTicks.low).x
      text += SVG.line(x, bottom, x, bottom + 4, style: "axis")
      let half = SVG.width(of: label) / 2
      text += SVG.text(label, min(max(x, half), width - half), bottom + 20, .middle)
    }
    if yTicks.low < 0, yTicks.high > 0 {
      let zero = place(xTicks.low, 0).y
      text += SVG.line(left, zero, right, zero, style: "axis")
    }
    return text + SVG.line(left, bottom, right, bottom, style: "axis")
  }

  private func axisTitles() -> String {
    SVG.text(SVG.cut(chart.y.title, to: width - 8), 4, 16, style: "axis-title")
      + SVG.text(
        SVG.cut(chart.x.title, to: right - left), (left + right) / 2, bottom + 42, .middle,
        style: "axis-title")
  }

  private func legendEntries() -> String {
    zip(zip(chart.series, looks), legend).map { series, entry in
      let (series, look) = series
      let y = entry.y - 4.5
      var sample = ""
      if series.path != .points {
        sample += SVG.line(entry.x, y, entry.x + 24, y, style: "line \(look.style)")
      }
      if series.hasMarkers { sample += look.marker(entry.x + 12, y) }
      return sample + SVG.text(entry.name, entry.x + 30, entry.y)
    }.joined()
  }

  /// An inner `<svg>` cuts what leaves the plot, without identifiers that a page must keep apart.
  private func clipped(_ content: String) -> String {
    let margin = 4.0
    let size = [left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin]
      .map(SVG.number)
    return Markup.element(
      "svg",
      [
        "x": size[0], "y": size[1], "width": size[2], "height": size[3],
        "viewBox": size.joined(separator: " "), "overflow": "hidden",
      ], "\n" + content) + "\n"
  }

  private func diagonal() -> String {
    guard chart.hasDiagonal else { return "" }
    let low = max(xTicks.low, yTicks.low)
    let high = min(xTicks.high, yTicks.high)
    guard low < high else { return "" }
    let (start, end) = (place(low, low), place(high, high))
    return SVG.line(start.x, start.y, end.x, end.y, style: "reference")
  }

  private func bands() -> String {
    zip(chart.series, looks).map { series, look in
      let band = series.band.filter { $0.x.isFinite && $0.low.isFinite && $0.high.isFinite }
      guard band.count > 1 else { return "" }
      return area(
        band.map { place($0.x, $0.high) } + band.reversed().map { place($0.x, $0.low) }, look)
    }.joined()
  }

  private func area(_ outline: [(x: Double, y: Double)], _ look: SeriesLook) -> String {
    let attributes: KeyValuePairs = [
      "class": "band \(look.style)", "points": SVG.points(outline),
    ]
    return Markup.element("polygon", attributes) + "\n"
  }

  private func lines() -> String {
    zip(chart.series, looks).map { series, look in
      let pieces = series.points.split { !($0.x.isFinite && $0.y.isFinite) }
      return pieces.map { piece(Array($0), series, look) }.joined()
    }.joined()
  }

  private func piece(
    _ points: [LineChart.Point], _ series: LineChart.Series, _ look: SeriesLook
  ) -> String {
    let places = points.map { place($0.x, $0.y) }
    let line = series.path == .steps ? Self.steps(places) : places
    var text = ""
    if series.isFilled, let first = points.first, let last = points.last {
      text += area([place(first.x, 0)] + line + [place(last.x, 0)], look)
    }
    if series.path != .points {
      let attributes: KeyValuePairs = ["class": "line \(look.style)", "points": SVG.points(line)]
      text += Markup.element("polyline", attributes) + "\n"
    }
    return text + (series.hasMarkers ? places.map { look.marker($0.x, $0.y) }.joined() : "")
  }

  private static func steps(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    var result = Array(points.prefix(1))
    for (last, next) in zip(points, points.dropFirst()) {
      if next.x != last.x, next.y != last.y { result.append((next.x, last.y)) }
      result.append(next)
    }
    return result
  }
}
