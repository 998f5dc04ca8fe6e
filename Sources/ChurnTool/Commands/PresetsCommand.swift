import ArgumentParser
import Churn
import DelimitedText
import Reporting

struct PresetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presets",
    abstract: "List the shop formats that are recognised, or print one as a file to start from.",
    discussion: """
      EXAMPLES
        churn presets
        churn presets shopify > my-shop.json
        churn features a.csv --preset my-shop.json --as-of 2024-06-30 -o b.csv

      A preset file is JSON: which headers play which role (columns, and fallback_columns where a \
      cell is empty), what the words of the status column say (purchase, not_paid, refunded, \
      closed = refunded if paid), and rules. Sources/Churn/Churn.docc/OrderFiles.md describes every key.
      """)

  @Argument(help: "Name of a format; its preset is printed as JSON.")
  var name: String?

  func run() throws {
    guard let name else { return try StandardOutput.write(list) }
    let presets = try OrderPreset.named(name)
    let preset = presets.first { $0.name == name.lowercased() } ?? presets[0]
    try StandardOutput.write(preset.json.pretty())
  }

  private var list: String {
    OrderPreset.all.map { preset in
      let kind =
        preset.refusal != nil ? "refused" : preset.content == .items ? "items" : "orders"
      let by = preset.recognisedBy.map { $0.joined(separator: ", ") }
      return "\(preset.name) (\(kind)): " + (by.first ?? "plain headers, or --columns")
    }.joined(separator: "\n") + "\n"
  }
}
