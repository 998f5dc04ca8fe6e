import CKernels

/// The memory of one batch: text, where its fields and records are. Written by the reader while
/// it alone holds a reference, read only from then on; so it may be shared.
final class BatchStorage: @unchecked Sendable {
  /// Bytes behind the text that the scanner may look at.
  static let padding = 64

  let bytes: UnsafeMutablePointer<UInt8>
  let capacity: Int
  let fields: UnsafeMutablePointer<ck_range>
  let fieldCapacity: Int
  /// Record r has the fields recordFields[r] ..< recordFields[r + 1].
  let recordFields: UnsafeMutablePointer<UInt32>
  let recordLines: UnsafeMutablePointer<UInt32>
  let recordCapacity: Int

  init(capacity: Int, fieldCapacity: Int) {
    self.capacity = capacity
    self.fieldCapacity = fieldCapacity
    recordCapacity = fieldCapacity
    bytes = .allocate(capacity: capacity + Self.padding)
    fields = .allocate(capacity: fieldCapacity)
    recordFields = .allocate(capacity: recordCapacity + 1)
    recordLines = .allocate(capacity: recordCapacity)
    (bytes + capacity).initialize(repeating: 0, count: Self.padding)
  }

  deinit {
    bytes.deallocate()
    fields.deallocate()
    recordFields.deallocate()
    recordLines.deallocate()
  }
}

/// Some consecutive records of a file. Fields are ranges of bytes; nothing is copied.
public struct RecordBatch: Sendable {
  public let recordCount: Int
  /// The data row of record 0, counted from 1 behind the header.
  public let firstRow: Int
  /// Columns of the header: a record with another number of fields is ragged.
  public let columnCount: Int
  let firstLine: Int
  let offset: Int
  let storage: BatchStorage

  /// The physical line where the record begins; the file's first line is 1.
  public func line(of record: Int) -> Int {
    precondition(record >= 0 && record < recordCount)
    return firstLine + Int(storage.recordLines[record])
  }

  public func fieldCount(of record: Int) -> Int {
    precondition(record >= 0 && record < recordCount)
    return Int(storage.recordFields[record + 1] - storage.recordFields[record])
  }

  /// The field without its quotes; empty where the record has no such field.
  public func field(_ record: Int, _ index: Int) -> String {
    withFields { String(decoding: $0[record, index], as: UTF8.self) }
  }

  /// Gives the fields as bytes to a hot loop. They are valid within `body` only.
  public func withFields<R>(_ body: (BatchFields) throws -> R) rethrows -> R {
    try withExtendedLifetime(storage) {
      try body(
        BatchFields(
          bytes: storage.bytes + offset, fields: storage.fields,
          recordFields: storage.recordFields, recordCount: recordCount))
    }
  }
}

/// The fields of a batch as bytes: without quotes, doubled quotes made single, blanks kept.
public struct BatchFields {
  let bytes: UnsafeMutablePointer<UInt8>
  let fields: UnsafeMutablePointer<ck_range>
  let recordFields: UnsafeMutablePointer<UInt32>
  let recordCount: Int

  /// The bytes of a field; none where the record has no such field.
  @inline(__always)
  public subscript(record: Int, column: Int) -> UnsafeBufferPointer<UInt8> {
    precondition(record >= 0 && record < recordCount && column >= 0)
    let index = Int(recordFields[record]) + column
    guard index < recordFields[record + 1] else { return UnsafeBufferPointer(start: nil, count: 0) }
    let range = fields[index]
    return UnsafeBufferPointer(
      start: bytes + Int(range.begin), count: Int(range.end - range.begin))
  }
}

/// The bytes without spaces and tabs around them.
public func trimmingBlanks(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
  var (begin, end) = (0, bytes.count)
  while begin < end, isBlank(bytes[begin]) { begin += 1 }
  while begin < end, isBlank(bytes[end - 1]) { end -= 1 }
  return UnsafeBufferPointer(rebasing: bytes[begin..<end])
}

func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
