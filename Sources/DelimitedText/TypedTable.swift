/// What a column is to be read as.
public enum ColumnType: Sendable, Hashable {
  case ignored
  /// Packed strings, for ids: leading zeros and 19 digits stay.
  case text
  /// Numbers; a row with anything else in the column is rejected.
  case numeric
  /// Levels, and codes of them.
  case categorical
  /// Numeric when every present value is a number, else categorical. A broken number, such as
  /// `1e999` or `1,5`, is no word: it rejects its row where the column is numeric.
  case automatic
}

/// A whole delimited file as columns.
public struct TypedTable: Sendable {
  /// The values of one column, one for each kept row. Blanks around cells are left out.
  public enum Values: Sendable, Hashable {
    case ignored
    /// NaN is missing.
    case numeric([Double])
    /// `codes[i]` is an index into `levels`, which are in order of first appearance; −1 is missing.
    case categorical(codes: [Int32], levels: [String])
    /// Empty is missing.
    case text(PackedText)
  }

  public let header: [String]
  /// One for each name of the header.
  public let columns: [Values]
  /// The rows that are kept.
  public let rowCount: Int
  /// The physical line where each kept row begins; the header's is 1.
  public let lines: [Int32]
  /// The data row of each kept row, counted from 1.
  public let rows: [Int32]
  public let rejects: Rejects
  public let warnings: [String]
  /// Hex SHA-256 of the file's content (inflated, not decoded).
  public let sha256: String
  public let dialect: Dialect

  /// Reads the input into columns.
  ///
  /// An automatic column is taken for numeric or not by the first chunk of the file. Where a word
  /// turns up later in a numeric one, the input is read once more with that column categorical;
  /// an input that can be read once only is kept in memory, as stored, until that is settled.
  ///
  /// - Parameters:
  ///   - progress: called between chunks with the bytes read and their number, where known.
  ///   - types: gives the type of each column of the header; called once.
  /// - Throws: `LocatedError` `.missingInput`, `.inputOutput`, and `.wrongData` for a file that
  ///   cannot be trusted: see `RecordReader.next()`, a used column that has no name or a name that
  ///   is there twice, and more than half of the rows rejected. What `types` throws.
  public static func read(
    _ input: Input, options: ReadOptions = .init(), progress: ((Int, Int?) -> Void)? = nil,
    types: (_ header: [String]) throws -> [ColumnType]
  ) throws -> TypedTable {
    let raw = try RawSource(input)
    raw.keepsSpool = !raw.isRepeatable
    let reader = try RecordReader(raw, options: options)
    let wanted = try types(reader.header)
    try checkNames(reader.header, types: wanted, file: raw.name)
    if !wanted.contains(.automatic) { raw.keepsSpool = false }
    let first = TableBuilder(reader, types: wanted, options: options)
    try first.read(progress: progress)
    guard first.hasTurnedColumns else { return try first.table() }
    let again: Input = raw.isRepeatable ? input : .bytes(raw.spool, name: raw.name)
    let second = try TableBuilder(
      RecordReader(again, options: options), types: first.settledTypes, options: options)
    try second.read(progress: progress)
    return try second.table(automatic: wanted)
  }
}

/// A column that is used needs a name of its own.
private func checkNames(
  _ header: [String], types: [ColumnType], file: String
) throws(LocatedError) {
  precondition(types.count == header.count, "one type for each column")
  var counts: [String: Int] = [:]
  for name in header { counts[name, default: 0] += 1 }
  for (name, type) in zip(header, types) where type != .ignored {
    if name.isEmpty {
      throw LocatedError(
        .wrongData, "a column has no name", at: Location(file: file, line: 1),
        advice: "Name it, or leave it out.")
    }
    if counts[name] != 1 { _ = try columnIndex(of: name, in: header, file: file) }
  }
}
