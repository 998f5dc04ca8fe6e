import DelimitedText
import Modeling

/// A value of a YAML file together with its place, for readers: every access says on failure which
/// place it was (line and path of keys), what was found there and what was expected.
struct YAMLNode {
  let tree: YAMLTree
  let file: String
  /// `rules/3/when`; empty for the document.
  let path: String
  /// Of the key, where there is one, else of the value.
  let line: Int

  init(_ tree: YAMLTree, file: String) {
    self.init(tree, file: file, path: "", line: tree.line)
  }

  private init(_ tree: YAMLTree, file: String, path: String, line: Int) {
    self.tree = tree
    self.file = file
    self.path = path
    self.line = line
  }

  /// An error about this place.
  func error(_ what: String, value: String? = nil, advice: String) -> LocatedError {
    let place = JSONText.shown(path)
    return LocatedError(
      .wrongData, what,
      at: Location(
        file: file, line: line, column: path.isEmpty ? nil : place,
        value: value.map { JSONText.shown($0) }),
      advice: advice)
  }

  private func mismatch(_ expected: String) -> LocatedError {
    switch tree.content {
    case .text("", isPlain: true): error("nothing is given", advice: "Give \(expected).")
    case .text(let text, _): error("not \(expected)", value: text, advice: "Give \(expected).")
    case .sequence: error("a list, not \(expected)", advice: "Give \(expected).")
    case .mapping: error("keys and values, not \(expected)", advice: "Give \(expected).")
    }
  }

  private func step(_ name: String, _ value: YAMLTree, line: Int) -> YAMLNode {
    YAMLNode(value, file: file, path: path.isEmpty ? name : "\(path)/\(name)", line: line)
  }
}

// MARK: - Steps into the document

extension YAMLNode {
  /// The members of a mapping, of which the parser lets no key stand twice.
  /// - Parameter keys: those that are allowed; nil: any.
  func members(_ keys: [String]? = nil) throws(LocatedError) -> [String: YAMLNode] {
    guard case .mapping(let members) = tree.content else { throw mismatch("keys and values") }
    var nodes: [String: YAMLNode] = [:]
    for (key, line, value) in members {
      let node = step(key, value, line: line)
      guard keys?.contains(key) ?? true else {
        throw node.error(
          "no such key", advice: "Known here: \((keys ?? []).joined(separator: ", ")).")
      }
      nodes[key] = node
    }
    return nodes
  }

  /// The elements of a list, counted from 1.
  func elements() throws(LocatedError) -> [YAMLNode] {
    guard case .sequence(let elements) = tree.content else { throw mismatch("a list") }
    return elements.enumerated().map { step("\($0 + 1)", $1, line: $1.line) }
  }

  /// The elements of a list, or the one value that stands in its place.
  func oneOrMore() throws(LocatedError) -> [YAMLNode] {
    guard case .sequence = tree.content else { return [self] }
    let elements = try elements()
    guard !elements.isEmpty else {
      throw error("an empty list", advice: "Leave the key out to take all, or name some.")
    }
    return elements
  }
}

// MARK: - Values

extension YAMLNode {
  /// One line of text.
  func text(atMost length: Int = 200) throws(LocatedError) -> String {
    guard case .text(let text, _) = tree.content, !text.isEmpty else { throw mismatch("a text") }
    guard text == JSONText.shown(text, atMost: length) else {
      throw error(
        "a text that is too long or has control characters in it", value: text,
        advice: "Give one line of at most \(length) characters.")
    }
    return text
  }

  /// One of the words.
  func word<Value>(
    _ known: [(word: String, value: Value)], _ kind: String
  ) throws(LocatedError) -> Value {
    guard case .text(let text, _) = tree.content else { throw mismatch("a word") }
    guard let found = known.first(where: { $0.word == text }) else {
      throw error(
        "no such \(kind)", value: text,
        advice: "Known: \(known.map(\.word).joined(separator: ", ")).")
    }
    return found.value
  }

  /// A decimal number, not in quotes.
  func number(in range: ClosedRange<Double>) throws(LocatedError) -> Double {
    let digits = Set("0123456789+-.eE".unicodeScalars)
    guard case .text(let text, isPlain: true) = tree.content,
      text.unicodeScalars.allSatisfy(digits.contains), let number = Double(text),
      range.contains(number)
    else {
      let (low, high) = (numberText(range.lowerBound), numberText(range.upperBound))
      throw mismatch("a number from \(low) to \(high)")
    }
    return number
  }

  func integer(in range: ClosedRange<Int>) throws(LocatedError) -> Int {
    guard case .text(let text, isPlain: true) = tree.content, let number = Int(text),
      range.contains(number)
    else { throw mismatch("a whole number from \(range.lowerBound) to \(range.upperBound)") }
    return number
  }
}
