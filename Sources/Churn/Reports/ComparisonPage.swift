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
  /// Models to show in full.
  public var models: [ChurnModel]

  public init(title: String, models: [ChurnModel]) {
    self.title = title
    self.models = models
  }

  public func html() -> String {
    Page(
      title: title, lead: lead, sections: contests.map(section) + models.map(card),
      footer: "Made by churn \(Workbench.version)."
    ).html()
  }

  private func section(_ contest: Contest) -> Page.Section {
    let comparison = contest.comparison
    var blocks: [Page.Block] = contest.note.isEmpty ? [] : [.paragraph(contest.note)]
    blocks += [.paragraph(comparison.verdict), .table(comparison.table)]
    if !comparison.pairs.isEmpty { blocks.append(.table(comparison.pairTable)) }
    blocks.append(
      .figure(
        .line(comparison.gainsChart),
        caption: "Gains: found by contacting the highest scores first",
        table: comparison.gainsTable))
    for entry in comparison.entries where !entry.report.bandTable.isEmpty {
      var table = ModelTables.bands(entry.report.bands, entry.report.bandTable)
      table.caption = "Bands of \(entry.report.model.name) on these customers"
      blocks.append(.table(table))
    }
    return Page.Section(contest.title, blocks + comparison.warnings.map { .warning($0) })
  }

  private func card(_ model: ChurnModel) -> Page.Section {
    var blocks: [Page.Block] = [
      .paragraph(
        "Trained on \(NumberText.integer(model.provenance.rowsTrained)) customers to tell "
          + "\(model.label.column) = \(model.label.positive ?? "")"
          + (model.label.horizon.map { " within \($0) days" } ?? "")
          + (model.label.asOf.isEmpty ? "" : ", as of \(model.label.asOf.joined(separator: ", "))")
          + ".")
    ]
    switch model.fitted {
    case .logistic(let logistic):
      if let tables = PenalizationTables(logistic) {
        blocks += tables.blocks
        break
      }
      blocks += [.table(ModelTables.coefficients(logistic)), .table(ModelTables.fit(logistic))]
    case .tree, .regressionTree: blocks += model.explainedTree?.blocks ?? []
    }
    blocks += model.allWarnings.map { .warning($0) }
    return Page.Section("Model \(model.name)", blocks)
  }
}

extension ExplainedTree {
  /// Picture, rules and tables for a page.
  fileprivate var blocks: [Page.Block] {
    [
      .figure(.tree(diagram), caption: "The tree down to its fourth level"),
      .table(ruleTable), .table(importanceTable), .table(complexityTable),
    ]
  }
}
