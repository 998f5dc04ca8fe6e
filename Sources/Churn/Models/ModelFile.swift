import DelimitedText
import Modeling

/// The JSON file of a model: format `churn-model`, version 1; see `models/model.schema.json`.
public enum ModelFile {
  static let format = "churn-model"
  static let formatVersion = 1
  static let limits = ModelLimits.document

  /// The document with its checksum, as it is written.
  public static func document(of model: ChurnModel) -> JSONValue {
    var members = members(of: model)
    members["checksum"] = .string(checksum(of: members))
    return .object(members)
  }

  public static func write(
    _ model: ChurnModel, to path: String, force: Bool = false
  ) throws(LocatedError) {
    let bytes = Array(document(of: model).pretty().utf8)
    try checkReadable(bytes, path)
    try writeAtomically(bytes, to: path, force: force)
  }

  /// What is written must be read again: numbers at the ends of their range are not.
  private static func checkReadable(_ bytes: [UInt8], _ path: String) throws(LocatedError) {
    do {
      _ = try read(.bytes(bytes, name: path))
    } catch {
      throw LocatedError(
        .wrongData, "this model cannot be kept in a file: \(error.what)",
        advice: "Weights or values are too large or too small for its sums: give them in another "
          + "unit, or leave the column out.")
    }
  }

  /// SHA-256 of the document without its checksum, keys sorted, no white space.
  public static func checksum(of members: [String: JSONValue]) -> String {
    var rest = members
    rest["checksum"] = nil
    return "sha256:" + sha256Hex(Array(JSONValue.object(rest).canonical().utf8))
  }

  /// Reads a model, which may come from a stranger: structure, ranges, checksum and the answers to
  /// the verification rows are checked.
  /// - Throws: `.wrongData` naming the path in the document and what was expected there.
  public static func read(_ input: Input) throws(LocatedError) -> ChurnModel {
    let (value, node) = try document(input)
    return try read(value, node)
  }

  static func read(_ value: JSONValue, _ node: JSONNode) throws(LocatedError) -> ChurnModel {
    try check(value, node)
    let model = try model(node)
    try verify(model, node)
    return model
  }

  /// What kind of document of ours a file is, for commands that take several.
  static func document(_ input: Input) throws(LocatedError) -> (JSONValue, JSONNode) {
    let bytes = try readBytes(input, limit: limits.bytes)
    let value = try JSONValue.parse(bytes, name: input.name, limits: limits)
    return (value, JSONNode(value, file: input.name))
  }

  static func check(_ value: JSONValue, _ node: JSONNode) throws(LocatedError) {
    let members = try checkFormat(value, node)
    guard try node["checksum"].string() == checksum(of: members) else {
      throw try node["checksum"].error(
        "does not fit the content: the file was changed (churn seal takes an edit by hand)")
    }
  }

  /// - Returns: the members of the document.
  static func checkFormat(
    _ value: JSONValue, _ node: JSONNode
  ) throws(LocatedError) -> [String: JSONValue] {
    guard case .object(let members) = value, members["format"] == .string(format) else {
      throw node.error("is no model file: its format is not \"\(format)\"")
    }
    let version = try node["format_version"].int(in: 1...Int(Int32.max))
    guard version == formatVersion else {
      throw try node["format_version"].error(
        "is \(version): this program reads version \(formatVersion); use a newer one")
    }
    return members
  }

  private static func verify(_ model: ChurnModel, _ node: JSONNode) throws(LocatedError) {
    let rows = try node["verification"]
    let answers = VerificationRows(schema: model.schema, fitted: model.fitted)
      .run(model.verification.map(\.values))
    for (place, (expected, answer)) in zip(model.verification, answers).enumerated() {
      let isSame =
        answer.isNear(expected.value) && expected.leaf == answer.leaf
        && expected.reasons == answer.reasons
      guard isSame else {
        throw try rows[place].error(
          "expects \(expected.value), but the model gives \(answer.value)"
            + (expected.reasons == answer.reasons ? "" : " or other reasons")
            + (expected.leaf == answer.leaf ? "" : " in another leaf"))
      }
    }
  }
}

