/// Horizontal bars from zero, one a category, with intervals where given.
public struct BarChart: Sendable, Equatable {
  public struct Bar: Sendable, Equatable {
    public var category: String
    /// Nothing is drawn for a value that is not finite.
    public var value: Double
    public var interval: ClosedRange<Double>?
    /// The value as text, right of the bars.
    public var label: String

    public init(
      _ category: String, _ value: Double, interval: ClosedRange<Double>? = nil, label: String
    ) {
      self.category = category
      self.value = value
      self.interval = interval
      self.label = label
    }
  }

  public var title: String
  /// What the chart says, for those who do not see it.
  public var summary: String
  public var axis: Axis
  /// From top to bottom.
  public var bars: [Bar]

  public init(title: String, summary: String, axis: Axis, bars: [Bar]) {
    self.title = title
    self.summary = summary
    self.axis = axis
    self.bars = bars
  }

  /// The drawing as an SVG element; standalone with its own colours, else with those of a `Page`.
  public func svg(isStandalone: Bool = false, language: Language = .english) -> String {
    let layout = BarChartLayout(self, language)
    return SVG.document(
      width: layout.width, height: layout.height, title: title, summary: summary,
      isStandalone: isStandalone, layout.drawing())
  }
}

private struct BarChartLayout {
  let chart: BarChart
  let width = SVG.chartWidth
  let rowHeight = 26.0
  let top = 8.0
  let ticks: Ticks
  let left: Double
  let right: Double

  init(_ chart: BarChart, _ language: Language) {
    self.chart = chart
    let ends = chart.bars.flatMap { bar in
      [bar.value] + (bar.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
    }.filter(\.isFinite)
    // Bars start at zero, whatever the range: their length is what is compared.
    let low = chart.axis.range?.lowerBound ?? min(ends.min() ?? 0, 0)
    let high = chart.axis.range?.upperBound ?? max(ends.max() ?? 1, 0)
    ticks = Ticks(
      from: low, to: high, count: 4, format: chart.axis.format,
      isWidened: chart.axis.range == nil, language: language)
    let widest = chart.bars.map { SVG.width(of: DisplayWidth.oneLine($0.category)) }.max() ?? 0
    left = min(max(widest, 20), width * 0.4) + 10
    let labels = chart.bars.map { SVG.width(of: $0.label) }.max() ?? 0
    right = max(width - min(labels, width * 0.25) - 16, left + 40)
  }

  var bottom: Double { top + rowHeight * Double(chart.bars.count) }
  var height: Double { bottom + 52 }

  func drawing() -> String {
    var text = ""
    for (value, label) in SVG.spaced(ticks, over: right - left) {
      let x = place(value)
      text += SVG.line(x, top, x, bottom, style: "grid")
      text += SVG.text(label, x, bottom + 18, .middle)
    }
    for (index, bar) in chart.bars.enumerated() {
      text += row(bar, middle: top + rowHeight * (Double(index) + 0.5))
    }
    text += SVG.line(place(0), top, place(0), bottom, style: "axis")
    return text
      + SVG.text(
        SVG.cut(chart.axis.title, to: width), width / 2, bottom + 42, .middle, style: "axis-title")
  }

  /// Bars outside a fixed range end at its edge.
  private func place(_ value: Double) -> Double {
    SVG.position(min(max(value, ticks.low), ticks.high), ticks, from: left, to: right)
  }

  private func row(_ bar: BarChart.Bar, middle: Double) -> String {
    var text = SVG.text(SVG.cut(bar.category, to: left - 8), left - 8, middle + 4.5, .end)
    if bar.value.isFinite {
      let (start, end) = (min(place(0), place(bar.value)), max(place(0), place(bar.value)))
      text += SVG.rectangle(start, middle - 8, end - start, 16, style: "bar", radius: 2)
    }
    if let interval = bar.interval, interval.lowerBound.isFinite, interval.upperBound.isFinite {
      let (low, high) = (place(interval.lowerBound), place(interval.upperBound))
      text += SVG.line(low, middle, high, middle, style: "whisker")
      for end in [low, high] {
        text += SVG.line(end, middle - 4, end, middle + 4, style: "whisker")
      }
    }
    return text + SVG.text(SVG.cut(bar.label, to: width * 0.25), width - 4, middle + 4.5, .end)
  }
}
