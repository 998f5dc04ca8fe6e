import DelimitedText

/// Which model of a folder is to be used, whatever is newer: the file `current.json` in it, format
/// `churn-current`, version 1.
public struct ModelPin: Sendable, Equatable {
  static let file = "current.json"
  private static let format = "churn-current"
  private static let version = 1

  /// Of a file in the same folder.
  public var name: String
  /// Of the model, so that another one in its place is noticed.
  public var checksum: String

  public init(_ entry: ModelStore.Entry) {
    name = entry.file
    checksum = entry.checksum
  }

  private init(_ node: JSONNode) throws(LocatedError) {
    _ = try node["format"].enumeration([Self.format])
    _ = try node["format_version"].int(in: Self.version...Self.version)
    name = try node["file"].string()
    checksum = try node["checksum"].string()
  }

  var json: JSONValue {
    [
      "format": .string(Self.format), "format_version": JSONValue(Self.version),
      "file": .string(name), "checksum": .string(checksum),
    ]
  }

  /// nil where nothing is pinned.
  static func read(in folder: String) throws(LocatedError) -> ModelPin? {
    guard try regularFiles(in: folder).contains(where: { $0.name == file }) else { return nil }
    let bytes = try readBytes(.file(folder + "/" + file), limit: 1 << 16)
    let name = folder + "/" + file
    return try ModelPin(
      JSONNode(
        JSONValue.parse(bytes, name: name), file: name,
        advice: "Pin a model again with churn models --use, or delete the file."))
  }

  public func write(in folder: String) throws(LocatedError) {
    try writeAtomically(
      Array(json.pretty().utf8), to: folder + "/" + Self.file, force: true)
  }
}
