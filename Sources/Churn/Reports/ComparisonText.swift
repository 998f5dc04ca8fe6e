import Reporting

extension Comparison {
  /// What a terminal shows of it.
  public static let width = 100

  /// The whole comparison for a terminal, at most 100 columns wide, or as Markdown.
  public func text(markdown: Bool = false) -> String {
    var tables = [table]
    if !gainsBars.rows.isEmpty { tables.append(gainsBars) }
    if !pairs.isEmpty { tables.append(pairTable) }
    if let profitTable { tables.append(profitTable) }
    return text(tables, markdown: markdown)
  }

  /// The table, the money and the verdict: what a reader of several comparisons wants first.
  public var summary: String { text([table] + (profitTable.map { [$0] } ?? []), markdown: false) }

  private func text(_ tables: [TextTable], markdown: Bool) -> String {
    let notes = [population, legend].compactMap { $0 } + moneyNotes
    let paragraphs = notes.isEmpty ? [verdict] : [notes.joined(separator: "\n"), verdict]
    let parts =
      tables.map { markdown ? $0.markdown() : $0.plain(width: Self.width) }
      + paragraphs.map { markdown ? $0 + "\n" : TextWrap.paragraph($0, width: Self.width) }
    return parts.joined(separator: "\n")
  }

  /// What a reader of the profit should know.
  var moneyNotes: [String] {
    let profits = entries.compactMap { $0.report.details?.profit }
    guard let first = profits.first else { return [] }
    if profits.contains(where: { $0.economics != first.economics }) {
      return ["The profits rest on different money: they are not comparable."]
    }
    let isShared = profits.allSatisfy { $0.source == first.source }
    return isShared ? first.notes : [first.economics.text]
  }
}
