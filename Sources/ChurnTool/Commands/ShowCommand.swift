import ArgumentParser
import Churn
import DelimitedText
import Modeling
import Reporting

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print a model, or what changed from one model to another.",
    discussion: """
      EXAMPLES
        churn show model.json
        churn show model.json --json
        churn show tree.json --rules
        churn show tree.json --node 5
        churn show tree.json --cp 0.02 --svg tree.svg
        churn show autumn.json spring.json

      The file of a tree holds it as it was pruned, so --cp shows that tree or smaller ones. The \
      rates of held-out customers stand in trees that were trained with --holdout.
      """)

  @Argument(help: "Model file; - is standard input.")
  var model: String

  @Argument(
    help: ArgumentHelp("A second model: what changed to it is printed.", valueName: "other-model"))
  var other: String?

  @Flag(help: "One JSON document in place of the tables.")
  var json = false

  @Flag(help: "Of a tree: one line a leaf, the highest churn rate first.")
  var rules = false

  @Option(
    help: ArgumentHelp(
      "Of a tree: a node with its path, split, surrogates and competitors.", valueName: "number"))
  var node: Int?

  @Option(
    help: ArgumentHelp(
      "Of a tree: the subtree at a complexity parameter, at least that of the kept tree.",
      valueName: "cp"))
  var cp: Double?

  @Option(
    help: ArgumentHelp(
      "Of a tree: write its picture (SVG); - is standard output, in place of the text.",
      valueName: "file"))
  var svg: String?

  @OptionGroup var force: ForceOption
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if other != nil, rules || node != nil || cp != nil || svg != nil {
      throw ValidationError("--rules, --node, --cp and --svg show one model.")
    }
    if rules, node != nil { throw ValidationError("--rules and --node: give one of them.") }
    if let cp, !(cp >= 0 && cp.isFinite) { throw ValidationError("--cp is a number from 0 on.") }
    if svg == "-", json || rules || node != nil {
      throw ValidationError("--svg - takes standard output: give the picture a file.")
    }
  }

  func run() throws {
    if let other { return try showDifference(to: other) }
    try force.check(svg, inputs: [model])
    let whole = try ModelFile.read(Input(path: model))
    let model = try cp.map { cp throws(LocatedError) in try whole.subtree(at: cp) } ?? whole
    let shown = svg == "-" ? nil : try json ? document(model, whole).pretty() : text(model)
    if let svg {
      let picture = try model.requireTree(for: "--svg").diagram.svg(isStandalone: true)
      try writeAtomically(Array(picture.utf8), to: svg, force: force.force)
    }
    if let shown { try StandardOutput.write(shown) }
    for warning in model.allWarnings { talk.console.warn(warning) }
  }

  private func showDifference(to other: String) throws {
    try checkStandardInput([model, other])
    let difference = ModelDifference(
      try ModelFile.read(Input(path: model)), try ModelFile.read(Input(path: other)))
    try StandardOutput.write(json ? difference.json.pretty() : difference.text)
  }

  private func document(
    _ model: ChurnModel, _ whole: ChurnModel
  ) throws(LocatedError) -> JSONValue {
    if let node { return try TreeNodeReport(model.requireTree(for: "--node"), node: node).json }
    if rules { _ = try model.requireTree(for: "--rules") }
    if let cp { return try whole.description(subtreeAt: cp) }
    return model.description
  }

  private func text(_ model: ChurnModel) throws(LocatedError) -> String {
    if let node { return try TreeNodeReport(model.requireTree(for: "--node"), node: node).text }
    if rules {
      let tree = try model.requireTree(for: "--rules")
      return tree.ruleTable.plain() + "\n" + tree.note
    }
    // What was measured and cut is that of the whole tree.
    return head(model) + (TierTables(model).map { $0.plain() + "\n" } ?? "") + body(model)
      + (cp == nil ? measures(model) + footer(model) : "")
  }

  private func head(_ model: ChurnModel) -> String {
    let answer = model.label.positive.map { "P(\(model.label.column) = \($0))" }
    var lines = ["\(model.name): \(model.kind) model of \(answer ?? model.label.column)"]
    if !model.label.asOf.isEmpty {
      lines.append("trained as of \(model.label.asOf.joined(separator: ", "))")
    }
    if let horizon = model.label.horizon {
      lines.append(
        model.tiers == nil
          ? "outcome: no purchase in the \(horizon) days after it"
          : "outcome: another purchase in the \(horizon) days after the first order's day")
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
    case .tree, .regressionTree:
      guard let tree = model.explainedTree else { return "" }
      return tree.text + "* leaf\n\n" + tree.note + "\n" + tree.importanceTable.plain() + "\n"
        + tree.complexityTable.plain() + "\n"
    }
  }

  private func measures(_ model: ChurnModel) -> String {
    switch model.assessment {
    case .churn(let churn): ModelTables.assessment(churn).plain() + "\n"
    case .number(let number): ModelTables.assessment(number).plain() + "\n"
    }
  }

  private func footer(_ model: ChurnModel) -> String {
    let bands = model.churn?.bands
    let cuts = bands.map {
      "bands: low up to \(NumberText.fixed($0.low, decimals: 4)), "
        + "high above \(NumberText.fixed($0.high, decimals: 4))\n"
    }
    return (cuts ?? "")
      + "made by churn \(model.provenance.toolVersion) from a file of "
      + "\(NumberText.integer(model.provenance.rowsRead)) rows, "
      + "\(NumberText.integer(model.provenance.rowsRejected)) rejected, "
      + "\(NumberText.integer(model.provenance.rowsHeldOut)) held out "
      + "(sha256 \(model.provenance.sha256.prefix(12))…)\n"
  }
}
