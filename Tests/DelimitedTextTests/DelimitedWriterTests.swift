import DelimitedText
import Testing

@Suite struct DelimitedWriterTests {
  private func written(_ cells: [String], raw: Bool = false) -> String {
    var writer = DelimitedWriter(isRaw: raw)
    writer.appendRow(cells)
    return String(decoding: writer.take(), as: UTF8.self)
  }

  @Test(arguments: [
    ("abc", "abc"), ("a b", "a b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
    ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""), (" a", "\" a\""), ("a\t", "\"a\t\""), ("é", "é"),
    ("=1+1", "'=1+1"), ("@x", "'@x"), ("+x", "'+x"), ("-x", "'-x"), ("-5", "-5"), ("+1.5", "+1.5"),
    ("-1,5", "\"'-1,5\""), ("\tx", "\"'\tx\""), ("=\"a\"", "\"'=\"\"a\"\"\""), ("-inf", "'-inf"),
  ]) func text(cell: String, expected: String) {
    #expect(written(["k", cell]) == "k,\(expected)\n")
  }

  @Test func rawTextIsKept() { #expect(written(["=1", "-x"], raw: true) == "=1,-x\n") }

  @Test(
    arguments: [
      (5.0, "5"), (-0.0, "-0"), (0.1, "0.1"), (1e16, "1e+16"), (1e-7, "1e-07"),
      (1e15, "1000000000000000"),
      (0.1 + 0.2, "0.30000000000000004"), (.leastNonzeroMagnitude, "5e-324"), (.nan, ""),
      (.infinity, ""),
    ] as [(Double, String)]) func number(value: Double, expected: String)
  {
    var writer = DelimitedWriter()
    writer.append("k")
    writer.append(value)
    writer.endRow()
    #expect(String(decoding: writer.buffer, as: UTF8.self) == "k,\(expected)\n")
  }

  @Test func numbersReadBack() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<5000 {
      let value = Double(bitPattern: .random(in: .min ... .max, using: &generator))
      guard value.isFinite else { continue }
      #expect(parseNumber(numberText(value)) == .number(value))
    }
  }

  @Test func kindsOfCells() {
    var writer = DelimitedWriter(separator: UInt8(ascii: ";"))
    writer.append(7)
    writer.appendMissing()
    writer.append(Day(number: 0))
    writer.append("a;b,c")
    writer.endRow()
    #expect(String(decoding: writer.take(), as: UTF8.self) == "7;;1970-01-01;\"a;b,c\"\n")
    #expect(writer.take().isEmpty)
  }

  @Test func aRowOfOneEmptyCellIsNoEmptyLine() {
    #expect(written([""]) == "\"\"\n" && written(["", ""]) == ",\n")
  }

  /// Cells of all lengths, which are looked at in whole words, against the rules byte by byte.
  @Test(arguments: [true, false]) func quotesAreWhereTheyMustBe(raw: Bool) {
    var generator = SeededGenerator(seed: 11)
    let usual = Array("abcdefgh0123456789+-.é".utf8)
    let special = Array(",\"\n\r \t=@+-;'".utf8)
    for round in 0..<20_000 {
      var cell = (0..<round % 41).map { _ in usual.randomElement(using: &generator) ?? 0 }
      for _ in 0..<round % 3 where !cell.isEmpty {
        let place = Int.random(in: 0..<cell.count, using: &generator)
        cell[place] = special.randomElement(using: &generator) ?? 0
      }
      var writer = DelimitedWriter(isRaw: raw)
      writer.append("k")
      cell.withUnsafeBufferPointer { writer.append($0) }
      writer.endRow()
      #expect(writer.buffer == Array("k,".utf8) + plainCell(cell, raw: raw) + [10])
    }
  }

  private func plainCell(_ cell: [UInt8], raw: Bool) -> [UInt8] {
    guard let first = cell.first, let last = cell.last else { return [] }
    var isFormula = "=@\t\r".utf8.contains(first)
    if "+-".utf8.contains(first) {
      if case .number = parseNumber(String(decoding: cell, as: UTF8.self), missing: .init([])) {
      } else {
        isFormula = true
      }
    }
    let text = (isFormula && !raw ? [UInt8(ascii: "'")] : []) + cell
    let isBlank = [first, last].contains { $0 == 32 || $0 == 9 }
    guard isBlank || cell.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return text }
    return [34] + text.flatMap { $0 == 34 ? [34, 34] : [$0] } + [34]
  }

  @Test(arguments: [0, 7, -7, 10, -10, 1_234_567_890, .max, .min]) func wholeNumber(_ number: Int) {
    var writer = DelimitedWriter()
    writer.append(number)
    #expect(String(decoding: writer.take(), as: UTF8.self) == "\(number)")
  }

  @Test(arguments: 0..<10) func readsBack(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let pieces = ["a", "é", ",", "\"", "\n", "\r\n", "\r", " ", "\t", "=", "1", ";", "'"]
    var writer = DelimitedWriter(isRaw: true)
    writer.appendRow(["h1", "h2"])
    var rows: [[String]] = []
    for _ in 0..<50 {
      rows.append(
        (0..<2).map { _ in
          (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            pieces.randomElement(using: &generator) ?? ""
          }.joined()
        })
      writer.appendRow(rows[rows.count - 1])
    }
    let read = try readAll(input(writer.take()), options(separator: .byte(44)))
    #expect(read.rows.map(\.fields) == rows)
  }

  @Test(arguments: [-719_528, -719_529, 0, 11_016, 19_782, 20_147, 2_932_896, 2_932_897])
  func daysAreTheirDescription(number: Int32) {
    var writer = DelimitedWriter()
    let day = Day(number: number)
    writer.append(day)
    writer.append(1)
    writer.endRow()
    #expect(String(decoding: writer.take(), as: UTF8.self) == "\(day),1\n")
  }
}
