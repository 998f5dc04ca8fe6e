import CKernels

/// The machinery of `RecordReader`: fills a buffer with text, scans it for complete records, and
/// carries the incomplete one at its end over to the next buffer.
final class RecordScanner {
  let raw: RawSource
  let text: TextSource
  private(set) var dialect: Dialect
  private let options: ReadOptions
  private let chunkSize: Int
  private let maximumColumns: Int
  /// Offsets into the buffer have 31 bits.
  private let maximumRecordBytes: Int
  private var storage: BatchStorage
  /// Memory that was given out before, to be used again once nobody holds it.
  private var used: [BatchStorage] = []
  /// The text in `storage` that is not consumed.
  private var pending = 0..<0
  /// The line where the pending text begins, and the data row.
  private var line = 1
  private var row = 1
  private var isEnded = false
  /// Reported once the records before it are given.
  private var failure: LocatedError?

  init(_ raw: RawSource, options: ReadOptions) throws(LocatedError) {
    self.raw = raw
    self.options = options
    chunkSize = min(max(options.chunkSize, 64), 64 << 20)
    maximumColumns = min(max(options.maximumColumns, 1), 1 << 24)
    maximumRecordBytes = min(max(options.maximumRecordBytes, 1), 1 << 28)
    let content = try ContentSource(
      raw, bufferSize: max(options.chunkSize, 1), hashes: options.hashesContent)
    text = try TextSource(content, options: options)
    dialect = Dialect(separator: options.separator ?? .byte(0x2C), encoding: text.encoding)
    storage = BatchStorage(
      capacity: chunkSize, fieldCapacity: chunkSize / 4 + maximumColumns + 1)
  }

  /// The names in the first record.
  func readHeader() throws(LocatedError) -> [String] {
    if options.separator == nil { try findSeparator() }
    guard let batch = try scanNext(columnCount: 0, maximum: 1, keepsEmpty: false) else {
      throw LocatedError(
        .wrongData, "the file is empty", at: Location(file: raw.name),
        advice: "It needs a header line and rows under it.")
    }
    row = 1
    return (0..<batch.fieldCount(of: 0)).map { index in
      batch.withFields { String(decoding: trimmingBlanks($0[0, index]), as: UTF8.self) }
    }
  }

  func next(columnCount: Int) throws(LocatedError) -> RecordBatch? {
    let batch = try scanNext(
      columnCount: columnCount, maximum: storage.recordCapacity, keepsEmpty: columnCount == 1)
    if batch == nil, row == 1 {
      throw LocatedError(
        .wrongData, "the file has a header and no row", at: Location(file: raw.name),
        advice: "It needs rows under the header.")
    }
    return batch
  }

  private func findSeparator() throws(LocatedError) {
    let sampleSize = 1 << 16
    var capacity = storage.capacity
    while capacity < sampleSize { capacity *= 2 }
    try fill(capacity: capacity)
    let sample = UnsafeBufferPointer(
      start: storage.bytes + pending.lowerBound, count: min(pending.count, sampleSize))
    let isWhole = isEnded && pending.count <= sampleSize
    dialect.separator = .byte(
      detectSeparator(sample, isWhole: isWhole, quote: dialect.quote))
  }

  /// The next complete records; nil at the end.
  private func scanNext(
    columnCount: Int, maximum: Int, keepsEmpty: Bool
  ) throws(LocatedError) -> RecordBatch? {
    var capacity = max(chunkSize, pending.count)
    while true {
      try fill(capacity: capacity)
      let scan = scanPending(maximum: maximum, keepsEmpty: keepsEmpty)
      let batch = RecordBatch(
        recordCount: Int(scan.record_count), firstRow: row, columnCount: columnCount,
        firstLine: line, offset: pending.lowerBound, storage: storage)
      pending = (pending.lowerBound + Int(scan.consumed))..<pending.upperBound
      line += Int(scan.lines)
      row += batch.recordCount
      if batch.recordCount > 0 { return batch }
      if scan.fault != CK_SCAN_OK { throw fault(scan, firstLine: batch.firstLine) }
      if let failure { throw located(failure) }
      if isEnded { return nil }
      if pending.count > maximumRecordBytes { throw tooLong(scan) }
      if pending.count * 2 > capacity { capacity = pending.count * 2 }
    }
  }

