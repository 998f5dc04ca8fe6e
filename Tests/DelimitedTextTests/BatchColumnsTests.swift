import Testing

@testable import DelimitedText

struct BatchColumnsTests {
  private func batch(_ text: String) throws -> RecordBatch {
    var reader = try RecordReader(.bytes(Array(text.utf8), name: "t.csv"))
    return try #require(try reader.next())
  }

  @Test func numbersGapsAndWhatIsNone() throws {
    let batch = try batch("a,b\n1, 2.5 \nx,NA\n-3e2,inf\n,4\n7,word\n")
    let keep = [UInt8](repeating: 1, count: 5)
    let (values, broken) = batch.withFields {
      $0.numbers(column: 1, keep: keep, missing: MissingTokens())
    }
    #expect(broken == [2, 4])
    #expect(values[0] == 2.5 && values[3] == 4)
    #expect(values[1].isNaN && values[2].isNaN && values[4].isNaN)
  }

  /// Short texts of all kinds, read eight bytes and eight records at a time, against the reader of
  /// single cells: with gaps, with records left out, with numbers that stand for a missing value.
  @Test(arguments: [
    MissingTokens(), MissingTokens(["", "NA", "-9", "7"]), MissingTokens(["."]),
  ]) func shortNumbersAreThoseOfSingleCells(missing: MissingTokens) throws {
    var generator = SeededGenerator(seed: 3)
    let batch = try batch("a,b\n" + shortTexts(&generator).map { "\($0),\n" }.joined())
    let texts = (0..<batch.recordCount).map { batch.field($0, 0) }
    for leavesOut in [false, true] {
      let keep = texts.map { _ in
        leavesOut && Int.random(in: 0..<16, using: &generator) == 0 ? UInt8(0) : 1
      }
      let (values, broken) = batch.withFields {
        $0.numbers(column: 0, keep: keep, missing: missing)
      }
      let isBroken = Set(broken)
      let different = texts.indices.filter { row in
        if keep[row] == 0 { return !values[row].isNaN || isBroken.contains(row) }
        switch parseNumber(texts[row], missing: missing) {
        case .number(let value):
          return values[row].bitPattern != value.bitPattern || isBroken.contains(row)
        case .missing: return !values[row].isNaN || isBroken.contains(row)
        case .broken, .word: return !isBroken.contains(row)
        }
      }
      #expect(different.map { texts[$0] } == [])
    }
  }

  /// Some blocks of records are numbers throughout, others hold anything.
  private func shortTexts(_ generator: inout SeededGenerator) -> [String] {
    var texts = [
      "1234567", "12345678", "-1234567", "-12345678", "123456789", "-.5", "5.", ".", "-", "-.",
      "", "-0", "-0.0", "0000000.", ".0000001", "9999.999", "-9", "7", "--", "-9999.99",
    ]
    let kinds = ["0123456789012345678901234567..--+eEaN/: ", "0123456789"].map(Array.init)
    for block in 0..<1_000 {
      for _ in 0..<8 {
        let length = Int.random(in: 0...10, using: &generator)
        var text = (0..<length).map { _ in
          kinds[block % 2].randomElement(using: &generator) ?? "0"
        }
        if block % 4 == 3, length > 1 { text[Int.random(in: 0..<length, using: &generator)] = "." }
        texts.append(String(text))
      }
    }
    return texts
  }

  @Test func recordsLeftOutAreGaps() throws {
    let batch = try batch("a\n1\nx\n3\n")
    let (values, broken) = batch.withFields {
      $0.numbers(column: 0, keep: [1, 0, 0], missing: MissingTokens())
    }
    #expect(broken.isEmpty && values[0] == 1 && values[1].isNaN && values[2].isNaN)
  }

  @Test func codesOfKnownTexts() throws {
    var known = ByteInterner()
    for text in ["gold", "basic", "金牌"] { _ = known.code(of: text) }
    let batch = try batch("a\nbasic\n gold \nNULL\nsilver\n金牌\nbasic\n")
    let codes = batch.withFields {
      $0.codes(
        column: 0, keep: [1, 1, 1, 1, 1, 0], missing: MissingTokens(), known: known)
    }
    #expect(codes == [1, 0, -1, -2, 2, -1])
  }

