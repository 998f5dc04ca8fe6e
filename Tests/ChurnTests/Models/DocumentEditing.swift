import DelimitedText

@testable import Churn

/// Edits of JSON documents by paths such as `/tree/nodes/0/rows`.
extension JSONValue {
  private static func steps(_ path: String) -> ArraySlice<String> {
    path.split(separator: "/").map(String.init)[...]
  }

  subscript(path path: String) -> JSONValue? {
    var value = self
    for step in Self.steps(path) {
      switch value {
      case .object(let members):
        guard let member = members[step] else { return nil }
        value = member
      case .array(let elements):
        guard let place = Int(step), elements.indices.contains(place) else { return nil }
        value = elements[place]
      default: return nil
      }
    }
    return value
  }

  /// The document with another value at the path; nil deletes it.
  func setting(_ path: String, to new: JSONValue?) -> JSONValue {
    setting(Self.steps(path), to: new) ?? .null
  }

  private func setting(_ steps: ArraySlice<String>, to new: JSONValue?) -> JSONValue? {
    guard let step = steps.first else { return new }
    switch self {
    case .object(var members):
      members[step] = (members[step] ?? .null).setting(steps.dropFirst(), to: new)
      return .object(members)
    case .array(var elements):
      guard let place = Int(step), elements.indices.contains(place) else { return self }
      if let changed = elements[place].setting(steps.dropFirst(), to: new) {
        elements[place] = changed
      } else {
        elements.remove(at: place)
      }
      return .array(elements)
    default: return self
    }
  }

  /// The paths of all values below this one, keys sorted.
  var paths: [String] {
    switch self {
    case .object(let members):
      members.keys.sorted().flatMap { key in
        ["/" + key] + (members[key]?.paths.map { "/\(key)" + $0 } ?? [])
      }
    case .array(let elements):
      elements.indices.flatMap { place in
        ["/\(place)"] + elements[place].paths.map { "/\(place)" + $0 }
      }
    default: []
    }
  }

  var keys: Set<String> {
    if case .object(let members) = self { Set(members.keys) } else { [] }
  }

  var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
  var text: String? { if case .string(let text) = self { text } else { nil } }
  var double: Double? { if case .number(let number) = self { number } else { nil } }

  /// With the checksum that the content has now, so that only the later checks can refuse it.
  var sealed: JSONValue {
    setting("/checksum", to: .string(independentChecksum(Array(pretty().utf8))))
  }

  var fileBytes: [UInt8] { Array(pretty().utf8) }
}

/// The checksum of a model file's text by the contract's words alone: tokens stay as they are
/// written, members are sorted, white space goes.
func independentChecksum(_ bytes: [UInt8]) -> String {
  var reader = TokenReader(bytes: bytes)
  return "sha256:" + sha256Hex(reader.value(isRoot: true))
}

/// A reader of valid JSON that keeps each token's bytes.
private struct TokenReader {
  let bytes: [UInt8]
  var place = 0

  private mutating func next() -> UInt8 {
    while bytes[place] == 0x20 || bytes[place] == 0x0A { place += 1 }
    return bytes[place]
  }

  mutating func value(isRoot: Bool = false) -> [UInt8] {
    switch next() {
    case UInt8(ascii: "{"): object(isRoot)
    case UInt8(ascii: "["): array()
    case UInt8(ascii: "\""): string()
    default: scalar()
    }
  }

  private mutating func object(_ isRoot: Bool) -> [UInt8] {
    var members: [(key: [UInt8], value: [UInt8])] = []
    place += 1
    while next() != UInt8(ascii: "}") {
      if bytes[place] == UInt8(ascii: ",") { place += 1 }
      _ = next()
      let key = string()
      _ = next()
      place += 1
      let value = value()
      if !isRoot || key != Array("\"checksum\"".utf8) { members.append((key, value)) }
    }
    place += 1
    members.sort { $0.key.lexicographicallyPrecedes($1.key) }
    let texts = members.map { $0.key + [UInt8(ascii: ":")] + $0.value }
    return [UInt8(ascii: "{")] + texts.joined(separator: [UInt8(ascii: ",")])
      + [UInt8(ascii: "}")]
  }

  private mutating func array() -> [UInt8] {
    var elements: [[UInt8]] = []
    place += 1
    while next() != UInt8(ascii: "]") {
      if bytes[place] == UInt8(ascii: ",") { place += 1 }
      elements.append(value())
    }
    place += 1
    return [UInt8(ascii: "[")] + elements.joined(separator: [UInt8(ascii: ",")])
      + [UInt8(ascii: "]")]
  }

  private mutating func string() -> [UInt8] {
    let start = place
    place += 1
    while bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    place += 1
    return Array(bytes[start..<place])
  }

  private mutating func scalar() -> [UInt8] {
    let start = place
    while !Array(",]} \n".utf8).contains(bytes[place]) { place += 1 }
    return Array(bytes[start..<place])
  }
}
