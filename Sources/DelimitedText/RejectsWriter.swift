/// Writes the rejects file: `row,line,column,value,reason`.
public struct RejectsWriter: Sendable {
  public static let header = ["row", "line", "column", "value", "reason"]
  private var writer = DelimitedWriter()

  public init() { writer.appendRow(Self.header) }

  public mutating func append(_ reject: Reject) {
    writer.append(reject.row)
    writer.append(reject.line)
    writer.append(reject.column ?? "")
    writer.append(reject.value ?? "")
    writer.append(reject.reason)
    writer.endRow()
  }

  public mutating func append(_ rejects: Rejects) {
    for reject in rejects.list { append(reject) }
  }

  /// Hands over what was written since the last call.
  public mutating func take() -> [UInt8] { writer.take() }
}
