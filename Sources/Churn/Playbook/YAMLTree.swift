import DelimitedText
import Yams

/// A YAML document as plain values with their places: mappings, sequences and texts. Nothing is made
/// of a text before a reader asks for it, so that `no` and `1_000` stay what they are.
struct YAMLTree: Sendable {
  indirect enum Content: Sendable {
    case text(String, isPlain: Bool)
    case sequence([YAMLTree])
    case mapping([(key: String, line: Int, value: YAMLTree)])
  }

  var content: Content
  var line: Int

  /// More than this is no file that people write.
  static let byteLimit = 1 << 20
  static let depthLimit = 16

  /// - Throws: `.wrongData` for what is no YAML, or more than is needed of it: aliases and anchors,
  ///   several documents, keys that are no text, deep nesting, more than 1 MiB; what reading throws.
  static func read(_ input: Input) throws(LocatedError) -> YAMLTree {
    let text = try text(of: readBytes(input, limit: byteLimit), file: input.name)
    if let line = lineOfAlias(text) {
      throw error(
        "an alias (*name) is not allowed here", line, input.name,
        "Write out what it stands for. In a text, put another character before the *.")
    }
    do {
      // The parser keeps the anchors alive that the nodes refer to.
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else {
        throw error("the file is empty", nil, input.name, "Give a playbook.")
      }
      return try YAMLTree(root, depth: 0, file: input.name)
    } catch let error as LocatedError {
      throw error
    } catch let failure as YamlError {
      throw error(failure, input.name)
    } catch {
      throw self.error("the file is no YAML", nil, input.name, "Check the file.")
    }
  }

  private init(_ node: Node, depth: Int, file: String) throws(LocatedError) {
    line = node.mark?.line ?? 1
    if node.anchor != nil {
      throw Self.error(
        "an anchor (&name) is not allowed here", line, file,
        "Take it out; put a text that begins with & in quotes.")
    }
    guard depth <= Self.depthLimit else {
      throw Self.error(
        "the values are nested more than \(Self.depthLimit) deep", line, file,
        "Check the brackets and the indentation.")
    }
    switch node {
    case .scalar(let scalar):
      content = .text(scalar.string, isPlain: scalar.style == .plain || scalar.style == .any)
    case .sequence(let nodes):
      var elements: [YAMLTree] = []
      for node in nodes {
        elements.append(try YAMLTree(node, depth: depth + 1, file: file))
      }
      content = .sequence(elements)
    case .mapping(let pairs):
      var members: [(key: String, line: Int, value: YAMLTree)] = []
      for (key, value) in pairs {
        guard case .scalar(let name) = key else {
          throw Self.error("a key that is no text", line, file, "Give a word before the colon.")
        }
        members.append(
          (
            name.string, name.mark?.line ?? line,
            try YAMLTree(value, depth: depth + 1, file: file)
          ))
      }
      content = .mapping(members)
    case .alias:
      throw Self.error("an alias is not allowed here", line, file, "Write out what it stands for.")
    }
  }
}

// MARK: - Before and after the parser

extension YAMLTree {
  private static func text(of bytes: [UInt8], file: String) throws(LocatedError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw error("the file is not UTF-8", nil, file, "Save it as UTF-8.")
    }
    return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  /// Where a value may begin: after one of these, or at the beginning of a line.
  private static let openers = Set<Unicode.Scalar>([":", "-", "?", "[", "{", ","])

  /// The line of the first thing that may be an alias. It is looked for before the parser, whose
  /// check for duplicate keys would unfold aliases of aliases without end. An alias can stand where a
  /// value begins only; quotes and comments are not told apart, so a text that has `: *x` in it is
  /// refused too.
  static func lineOfAlias(_ text: String) -> Int? {
    var (line, mayBegin) = (1, true)
    var before: Unicode.Scalar = "\n"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
        if scalar != "\n" || before != "\r" { line += 1 }
        mayBegin = true
      case " ", "\t": break
      case "*":
        if mayBegin { return line }
      default: mayBegin = openers.contains(scalar)
      }
      before = scalar
    }
    return nil
  }

  private static func error(_ failure: YamlError, _ file: String) -> LocatedError {
    switch failure {
    case .duplicatedKeysInMapping(let keys, let context):
      let key = keys.first ?? ""
      return error(
        "the key \(JSONText.shown(key)) stands twice in one mapping", context.mark.line, file,
        "Keep one of them.")
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _):
      return error(
        "this is no YAML (at character \(mark.column))", mark.line, file,
        "Check the indentation (blanks, no tabs), colons, brackets and quotes here and above; put "
          + "texts with a colon, # or quotes in them between double quotes.")
    case .composer(_, _, let mark, _):
      return error(
        "a second document begins here", mark.line, file, "Give one document: take out the ---.")
    default:
      return error(
        "the file holds characters that YAML does not allow", nil, file,
        "Take out the control characters.")
    }
  }

  static func error(
    _ what: String, _ line: Int?, _ file: String, _ advice: String
  ) -> LocatedError {
    LocatedError(.wrongData, what, at: Location(file: file, line: line), advice: advice)
  }
}
