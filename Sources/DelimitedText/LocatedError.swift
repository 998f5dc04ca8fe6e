/// Where in an input something stands.
public struct Location: Sendable, Equatable {
  /// The file as the user named it; `<standard input>` for `-`.
  public var file: String
  /// Physical line, 1 for the header of most files.
  public var line: Int?
  /// The name, cut to 60 characters.
  public var column: String?
  /// The cell at fault, cut to 60 characters.
  public var value: String?

  public init(file: String, line: Int? = nil, column: String? = nil, value: String? = nil) {
    self.file = file
    self.line = line
    self.column = column.map(Location.cut)
    self.value = value.map(Location.cut)
  }

  /// At most 60 characters of a text from a file; an accent put on a letter counts as one.
  static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: 60, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return text }
    return String(scalars[..<scalars.index(before: end)]) + "…"
  }
}

/// An error about a file that says what happened, where, and what to do.
public struct LocatedError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure it is; the command turns it into an exit code.
  public enum Kind: Sendable, Equatable {
    /// Options that contradict each other or the input.
    case usage
    /// The data or model file is wrong.
    case wrongData
    /// An input file is missing or cannot be opened.
    case missingInput
    /// The output exists already or cannot be created.
    case cannotCreateOutput
    /// Reading or writing failed underway.
    case inputOutput
    /// Whoever read our output went away (a closed pipe): no failure.
    case readerGone
  }

  public var kind: Kind
  public var what: String
  public var location: Location?
  public var advice: String

  public init(_ kind: Kind, _ what: String, at location: Location? = nil, advice: String) {
    self.kind = kind
    self.what = what
    self.location = location
    self.advice = advice
  }

  public var description: String {
    var place = ""
    if let location {
      place = location.file
      if let line = location.line { place += ", line \(line)" }
      if let column = location.column { place += ", column \(column)" }
      if let value = location.value { place += ", value \"\(value)\"" }
      place += ": "
    }
    return place + what + (advice.isEmpty ? "" : "\n" + advice)
  }
}
