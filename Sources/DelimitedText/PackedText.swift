/// Many short strings in one piece of memory, such as the ids of a file.
public struct PackedText: Sendable, Hashable, RandomAccessCollection {
  private(set) var bytes: [UInt8] = []
  /// Where each string ends.
  private(set) var ends: [UInt64] = []

  public init() {}

  public init(_ texts: some Sequence<String>) {
    for text in texts { append(text) }
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { ends.count }

  /// The string; empty where the cell is missing.
  public subscript(index: Int) -> String {
    withBytes(index) { String(decoding: $0, as: UTF8.self) }
  }

  /// The UTF-8 bytes of a string, valid within `body` only.
  public func withBytes<R>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    let begin = index == 0 ? 0 : Int(ends[index - 1])
    let end = Int(ends[index])
    return bytes.withUnsafeBufferPointer { body(.init(rebasing: $0[begin..<end])) }
  }

  public mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    ends.append(UInt64(bytes.count))
  }

  /// Takes over strings packed behind each other; `newEnds` are counted within them.
  mutating func append(packed: [UInt8], ends newEnds: [UInt64]) {
    let base = UInt64(bytes.count)
    bytes.append(contentsOf: packed)
    ends.append(contentsOf: newEnds.lazy.map { base + $0 })
  }
}
