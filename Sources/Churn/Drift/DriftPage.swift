import Modeling
import Reporting

/// The finding as one self-contained HTML page.
public struct DriftPage: Sendable {
  public var finding: DriftFinding
  public var language = Language.english

  public init(_ finding: DriftFinding) { self.finding = finding }

  public func html() -> String {
    guard let catalogue = Catalogue.of(language) else { return page.html() }
    return page.translated(by: catalogue.pageTranslation).html()
  }

  /// In English.
  var page: Page {
    Page(
      title: "Drift of \(finding.model.name)", lead: [facts] + sentences,
      sections: [drift] + details + [terms],
      footer: "Made by churn \(Workbench.version).", language: language.tag)
  }

  private var facts: Page.Block {
    .facts([
      .init("verdict", finding.verdict.rawValue),
      .init("customers now", NumberText.integer(finding.report.rows)),
      .init("training customers", NumberText.integer(finding.report.trainingRows)),
    ])
  }

  private var sentences: [Page.Block] { finding.sentences.map { .paragraph($0) } }

  /// The part that other pages may take.
  var drift: Page.Section {
    Page.Section(
      "Drift",
      [.table(finding.columnTable), .figure(.bar(bars), caption: "How far each column moved")]
        + (finding.outcomeTable.map { [.table($0)] } ?? [])
        + finding.warnings.map { .warning($0) })
  }

  private var bars: BarChart {
    let columns = [finding.report.score] + finding.report.columns
    return BarChart(
      title: "Population stability index",
      summary: "How far score and columns moved from the training rows; 0.10 is noticeable.",
      axis: Axis("population stability index"),
      bars: columns.map { column in
        BarChart.Bar(
          column.name, column.stability?.index ?? .nan,
          label: NumberText.fixed(column.stability?.index, decimals: 2))
      })
  }

  /// The bins of the score and of what moved.
  private var details: [Page.Section] {
    let report = finding.report
    let columns = [report.score] + report.columns.filter { $0.alarm != .none }
    return [
      Page.Section(
        "Then and now",
        columns.flatMap { [.subheading($0.name), .table(bins($0))] as [Page.Block] })
    ]
  }

  private func bins(_ column: DriftReport.Column) -> TextTable {
    var table = TextTable([
      .init("value", holdsPhrases: column.kind != .categorical), .init("training", .right),
      .init("now", .right),
    ])
    let (then, now) = (finding.report.trainingRows, max(finding.report.rows, 1))
    table.rows = column.bins.map {
      [
        $0.name, NumberText.percent(Double($0.trainingRows) / Double(then)),
        NumberText.percent(Double($0.rows) / Double(now)),
      ]
    }
    return table
  }

  private var terms: Page.Section {
    Page.Section(
      "What the measures mean",
      [
        .list([
          "Population stability index: the shares of the bins then and now, as Σ (now − then) × "
            + "ln(now / then); bins are the tenths of the training rows, levels, and rows without a "
            + "value.",
          "A column alarms only where the index exceeds both 0.10 and its critical value, which "
            + "chance crosses in one of a hundred cases at these numbers of rows; above 0.25 the "
            + "alarm is strong.",
          "Calibration intercept: above 0 more customers churned than the probabilities say. Slope: "
            + "below 1 the probabilities are too extreme.",
          "Totals such as tenure grow with time alone: their alarms are shown apart.",
        ])
      ])
  }
}
