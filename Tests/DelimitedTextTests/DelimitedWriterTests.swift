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
}
