import Modeling
import Reporting

/// A model as tables for people.
public enum ModelTables {
  /// A line a term; odds ratios beside the estimates.
  public static func coefficients(_ model: LogisticModel) -> TextTable {
    let confidence = NumberText.percent(model.confidence, decimals: 0)
    var table = TextTable([
      .init("term", maxWidth: 44), .init("estimate", .right), .init("std. error", .right),
      .init("z", .right), .init("p", .right), .init("odds ratio", .right),
      .init("\(confidence) interval", .right), .init(""),
    ])
    for line in model.coefficients {
      guard let estimate = line.estimate else {
        table.rows.append([line.term.name, "–", "", "", "", "", "", line.aliasedBy ?? "aliased"])
        continue
      }
      let ends = [line.confidenceLow, line.confidenceHigh].map { $0.map(Elementary.exp) }
      table.rows.append([
        line.term.name, NumberText.significant(estimate, digits: 4),
        NumberText.significant(line.standardError, digits: 4),
        NumberText.fixed(line.statistic, decimals: 2), NumberText.pValue(line.pValue),
        NumberText.significant(Elementary.exp(estimate), digits: 4),
        ends.map { NumberText.significant($0, digits: 4) }.joined(separator: " to "),
        stars(line.pValue),
      ])
    }
    return table
  }

  static func stars(_ p: Double?) -> String {
    guard let p else { return "" }
    return p < 0.001 ? "***" : (p < 0.01 ? "**" : (p < 0.05 ? "*" : ""))
  }

  /// `name  value` lines about the fit as a whole.
  public static func fit(_ model: LogisticModel) -> TextTable {
    var table = TextTable([.init(""), .init("", .right)])
    table.rows = [
      ["rows", NumberText.integer(model.rows)],
      [
        "deviance (null deviance)",
        "\(NumberText.fixed(model.deviance, decimals: 2)) (\(NumberText.fixed(model.nullDeviance, decimals: 2)))",
      ],
      ["residual degrees of freedom", NumberText.integer(model.degreesOfFreedom)],
      ["log-likelihood", NumberText.fixed(model.logLikelihood, decimals: 2)],
      ["AIC", NumberText.fixed(model.aic, decimals: 2)],
      ["BIC", NumberText.fixed(model.bic, decimals: 2)],
      ["iterations", NumberText.integer(model.iterations)],
      ["Newton decrement", NumberText.significant(model.newtonDecrement, digits: 2)],
    ]
    return table
  }

  /// The tree as indented text, one line a node.
  public static func tree(_ model: TreeModel, schema: FeatureSchema) -> String {
    var conditions: [Int: String] = [1: "all customers"]
    return model.tree.nodes.map { node in
      if let split = node.split {
        conditions[2 * node.number] = split.text(schema)
        conditions[2 * node.number + 1] = split.otherText(schema)
      }
      let depth = Int.bitWidth - 1 - node.number.leadingZeroBitCount
      let indent = String(repeating: "  ", count: depth)
      return indent + "\(node.number)) \(conditions[node.number] ?? ""): "
        + "\(NumberText.percent(node.probability)) of \(NumberText.integer(node.rows)) churned"
        + (node.isLeaf ? " *" : "")
    }.joined(separator: "\n") + "\n"
  }

  public static func complexity(_ model: TreeModel) -> TextTable {
    var table = TextTable([
      .init("cp", .right), .init("splits", .right), .init("relative error", .right),
      .init("cross-validated", .right), .init("std. error", .right), .init(""),
    ])
    let splits = model.tree.leafCount - 1
    for row in model.complexityTable {
      table.rows.append([
        NumberText.significant(row.complexity, digits: 4), NumberText.integer(row.splits),
        NumberText.fixed(row.relativeError, decimals: 4),
        NumberText.fixed(row.crossValidatedError, decimals: 4),
        NumberText.fixed(row.crossValidatedStandardError, decimals: 4),
        row.splits == splits ? "chosen" : "",
      ])
    }
    return table
  }

