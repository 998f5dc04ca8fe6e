import CKernels

/// The values of one column while they are read.
struct ColumnBuilder {
  /// As asked for.
  let type: ColumnType
  /// As read: what `automatic` was taken for by the first batch.
  private(set) var resolved: ColumnType
  /// A word was met in an automatic column that had been taken for numeric.
  private var hasTurned = false
  private var numbers: [Double] = []
  private var codes: [Int32] = []
  private var interner = ByteInterner()
  private var packed = PackedText()

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

  /// Room for about so many rows: to grow again and again costs as much as to read.
  mutating func reserve(_ rows: Int) {
    switch resolved {
    case .numeric: numbers.reserveCapacity(rows)
    case .categorical: codes.reserveCapacity(rows)
    case .text, .ignored, .automatic: break
    }
  }

  /// Settles what an automatic column is read as, by the first batch.
  mutating func settle(hasWords: Bool) {
    if resolved == .automatic { resolved = hasWords ? .categorical : .numeric }
  }

  /// Notes a word in a later batch.
  /// - Returns: whether the column has turned by it.
  mutating func noteWord() -> Bool {
    hasTurned = type == .automatic
    return hasTurned
  }

  mutating func append(_ column: ParsedBatch.Column) {
    switch column {
    case .ignored: break
    case .numbers(let values): numbers.append(contentsOf: values)
    case .codes(let codes, let levels): append(codes, levels)
    case .text(let bytes, let ends): packed.append(packed: bytes, ends: ends)
    }
  }

  /// The batch's codes become those of the whole file, in the order of first appearance.
  private mutating func append(_ batchCodes: ArraySlice<Int32>, _ levels: ByteInterner) {
    let known = (0..<Int32(levels.count)).map { code in
      levels.withBytes(code) { interner.code(of: $0) }
    }
    codes.append(contentsOf: batchCodes.lazy.map { $0 < 0 ? $0 : known[Int($0)] })
  }
}
