import DelimitedText
import Reporting

extension ChurnSeries {
  /// A line a period, the latest last.
  /// - Parameter count: at most so many, the latest; nil for all.
  public func table(last count: Int? = nil) -> TextTable {
    var table = TextTable(
      [
        .init(period.rawValue), .init("known", .right), .init("lost", .right),
        .init("lost share", .right), .init("95 % interval", .right), .init("crossed", .right),
        .init("of", .right), .init("churn rate", .right), .init("95 % interval", .right),
        .init("returned", .right), .init("new", .right), .init(""),
      ])
    table.rows = points.suffix(count ?? points.count).map(row)
    return table
  }

  private func row(_ point: Point) -> [String] {
    [
      period == .day ? "\(point.end)" : String("\(point.end)".prefix(7)),
      NumberText.integer(point.known), NumberText.integer(point.lost),
      NumberText.percent(point.lostShare), ShareText.interval(point.lostShareInterval),
      NumberText.integer(point.crossed), NumberText.integer(point.notLostAtStart),
      NumberText.percent(point.churnRate), ShareText.interval(point.churnRateInterval),
      NumberText.integer(point.returned), NumberText.integer(point.new),
      point.isWhole ? "" : "part: \(point.start) to \(point.end)",
    ]
  }

  /// What the two series are, in words.
  public var note: String {
    emptyReason
      ?? """
      Lost: no purchase for more than \(lineDays) days. The lost share is a stock of all customers \
      known by then and rises with the shop's age, from 0 on \(points[0].start), before which the \
      file cannot show a lost customer. The churn rate is those who crossed the line in the \
      \(period.rawValue), of those not lost when it began; who was lost and bought again is counted \
      apart, as returned, with those who crossed and came back within the \(period.rawValue).
      """
  }

  /// nil without a point.
  public var chart: LineChart? {
    guard let first = points.first else { return nil }
    func line(_ name: String, _ value: (Point) -> Double?) -> LineChart.Series {
      LineChart.Series(
        name,
        points.map { LineChart.Point(Double($0.end - first.start), value($0) ?? .nan) },
        hasMarkers: period == .month && points.count <= 36)
    }
    return LineChart(
      title: "Churn over time",
      summary: "Share of known customers that are lost, and churn rate by \(period.rawValue).",
      x: Axis("days since \(first.start)"), y: Axis("share of customers", format: .percent),
      series: [
        line("lost share of known customers") { $0.lostShare },
        // A month cut short would be drawn as a drop.
        line("churn rate by \(period.rawValue)") { $0.isWhole ? $0.churnRate : nil },
      ])
  }
}