  private func scanPending(maximum: Int, keepsEmpty: Bool) -> ck_scan {
    var scan = ck_scan(storage)
    if case .byte(let separator) = dialect.separator { scan.separator = separator }
    scan.blanks = dialect.separator == .blanks ? 1 : 0
    scan.quote = dialect.quote
    scan.keep_empty = keepsEmpty ? 1 : 0
    scan.final = isEnded ? 1 : 0
    scan.max_fields = UInt32(maximumColumns)
    scan.max_records = UInt32(min(maximum, storage.recordCapacity))
    ck_scan_records(storage.bytes + pending.lowerBound, UInt32(pending.count), &scan)
    return scan
  }

  /// Reads until there are about `capacity` bytes. Batches that are still in use keep their memory; then the
  /// pending text moves to new memory.
  private func fill(capacity: Int) throws(LocatedError) {
    if storage.capacity < capacity || !isKnownUniquelyReferenced(&storage) {
      let other = freeStorage(capacity: max(capacity, storage.capacity))
      other.bytes.update(from: storage.bytes + pending.lowerBound, count: pending.count)
      if storage.capacity == other.capacity { used.append(storage) }
      storage = other
    } else if pending.lowerBound > 0 {
      storage.bytes.update(from: storage.bytes + pending.lowerBound, count: pending.count)
    }
    pending = 0..<pending.count
    while !isEnded, failure == nil, capacity - pending.count >= 16 {
      let room = UnsafeMutableRawBufferPointer(
        start: storage.bytes + pending.count, count: capacity - pending.count)
      do throws(LocatedError) {
        let got = try text.read(into: room)
        isEnded = got == 0
        pending = 0..<(pending.count + got)
      } catch {
        failure = error
      }
    }
  }

  /// New memory costs more than dividing the text in it: it is taken again where that can be.
  private func freeStorage(capacity: Int) -> BatchStorage {
    used.removeAll { $0.capacity != capacity }
    for place in used.indices where isKnownUniquelyReferenced(&used[place]) {
      return used.remove(at: place)
    }
    return BatchStorage(capacity: capacity, fieldCapacity: storage.fieldCapacity)
  }

  private func fault(_ scan: ck_scan, firstLine: Int) -> LocatedError {
    let place = Location(file: raw.name, line: firstLine + Int(scan.fault_line))
    switch Int(scan.fault) {
    case CK_SCAN_NUL:
      return LocatedError(
        .wrongData, "there is a NUL byte", at: place,
        advice: "This is no text file, or a damaged one; export it again.")
    case CK_SCAN_OPEN_QUOTE:
      return LocatedError(
        .wrongData, "a quote that opens here never closes", at: place,
        advice: "Close it, or double it where it is part of the text.")
    default:
      return LocatedError(
        .wrongData, "a record has more than \(maximumColumns) fields", at: place,
        advice: "Check the separator, or say it with --delimiter.")
    }
  }

  private func tooLong(_ scan: ck_scan) -> LocatedError {
    let size = "\(maximumRecordBytes >> 20) MB"
    if scan.in_quotes != 0 {
      return LocatedError(
        .wrongData, "a quote that opens here does not close within \(size)",
        at: Location(file: raw.name, line: line + Int(scan.open_line)),
        advice: "Close it, or double it where it is part of the text.")
    }
    return LocatedError(
      .wrongData, "a record is longer than \(size)", at: Location(file: raw.name, line: line),
      advice: "This is no delimited text, or its line ends are missing.")
  }

  /// An error of decoding gets the line that the text before it leads to.
  private func located(_ error: LocatedError) -> LocatedError {
    var error = error
    let breaks = ck_count_lines(storage.bytes + pending.lowerBound, pending.count)
    error.location?.line = line + breaks
    return error
  }
}
