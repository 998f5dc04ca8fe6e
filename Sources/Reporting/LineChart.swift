/// Named lines over two numeric axes, with bands, a diagonal and marked places where wanted: gains,
/// ROC, calibration, survival, distributions with cuts.
public struct LineChart: Sendable, Equatable {
  public struct Point: Sendable, Equatable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// An interval at x.
  public struct BandPoint: Sendable, Equatable {
    public var x: Double
    public var low: Double
    public var high: Double

    public init(_ x: Double, _ low: Double, _ high: Double) {
      self.x = x
      self.low = low
      self.high = high
    }
  }

  public struct Series: Sendable, Equatable {
    public var name: String
    /// In drawing order; points that are not finite break the line.
    public var points: [Point]
    public var band: [BandPoint]
    public var hasMarkers: Bool

    public init(
      _ name: String, _ points: [Point], band: [BandPoint] = [], hasMarkers: Bool = false
    ) {
      self.name = name
      self.points = points
      self.band = band
      self.hasMarkers = hasMarkers
    }
  }

  /// A named place on the x axis: a vertical line over the whole plot.
  public struct Mark: Sendable, Equatable {
    public var x: Double
    public var name: String

    public init(_ x: Double, _ name: String) {
      self.x = x
      self.name = name
    }
  }

  public var title: String
  /// What the chart says, for those who do not see it.
  public var summary: String
  public var x: Axis
  public var y: Axis
  public var series: [Series]
  /// Draws y = x as reference.
  public var hasDiagonal: Bool
  /// Makes the plot square, as both axes of a ROC curve should be.
  public var isSquare: Bool
  /// Named above the plot; those outside the x axis are left out.
  public var marks: [Mark]

  public init(
    title: String, summary: String, x: Axis, y: Axis, series: [Series], hasDiagonal: Bool = false,
    isSquare: Bool = false, marks: [Mark] = []
  ) {
    self.title = title
    self.summary = summary
    self.x = x
    self.y = y
    self.series = series
    self.hasDiagonal = hasDiagonal
    self.isSquare = isSquare
    self.marks = marks
  }

  /// The drawing as an SVG element; standalone with its own colours, else with those of a `Page`.
  public func svg(isStandalone: Bool = false) -> String {
    let plot = LineChartLayout(self)
    return SVG.document(
      width: plot.width, height: plot.height, title: title, summary: summary,
      isStandalone: isStandalone, plot.drawing())
  }
}

/// Where everything stands.
private struct LineChartLayout {
  let chart: LineChart
  let width = 480.0
  let xTicks: Ticks
  let yTicks: Ticks
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  let legend: [(x: Double, y: Double, name: String)]
  let marks: [(x: Double, name: String, label: (x: Double, y: Double))]

  init(_ chart: LineChart) {
    self.chart = chart
    let points = chart.series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    let bands = chart.series.flatMap(\.band)
    let ys = points.map(\.y) + bands.flatMap { [$0.low, $0.high] }
    xTicks = Self.ticks(chart.x, points.map(\.x) + bands.map(\.x))
    yTicks = Self.ticks(chart.y, ys)
    left = max((yTicks.labels.map { SVG.width(of: $0) }.max() ?? 0) + 12, 24)
    right = width - 20
    (marks, top) = Self.marks(chart.marks, xTicks, from: left, to: right)
    bottom = top + (chart.isSquare ? right - left : 250)
    legend = Self.legend(chart.series.map(\.name), from: bottom + 66, width: width)
  }

  var height: Double { (legend.last?.y ?? bottom + 42) + 12 }

  private static func ticks(_ axis: Axis, _ data: [Double]) -> Ticks {
    if let range = axis.range {
      return Ticks(
        from: range.lowerBound, to: range.upperBound, format: axis.format, isWidened: false)
    }
    let finite = data.filter(\.isFinite)
    return Ticks(from: finite.min() ?? 0, to: finite.max() ?? 1, format: axis.format)
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
    return text + SVG.line(left, bottom, right, bottom, style: "axis")
  }

  private func axisTitles() -> String {
    SVG.text(SVG.cut(chart.y.title, to: width - 8), 4, 16, style: "axis-title")
      + SVG.text(
        SVG.cut(chart.x.title, to: right - left), (left + right) / 2, bottom + 42, .middle,
        style: "axis-title")
  }

  private func legendEntries() -> String {
    legend.enumerated().map { index, entry in
      SVG.line(
        entry.x, entry.y - 4.5, entry.x + 24, entry.y - 4.5, style: "line \(Style.series(index))")
        + SVG.text(entry.name, entry.x + 30, entry.y)
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
    chart.series.enumerated().map { index, series in
      let band = series.band.filter { $0.x.isFinite && $0.low.isFinite && $0.high.isFinite }
      guard band.count > 1 else { return "" }
      let outline = band.map { place($0.x, $0.high) } + band.reversed().map { place($0.x, $0.low) }
      let style = "band \(Style.series(index))"
      return Markup.element("polygon", ["class": style, "points": SVG.points(outline)]) + "\n"
    }.joined()
  }

  private func lines() -> String {
    chart.series.enumerated().map { index, series in
      let pieces = series.points.split { !($0.x.isFinite && $0.y.isFinite) }
        .map { piece in piece.map { place($0.x, $0.y) } }
      let style = Style.series(index)
      return pieces.map { piece in
        let line = Markup.element(
          "polyline", ["class": "line \(style)", "points": SVG.points(piece)])
        return line + "\n" + (series.hasMarkers ? markers(piece, style) : "")
      }.joined()
    }.joined()
  }

  private func markers(_ points: [(x: Double, y: Double)], _ style: String) -> String {
    points.map {
      Markup.element(
        "circle",
        ["class": "marker \(style)", "cx": SVG.number($0.x), "cy": SVG.number($0.y), "r": "3.5"])
        + "\n"
    }.joined()
  }
}
