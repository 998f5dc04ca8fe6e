import DelimitedText
import Modeling

/// Which model a report or a line of a comparison is about.
public struct ModelIdentity: Sendable, Equatable {
  public var name: String
  public var kind: String
  public var checksum: String

  public init(name: String, kind: String, checksum: String) {
    self.name = name
    self.kind = kind
    self.checksum = checksum
  }

  public init(_ model: ChurnModel) {
    self.init(
      name: model.name, kind: model.kind,
      checksum: ModelFile.document(of: model).member("checksum"))
  }
}

extension JSONValue {
  /// The text of a member of an object; empty where there is none.
  fileprivate func member(_ key: String) -> String {
    if case .object(let members) = self, case .string(let text)? = members[key] { text } else { "" }
  }
}

/// Measures of one model on one data set: format `churn-report`, version 1.
public struct ModelReport: Sendable, Equatable {
  static let format = "churn-report"
  static let formatVersion = 1

  public var model: ModelIdentity
  /// SHA-256 of the judged file's content.
  public var sha256: String
  public var rowsRead: Int
  public var rowsRejected: Int
  /// Whether the model was trained on these very rows.
  public var isInSample: Bool
  public var measures: Measures
  /// nil in the measures of a model file, and in reports of versions that had none.
  public var details: JudgedDetails? = nil
  /// The simple rules that come with the model, on the same rows.
  public var baselines: [JudgedBaseline] = []
  public var bands: Bands
  public var bandTable: [BandLine]
  public var warnings: [String]
  /// The base rate to which the measures are reweighted; nil where they are those of the rows.
  public var reweightedTo: Double?
  /// The leaves of a classification tree on the judged rows; nil for other models.
  public var leaves: [JudgedLeaf]?

  public var json: JSONValue {
    guard case .object(var document) = plainJSON else { return plainJSON }
    document["reweighted_to_base_rate"] = reweightedTo.map { JSONValue($0) }
    document["baselines"] = .array(baselines.map(\.json))
    document["leaves"] = leaves.map { .array($0.map(\.json)) }
    return .object(document)
  }

  private var plainJSON: JSONValue {
    [
      "format": .string(Self.format), "format_version": JSONValue(Self.formatVersion),
      "model": model.json,
      "data": [
        "sha256": .string(sha256), "rows_read": JSONValue(rowsRead),
        "rows_rejected": JSONValue(rowsRejected),
      ],
      "in_sample": .bool(isInSample), "measures": measuresJSON,
      "bands": [
        "low": JSONValue(bands.low), "high": JSONValue(bands.high),
        "table": .array(bandTable.map(\.json)),
      ],
      "warnings": .array(warnings.map { .string($0) }),
    ]
  }

  /// The measures with what else was judged.
  var measuresJSON: JSONValue {
    guard let details, case .object(let members) = measures.json else { return measures.json }
    return .object(members.merging(details.members) { $1 })
  }

  /// - Throws: `.wrongData` naming the key that is missing or impossible.
  public static func read(_ input: Input) throws(LocatedError) -> ModelReport {
    let (value, node) = try ModelFile.document(input)
    return try read(value, node)
  }

  static func isReport(_ value: JSONValue) -> Bool { value.member("format") == format }

  static func read(_ value: JSONValue, _ node: JSONNode) throws(LocatedError) -> ModelReport {
    guard isReport(value) else {
      throw node.error("is no report: its format is not \"\(format)\"")
    }
    let version = try node["format_version"].int(in: 1...Int(Int32.max))
    guard version == formatVersion else {
      throw try node["format_version"].error(
        "is \(version): this program reads version \(formatVersion); use a newer one")
    }
    let data = try node["data"]
    let bands = try node["bands"]
    let low = try bands["low"].number(in: 0...1)
    var table: [BandLine] = []
    for line in try bands["table"].array() { table.append(try BandLine(line)) }
    let measures = try Measures(node["measures"])
    var baselines: [JudgedBaseline] = []
    for baseline in try node.optional("baselines")?.array() ?? [] {
      baselines.append(try JudgedBaseline(baseline))
    }
    return ModelReport(
      model: try ModelIdentity(node["model"]), sha256: try Self.digest(data["sha256"]),
      rowsRead: try data["rows_read"].int(in: 0...1 << 53),
      rowsRejected: try data["rows_rejected"].int(in: 0...1 << 53),
      isInSample: try node["in_sample"].bool(), measures: measures,
      details: try JudgedDetails(node["measures"]), baselines: baselines,
      bands: Bands(low: low, high: try bands["high"].number(in: low...1)), bandTable: table,
      warnings: try node["warnings"].strings(),
      reweightedTo: try node.optional("reweighted_to_base_rate").map {
        (node) throws(LocatedError) in try node.number(in: 0...1)
      },
      leaves: try node.optional("leaves").map { (node) throws(LocatedError) in
        try JudgedLeaf.leaves(node, rows: measures.rows)
      })
  }
}

extension ModelReport {
  private static func digest(_ node: JSONNode) throws(LocatedError) -> String {
    let text = try node.string()
    let isDigest =
      text.utf8.count == 64
      && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    guard isDigest else { throw node.error("is no SHA-256 in hexadecimal") }
    return text
  }
}

extension ModelIdentity {
  var json: JSONValue {
    ["name": .string(name), "kind": .string(kind), "checksum": .string(checksum)]
  }

  init(_ node: JSONNode) throws(LocatedError) {
    self.init(
      name: try node["name"].string(), kind: try node["kind"].string(),
      checksum: try node["checksum"].string())
  }
}
