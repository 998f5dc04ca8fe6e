import CKernels

/// Fills the columns of a `TypedTable`, batch by batch. In each batch:
/// 1. ragged records are rejected;
/// 2. numeric columns are parsed in order, a bad cell rejects its record;
/// 3. the columns of all records that are left are appended.
final class TableBuilder {
  private var reader: RecordReader
  private let missing: MissingTokens
  private var columns: [ColumnBuilder]
  private var lines: [Int32] = []
  private var rows: [Int32] = []
  private var rejects = Rejects()
  private var total = 0
  private var keep: [UInt8] = []

  init(_ reader: RecordReader, types: [ColumnType], options: ReadOptions) {
    self.reader = reader
    missing = MissingTokens(options.missingTokens)
    columns = types.map(ColumnBuilder.init)
  }

  /// Whether a word was met in a column that had been taken for numeric.
  var hasTurnedColumns: Bool { columns.contains { $0.hasTurned } }

  /// The types to read with again.
  var settledTypes: [ColumnType] { columns.map(\.settledType) }

  func read(progress: ((Int, Int?) -> Void)?) throws(LocatedError) {
    while let batch = try reader.next() {
      try append(batch)
      progress?(reader.bytesRead, reader.byteCount)
    }
  }

  private func append(_ batch: RecordBatch) throws(LocatedError) {
    total += batch.recordCount
    guard total < Int(Int32.max), batch.line(of: batch.recordCount - 1) < Int(Int32.max) else {
      throw LocatedError(
        .wrongData, "the file has more than 2,147,483,646 lines",
        at: Location(file: reader.inputName), advice: "Divide it.")
    }
    var bad = findRagged(batch)
    // Whether a column is numeric must not hang on the other cells of a row: all rows of the right
    // width are parsed, rejected or not.
    let regular = keep
    batch.withFields { fields in
      for index in columns.indices {
        let found = regular.withUnsafeBufferPointer { regular in
          let column = ck_column(fields, keep: regular, column: index)
          return columns[index].parse(column, missing: missing)
        }
        for record in found where keep[record] != 0 {
          keep[record] = 0
          let cell = trimmingBlanks(fields[record, index])
          bad.append(
            (
              record,
              Reject(
                row: batch.firstRow + record, line: batch.line(of: record),
                column: reader.header[index], value: String(decoding: cell, as: UTF8.self),
                reason: Reject.noNumber)
            ))
        }
      }
      keep.withUnsafeBufferPointer { keep in
        for index in columns.indices {
          columns[index].append(
            ck_column(fields, keep: keep, column: index), missing: missing,
            keepsAll: bad.isEmpty)
        }
      }
    }
    let kept = keptRecords
    lines.append(contentsOf: kept.map { Int32(batch.line(of: $0)) })
    rows.append(contentsOf: kept.map { Int32(batch.firstRow + $0) })
    for (_, reject) in bad.sorted(by: { $0.record < $1.record }) { rejects.add(reject) }
  }

  private var keptRecords: [Int] {
    let keep = keep
    return keep.indices.filter { keep[$0] != 0 }
  }

  private func findRagged(_ batch: RecordBatch) -> [(record: Int, reject: Reject)] {
    var keep = [UInt8](repeating: 1, count: batch.recordCount)
    var found: [(record: Int, reject: Reject)] = []
    let expected = columns.count
    for record in 0..<batch.recordCount where batch.fieldCount(of: record) != expected {
      keep[record] = 0
      let reject = Reject(
        row: batch.firstRow + record, line: batch.line(of: record),
        reason: batch.fieldCount(of: record) < expected
          ? Reject.tooFewFields : Reject.tooManyFields)
      found.append((record, reject))
    }
    self.keep = keep
    return found
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
    let isWord = levels.map { parseNumber($0, missing: missing) == .word }
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

extension ck_column {
  init(_ fields: BatchFields, keep: UnsafeBufferPointer<UInt8>, column: Int) {
    self.init(
      bytes: UnsafePointer(fields.bytes), fields: UnsafePointer(fields.fields),
      record_fields: UnsafePointer(fields.recordFields), keep: keep.baseAddress,
      record_count: UInt32(keep.count), column: UInt32(column))
  }
}
