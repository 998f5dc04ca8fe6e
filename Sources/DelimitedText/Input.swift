/// Where bytes come from.
public enum Input: Sendable, Hashable {
  case file(String)
  case standardInput
  /// A file that stands for another input, whose name messages give.
  case copy(path: String, name: String)
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
    case .copy(_, let name), .bytes(_, let name): name
    }
  }
}
