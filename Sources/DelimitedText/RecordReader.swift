import CKernels

/// Reads the records of a delimited file, a few megabytes at a time: the memory does not grow
/// with the file. Copies of a reader share one position.
public struct RecordReader {
  private let scanner: RecordScanner

  /// Opens the input, finds encoding and separator, and reads the header.
  ///
  /// - Throws: `.missingInput` when it cannot be opened, `.wrongData` when it is empty, corrupt or
  ///   not decodable, `.inputOutput` when reading fails.
  public init(_ input: Input, options: ReadOptions = .init()) throws(LocatedError) {
    try self.init(RawSource(input), options: options)
  }

  init(_ raw: RawSource, options: ReadOptions) throws(LocatedError) {
    scanner = try RecordScanner(raw, options: options)
    header = try scanner.readHeader()
  }

  /// The names of the columns, without blanks around them.
  public let header: [String]

  public var dialect: Dialect { scanner.dialect }

  /// The input as messages name it.
  public var inputName: String { scanner.raw.name }

  /// The next records, nil at the end.
  ///
  /// - Throws: `.wrongData` for invalid encoding, a NUL byte, a quote that never closes, a record
  ///   that is too long or too wide, corrupt gzip, and an end without any record; the records
  ///   before the place are given first.
  public mutating func next() throws(LocatedError) -> RecordBatch? {
    try scanner.next(columnCount: header.count)
  }

  /// Hex SHA-256 of the content (inflated, not decoded); nil before the end.
  public var sha256: String? { scanner.text.content.sha256 }

  /// Bytes of the input as stored, read so far; and all of them where that is known.
  public var bytesRead: Int { scanner.raw.bytesRead }
  public var byteCount: Int? { scanner.raw.byteCount }

  var raw: RawSource { scanner.raw }
}

extension RecordReader {
  /// The index of a column that is needed.
  ///
  /// - Throws: `.wrongData` when the header has no such name, or has it twice.
  public func index(of name: String) throws(LocatedError) -> Int {
    try columnIndex(of: name, in: header, file: inputName)
  }
}
