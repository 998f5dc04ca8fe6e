import Glibc
import Testing

@testable import DelimitedText

/// The seeds of the fuzzer of delimited text and what it found, in Tests/Fuzzing/Corpus: read whole or
/// refused, and alike in pieces of any size.
@Suite struct TextCorpusTests {
  private static let folder =
    "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    + "/Fuzzing/Corpus/text"

  static let files = names(in: folder)

  @Test func thereAreSome() { #expect(Self.files.count >= 12) }

  /// The line, then the fields of each record; nil where the file is refused.
  private func records(
    _ bytes: [UInt8], chunk: Int, _ encoding: TextEncoding?, _ separator: Separator?
  ) -> [[String]]? {
    var options = ReadOptions()
    options.chunkSize = chunk
    options.separator = separator
    options.encoding = encoding
    var records: [[String]] = []
    do {
      var reader = try RecordReader(.bytes(bytes, name: "data"), options: options)
      records.append(reader.header)
      while let batch = try reader.next() { records += Self.records(of: batch) }
    } catch {
      #expect(error.kind == .wrongData && error.location != nil && !error.advice.isEmpty)
      records = []
    }
    return records.isEmpty ? nil : records
  }

  private static func records(of batch: RecordBatch) -> [[String]] {
    (0..<batch.recordCount).map { record in
      ["\(batch.line(of: record))"]
        + (0..<batch.fieldCount(of: record)).map { batch.field(record, $0) }
    }
  }

  /// The first eight bytes tell the fuzzer how to read.
  @Test(arguments: files, [nil, .blanks] as [Separator?])
  func isReadOrRefused(_ name: String, _ separator: Separator?) throws {
    let bytes = Array(try readBytes(.file(Self.folder + "/" + name)).dropFirst(8))
    for encoding in [nil] + TextEncoding.allCases.map({ $0 as TextEncoding? }) {
      let whole = records(bytes, chunk: 1 << 20, encoding, separator)
      for chunk in [64, 100, 128, 1000] {
        if let whole, let pieces = records(bytes, chunk: chunk, encoding, separator) {
          #expect(whole == pieces)
        }
      }
    }
  }
}
