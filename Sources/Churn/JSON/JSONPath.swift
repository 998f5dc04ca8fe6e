/// The place of a value in a document, written as a JSON pointer (RFC 6901): `/tree/nodes/17`.
/// A linked list, so that a step down costs one small allocation and no copy of the text.
indirect enum JSONPath: Sendable {
  case root
  case key(String, in: JSONPath)
  case index(Int, in: JSONPath)

  /// At most 60 characters, the end of the path if it is longer; `(document)` for the root.
  var text: String {
    var steps: [String] = []
    var rest = self
    while steps.count < 60 {
      switch rest {
      case .root: return Self.join(steps, cut: false)
      case .key(let key, let parent):
        steps.append(Self.escaped(key))
        rest = parent
      case .index(let index, let parent):
        steps.append(String(index))
        rest = parent
      }
    }
    return Self.join(steps, cut: true)
  }

  private static func join(_ steps: [String], cut: Bool) -> String {
    if steps.isEmpty { return "(document)" }
    let whole = steps.reversed().map { "/" + $0 }.joined()
    let tail = whole.unicodeScalars.suffix(59)
    return cut || whole.unicodeScalars.count > 60 ? "…" + String(tail) : whole
  }

  private static func escaped(_ key: String) -> String {
    var text = ""
    for scalar in JSONText.shown(key).unicodeScalars {
      switch scalar {
      case "~": text += "~0"
      case "/": text += "~1"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

/// Text of a stranger's file made fit for a message.
enum JSONText {
  /// At most so many characters, control characters replaced: a message must not steer a terminal.
  static func shown(_ text: String, atMost length: Int = 60) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(length + 1) {
      let isControl = scalar.properties.generalCategory == .control || isBidirectional(scalar)
      result.append(isControl ? "\u{FFFD}" : scalar)
    }
    return result.count > length
      ? String(String(result.prefix(length - 1)) + "…") : String(result)
  }

  private static func isBidirectional(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }
}