  /// Most important first; columns without any part are left out.
  public static func importance(_ model: TreeModel, schema: FeatureSchema) -> TextTable {
    var table = TextTable([.init("column"), .init("importance", .right)])
    let total = model.importance.reduce(0, +)
    let order = model.importance.indices.filter { model.importance[$0] > 0 }
      .sorted { (-model.importance[$0], $0) < (-model.importance[$1], $1) }
    for place in order {
      table.rows.append([
        schema.features[place].name, NumberText.percent(model.importance[place] / total),
      ])
    }
    return table
  }

  public static func diagram(_ model: ChurnModel, _ tree: TreeModel) -> TreeDiagram {
    TreeDiagram(
      title: "Decision tree \(model.name)",
      summary: "Each box shows the share of its customers that churned, and how many there are.",
      root: diagramNode(1, tree, model.schema, branch: "").cut(toDepth: 4))
  }

  private static func diagramNode(
    _ number: Int, _ tree: TreeModel, _ schema: FeatureSchema, branch: String
  ) -> TreeDiagram.Node {
    guard let node = tree.tree.nodes.first(where: { $0.number == number }) else {
      return TreeDiagram.Node([])
    }
    var children: [TreeDiagram.Node] = []
    if let split = node.split {
      children = [
        diagramNode(2 * number, tree, schema, branch: split.text(schema)),
        diagramNode(2 * number + 1, tree, schema, branch: split.otherText(schema)),
      ]
    }
    return TreeDiagram.Node(
      [
        "\(NumberText.percent(node.probability)) churned",
        "\(NumberText.integer(node.rows)) customers",
      ],
      branch: branch, emphasis: node.probability, children: children)
  }

  /// How many of the judged customers each band holds and how they fared.
  public static func bands(_ bands: Bands, _ lines: [BandLine]) -> TextTable {
    var table = TextTable([
      .init("band"), .init("probability"), .init("customers", .right), .init("share", .right),
      .init("churned", .right), .init("churn rate", .right),
    ])
    let (low, high) = (
      NumberText.fixed(bands.low, decimals: 4), NumberText.fixed(bands.high, decimals: 4)
    )
    let cuts: [Bands.Band: String] = [
      .low: "up to \(low)", .medium: "\(low) to \(high)", .high: "above \(high)",
    ]
    for line in lines {
      table.rows.append([
        line.band.rawValue, cuts[line.band] ?? "", NumberText.integer(line.rows),
        NumberText.percent(line.share), NumberText.integer(line.churned),
        NumberText.percent(line.churnRate),
      ])
    }
    return table
  }

  /// The measures of one data set, one a line.
  public static func measures(_ measures: Measures) -> TextTable {
    var table = TextTable([.init("measure"), .init("value", .right)])
    func add(_ name: String, _ text: String) { table.rows.append([name, text]) }
    add("customers", NumberText.integer(measures.rows))
    add(
      "churned",
      "\(NumberText.integer(measures.churned)) (\(NumberText.percent(measures.baseRate)))")
    add("AUC", NumberText.fixed(measures.auc, decimals: 4))
    add("AUC, 95 % interval", NumberText.interval(measures.aucLow, measures.aucHigh, decimals: 4))
    add("average precision", NumberText.fixed(measures.averagePrecision, decimals: 4))
    add("log loss", NumberText.fixed(measures.logLoss, decimals: 4))
    add("Brier score", NumberText.fixed(measures.brier, decimals: 4))
    add("KS", NumberText.fixed(measures.kolmogorovSmirnov, decimals: 4))
    add("lift in the first 10 %", NumberText.fixed(measures.liftAt10, decimals: 2))
    add("calibration intercept", NumberText.fixed(measures.calibrationIntercept, decimals: 3))
    add("calibration slope", NumberText.fixed(measures.calibrationSlope, decimals: 3))
    add("calibration error", NumberText.fixed(measures.expectedCalibrationError, decimals: 4))
    add("Hosmer–Lemeshow p", NumberText.pValue(measures.hosmerLemeshowPValue))
    return table
  }
}

extension DecisionTree.Split {
  /// The condition of the right child.
  func otherText(_ schema: FeatureSchema) -> String {
    let name = schema.features[feature].name
    switch rule {
    case .below(let cut): return "\(name) >= \(JSONValue(cut).canonical())"
    case .atLeast(let cut): return "\(name) < \(JSONValue(cut).canonical())"
    case .levels(_, let right): return "\(name) in \(right.joined(separator: ", "))"
    }
  }
}
