import Modeling
import Reporting

/// The comparison as one self-contained HTML page.
public struct ComparisonPage: Sendable {
  /// The models on some customers.
  public struct Contest: Sendable {
    public var title: String
    public var note: String
    public var comparison: Comparison

    public init(title: String, note: String, comparison: Comparison) {
      self.title = title
      self.note = note
      self.comparison = comparison
    }
  }

  public var title: String
  public var lead: [Page.Block] = []
  /// The one that matters most first.
  public var contests: [Contest] = []
  /// Whether the figures can be believed; empty where nothing was checked.
  public var sanity: [Page.Block] = []
  /// Models to show in full.
  public var models: [ChurnModel]
  public var language = Language.english

  public init(title: String, models: [ChurnModel]) {
    self.title = title
    self.models = models
  }

  public func html() -> String {
    guard let catalogue = Catalogue.of(language) else { return page.html() }
    return page.translated(by: catalogue.pageTranslation).html()
  }

  /// In English, but for its own words.
  var page: Page {
    Page(
      title: title, lead: lead,
      sections: contests.map(section)
        + (sanity.isEmpty ? [] : [Page.Section("Sanity checks", sanity)])
        + models.map { ModelCard(model: $0).section } + [terms],
      footer: "Made by churn \(Workbench.version).", language: language.tag)
  }

  private func section(_ contest: Contest) -> Page.Section {
    let comparison = contest.comparison
    var blocks: [Page.Block] = contest.note.isEmpty ? [] : [.paragraph(contest.note)]
    blocks += comparison.sentences.map { .paragraph($0) }
    blocks.append(.table(table(comparison)))
    if let legend = comparison.legend { blocks.append(.note(legend)) }
    if !comparison.pairs.isEmpty { blocks.append(.table(comparison.pairTable)) }
    blocks.append(.table(comparison.measuresTable))
    if comparison.entries.contains(where: { $0.report.measures.hosmerLemeshowPValue != nil }) {
      blocks.append(.note(ModelReport.hosmerLemeshowNote))
    }
    if let table = comparison.profitTable { blocks.append(.table(table)) }
    blocks += comparison.moneyNotes.map { .note($0) }
    blocks += ContestCharts(comparison: comparison).blocks
    for entry in comparison.entries where !entry.report.bandTable.isEmpty {
      var table = ModelTables.bands(entry.report.bands, entry.report.bandTable)
      table.caption = "Bands of \(entry.report.model.name) on these customers"
      blocks.append(.table(table))
    }
    return Page.Section(contest.title, blocks + comparison.warnings.map { .warning($0) })
  }

  /// Names of models are data; those of baselines, below them, are words.
  private func table(_ comparison: Comparison) -> TextTable {
    var table = comparison.table
    guard let catalogue = Catalogue.of(language) else { return table }
    for row in table.rows.indices.dropFirst(comparison.entries.count) {
      table.rows[row][0] = catalogue.translate(table.rows[row][0])
    }
    return table
  }

  /// What the measures mean, for readers who do not use them every day.
  private var terms: Page.Section {
    Page.Section(
      "What the measures mean",
      [
        .list([
          "AUC: the chance that a customer who churned has a higher score than one who stayed; 0.5 "
            + "is chance, 1 is perfect. Its interval is DeLong's.",
          "Log loss and Brier score: how far the probabilities are from what happened; lower is "
            + "better.",
          "KS: the greatest distance between the scores of those who churned and those who stayed.",
          "Lift in the first 10 %: how many times more churners are found there than among all.",
          "Calibration: whether of the customers with a probability of 30 % thirty in a hundred "
            + "churned.",
          "A baseline is a simple rule; a model that does not beat it is not worth its trouble.",
        ])
      ])
  }
}
