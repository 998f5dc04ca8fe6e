/// Where bytes come from.
public enum Input: Sendable, Hashable {
  case file(String)
  case standardInput
  /// Bytes in memory, under a name for messages.
  case bytes([UInt8], name: String)

  /// The file at `path`; `-` is standard input.
  public init(path: String) {
    self = path == "-" ? .standardInput : .file(path)
  }

  /// The input as messages name it.
  public var name: String {
    switch self {
    case .file(let path): path
    case .standardInput: "<standard input>"
    case .bytes(_, let name): name
    }
  }
}
