import ArgumentParser
import Churn
import DelimitedText
import Modeling
import Reporting

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print a model: coefficients or tree, how it was trained, its warnings.",
    discussion: """
      EXAMPLES
        churn show model.json
        churn show model.json --json
      """)

  @Argument(help: "Model file; - is standard input.")
  var model: String

  @Flag(help: "One JSON document in place of the tables.")
  var json = false

  @OptionGroup var talk: TalkOptions

  func run() throws {
    let model = try ModelFile.read(Input(path: model))
    try StandardOutput.write(json ? model.description.pretty() : text(model))
    for warning in model.warnings { talk.console.warn(warning) }
  }

  private func text(_ model: ChurnModel) -> String {
    head(model) + body(model) + measures(model) + footer(model)
  }

  private func head(_ model: ChurnModel) -> String {
    var lines = [
      "\(model.name): \(model.kind) model of P(\(model.label.column) = \(model.label.positive))"
    ]
    if !model.label.asOf.isEmpty {
      lines.append("trained as of \(model.label.asOf.joined(separator: ", "))")
    }
    if let horizon = model.label.horizon {
      lines.append("outcome: no purchase in the \(horizon) days after it")
    }
    return lines.joined(separator: "\n") + "\n\n"
  }

  private func body(_ model: ChurnModel) -> String {
    switch model.fitted {
    case .logistic(let logistic):
      if let tables = PenalizationTables(logistic) { return tables.plain() }
      return ModelTables.coefficients(logistic).plain()
        + "\n*** p < 0.001, ** p < 0.01, * p < 0.05; the interval is that of the odds ratio\n"
        + ModelTables.inferenceNotes(logistic) + "\n"
        + (ModelTables.design(logistic, schema: model.schema).map { $0.plain() + "\n" } ?? "")
        + ModelTables.fit(logistic).plain() + "\n" + ModelTables.inference(logistic)
        + (ModelTables.baseRate(logistic).map { $0.plain() + "\n" } ?? "")
    case .tree(let tree):
      return ModelTables.tree(tree, schema: model.schema) + "* leaf\n\n"
        + ModelTables.importance(tree, schema: model.schema).plain() + "\n"
        + ModelTables.complexity(tree).plain() + "\n"
    }
  }

  private func measures(_ model: ChurnModel) -> String {
    var table = TextTable([
      .init("AUC"), .init("", .right), .init("95 % interval", .right), .init("log loss", .right),
    ])
    let sets = [
      ("training customers", Optional(model.trainingMeasures)),
      ("training customers, cross-validated", model.crossValidatedMeasures),
      ("held-out customers", model.holdoutMeasures),
    ]
    for case (let name, .some(let measures)) in sets {
      table.rows.append([
        name, NumberText.fixed(measures.auc, decimals: 4),
        NumberText.interval(measures.aucLow, measures.aucHigh, decimals: 4),
        NumberText.fixed(measures.logLoss, decimals: 4),
      ])
    }
    return table.plain() + "\n"
  }

  private func footer(_ model: ChurnModel) -> String {
    "bands: low up to \(NumberText.fixed(model.bands.low, decimals: 4)), "
      + "high above \(NumberText.fixed(model.bands.high, decimals: 4))\n"
      + "made by churn \(model.provenance.toolVersion) from a file of "
      + "\(NumberText.integer(model.provenance.rowsRead)) rows, "
      + "\(NumberText.integer(model.provenance.rowsRejected)) rejected, "
      + "\(NumberText.integer(model.provenance.rowsHeldOut)) held out "
      + "(sha256 \(model.provenance.sha256.prefix(12))…)\n"
  }
}

/// Text for standard output, where data go.
enum StandardOutput {
  static func write(_ text: String) throws(LocatedError) {
    let output = try AtomicOutput(path: "-")
    try output.write(text)
    try output.commit()
  }
}
