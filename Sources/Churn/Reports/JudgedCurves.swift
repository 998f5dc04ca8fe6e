import Modeling
import Reporting

/// Pictures of one model's scores on judged rows; they are no part of a report.
public struct JudgedCurves: Sendable, Equatable {
  /// Share of the stayed rows called against that of the churned ones.
  public var roc: [LineChart.Point]
  /// Recall against precision.
  public var precisionRecall: [LineChart.Point]
  /// Ends of the cells of the histograms, one more than heights.
  public var edges: [Double]
  /// Share of the churned, and of the stayed rows in each cell.
  public var churned: [Double]
  public var stayed: [Double]

  init(_ scores: JudgedScores) {
    let ranked = scores.ranked
    roc = ranked.rocPoints().map { LineChart.Point($0.stayed, $0.churned) }
    precisionRecall = ranked.precisionRecallPoints().map {
      LineChart.Point($0.recall, $0.precision)
    }
    let bins = ranked.histogram()
    edges = bins.map(\.low) + [bins.last?.high ?? 1]
    churned = bins.map { ranked.churned > 0 ? $0.churned / ranked.churned : 0 }
    stayed = bins.map { ranked.stayed > 0 ? $0.stayed / ranked.stayed : 0 }
  }
}
