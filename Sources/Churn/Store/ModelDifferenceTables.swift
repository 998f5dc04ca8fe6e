import DelimitedText
import Modeling
import Reporting

extension ModelDifference {
  static let width = 100

  /// The whole difference for a terminal.
  public var text: String {
    let parts =
      [factTable.plain(width: Self.width)]
      + [featureText, optionText, fittedText].filter {
        !$0.isEmpty
      }
    return parts.joined(separator: "\n")
  }

  // MARK: - Facts

  /// Label, data, measures; what differs is marked.
  private var factTable: TextTable {
    var table = TextTable([
      .init(""), .init(first.name, maxWidth: 34), .init(second.name, maxWidth: 34), .init(""),
    ])
    for ((name, a), (_, b)) in zip(Self.facts(first), Self.facts(second)) {
      table.rows.append([name, a, b, a == b ? "" : "differs"])
    }
    return table
  }

  private static func facts(_ model: ChurnModel) -> [(String, String)] {
    let (label, provenance) = (model.label, model.provenance)
    return [
      ("kind", model.kind),
      ("label", label.column + (label.positive.map { " = \($0)" } ?? "")),
      ("as of", label.asOf.isEmpty ? NumberText.missing : label.asOf.joined(separator: ", ")),
      ("horizon, days", NumberText.integer(label.horizon)),
      ("gap, days", NumberText.integer(label.gap)),
      ("training rows", NumberText.integer(provenance.rowsTrained)),
      ("rows held out", NumberText.integer(provenance.rowsHeldOut)),
      ("rows rejected", NumberText.integer(provenance.rowsRejected)),
      ("training file, SHA-256", String(provenance.sha256.prefix(12))),
      ("features", NumberText.integer(model.schema.features.count)),
      ("missing values", model.missing.rawValue), ("made by", "churn \(provenance.toolVersion)"),
      ("checksum", String(ModelIdentity(model).checksum.prefix(19))),
    ] + measures(model)
  }

  private static func measures(_ model: ChurnModel) -> [(String, String)] {
    let churn = model.churn
    func number(_ value: Double?) -> String { NumberText.fixed(value, decimals: 4) }
    func auc(_ measures: Measures?) -> String {
      guard let measures, measures.auc != nil else { return NumberText.missing }
      let interval = NumberText.interval(measures.aucLow, measures.aucHigh, decimals: 4)
      return number(measures.auc) + " (\(interval))"
    }
    return [
      ("band low up to", number(churn?.bands.low)), ("band high above", number(churn?.bands.high)),
      ("threshold", number(churn?.threshold)),
      ("churned in training", NumberText.percent(churn?.training.baseRate)),
      ("AUC, training", auc(churn?.training)),
      ("log loss, training", number(churn?.training.logLoss)),
      ("AUC, cross-validated", auc(churn?.crossValidated)), ("AUC, held out", auc(churn?.holdout)),
    ]
  }

  private var featureText: String {
    let lists = [
      ("features added", addedFeatures), ("features removed", removedFeatures),
      ("features of another type", retypedFeatures),
    ]
    return lists.filter { !$0.1.isEmpty }
      .map { TextWrap.paragraph("\($0.0): " + $0.1.joined(separator: ", "), width: Self.width) }
      .joined()
  }

  private var optionText: String {
    let prefix = "/provenance/options/"
    return changes.filter { $0.path.hasPrefix(prefix) }.map { change in
      "option \(change.path.dropFirst(prefix.count)): \(Self.short(change.first)) → "
        + Self.short(change.second) + "\n"
    }.joined()
  }

  private static func short(_ value: JSONValue) -> String {
    let text = value.canonical()
    return text.count > 60 ? String(text.prefix(59)) + "…" : text
  }

  // MARK: - What was fitted

  private var fittedText: String {
    if let coefficients { return Self.table(coefficients).plain(width: Self.width) }
    if let nodes { return Self.text(nodes) }
    return "\(first.name) is a \(first.kind) model and \(second.name) a \(second.kind) model: "
      + "what they are made of cannot be compared\n"
  }

  private static func table(_ pairs: [CoefficientPair]) -> TextTable {
    var table = TextTable([
      .init("term", maxWidth: 36), .init("first", .right), .init("std. error", .right),
      .init("second", .right), .init("std. error", .right), .init("difference", .right), .init(""),
    ])
    func number(_ value: Double?) -> String { NumberText.significant(value, digits: 4) }
    for pair in pairs {
      table.rows.append([
        pair.term, number(pair.first?.estimate), number(pair.first?.standardError),
        number(pair.second?.estimate), number(pair.second?.standardError),
        number(pair.difference), pair.note,
      ])
    }
    return table
  }

  private static func text(_ nodes: [NodePair]) -> String {
    let same = nodes.count { $0.isSame }
    var table = TextTable([
      .init("node", .right), .init("first", maxWidth: 32), .init("value", .right),
      .init("second", maxWidth: 32), .init("value", .right), .init(""),
    ])
    for node in nodes {
      table.rows.append([
        "\(node.node)", node.first ?? "", NumberText.fixed(node.firstValue, decimals: 4),
        node.second ?? "", NumberText.fixed(node.secondValue, decimals: 4),
        node.isSame ? "" : "differs",
      ])
    }
    return table.plain(width: width) + "\n\(same) of \(nodes.count) nodes split alike\n"
  }
}

extension ModelDifference.CoefficientPair {
  fileprivate var note: String {
    if first == nil { return "new" }
    if second == nil { return "gone" }
    return changesSign ? "sign changes" : ""
  }
}
