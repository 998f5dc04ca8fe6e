/// The catalogue as text: what `churn features --catalogue` prints.
extension FeatureCatalogue {
  /// A Markdown table of every column of the customer file.
  public static var markdown: String {
    var text = "# Columns of the customer file\n\n\(preamble)\n\n"
    text += "| column | unit | meaning | needs | driver |\n|---|---|---|---|---|\n"
    text += row("customer_id", "text", "the customer, as the export names it", "customer", "")
    text += row("as_of", "date", "D", "", "")
    for definition in definitions {
      let needs = definition.needs.map { "\($0)" }.joined(separator: ", ")
      text += row(
        definition.name, definition.unit, definition.meaning, needs, definition.driver.rawValue)
    }
    text += row(
      "churned", "0 or 1",
      "1: no occasion on the days D+gap+1 … D+gap+horizon, as known at the window's end; "
        + "only with a horizon", "", "")
    return text
  }

  private static func row(_ cells: String...) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }
}
