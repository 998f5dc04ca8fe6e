import DelimitedText

/// How much a document may ask of its reader.
public struct JSONLimits: Sendable, Equatable {
  public var bytes: Int
  /// Arrays and objects inside each other; at most 1024, so that recursion stays on the stack.
  public var depth: Int
  /// Values of every kind, containers included: it bounds the memory.
  public var values: Int

  public static let `default` = JSONLimits()

  public init(bytes: Int = 256 << 20, depth: Int = 512, values: Int = 10_000_000) {
    self.bytes = bytes
    self.depth = min(depth, 1024)
    self.values = values
  }
}

extension JSONValue {
  /// Reads one JSON document strictly (RFC 8259, UTF-8 without a byte order mark).
  ///
  /// Refused with line and column: anything beyond the standard, duplicate keys (canonically
  /// equivalent ones among them), numbers beyond the range of `Double`, lone surrogates, and
  /// documents beyond `limits`. Numbers are the nearest `Double`.
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: The file as the user named it, for messages.
  public static func parse(
    _ bytes: [UInt8], name: String, limits: JSONLimits = .default
  ) throws(LocatedError) -> JSONValue {
    var parser = JSONParser(bytes: bytes, name: name, limits: limits)
    return try parser.document()
  }
}

/// Recursive descent over the bytes of one document.
struct JSONParser {
  let bytes: [UInt8]
  let name: String
  let limits: JSONLimits
  var position = 0
  var path = JSONPath.root
  private var depth = 0
  private var values = 0

  init(bytes: [UInt8], name: String, limits: JSONLimits) {
    self.bytes = bytes
    self.name = name
    self.limits = limits
  }

  /// The next byte, 0 at the end of the file (a NUL in the file is refused wherever it stands).
  var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

  mutating func document() throws(LocatedError) -> JSONValue {
    if bytes.count > limits.bytes {
      throw error("the file is larger than \(limits.bytes) bytes", at: 0)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw error("the file starts with a byte order mark, which JSON does not allow", at: 0)
    }
    skipBlanks()
    if position == bytes.count { throw error("the file is empty; expected a JSON value") }
    let result = try value()
    skipBlanks()
    if position < bytes.count { throw error("text after the end of the JSON document") }
    return result
  }

  private mutating func value() throws(LocatedError) -> JSONValue {
    values += 1
    if values > limits.values { throw error("more than \(limits.values) values in the file") }
    switch next {
    case UInt8(ascii: "{"): return try nested(object)
    case UInt8(ascii: "["): return try nested(array)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw unexpected("a value")
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(LocatedError) -> JSONValue
  ) throws(LocatedError) -> JSONValue {
    depth += 1
    if depth > limits.depth { throw error("nested more than \(limits.depth) deep") }
    let result = try body(&self)
    depth -= 1
    return result
  }

  private func array(_ parser: inout JSONParser) throws(LocatedError) -> JSONValue {
    .array(try parser.elements())
  }

  private func object(_ parser: inout JSONParser) throws(LocatedError) -> JSONValue {
    .object(try parser.members())
  }

  private mutating func elements() throws(LocatedError) -> [JSONValue] {
    position += 1
    skipBlanks()
    var result: [JSONValue] = []
    if accept("]") { return result }
    let parent = path
    repeat {
      path = .index(result.count, in: parent)
      skipBlanks()
      result.append(try value())
      skipBlanks()
    } while accept(",")
    path = parent
    guard accept("]") else { throw unexpected("a comma or ]") }
    return result
  }

  private mutating func members() throws(LocatedError) -> [String: JSONValue] {
    position += 1
    skipBlanks()
    var result: [String: JSONValue] = [:]
    if accept("}") { return result }
    let parent = path
    repeat {
      skipBlanks()
      let start = position
      guard next == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
      let key = try string()
      path = .key(key, in: parent)
      // Canonically equivalent keys are equal to Swift: which one would count is not said.
      if result[key] != nil { throw error("the key \(path.text) stands here twice", at: start) }
      skipBlanks()
      guard accept(":") else { throw unexpected("a colon") }
      skipBlanks()
      result[key] = try value()
      skipBlanks()
    } while accept(",")
    path = parent
    guard accept("}") else { throw unexpected("a comma or }") }
    return result
  }

  private mutating func word(
    _ text: StaticString, _ value: JSONValue
  ) throws(LocatedError) -> JSONValue {
    for offset in 0..<text.utf8CodeUnitCount {
      guard next == text.utf8Start[offset] else { throw unexpected("the word \(text)") }
      position += 1
    }
    return value
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 { position += 1 }
  }
}
