/// Writes the rejects file: `row,line,column,value,reason`, and `file` behind them where rows come
/// from several inputs.
public struct RejectsWriter: Sendable {
  public static let header = ["row", "line", "column", "value", "reason"]
  private var writer = DelimitedWriter()
  private let namesFiles: Bool

  public init(namesFiles: Bool = false) {
    self.namesFiles = namesFiles
    writer.appendRow(Self.header + (namesFiles ? ["file"] : []))
  }

  public mutating func append(_ reject: Reject) {
    writer.append(reject.row)
    writer.append(reject.line)
    writer.append(reject.column ?? "")
    writer.append(reject.value ?? "")
    writer.append(reject.reason)
    if namesFiles { writer.append(reject.file ?? "") }
    writer.endRow()
  }

  public mutating func append(_ rejects: Rejects) {
    for reject in rejects.list { append(reject) }
  }

  /// Hands over what was written since the last call.
  public mutating func take() -> [UInt8] { writer.take() }
}
