/// Fills the columns of a `TypedTable`: batches are parsed by several threads and appended in order.
final class TableBuilder {
  private var reader: RecordReader
  private let threads: Int
  private var parser: BatchParser
  private var columns: [ColumnBuilder]
  private var lines: [Int32] = []
  private var rows: [Int32] = []
  private var rejects = Rejects()
  private var total = 0
  /// Whether a word was met in a column that had been taken for numeric.
  private(set) var hasTurnedColumns = false

  init(_ reader: RecordReader, types: [ColumnType], options: ReadOptions) {
    self.reader = reader
    threads = options.threads
    parser = BatchParser(
      header: reader.header, missing: MissingTokens(options.missingTokens), types: types)
    columns = types.map(ColumnBuilder.init)
  }

  /// The types to read with again.
  var settledTypes: [ColumnType] { columns.map(\.settledType) }

  func read(progress: ((Int, Int?) -> Void)?) throws {
    guard let first = try next() else { return }
    append(settling(first.batch), progress, first.bytesRead)
    reserve(bytesRead: first.bytesRead)
    try OrderedPipeline(threads: threads).run(next: next) { [parser] item in
      (parser.parse(item.batch), item.bytesRead)
    } finish: {
      append($0.0, progress, $0.1)
    }
  }

  /// Row numbers beside a label and a mark have 30 bits where columns are sorted.
  private static let mostLines = 1 << 30

  /// Bytes that are reserved on a guess; tables of more grow as they are read.
  private static let mostReserved = 1 << 30

  private struct Item: Sendable {
    var batch: RecordBatch
    /// Of the input, up to its end or a little further.
    var bytesRead: Int
  }

  private func next() throws(LocatedError) -> Item? {
    guard let batch = try reader.next() else { return nil }
    total += batch.recordCount
    guard batch.line(of: batch.recordCount - 1) < Self.mostLines else {
      throw LocatedError(
        .wrongData, "the file has \(Self.mostLines) lines or more",
        at: Location(file: reader.inputName), advice: "Divide it.")
    }
    return Item(batch: batch, bytesRead: reader.bytesRead)
  }

  /// Parses the first batch, which says what automatic columns are.
  private func settling(_ batch: RecordBatch) -> ParsedBatch {
    var parsed = parser.parse(batch)
    for index in columns.indices {
      columns[index].settle(hasWords: parsed.wordColumns.contains(index))
    }
    parsed.wordColumns = []
    parser.types = columns.map(\.resolved)
    return parsed
  }

  /// As many rows as the input has where all batches are like the first; but it may be a stranger's,
  /// whose first rows are short and all others long.
  private func reserve(bytesRead: Int) {
    guard let all = reader.byteCount, bytesRead > 0, bytesRead < all else { return }
    let most = Self.mostReserved / (8 * (columns.count + 1))
    let (product, overflows) = rows.count.multipliedReportingOverflow(by: all / bytesRead + 1)
    let estimate = overflows ? most : min(product, most)
    for index in columns.indices { columns[index].reserve(estimate) }
    lines.reserveCapacity(estimate)
    rows.reserveCapacity(estimate)
  }

  private func append(_ batch: ParsedBatch, _ progress: ((Int, Int?) -> Void)?, _ bytesRead: Int) {
    for index in batch.wordColumns where columns[index].noteWord() { hasTurnedColumns = true }
    for (index, column) in batch.columns.enumerated() { columns[index].append(column) }
    lines.append(contentsOf: batch.lines)
    rows.append(contentsOf: batch.rows)
    for reject in batch.rejects { rejects.add(reject) }
    progress?(bytesRead, reader.byteCount)
  }

  /// - Parameter automatic: the types that were asked for, where those read with are settled ones.
  func table(automatic: [ColumnType]? = nil) throws(LocatedError) -> TypedTable {
    try rejects.check(rows: total, file: reader.inputName)
    var warnings: [String] = []
    var values: [TypedTable.Values] = []
    for (index, column) in columns.enumerated() {
      values.append(column.values)
      if (automatic?[index] ?? column.type) == .automatic,
        let warning = fewWordsWarning(column.values, name: reader.header[index])
      {
        warnings.append(warning)
      }
    }
    return TypedTable(
      header: reader.header, columns: values, rowCount: rows.count, lines: lines, rows: rows,
      rejects: rejects, warnings: warnings, sha256: reader.sha256 ?? "", dialect: reader.dialect)
  }

  /// A column of numbers with a few words in it is rather a numeric one with typing errors.
  private func fewWordsWarning(_ values: TypedTable.Values, name: String) -> String? {
    guard case .categorical(let codes, let levels) = values else { return nil }
    let isWord = levels.map { parseNumber($0, missing: parser.missing) == .word }
    var (present, words, firstRow) = (0, 0, 0)
    for (row, code) in codes.enumerated() where code >= 0 {
      present += 1
      guard isWord[Int(code)] else { continue }
      if words == 0 { firstRow = row }
      words += 1
    }
    guard words > 0, words * 100 < present else { return nil }
    let word = Location.cut(levels[Int(codes[firstRow])])
    return "column \(name) is categorical because \(words) of its \(present) values "
      + "\(words == 1 ? "is no number" : "are no numbers") "
      + "(the first: \"\(word)\", line \(lines[firstRow])); read as numeric, "
      + "\(words == 1 ? "that row" : "those rows") would be rejected"
  }
}
