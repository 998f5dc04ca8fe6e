import CKernels

/// Turns batches of records into values; several threads may use one. In each batch:
/// 1. ragged records are rejected;
/// 2. numeric columns are parsed in order, a bad cell rejects its record;
/// 3. the columns of all records that are left are taken.
struct BatchParser: Sendable {
  let header: [String]
  let missing: MissingTokens
  /// What each column is read as; `automatic` for one that the batch is to settle.
  var types: [ColumnType]

  func parse(_ batch: RecordBatch) -> ParsedBatch {
    var records = KeptRecords(batch, columnCount: types.count)
    var result = ParsedBatch(batch)
    batch.withFields { fields in
      let numeric = types.indices.filter { types[$0] == .numeric || types[$0] == .automatic }
      var numbers = ParsedNumbers(fields, records, columns: numeric, missing)
      for (place, index) in numeric.enumerated() where numbers.hasWords(place) {
        if types[index] == .automatic { numbers.leaveOut(place) }
        result.wordColumns.append(index)
      }
      for (place, index) in numeric.enumerated() where numbers.hasFaults(place) {
        for record in numbers.faults(place) where records.isKept(record) {
          let cell = String(decoding: trimmingBlanks(fields[record, index]), as: UTF8.self)
          records.reject(record, Reject.noNumber, column: header[index], value: cell)
        }
      }
      result.columns = types.indices.map { column($0, fields, records) }
      for (place, index) in numeric.enumerated() where !numbers.isLeftOut(place) {
        result.columns[index] = .numbers(numbers.values(place, records))
      }
    }
    result.take(records)
    return result
  }

  /// A column of no numbers.
  private func column(
    _ index: Int, _ fields: BatchFields, _ records: KeptRecords
  ) -> ParsedBatch.Column {
    records.keep.withUnsafeBufferPointer { keep in
      var column = ck_column(fields, keep: keep, column: index)
      switch types[index] {
      case .ignored, .numeric: return .ignored
      case .text: return text(&column, count: records.count)
      case .categorical: return codes(&column, records)
      case .automatic: return codes(&column, records)
      }
    }
  }

  private func codes(_ column: inout ck_column, _ records: KeptRecords) -> ParsedBatch.Column {
    var interner = ByteInterner()
    let kernel = interner.uniqueKernel()
    let codes = [Int32](unsafeUninitializedCapacity: records.keep.count) { codes, count in
      count = records.keep.count
      codes.initialize(repeating: BatchFields.missingCode)
      let status = missing.withKernel { ck_column_codes(&column, $0, kernel, codes.baseAddress) }
      precondition(status == 0, "out of memory")
    }
    return .codes(records.selecting(codes[...]), interner)
  }

  private func text(_ column: inout ck_column, count: Int) -> ParsedBatch.Column {
    let room = ck_column_text_size(&column)
    var ends = [UInt64](repeating: 0, count: count)
    let bytes = [UInt8](unsafeUninitializedCapacity: room) { bytes, size in
      size = missing.withKernel { ck_column_text(&column, $0, bytes.baseAddress, 0, &ends) }
    }
    return .text(bytes, ends: ends)
  }
}

/// The values of a batch.
struct ParsedBatch: Sendable {
  /// One value for each kept record.
  enum Column: Sendable {
    case ignored
    case numbers(ArraySlice<Double>)
    /// Codes of the batch's own levels.
    case codes(ArraySlice<Int32>, ByteInterner)
    case text([UInt8], ends: [UInt64])
  }

  let recordCount: Int
  var columns: [Column] = []
  /// Columns that were to be numeric, or might have been, and hold a word.
  var wordColumns: [Int] = []
  /// The physical line and the data row of each kept record.
  private(set) var lines: [Int32] = []
  private(set) var rows: [Int32] = []
  private(set) var rejects: [Reject] = []

  init(_ batch: RecordBatch) { recordCount = batch.recordCount }

  mutating func take(_ records: KeptRecords) {
    lines.reserveCapacity(records.count)
    rows.reserveCapacity(records.count)
    for record in records.keep.indices where records.keep[record] != 0 {
      lines.append(Int32(truncatingIfNeeded: records.batch.line(of: record)))
      rows.append(Int32(truncatingIfNeeded: records.batch.firstRow + record))
    }
    rejects = records.rejects
  }
}

/// Which records of a batch are kept, and why the others are not.
struct KeptRecords {
  let batch: RecordBatch
  /// 1 for records with the right number of fields.
  let regular: [UInt8]
  private(set) var keep: [UInt8]
  private(set) var count: Int
  private var bad: [(record: Int, reject: Reject)] = []

