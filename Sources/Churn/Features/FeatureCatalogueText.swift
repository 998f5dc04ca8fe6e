/// The catalogue as text: what `churn features --catalogue` prints.
extension FeatureCatalogue {
  /// A Markdown table of every column of the customer file.
  public static var markdown: String {
    var text = "# Columns of the customer file\n\n\(preamble)\n\n"
    text += "| column | unit | formula | source | driver |\n|---|---|---|---|---|\n"
    text += row("customer_id", "text", "the customer, as the export names it", "customers", "")
    text += row("as_of", "date", "D", "--as-of", "")
    for definition in definitions {
      let source = (["days"] + definition.needs.map { "\($0)" }).joined(separator: ", ")
      text += row(
        definition.name, definition.unit, definition.meaning, source, definition.driver.rawValue)
    }
    text += row(
      "churned", "0 or 1",
      "1: no occasion on the days D+gap+1 … D+gap+horizon, as known at the window's end; "
        + "only with a horizon", "days", "")
    return text
  }

  private static func row(_ cells: String...) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }
}
