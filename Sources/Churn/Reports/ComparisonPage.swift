import Modeling
import Reporting

/// The comparison as one self-contained HTML page.
public struct ComparisonPage: Sendable {
  public var title: String
  public var lead: [Page.Block]
  public var comparison: Comparison
  /// Further comparisons of the same models on some of the rows.
  public var subsets: [(title: String, note: String, comparison: Comparison)] = []
  /// Models to show in full.
  public var models: [ChurnModel]

  public init(
    title: String, lead: [Page.Block] = [], comparison: Comparison, models: [ChurnModel]
  ) {
    self.title = title
    self.lead = lead
    self.comparison = comparison
    self.models = models
  }

  public func html() -> String {
    Page(
      title: title, lead: lead + [.paragraph(comparison.verdict)],
      sections: [contest] + subsets.map(subset) + models.map(card),
      footer: "Made by churn \(Workbench.version)."
    ).html()
  }

  private var contest: Page.Section {
    var blocks: [Page.Block] = [.table(comparison.table)]
    if !comparison.pairs.isEmpty { blocks.append(.table(comparison.pairTable)) }
    blocks.append(
      .figure(
        .line(comparison.gainsChart),
        caption: "Gains: found by contacting the highest scores first",
        table: comparison.gainsTable))
    for entry in comparison.entries where !entry.report.bandTable.isEmpty {
      var table = ModelTables.bands(entry.report.bands, entry.report.bandTable)
      table.caption = "Bands of \(entry.report.model.name) on the judged customers"
      blocks.append(.table(table))
    }
    blocks += comparison.warnings.map { .warning($0) }
    return Page.Section("All judged customers", blocks)
  }

  private func subset(
    _ subset: (title: String, note: String, comparison: Comparison)
  ) -> Page.Section {
    var blocks: [Page.Block] = [.paragraph(subset.note), .table(subset.comparison.table)]
    if !subset.comparison.pairs.isEmpty { blocks.append(.table(subset.comparison.pairTable)) }
    blocks += subset.comparison.warnings.map { .warning($0) }
    return Page.Section(subset.title, blocks)
  }

  private func card(_ model: ChurnModel) -> Page.Section {
    var blocks: [Page.Block] = [
      .paragraph(
        "Trained on \(NumberText.integer(model.provenance.rowsTrained)) customers to tell "
          + "\(model.label.column) = \(model.label.positive)"
          + (model.label.horizon.map { " within \($0) days" } ?? "")
          + (model.label.asOf.isEmpty ? "" : ", as of \(model.label.asOf.joined(separator: ", "))")
          + ".")
    ]
    switch model.fitted {
    case .logistic(let logistic):
      blocks += [.table(ModelTables.coefficients(logistic)), .table(ModelTables.fit(logistic))]
    case .tree(let tree):
      blocks.append(
        .figure(
          .tree(ModelTables.diagram(model, tree)), caption: "The tree down to its fourth level"))
      blocks += [
        .table(ModelTables.importance(tree, schema: model.schema)),
        .table(ModelTables.complexity(tree)),
      ]
    }
    blocks += model.warnings.map { .warning($0) }
    return Page.Section("Model \(model.name)", blocks)
  }
}
