import DelimitedText
import Testing

/// Files that cannot be trusted: each ends with a located error.
@Suite struct BrokenFileTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var line: Int?
    var what: String
    var testDescription: String { name }
    init(_ name: String, _ text: String, line: Int?, _ what: String) {
      self.init(name, bytes: Array(text.utf8), line: line, what)
    }
    init(_ name: String, bytes: [UInt8], line: Int?, _ what: String) {
      (self.name, self.bytes, self.line, self.what) = (name, bytes, line, what)
    }
  }

  static let cases = [
    Case("empty", "", line: nil, "empty"),
    Case("blank lines", "\n\r\n\n", line: nil, "empty"),
    Case("byte order mark alone", "\u{FEFF}", line: nil, "empty"),
    Case("header only", "a,b\n", line: nil, "no row"),
    Case("header without end", "a,b", line: nil, "no row"),
    Case("header and blank lines", "a,b\n\n\n", line: nil, "no row"),
    Case("open quote", "a,b\n1,2\n3,\"4\n5,6\n", line: 3, "never closes"),
    Case("open quote after breaks", "a,b\n\"x\ny\",\"\n", line: 3, "never closes"),
    Case("open quote in header", "a,\"b\n1,2\n", line: 1, "never closes"),
    Case("quote at the end", "a,b\n1,\"", line: 2, "never closes"),
    Case("doubled quote at the end", "a,b\n1,\"x\"\"", line: 2, "never closes"),
    Case("NUL", "a,b\n1,2\n3,x\0y\n", line: 3, "NUL"),
    Case("NUL in quotes", "a,b\n1,2\n\"3\n\n\0\",1\n", line: 5, "NUL"),
    Case("NUL in header", "a\0,b\n1,2\n", line: 1, "NUL"),
    Case("NUL behind an open quote", "a,b\n1,\"2\n\0", line: 3, "NUL"),
    Case(
      "neither encoding", bytes: Array("a,b\n1,".utf8) + [0xFF, 0xFF, 10], line: nil, "neither"),
    Case(
      "late invalid UTF-8",
      bytes: Array(("a,b\n" + String(repeating: "1,2\n", count: 300_000)).utf8) + [0x31, 0x2C]
        + [0xCA, 0xFD, 10],
      line: 300_002, "utf-8"),
    Case(
      "UTF-16 of odd length", bytes: [0xFF, 0xFE, 97, 0, 10, 0, 49, 0, 10, 0, 50], line: 3,
      "utf-16le"),
    Case(
      "lone surrogate", bytes: [0xFE, 0xFF, 0, 97, 0, 10, 0, 49, 0xD8, 0x00, 0, 10], line: 2,
      "utf-16be"),
  ]

  @Test(arguments: cases) func isRefused(test: Case) {
    for chunk in [64, 100, 4 << 20] {
      let error = failure(input(test.bytes), options(chunk: chunk))
      #expect(error?.kind == .wrongData)
      #expect(error?.what.contains(test.what) == true)
      #expect(error?.location?.file == "test.csv" && error?.location?.line == test.line)
      #expect(error?.advice.isEmpty == false)
    }
  }

  @Test func recordsBeforeTheFaultAreGiven() throws {
    var reader = try RecordReader(input("a,b\n1,2\n3,\"4\n"))
    let batch = try reader.next()
    #expect(batch?.recordCount == 1)
    #expect(throws: LocatedError.self) { try reader.next() }
  }

  @Test func memoryIsBounded() {
    var limited = options(chunk: 1 << 10, separator: .byte(44))
    limited.maximumRecordBytes = 1 << 16
    limited.maximumColumns = 1000
    let long = "a,b\n1,2\n" + String(repeating: "x", count: 1 << 18)
    let longError = failure(input(long), limited)
    #expect(longError?.kind == .wrongData && longError?.location?.line == 3)
    #expect(longError?.what.contains("longer") == true)
    let open = "a,b\n1,2\n3,\"" + String(repeating: "x\n", count: 1 << 18)
    let openError = failure(input(open), limited)
    #expect(openError?.what.contains("quote") == true && openError?.location?.line == 3)
    let wide = "a,b\n1,2\n" + String(repeating: ",", count: 1000) + "\n"
    let wideError = failure(input(wide), limited)
    #expect(wideError?.what.contains("1000 fields") == true && wideError?.location?.line == 3)
    #expect(failure(input("a,b\n" + String(repeating: ",", count: 999) + "\n"), limited) == nil)
  }

  /// Random bytes and damaged files end, with or without a located error.
  @Test(arguments: 0..<60) func noiseEnds(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let alphabet: [UInt8] = [44, 10, 13, 34, 34, 61, 32, 9, 0x41, 0x31, 0xC3, 0xA9, 0, 0x81, 0xFF]
    let count = Int.random(in: 1...3000, using: &generator)
    let kinds = seed.isMultiple(of: 2) ? 12 : alphabet.count
    let bytes = (0..<count).map { _ in alphabet[Int.random(in: 0..<kinds, using: &generator)] }
    for encoding in [nil] + TextEncoding.allCases.map(Optional.init) {
      let whole = failure(input(bytes), options(separator: .byte(44), encoding: encoding))
      let parts = failure(
        input(bytes), options(chunk: 64, separator: .byte(44), encoding: encoding))
      #expect(whole?.kind == parts?.kind)
      #expect(whole == nil || whole?.kind == .wrongData)
    }
  }
}
