import Modeling
import Reporting

/// What a reader must know of a model before using it (Mitchell et al. 2019, Model Cards for Model
/// Reporting, FAT* '19): what it is, what it says, on which data it was made, how it did there, what
/// it is made of, and what it must not be used for.
struct ModelCard {
  let model: ChurnModel

  var section: Page.Section {
    Page.Section(
      "Model \(model.name)",
      details + data + assessment + fitted + [.subheading("Limits of use"), .list(limits)]
        + model.allWarnings.map { .warning($0) })
  }

  // MARK: - Details

  private var details: [Page.Block] {
    [.subheading("What it is"), .paragraph(purpose), .table(detailTable)]
  }

  /// The label contract in words.
  private var purpose: String {
    let label = model.label
    let target = "\(label.column) = \(label.positive ?? "")"
    guard let horizon = label.horizon else {
      return "It gives each customer the probability that \(target)."
    }
    let gap = label.gap ?? 0
    return "It gives each customer the probability that \(target): no purchase in the "
      + "\(horizon) days after the as-of date" + (gap > 0 ? " and a gap of \(gap) days." : ".")
  }

  private var detailTable: TextTable {
    var table = TextTable([.init("detail", holdsPhrases: true), .init("value")])
    table.rows = [
      ["kind", model.kind], ["made by", "churn \(model.provenance.toolVersion)"],
      ["seed", "\(model.provenance.seed)"], ["checksum", ModelIdentity(model).checksum],
      ["missing values", model.missing.rawValue],
    ]
    return table
  }

  // MARK: - Data

  private var data: [Page.Block] {
    [.subheading("Training data and features"), .table(dataTable), .table(featureTable)]
  }

  private var dataTable: TextTable {
    let provenance = model.provenance
    var table = TextTable([.init("data", holdsPhrases: true), .init("value", .right)])
    func add(_ name: String, _ count: Int) {
      table.rows.append([name, NumberText.integer(count)])
    }
    add("rows read", provenance.rowsRead)
    add("rows rejected", provenance.rowsRejected)
    add("rows trained on", provenance.rowsTrained)
    add("rows held out", provenance.rowsHeldOut)
    if !model.label.asOf.isEmpty {
      table.rows.append(["as of", model.label.asOf.joined(separator: ", ")])
    }
    table.rows.append(["SHA-256 of the file", String(provenance.sha256.prefix(16)) + "…"])
    return table
  }

  private var featureTable: TextTable {
    var table = TextTable(
      [
        .init("feature"), .init("type", holdsPhrases: true), .init("unit", holdsPhrases: true),
        .init("levels", .right),
      ])
    for feature in model.schema.features {
      let unit = FeatureUnits.unit(of: feature.name) ?? ""
      switch feature.kind {
      case .numeric: table.rows.append([feature.name, "number", unit, ""])
      case .categorical(let learned):
        table.rows.append([
          feature.name, "category", unit, NumberText.integer(learned.levels.count),
        ])
      }
    }
    return table
  }

  // MARK: - How it did

  private var assessment: [Page.Block] {
    guard let churn = model.churn else { return [] }
    var blocks: [Page.Block] = [
      .subheading("How it did where it was trained"), .table(ModelTables.assessment(churn)),
    ]
    if let threshold = churn.threshold {
      blocks.append(
        .paragraph(
          "Threshold \(NumberText.fixed(threshold, decimals: 4)); bands: low up to "
            + "\(NumberText.fixed(churn.bands.low, decimals: 4)), high above "
            + "\(NumberText.fixed(churn.bands.high, decimals: 4))."))
    }
    return blocks
  }

  // MARK: - What it is made of

  private var fitted: [Page.Block] {
    switch model.fitted {
    case .logistic(let logistic):
      let heading = Page.Block.subheading("Coefficients")
      if let tables = PenalizationTables(logistic) { return [heading] + tables.blocks }
      return [
        heading, .table(ModelTables.coefficients(logistic)), .table(ModelTables.fit(logistic)),
      ]
    case .tree, .regressionTree:
      return [.subheading("The tree")] + (model.explainedTree?.blocks ?? [])
    }
  }

  // MARK: - Limits

  private var limits: [String] {
    [
      "It ranks and estimates for customers of the shop and the time it was trained on; another "
        + "shop, season or way of selling needs a new judgement on its own customers.",
      "Its reasons are associations: they do not say what would happen if a customer were treated "
        + "otherwise. Only a control group tells what an action does.",
      "Bands rank customers, they are not levels of danger.",
      "Use it to decide whom to care for first, not to refuse a service, set a price or judge a "
        + "person. Look for features that stand for age, sex, origin or health, and leave them out.",
      "Judge it again when its scores drift, and at the latest after one horizon.",
    ]
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
