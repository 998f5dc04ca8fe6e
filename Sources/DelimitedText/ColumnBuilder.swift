import CKernels

/// The values of one column while they are read.
struct ColumnBuilder {
  /// As asked for.
  let type: ColumnType
  /// As read: what `automatic` was taken for by the first batch.
  private var resolved: ColumnType
  /// A word was met in an automatic column that had been taken for numeric.
  private(set) var hasTurned = false
  private var numbers: [Double] = []
  private var codes: [Int32] = []
  private var interner = ByteInterner()
  private var packed = PackedText()
  /// What `parse` found in the records of the batch.
  private var parsed: [Double] = []
  private var kinds: [UInt8] = []

  init(_ type: ColumnType) {
    self.type = type
    resolved = type
  }

  /// The type to read with again: an automatic column stays what it turned out to be.
  var settledType: ColumnType {
    if hasTurned { return .categorical }
    return type == .automatic && resolved == .categorical ? .categorical : type
  }

  var values: TypedTable.Values {
    switch resolved {
    case .numeric: .numeric(numbers)
    case .categorical: .categorical(codes: codes, levels: interner.texts)
    case .text: .text(packed)
    case .ignored, .automatic: .ignored
    }
  }

  /// Parses the numbers of a numeric column, and settles what an automatic one is.
  ///
  /// - Returns: the records with a cell that must be a number and is none.
  mutating func parse(_ column: ck_column, missing: MissingTokens) -> [Int] {
    guard resolved == .numeric || resolved == .automatic else { return [] }
    let count = Int(column.record_count)
    var counts: [UInt64] = [0, 0, 0, 0]
    if kinds.count < count {
      parsed = Array(repeating: .nan, count: count)
      kinds = Array(repeating: 0, count: count)
    }
    withUnsafePointer(to: column) { column in
      missing.withKernel { ck_column_numbers(column, $0, &parsed, &kinds, &counts) }
    }
    let words = counts[CK_WORD]
    if resolved == .automatic { resolved = words > 0 ? .categorical : .numeric }
    if resolved == .categorical { return [] }
    if type == .automatic && words > 0 { hasTurned = true }
    guard words + counts[CK_BROKEN] > 0 else { return [] }
    return (0..<count).filter { column.keep[$0] != 0 && kinds[$0] >= UInt8(CK_BROKEN) }
  }

  /// Appends the cells of the kept records.
  mutating func append(_ column: ck_column, missing: MissingTokens, keepsAll: Bool) {
    switch resolved {
    case .ignored, .automatic: break
    case .numeric: appendNumbers(column, keepsAll: keepsAll)
    case .categorical: appendCodes(column, missing: missing, keepsAll: keepsAll)
    case .text: appendText(column, missing: missing)
    }
  }

  private mutating func appendNumbers(_ column: ck_column, keepsAll: Bool) {
    let count = Int(column.record_count)
    if keepsAll {
      numbers.append(contentsOf: parsed[..<count])
    } else {
      for record in 0..<count where column.keep[record] != 0 { numbers.append(parsed[record]) }
    }
  }

  private mutating func appendCodes(_ column: ck_column, missing: MissingTokens, keepsAll: Bool) {
    let kernel = interner.uniqueKernel()
    let count = Int(column.record_count)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { batch in
      let status = withUnsafePointer(to: column) { column in
        missing.withKernel { ck_column_codes(column, $0, kernel, batch.baseAddress) }
      }
      precondition(status == 0, "out of memory")
      if keepsAll {
        codes.append(contentsOf: UnsafeBufferPointer(batch))
      } else {
        for record in 0..<count where column.keep[record] != 0 { codes.append(batch[record]) }
      }
    }
  }

  private mutating func appendText(_ column: ck_column, missing: MissingTokens) {
    withUnsafePointer(to: column) { column in
      let room = ck_column_text_size(column)
      let count = Int(column.pointee.record_count)
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room + 1) { text in
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { ends in
          let size = missing.withKernel {
            ck_column_text(
              column, $0, text.baseAddress, UInt64(packed.bytes.count), ends.baseAddress)
          }
          let kept = (0..<count).count { column.pointee.keep[$0] != 0 }
          packed.append(
            packed: UnsafeBufferPointer(rebasing: text[..<size]),
            ends: UnsafeBufferPointer(rebasing: ends[..<kept]))
        }
      }
    }
  }
}
