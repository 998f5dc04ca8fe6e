/// An element of an XML document: well-formed by construction, as long as its texts hold no
/// characters that XML 1.0 forbids.
struct XMLElement: Sendable, Equatable {
  var name: String
  var attributes: [(name: String, value: String)]
  var children: [XMLElement]
  /// In place of children.
  var text: String?

  init(
    _ name: String, _ attributes: [(String, String)] = [], _ children: [XMLElement] = [],
    text: String? = nil
  ) {
    self.name = name
    self.attributes = attributes
    self.children = children
    self.text = text
  }

  static func == (a: XMLElement, b: XMLElement) -> Bool { a.document == b.document }

  /// With the declaration, in UTF-8.
  var document: String {
    var result = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    append(to: &result, indentation: 0)
    return result
  }

  private func append(to result: inout String, indentation: Int) {
    let margin = String(repeating: " ", count: indentation)
    result += margin + "<" + name
    for (name, value) in attributes { result += " \(name)=\"\(Self.escaped(value))\"" }
    if let text {
      result += ">" + Self.escaped(text) + "</\(name)>\n"
    } else if children.isEmpty {
      result += "/>\n"
    } else {
      result += ">\n"
      for child in children { child.append(to: &result, indentation: indentation + 2) }
      result += margin + "</\(name)>\n"
    }
  }

  /// White space as references: a parser would turn it into blanks in attributes.
  private static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "\t", "\n", "\r": result.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
