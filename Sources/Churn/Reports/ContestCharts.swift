import Modeling
import Reporting

/// The pictures of a comparison, each with its numbers.
struct ContestCharts {
  let comparison: Comparison

  var blocks: [Page.Block] {
    let first: [Page.Block] = [gains, lift] + [roc, precisionRecall].compactMap { $0 }
    let second: [Page.Block] = [profit, calibration].compactMap { $0 }
    return [first, second, scores].filter { !$0.isEmpty }.map { .grid($0) }
  }

  private var entries: [Comparison.Entry] { comparison.entries }

  private func name(_ entry: Comparison.Entry) -> String { entry.report.model.name }

  /// Share of the lost customers found by contacting the highest scores first.
  private var gains: Page.Block {
    let chart = LineChart(
      title: "Gains",
      summary: "Share of all lost customers among the customers with the highest scores.",
      x: Axis("share of customers contacted", format: .percent, range: 0...1),
      y: Axis("share of lost customers found", format: .percent, range: 0...1),
      series: entries.map { entry in
        LineChart.Series(
          name(entry),
          [LineChart.Point(0, 0)]
            + entry.report.measures.gains.map { LineChart.Point($0.fraction, $0.captured) },
          hasMarkers: true)
      },
      hasDiagonal: true, isSquare: true)
    return .figure(
      .line(chart), caption: "Gains: found by contacting the highest scores first",
      table: comparison.gainsTable)
  }

  private var lift: Page.Block {
    let chart = LineChart(
      title: "Lift",
      summary: "Churn rate among the customers with the highest scores over that of all.",
      x: Axis("share of customers contacted", format: .percent, range: 0...1),
      y: Axis("lift"),
      series: entries.map { entry in
        LineChart.Series(
          name(entry), entry.report.measures.gains.map { LineChart.Point($0.fraction, $0.lift) },
          band: entry.report.measures.gains.compactMap { point in
            guard let low = point.liftLow, let high = point.liftHigh else { return nil }
            return LineChart.BandPoint(point.fraction, low, high)
          }, hasMarkers: true)
      } + [
        LineChart.Series(
          "no better than chance", [LineChart.Point(0, 1), LineChart.Point(1, 1)],
          isReference: true)
      ])
    return .figure(
      .line(chart), caption: "Lift, with 95 % intervals", table: comparison.liftTable)
  }

  private var roc: Page.Block? {
    curves(
      "ROC", "ROC: what is found against what is wrongly called",
      "Share of lost customers called against share of stayed customers called.",
      x: Axis("share of stayed customers called", format: .percent, range: 0...1),
      y: Axis("share of lost customers called", format: .percent, range: 0...1),
      hasDiagonal: true, \.roc)
  }

  private var precisionRecall: Page.Block? {
    curves(
      "Precision and recall", "Precision and recall",
      "Share of lost customers among those called against share of lost customers called.",
      x: Axis("recall: share of lost customers called", format: .percent, range: 0...1),
      y: Axis("precision: lost among those called", format: .percent, range: 0...1),
      hasDiagonal: false, \.precisionRecall)
  }

  /// nil where no model has curves.
  private func curves(
    _ title: String, _ caption: String, _ summary: String, x: Axis, y: Axis, hasDiagonal: Bool,
    _ points: KeyPath<JudgedCurves, [LineChart.Point]>
  ) -> Page.Block? {
    let series = entries.compactMap { entry in
      entry.curves.map { LineChart.Series(name(entry), $0[keyPath: points]) }
    }
    if series.isEmpty { return nil }
    let chart = LineChart(
      title: title, summary: summary, x: x, y: y, series: series, hasDiagonal: hasDiagonal,
      isSquare: true)
    return .figure(.line(chart), caption: caption)
  }

  /// nil without economics.
  private var profit: Page.Block? {
    let reports = entries.compactMap { entry in
      entry.report.details?.profit.map { (name(entry), $0) }
    }
    guard !reports.isEmpty else { return nil }
    let chart = LineChart(
      title: "Profit",
      summary: "Profit of contacting the customers with the highest scores.",
      x: Axis("share of customers contacted", format: .percent, range: 0...1),
      y: Axis("profit"),
      series: reports.map { name, profit in
        LineChart.Series(
          name,
          [LineChart.Point(0, 0)]
            + profit.curve.map { LineChart.Point($0.fraction, $0.profit) }, hasMarkers: true)
      },
      marks: reports.map { LineChart.Mark($0.1.fraction, $0.0) })
    return .figure(
      .line(chart), caption: "Profit by contacted share; marked is the share chosen beforehand",
      table: comparison.profitCurveTable)
  }

  private var calibration: Page.Block? {
    let drawn = entries.filter { $0.report.details?.calibrationCurve != nil }
    let series = drawn.flatMap { entry -> [LineChart.Series] in
      guard let details = entry.report.details else { return [] }
      let points = details.calibrationCurve?.points ?? []
      return [
        LineChart.Series(
          name(entry), points.map { LineChart.Point($0.predicted, $0.observed) },
          band: points.compactMap { point in
            guard let low = point.low, let high = point.high else { return nil }
            return LineChart.BandPoint(point.predicted, low, high)
          })
      ]
    }
    if series.isEmpty { return nil }
    let chart = LineChart(
      title: "Calibration",
      summary: "Churn rate of the customers by their probability; on the diagonal they agree.",
      x: Axis("probability", format: .percent, range: 0...1),
      y: Axis("share that churned", format: .percent, range: 0...1), series: series,
      hasDiagonal: true, isSquare: true)
    return .figure(
      .line(chart), caption: "Calibration, with a 95 % band", table: comparison.calibrationTable)
  }

  /// How the probabilities of lost and stayed customers lie, a picture a model.
  private var scores: [Page.Block] {
    entries.compactMap { entry -> Page.Block? in
      guard let curves = entry.curves else { return nil }
      let chart = LineChart(
        title: "Scores of \(name(entry))",
        summary: "Distribution of the probabilities of the customers who churned and who stayed.",
        x: Axis("probability", format: .percent, range: 0...1),
        y: Axis("share of the customers", format: .percent),
        series: [
          .histogram("churned", edges: curves.edges, heights: curves.churned),
          .histogram("stayed", edges: curves.edges, heights: curves.stayed),
        ],
        marks: entry.report.measures.threshold.map { [LineChart.Mark($0.value, "threshold")] }
          ?? [])
      return .figure(.line(chart), caption: "Scores of \(name(entry))")
    }
  }
}