// MARK: - The document's parts

extension ModelFile {
  private static func members(of model: ChurnModel) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "format": .string(format), "format_version": JSONValue(formatVersion),
      "kind": .string(model.kind), "name": .string(model.name),
      "id_column": JSONValue(model.idColumn), "label": json(model.label),
      "training_rows": JSONValue(model.schema.rowCount),
      "features": .array(model.schema.features.map { json($0, model) }),
      "missing": .string(model.missing.rawValue), "provenance": json(model.provenance),
      "warnings": .array(model.warnings.map { .string($0) }),
      "verification": .array(model.verification.map { json($0, model.kind) }),
    ]
    members.merge(AssessmentCoding.members(model.assessment)) { $1 }
    members["tiers"] = TierCoding.json(model)
    members["baselines"] = BaselineCoding.json(model.baselines)
    members["distribution"] = model.distribution?.json(model.schema)
    switch model.fitted {
    case .logistic(let logistic):
      members["logistic"] = LogisticCoding.json(logistic, schema: model.schema)
    case .tree(let tree), .regressionTree(let tree):
      members["tree"] = TreeCoding.json(tree, schema: model.schema)
    }
    return members
  }

  static func model(_ node: JSONNode) throws(LocatedError) -> ChurnModel {
    let schema = try SchemaCoding.schema(node)
    let fitted = try fitted(node, schema)
    return ChurnModel(
      name: try node["name"].name(), idColumn: try node.optional("id_column")?.name(),
      label: try label(node["label"]), schema: schema,
      missing: try node["missing"].enumeration(MissingPolicy.self), fitted: fitted,
      provenance: try provenance(node["provenance"]),
      assessment: try AssessmentCoding.assessment(node, fitted),
      tiers: try TierCoding.tiers(node.optional("tiers"), fitted),
      baselines: try BaselineCoding.baselines(node.optional("baselines")),
      distribution: try TrainingDistribution(node.optional("distribution"), schema: schema),
      warnings: try node["warnings"].strings(
        upTo: ModelLimits.warnings, bytes: ModelLimits.textBytes),
      verification: try verification(node["verification"], schema, fitted.kind))
  }

  private static func fitted(
    _ node: JSONNode, _ schema: FeatureSchema
  ) throws(LocatedError) -> ChurnModel.Fitted {
    switch try node["kind"].enumeration(["logistic", "tree", "regression-tree"]) {
    case "logistic": .logistic(try LogisticCoding.model(node["logistic"], schema: schema))
    case "tree":
      .tree(
        try TreeCoding.model(node["tree"], schema: schema, isRegression: false)
          .readingHeldOut(node))
    default: .regressionTree(try TreeCoding.model(node["tree"], schema: schema, isRegression: true))
    }
  }

  private static func json(_ label: LabelContract) -> JSONValue {
    [
      "definition": label.horizon == nil ? "column" : "outcome_window",
      "column": .string(label.column), "positive": JSONValue(label.positive),
      "as_of": .array(label.asOf.map { .string($0) }), "gap": JSONValue(label.gap),
      "horizon": JSONValue(label.horizon),
    ]
  }

  private static func label(_ node: JSONNode) throws(LocatedError) -> LabelContract {
    LabelContract(
      column: try node["column"].name(),
      positive: try node.optional("positive")?.string(upTo: ModelLimits.textBytes),
      asOf: try node["as_of"].strings(
        upTo: ModelLimits.asOfDates, bytes: ModelLimits.nameBytes),
      gap: try node.optional("gap")?.int(in: 0...1_000_000),
      horizon: try node.optional("horizon")?.int(in: 1...1_000_000))
  }

  private static func json(_ provenance: Provenance) -> JSONValue {
    [
      "tool_version": .string(provenance.toolVersion), "seed": JSONValue(Double(provenance.seed)),
      "sha256": .string(provenance.sha256), "rows_read": JSONValue(provenance.rowsRead),
      "rows_rejected": JSONValue(provenance.rowsRejected),
      "rows_trained": JSONValue(provenance.rowsTrained),
      "rows_held_out": JSONValue(provenance.rowsHeldOut), "options": .object(provenance.options),
    ]
  }

  private static func provenance(_ node: JSONNode) throws(LocatedError) -> Provenance {
    let count = 0...Int(1) << 53
    let options = try node["options"]
    guard case .object(let members) = options.value else {
      throw options.error("is not an object")
    }
    return Provenance(
      toolVersion: try node["tool_version"].string(),
      seed: UInt64(try node["seed"].int(in: count)), sha256: try node["sha256"].string(),
      rowsRead: try node["rows_read"].int(in: count),
      rowsRejected: try node["rows_rejected"].int(in: count),
      rowsTrained: try node["rows_trained"].int(in: count),
      rowsHeldOut: try node["rows_held_out"].int(in: count), options: members)
  }
}

