/// Texts of a document. The same value gives the same bytes: keys are sorted by their UTF-8 bytes.
extension JSONValue {
  /// Two blanks of indentation, a final newline; an array of scalars on one line where it fits
  /// in 100 columns. A number that is not finite is `null`.
  public func pretty() -> String {
    var printer = JSONPrinter()
    printer.pretty(self, indentation: 0)
    return printer.text + "\n"
  }

  /// Without white space, for checksums.
  public func canonical() -> String {
    var printer = JSONPrinter()
    printer.compact(self, comma: ",", colon: ":")
    return printer.text
  }
}

private struct JSONPrinter {
  static let width = 100
  var text = ""

  mutating func pretty(_ value: JSONValue, indentation: Int) {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      if let line = line(of: elements, after: text) {
        text += line
      } else {
        block("[", elements, "]", indentation) { printer, element in
          printer.pretty(element, indentation: indentation + 2)
        }
      }
    case .object(let members) where !members.isEmpty:
      block("{", Self.sorted(members), "}", indentation) { printer, member in
        printer.string(member.key)
        printer.text += ": "
        printer.pretty(member.value, indentation: indentation + 2)
      }
    default: compact(value, comma: ", ", colon: ": ")
    }
  }

  private mutating func block<Item>(
    _ opening: String, _ items: [Item], _ closing: String, _ indentation: Int,
    _ body: (inout JSONPrinter, Item) -> Void
  ) {
    text += opening
    for (index, item) in items.enumerated() {
      text += index == 0 ? "\n" : ",\n"
      text += String(repeating: " ", count: indentation + 2)
      body(&self, item)
    }
    text += "\n" + String(repeating: " ", count: indentation) + closing
  }

  /// The array on one line, or nil if it holds a container or is too wide behind what stands
  /// on the line already (a comma may follow).
  private func line(of elements: [JSONValue], after before: String) -> String? {
    let used = before.unicodeScalars.reversed().prefix { $0 != "\n" }.count
    // An element takes three columns with its separator, the last one but one.
    guard elements.count <= Self.width / 3, elements.allSatisfy(\.isScalar) else { return nil }
    var printer = JSONPrinter()
    printer.compact(.array(elements), comma: ", ", colon: ": ")
    return used + printer.text.unicodeScalars.count + 1 <= Self.width ? printer.text : nil
  }

  mutating func compact(_ value: JSONValue, comma: String, colon: String) {
    switch value {
    case .null: text += "null"
    case .bool(let truth): text += truth ? "true" : "false"
    case .number(let number): text += Self.text(of: number)
    case .string(let string): self.string(string)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += comma }
        compact(element, comma: comma, colon: colon)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in Self.sorted(members).enumerated() {
        if index > 0 { text += comma }
        string(member.key)
        text += colon
        compact(member.value, comma: comma, colon: colon)
      }
      text += "}"
    }
  }

  /// Shortest digits that read back to the same number; whole numbers up to 2^53 without exponent.
  static func text(of number: Double) -> String {
    guard number.isFinite else { return "null" }
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func sorted(
    _ members: [String: JSONValue]
  ) -> [(key: String, value: JSONValue)] {
    members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  private mutating func string(_ string: String) {
    text += "\""
    if string.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
      text += string
    } else {
      for scalar in string.unicodeScalars { append(scalar) }
    }
    text += "\""
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case "\u{00}"..<"\u{20}":
      text += (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
    default: text.unicodeScalars.append(scalar)
    }
  }
}
