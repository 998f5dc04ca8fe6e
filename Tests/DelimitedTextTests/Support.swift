import DelimitedText

/// A record as a test writes it.
struct Row: Equatable, CustomStringConvertible {
  var line: Int
  var fields: [String]
  init(_ line: Int, _ fields: [String]) { (self.line, self.fields) = (line, fields) }
  var description: String { "\(line): \(fields)" }
}

func input(_ text: String) -> Input { input(Array(text.utf8)) }
func input(_ bytes: [UInt8]) -> Input { .bytes(bytes, name: "test.csv") }

func options(
  chunk: Int = 4 << 20, separator: Separator? = nil, encoding: TextEncoding? = nil
) -> ReadOptions {
  var options = ReadOptions()
  options.chunkSize = chunk
  options.separator = separator
  options.encoding = encoding
  return options
}

/// The header and all records.
func readAll(
  _ source: Input, _ options: ReadOptions = .init()
) throws(LocatedError) -> (header: [String], rows: [Row], sha256: String?) {
  var reader = try RecordReader(source, options: options)
  var rows: [Row] = []
  while let batch = try reader.next() {
    precondition(batch.firstRow == rows.count + 1)
    for record in 0..<batch.recordCount {
      rows.append(
        Row(
          batch.line(of: record),
          (0..<batch.fieldCount(of: record)).map { batch.field(record, $0) }))
    }
  }
  return (reader.header, rows, reader.sha256)
}

/// What the reader throws, nil when nothing.
func failure(
  _ source: Input, _ options: ReadOptions = .init()
) -> LocatedError? {
  do throws(LocatedError) {
    _ = try readAll(source, options)
    return nil
  } catch { return error }
}

/// SplitMix64, for tests with a seed.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
