import DelimitedText

/// Strings and numbers of a document.
extension JSONParser {
  /// Reads a string from its opening quote to behind the closing one.
  mutating func string() throws(LocatedError) -> String {
    let opening = position
    position += 1
    var decoded: [UInt8] = []
    var start = position
    while true {
      switch next {
      case UInt8(ascii: "\""):
        decoded += bytes[start..<position]
        position += 1
        return try text(decoded, rawFrom: opening)
      case UInt8(ascii: "\\"):
        decoded += bytes[start..<position]
        decoded += Array(String(try escape()).utf8)
        start = position
      case 0..<0x20:
        if position == bytes.count { throw error("a string never ends", at: opening) }
        throw error("a control character in a string")
      default: position += 1
      }
    }
  }

  /// Escapes decode to valid UTF-8, so an invalid byte of `decoded` stands in the file as it is.
  private func text(
    _ decoded: [UInt8], rawFrom opening: Int
  ) throws(LocatedError) -> String {
    if let text = String(validating: decoded, as: UTF8.self) { return text }
    throw error("invalid UTF-8", at: firstInvalidByte(from: opening))
  }

  private func firstInvalidByte(from start: Int) -> Int {
    var decoder = UTF8()
    var iterator = bytes[start...].makeIterator()
    var place = start
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      place += UTF8.width(scalar)
    }
    return place
  }

  private mutating func escape() throws(LocatedError) -> Unicode.Scalar {
    let start = position
    position += 2
    guard position <= bytes.count else { throw error("a string never ends", at: start) }
    switch bytes[position - 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codePoint(from: start)
    default: throw error("an unknown escape sequence in a string", at: start)
    }
  }

  /// The code point of `\uXXXX` or of a surrogate pair; `position` stands behind the `u`.
  private mutating func codePoint(from start: Int) throws(LocatedError) -> Unicode.Scalar {
    var code = try hexadecimal()
    if (0xD800..<0xDC00).contains(code), next == UInt8(ascii: "\\") {
      position += 1
      guard next == UInt8(ascii: "u") else { throw error("a lone surrogate", at: start) }
      position += 1
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else { throw error("a lone surrogate", at: start) }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw error("a lone surrogate", at: start) }
    return scalar
  }

  private mutating func hexadecimal() throws(LocatedError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(next)).hexDigitValue else {
        throw unexpected("four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }

  /// Reads a number of the grammar `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
  mutating func number() throws(LocatedError) -> Double {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    if next == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if next == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if next | 0x20 == UInt8(ascii: "e") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)),
      value.isFinite
    else { throw error("a number is out of range (beyond 1.8e308)", at: start) }
    return value
  }

  private mutating func digits() throws(LocatedError) {
    let start = position
    while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { position += 1 }
    if position == start { throw unexpected("a digit") }
  }
}

/// Messages.
extension JSONParser {
  func unexpected(_ expected: String) -> LocatedError {
    if position >= bytes.count { return error("the file ends early; expected \(expected)") }
    let scalar = String(decoding: bytes[position...].prefix(4), as: UTF8.self).unicodeScalars.first
    let found = JSONText.shown(scalar.map { String($0) } ?? "")
    return error("found \"\(found)\"; expected \(expected)")
  }

  /// An error at a byte offset, by default the current one. Columns count code points.
  func error(_ what: String, at offset: Int? = nil) -> LocatedError {
    let before = bytes[..<min(offset ?? position, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
    return LocatedError(
      .wrongData, "line \(line), column \(column): \(what)", at: Location(file: name),
      advice: "The file is not valid JSON: it was cut short or changed by hand. Make it again.")
  }
}