  init(_ batch: RecordBatch, columnCount: Int) {
    self.batch = batch
    let widths = (0..<batch.recordCount).lazy.map { batch.fieldCount(of: $0) }
    regular = widths.map { $0 == columnCount ? 1 : 0 }
    (keep, count) = (regular, batch.recordCount)
    for record in regular.indices where regular[record] == 0 {
      add(
        record,
        widths[record] < columnCount ? Reject.tooFewFields : Reject.tooManyFields)
    }
  }

  func isKept(_ record: Int) -> Bool { keep[record] != 0 }

  mutating func reject(_ record: Int, _ reason: String, column: String, value: String) {
    keep[record] = 0
    add(record, reason, column: column, value: value)
  }

  private mutating func add(
    _ record: Int, _ reason: String, column: String? = nil, value: String? = nil
  ) {
    count -= 1
    let reject = Reject(
      row: batch.firstRow + record, line: batch.line(of: record), column: column, value: value,
      reason: reason)
    bad.append((record, reject))
  }

  /// In the order of the records.
  var rejects: [Reject] { bad.sorted { $0.record < $1.record }.map(\.reject) }

  /// The values of the kept records.
  func selecting<Value>(_ values: ArraySlice<Value>) -> ArraySlice<Value> {
    if count == values.count { return values }
    return ArraySlice(zip(keep, values).lazy.filter { $0.0 != 0 }.map(\.1))
  }
}

/// The numbers of some columns of a batch, parsed for all records of the right width: whether a column
/// is numeric must not hang on the other cells of a row.
private struct ParsedNumbers {
  /// Column after column; NaN is missing, or no number.
  private var values: [Double]
  private var kinds: [UInt8]
  /// Four counts a column, by kind.
  private var counts: [UInt64]
  private let recordCount: Int
  private var leftOut: Set<Int> = []

  /// Records whose text and numbers stay in the cache while the columns are parsed.
  private static let block = 128

  init(
    _ fields: BatchFields, _ records: KeptRecords, columns: [Int], _ missing: MissingTokens
  ) {
    recordCount = records.keep.count
    values = Array(repeating: .nan, count: recordCount * columns.count)
    kinds = Array(repeating: UInt8(CK_MISSING), count: recordCount * columns.count)
    counts = Array(repeating: 0, count: 4 * columns.count)
    for first in stride(from: 0, to: recordCount, by: Self.block) {
      let block = first..<min(first + Self.block, recordCount)
      for (place, index) in columns.enumerated() {
        parse(fields, records.regular, block, column: index, to: place, missing)
      }
    }
  }

  private mutating func parse(
    _ fields: BatchFields, _ regular: [UInt8], _ block: Range<Int>, column: Int, to place: Int,
    _ missing: MissingTokens
  ) {
    let (start, recordCount) = (block.lowerBound, recordCount)
    regular.withUnsafeBufferPointer { keep in
      var column = ck_column(fields, keep: keep, column: column, records: block)
      values.withUnsafeMutableBufferPointer { values in
        kinds.withUnsafeMutableBufferPointer { kinds in
          counts.withUnsafeMutableBufferPointer { counts in
            missing.withKernel {
              let first = place * recordCount + start
              ck_column_numbers(
                &column, $0, values.baseAddress.map { $0 + first },
                kinds.baseAddress.map { $0 + first }, counts.baseAddress.map { $0 + 4 * place })
            }
          }
        }
      }
    }
  }

  func hasWords(_ place: Int) -> Bool { counts[4 * place + Int(CK_WORD)] > 0 }

  /// Whether a cell of a column that is numeric is no number.
  func hasFaults(_ place: Int) -> Bool {
    !isLeftOut(place) && (hasWords(place) || counts[4 * place + Int(CK_BROKEN)] > 0)
  }

  mutating func leaveOut(_ place: Int) { leftOut.insert(place) }

  func isLeftOut(_ place: Int) -> Bool { leftOut.contains(place) }

  func faults(_ place: Int) -> [Int] {
    (0..<recordCount).filter { kinds[place * recordCount + $0] >= UInt8(CK_BROKEN) }
  }

  func values(_ place: Int, _ records: KeptRecords) -> ArraySlice<Double> {
    records.selecting(values[place * recordCount..<(place + 1) * recordCount])
  }
}

extension ck_column {
  /// - Parameter records: those to look at; nil: all that `keep` has a place for.
  init(
    _ fields: BatchFields, keep: UnsafeBufferPointer<UInt8>, column: Int,
    records: Range<Int>? = nil
  ) {
    let records = records ?? 0..<keep.count
    self.init(
      bytes: UnsafePointer(fields.bytes), fields: UnsafePointer(fields.fields),
      record_fields: UnsafePointer(fields.recordFields) + records.lowerBound,
      keep: keep.baseAddress.map { $0 + records.lowerBound },
      record_count: UInt32(records.count), column: UInt32(column))
  }
}