  /// The same text as Swift's own, which is the shortest too.
  @Test func numbersAreWrittenAsSwiftWritesThem() {
    var generator = SystemRandomNumberGenerator()
    var numbers: [Double] = [
      0, -0.0, 1, -1, 0.1, 1e-4, 9.9999e-5, 1e-7, .leastNonzeroMagnitude, 9_007_199_254_740_994,
      1.7976931348623157e308,
      9007199254740992,
      18_014_398_509_481_982, 18_014_398_509_481_984, 1e15, 1e16, 1e22, 1e23, 123456.789,
    ]
    for _ in 0..<5_000 {
      numbers.append(.random(in: 0...1, using: &generator))
      let bits = Double(bitPattern: generator.next())
      if bits.isFinite { numbers.append(bits) }
      // Magnitudes that files are full of, and few decimals.
      numbers.append(
        Double(
          sign: .minus, exponent: .random(in: -15...54, using: &generator),
          significand: .random(in: 1..<2, using: &generator)))
      let whole = Double(Int.random(in: 0..<1_000_000_000, using: &generator))
      numbers += [whole / 100, whole / 1e9, whole * 1000]
    }
    let different = numbers.filter { number in
      var text: [UInt8] = []
      text.appendShortest(number)
      return String(decoding: text, as: UTF8.self) != numberText(number)
    }
    #expect(different == [])
  }

  /// Columns of ids, days and texts against what is said of single cells.
  @Test func plainCellsAreThoseOfSingleCells() throws {
    var generator = SeededGenerator(seed: 5)
    let letters = Array("0123456789abcXYZ_-@.=' */:TNA\u{5f20}")
    var cells = [
      "12", " 12 ", "1.5E17", "a.b@c.de", "1.2", "12*", "NA", "", "=12", "'12", "2024-01-02",
      "2024-01-02T10:11:12", "2024-01-02T10:11:13", "2024-01-02 23:59:60", "2024-01-02T23:59:61",
      "2024-01-02T24:00:00", "2024-01-02X10:11:12", "2024-01-02T1a:11:12", "2024-01-03T10:11:12",
      "2024-01-03T10:11", "2024-02-30T10:11:12", "2024-01-03T10:11:12Z", "a text of many letters",
    ]
    for _ in 0..<3000 {
      let length = Int.random(in: 0...18, using: &generator)
      cells.append(
        String((0..<length).map { _ in letters.randomElement(using: &generator) ?? "0" }))
    }
    let batch = try batch("a,b\n" + cells.map { "\($0),x\n" }.joined())
    var keep = [UInt8](repeating: 1, count: cells.count)
    keep[0] = 0
    let missing = MissingTokens()
    var table = ByteInterner()
    try batch.withFields { fields in
      let ids = fields.plainIDs(column: 0, keep: keep, missing: missing, hash: table.hash)
      let prints = fields.plainFingerprints(column: 0, keep: keep, missing: missing)
      let days = fields.days(column: 0, keep: keep, none: .min)
      let codes = fields.texts(column: 0, keep: keep, missing: missing, unread: -2, into: &table)
      let all = fields.texts(column: 0, keep: keep, missing: nil, unread: -2, into: &table)
      let lines = fields.recordFingerprints()
      #expect(ids[0].bytes.isEmpty && prints[0] == 0 && days[0] == .min && codes[0] == -2)
      for row in cells.indices.dropFirst() {
        let cell = trimmingBlanks(fields[row, 0])
        let text = String(decoding: cell, as: UTF8.self)
        let isPlain = !missing.contains(cell) && isPlain(text)
        #expect(String(decoding: ids[row].bytes, as: UTF8.self) == (isPlain ? text : ""))
        #expect(prints[row] == (isPlain ? fingerprint(of: cell) : 0), "\(text)")
        #expect(days[row] == Day(parsing: cell)?.number ?? .min, "\(text)")
        #expect(try #require(table.existingCode(of: cell)) == all[row])
        let isMarked = text.hasPrefix("=") || text.hasPrefix("'")
        #expect(codes[row] == (isMarked ? -2 : missing.contains(cell) ? -1 : all[row]), "\(text)")
        let start = try #require(fields[row, 0].baseAddress)
        let line = UnsafeBufferPointer(start: start, count: fields[row, 0].count + 2)
        #expect(lines[row] == fingerprint(of: line))
      }
    }
  }

  private func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    let isNumber = (0x30...0x39).contains(first)
    return text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
      case UInt8(ascii: "@"), UInt8(ascii: "."): !isNumber
      default: false
      }
    }
  }
}