// MARK: - Features and verification rows

extension ModelFile {
  private static func json(_ feature: FeatureSchema.Feature, _ model: ChurnModel) -> JSONValue {
    var members: [String: JSONValue] = [
      "name": .string(feature.name), "missing_rows": JSONValue(feature.missingCount),
      "missing_policy": .string(model.missing.rawValue),
      "unit": JSONValue(FeatureUnits.unit(of: feature.name)),
    ]
    switch feature.kind {
    case .numeric(let learned):
      members["type"] = "numeric"
      members["median"] = JSONValue(learned.median)
      members["mean"] = JSONValue(learned.mean)
      members["standard_deviation"] = JSONValue(learned.standardDeviation)
    case .categorical(let learned):
      members["type"] = "categorical"
      members["levels"] = .array(learned.levels.map { .string($0) })
      members["level_rows"] = .array(learned.counts.map { JSONValue($0) })
      members["unseen_policy"] = model.fitted.tree != nil ? "missing_route" : "mean_effect"
    }
    return .object(members)
  }

  private static func json(_ row: VerificationRow, _ kind: String) -> JSONValue {
    let values = row.values.map { value -> JSONValue in
      switch value {
      case .missing: .null
      case .number(let number): JSONValue(number)
      case .text(let text): .string(text)
      }
    }
    return [
      "values": .array(values), valueKey(kind): JSONValue(row.value),
      "reasons": .array(row.reasons.map { .string($0) }), "leaf": JSONValue(row.leaf),
    ]
  }

  /// What a verification row calls the model's answer, and a scored file its column.
  static func valueKey(_ kind: String) -> String {
    kind == "regression-tree" ? "prediction" : "probability"
  }

  private static func verification(
    _ node: JSONNode, _ schema: FeatureSchema, _ kind: String
  ) throws(LocatedError) -> [VerificationRow] {
    let rows = try node.array(upTo: ModelLimits.verificationRows)
    guard rows.count >= 20 else {
      throw node.error("has \(rows.count) rows; expected at least 20")
    }
    var result: [VerificationRow] = []
    for row in rows {
      result.append(
        VerificationRow(
          values: try values(row["values"], schema),
          value: kind == "regression-tree"
            ? try row["prediction"].number() : try row["probability"].number(in: 0...1),
          reasons: try row["reasons"].strings(upTo: VerificationRows.reasonCount),
          leaf: try row.optional("leaf")?.int(in: 1...Int(UInt32.max))))
    }
    return result
  }

  private static func values(
    _ node: JSONNode, _ schema: FeatureSchema
  ) throws(LocatedError) -> [VerificationRow.Value] {
    let cells = try node.array(upTo: ModelLimits.features)
    guard cells.count == schema.features.count else {
      throw node.error("has \(cells.count) values; expected \(schema.features.count)")
    }
    var values: [VerificationRow.Value] = []
    for (cell, feature) in zip(cells, schema.features) {
      switch feature.kind {
      case _ where cell.isNull: values.append(.missing)
      case .numeric: values.append(.number(try cell.number()))
      case .categorical: values.append(.text(try cell.string()))
      }
    }
    return values
  }
}
