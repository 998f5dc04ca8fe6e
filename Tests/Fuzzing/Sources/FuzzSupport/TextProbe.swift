import DelimitedText

/// What must hold for any bytes that are given as a delimited file: it is read whole or refused with a
/// located error, the pieces in which it is read do not matter, and so it is with types.
public struct TextProbe {
  private let options: ReadOptions
  private let types: UInt8
  private let content: [UInt8]

  /// - Parameter bytes: eight that say how to read, then the file.
  public init(_ bytes: [UInt8]) {
    let head = Array(bytes.prefix(8)) + Array(repeating: 0, count: max(0, 8 - bytes.count))
    var options = ReadOptions()
    options.chunkSize = 1 << (6 + Int(head[0] % 12))
    options.maximumRecordBytes = head[1] % 4 == 0 ? 1 << (4 + Int(head[2] % 12)) : 16 << 20
    options.maximumColumns = head[1] % 8 == 1 ? 1 + Int(head[2] % 16) : 100_000
    let encodings: [TextEncoding?] = [nil, nil, nil, .utf8, .utf16LE, .utf16BE, .gb18030]
    options.encoding = encodings[Int(head[3]) % encodings.count]
    let separators: [Separator?] = [
      nil, nil, .byte(0x2C), .byte(0x3B), .byte(0x09), .byte(0x7C), .blanks,
    ]
    options.separator = separators[Int(head[4]) % separators.count]
    types = head[5]
    self.options = options
    let rest = Array(bytes.dropFirst(8))
    content = head[6] % 4 == 1 ? storedGzip(rest, memberSize: 1 + Int(head[7]) * 64) : rest
  }

  private var input: Input { .bytes(content, name: "data.csv") }

  public func run() {
    let records = records(options)
    var large = options
    large.chunkSize = 1 << 20
    let others = self.records(large)
    if let records, let others, records != others { fatalError("the pieces matter") }
    table()
    do { _ = try readBytes(input, limit: 1 << 20) } catch { check(error) }
  }

  private struct Record: Equatable {
    var line: Int
    var fields: [String]
  }

  /// nil where the file is refused.
  private func records(_ options: ReadOptions) -> [Record]? {
    do {
      var reader = try RecordReader(input, options: options)
      var records = [Record(line: 1, fields: reader.header)]
      while let batch = try reader.next() {
        for record in 0..<batch.recordCount {
          let fields = (0..<batch.fieldCount(of: record)).map { batch.field(record, $0) }
          records.append(Record(line: batch.line(of: record), fields: fields))
        }
      }
      guard reader.sha256?.count == 64 else { fatalError("no SHA-256 at the end") }
      return records
    } catch {
      check(error)
      return nil
    }
  }

  private func table() {
    let kinds: [ColumnType] = [.automatic, .automatic, .numeric, .categorical, .text, .ignored]
    do {
      let table = try TypedTable.read(input, options: options) { header in
        header.indices.map { kinds[(Int(types) + $0) % kinds.count] }
      }
      check(table)
    } catch let error as LocatedError {
      check(error)
    } catch {
      fatalError("reading fails with \(error)")
    }
  }

  private func check(_ table: TypedTable) {
    for column in table.columns {
      let count: Int
      switch column {
      case .ignored: continue
      case .numeric(let values):
        count = values.count
        if values.contains(where: \.isInfinite) { fatalError("an infinite number") }
      case .categorical(let codes, let levels):
        count = codes.count
        if codes.contains(where: { $0 < -1 || $0 >= levels.count }) { fatalError("a lost level") }
      case .text(let texts): count = texts.count
      }
      if count != table.rowCount { fatalError("\(count) values in \(table.rowCount) rows") }
    }
  }

  private func check(_ error: LocatedError) {
    guard error.kind == .wrongData, error.location != nil, error.description.utf8.count < 2000
    else {
      fatalError("a poor error: \(error)")
    }
  }
}

/// The bytes as gzip without compression, in members of so many bytes.
private func storedGzip(_ bytes: [UInt8], memberSize: Int) -> [UInt8] {
  var result: [UInt8] = []
  var start = 0
  repeat {
    let part = bytes[start..<min(bytes.count, start + min(memberSize, 65_535))]
    let (low, high) = (UInt8(part.count & 0xFF), UInt8(part.count >> 8))
    result += [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, low, high, ~low, ~high] + part
    for word in [crc32(part), UInt32(part.count)] {
      result += (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) }
    }
    start += part.count
  } while start < bytes.count
  return result
}

private func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  var crc: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
  }
  return ~crc
}
