/// How the characters of a text are written as bytes.
public enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LE = "utf-16le"
  case utf16BE = "utf-16be"
  /// A superset of GBK and GB 2312.
  case gb18030 = "gb18030"

  /// The encoding of that name in any case; `utf8`, `utf-16`, `gbk`, `gb2312` and `cp936` are
  /// understood as well.
  public init?(name: String) {
    switch name.lowercased() {
    case "utf8", "utf-8-sig": self = .utf8
    case "utf-16", "utf16", "utf16le": self = .utf16LE
    case "utf16be": self = .utf16BE
    case "gbk", "gb2312", "cp936": self = .gb18030
    case let lower: self.init(rawValue: lower)
    }
  }
}

/// What stands between two fields.
public enum Separator: Sendable, Hashable {
  /// One byte, an ASCII character.
  case byte(UInt8)
  /// A run of blanks (spaces, tabs); blanks at the beginning and the end of a line mean nothing.
  case blanks
}

/// How a text is divided into fields.
public struct Dialect: Sendable, Hashable {
  public var separator: Separator
  public var quote: UInt8
  public var encoding: TextEncoding

  public init(
    separator: Separator = .byte(UInt8(ascii: ",")), quote: UInt8 = UInt8(ascii: "\""),
    encoding: TextEncoding = .utf8
  ) {
    self.separator = separator
    self.quote = quote
    self.encoding = encoding
  }
}

/// How to read a delimited file, and how much of it at a time.
public struct ReadOptions: Sendable, Hashable {
  /// Nil: the one of comma, semicolon, tab and bar that divides the first lines evenly.
  public var separator: Separator?
  /// Nil: by byte order mark, zero bytes, validity.
  public var encoding: TextEncoding?
  /// The texts that stand for a missing value, compared without the blanks around them. A cell
  /// of blanks is missing always.
  public var missingTokens: [String] = ["", "NA", "NaN", "NULL", "null", "N/A"]
  /// Bytes of text to read and divide at a time.
  public var chunkSize = 1 << 20
  /// A longer record is an error: an input without line ends must not fill the memory.
  public var maximumRecordBytes = 16 << 20
  public var maximumColumns = 100_000
  /// Whether the content's SHA-256 is wanted.
  public var hashesContent = true
  /// Threads that turn text into values; what comes out does not depend on their number.
  public var threads = OrderedPipeline.processorCount

  public init() {}
}
