import DelimitedText

/// A value of a document together with its place, for readers: every access says on failure which
/// place it was (as a JSON pointer), what was found there and what was expected.
///
///     let threshold = try document["tree"]["nodes"][17]["threshold"].number()
public struct JSONNode: Sendable {
  public let value: JSONValue
  let place: JSONPath
  let source: Source

  /// The file as the user named it, and what to do when something in it is wrong.
  struct Source: Sendable {
    var file: String
    var advice: String
  }

  /// The root of a document.
  /// - Parameters:
  ///   - file: The file as the user named it.
  ///   - advice: What the user should do when the document does not hold what is asked for.
  public init(
    _ value: JSONValue, file: String,
    advice: String = "The file was cut short or changed by hand; make it again."
  ) {
    self.init(value, .root, Source(file: file, advice: advice))
  }

  private init(_ value: JSONValue, _ place: JSONPath, _ source: Source) {
    self.value = value
    self.place = place
    self.source = source
  }

  /// The place as a JSON pointer, at most 60 characters (the end of a longer one).
  public var path: String { place.text }

  public var isNull: Bool { value == .null }

  /// An error about this place, for checks that the reader adds: `what` follows the path.
  public func error(_ what: String) -> LocatedError {
    LocatedError(
      .wrongData, "\(path) \(what)", at: Location(file: source.file), advice: source.advice)
  }

  private func mismatch(_ expected: String) -> LocatedError {
    switch value {
    case .null, .array, .object: error("is \(value.kind); expected \(expected)")
    case .string(let text): error("is \"\(JSONText.shown(text))\"; expected \(expected)")
    case .bool, .number: error("is \(value.canonical()); expected \(expected)")
    }
  }
}

/// Steps into the document.
extension JSONNode {
  /// The member of an object; an error if this is no object or has no such member.
  public subscript(key: String) -> JSONNode {
    get throws(LocatedError) {
      guard case .object(let members) = value else { throw mismatch("an object") }
      let step = JSONPath.key(key, in: place)
      guard let member = members[key] else {
        throw JSONNode(.null, step, source).error("is missing")
      }
      return JSONNode(member, step, source)
    }
  }

  /// The element of an array, counted from 0; an error if there is none.
  public subscript(index: Int) -> JSONNode {
    get throws(LocatedError) {
      guard case .array(let elements) = value else { throw mismatch("an array") }
      guard elements.indices.contains(index) else {
        throw error("has \(elements.count) elements; expected an element \(index)")
      }
      return JSONNode(elements[index], .index(index, in: place), source)
    }
  }

  /// The member of an object, nil if it is absent or null.
  public func optional(_ key: String) throws(LocatedError) -> JSONNode? {
    guard case .object(let members) = value else { throw mismatch("an object") }
    guard let member = members[key], member != .null else { return nil }
    return JSONNode(member, .key(key, in: place), source)
  }

  /// The member of an object that must be there, nil if it is null.
  public func nullable(_ key: String) throws(LocatedError) -> JSONNode? {
    let member = try self[key]
    return member.isNull ? nil : member
  }

  /// The elements of an array.
  /// - Parameter most: more of them are an error, found before anything is made of them.
  public func array(upTo most: Int = .max) throws(LocatedError) -> [JSONNode] {
    guard case .array(let elements) = value else { throw mismatch("an array") }
    guard elements.count <= most else {
      throw error("has \(elements.count) elements; expected at most \(most)")
    }
    return elements.enumerated().map { JSONNode($1, .index($0, in: place), source) }
  }

  /// The members of an object in the order of their keys' UTF-8 bytes.
  public func members() throws(LocatedError) -> [(key: String, node: JSONNode)] {
    guard case .object(let members) = value else { throw mismatch("an object") }
    return members.map { ($0, JSONNode($1, .key($0, in: place), source)) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}

/// Values with a type.
extension JSONNode {
  public func number() throws(LocatedError) -> Double {
    guard case .number(let number) = value else { throw mismatch("a number") }
    return number
  }

  /// A number inside a range, for probabilities and shares.
  public func number(in range: ClosedRange<Double>) throws(LocatedError) -> Double {
    guard case .number(let number) = value, range.contains(number) else {
      throw mismatch("a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A whole number inside a range (beyond 2^53 a JSON number is not exact: refused).
  public func int(in range: ClosedRange<Int>) throws(LocatedError) -> Int {
    guard case .number(let number) = value, abs(number) <= 9_007_199_254_740_992,
      let integer = Int(exactly: number), range.contains(integer)
    else { throw mismatch("a whole number from \(range.lowerBound) to \(range.upperBound)") }
    return integer
  }

  /// - Parameter bytes: a text with more of them (UTF-8) is an error.
  public func string(upTo bytes: Int = .max) throws(LocatedError) -> String {
    guard case .string(let text) = value else { throw mismatch("a string") }
    guard text.utf8.count <= bytes else {
      throw error("has \(text.utf8.count) bytes; expected at most \(bytes)")
    }
    return text
  }

  public func bool() throws(LocatedError) -> Bool {
    guard case .bool(let truth) = value else { throw mismatch("true or false") }
    return truth
  }

  /// - Parameters:
  ///   - most: of the strings.
  ///   - bytes: of each.
  public func strings(
    upTo most: Int = .max, bytes: Int = .max
  ) throws(LocatedError) -> [String] {
    try elements(upTo: most) { (node) throws(LocatedError) in try node.string(upTo: bytes) }
  }

  public func numbers(upTo most: Int = .max) throws(LocatedError) -> [Double] {
    try elements(upTo: most) { (node) throws(LocatedError) in try node.number() }
  }

  /// Numbers, nil where an element is null.
  public func optionalNumbers() throws(LocatedError) -> [Double?] {
    try elements { (node) throws(LocatedError) in node.isNull ? nil : try node.number() }
  }

  /// One of the given words.
  public func enumeration(_ words: [String]) throws(LocatedError) -> String {
    guard case .string(let text) = value, words.contains(text) else {
      throw mismatch("one of " + words.joined(separator: ", "))
    }
    return text
  }

  /// The case of an enumeration whose raw values are the words of the file.
  public func enumeration<Choice: CaseIterable & RawRepresentable<String>>(
    _ type: Choice.Type
  ) throws(LocatedError) -> Choice {
    let word = try enumeration(Choice.allCases.map(\.rawValue))
    guard let choice = Choice(rawValue: word) else { throw mismatch("a known word") }
    return choice
  }

  private func elements<Element>(
    upTo most: Int = .max, _ body: (JSONNode) throws(LocatedError) -> Element
  ) throws(LocatedError) -> [Element] {
    var result: [Element] = []
    for node in try array(upTo: most) { result.append(try body(node)) }
    return result
  }
}
