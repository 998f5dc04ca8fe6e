import DelimitedText
import Testing

@Suite struct RecordReaderTests {
  static let texts: [(text: String, rows: [Row])] = [
    ("a,b\n1,2\n3,4\n", [Row(2, ["1", "2"]), Row(3, ["3", "4"])]),
    ("a,b\n1,2\n3,4", [Row(2, ["1", "2"]), Row(3, ["3", "4"])]),
    ("a,b\r\n1,2\r\n3,4\r\n", [Row(2, ["1", "2"]), Row(3, ["3", "4"])]),
    ("a,b\r1,2\r3,4\r", [Row(2, ["1", "2"]), Row(3, ["3", "4"])]),
    ("a,b\n1,\n,\n", [Row(2, ["1", ""]), Row(3, ["", ""])]),
    ("a,b\n1,", [Row(2, ["1", ""])]),
    ("a,b\n\n1,2\n\r\n\n3,4\n\n", [Row(3, ["1", "2"]), Row(6, ["3", "4"])]),
    ("\n\na,b\n1,2\n", [Row(4, ["1", "2"])]),
    ("a\n1\n\n2\n", [Row(2, ["1"]), Row(3, [""]), Row(4, ["2"])]),
    ("a,b\n\"x,y\",\"z\"\n", [Row(2, ["x,y", "z"])]),
    ("a,b\n\"x\"\"y\",\"\"\n", [Row(2, ["x\"y", ""])]),
    ("a,b\n\"\"\"\",\"\"\"\"\"\"\n", [Row(2, ["\"", "\"\""])]),
    ("a,b\n\"x\ny\r\nz\rw\",1\n2,3\n", [Row(2, ["x\ny\r\nz\rw", "1"]), Row(6, ["2", "3"])]),
    ("a,b\n1,2,3\n4\n", [Row(2, ["1", "2", "3"]), Row(3, ["4"])]),
    ("a,b\nx\"y,5\" disk\n", [Row(2, ["x\"y", "5\" disk"])]),
    ("a,b\n \"x,y\" ,\"p\"q\n", [Row(2, ["x,y", "pq"])]),
    ("a,b\n=\"007\",=\"\"\n", [Row(2, ["007", ""])]),
    ("a,b\n  1 ,\t2\n", [Row(2, ["  1 ", "\t2"])]),
  ]

  @Test(arguments: texts) func records(text: String, rows: [Row]) throws {
    for chunk in [64, 65, 67, 100, 4 << 20] {
      let read = try readAll(input(text), options(chunk: chunk, separator: .byte(44)))
      #expect(read.rows == rows)
    }
  }

  @Test func blanksSeparate() throws {
    let text =
      " customer_id  date amount\r\n 00001 19970101  1   11.77\r\n\t 00002 \t1 2 \r\n  \r\n"
    let read = try readAll(input(text), options(separator: .blanks))
    #expect(read.header == ["customer_id", "date", "amount"])
    #expect(
      read.rows == [Row(2, ["00001", "19970101", "1", "11.77"]), Row(3, ["00002", "1", "2"])])
  }

  @Test func headerIsTrimmedAndUnquoted() throws {
    let read = try readAll(input("\u{FEFF} id ,\"a \"\"b\"\" \",\n1,2,3\n"))
    #expect(read.header == ["id", "a \"b\"", ""])
    #expect(read.rows == [Row(2, ["1", "2", "3"])])
  }

  @Test(arguments: [",", ";", "\t", "|"]) func separatorIsDetected(separator: String) throws {
    let text =
      ["id", "first name", "price"].joined(separator: separator) + "\n1"
      + separator + "\"a,b;c|d\te\"" + separator + "3\n"
    let reader = try RecordReader(input(text))
    #expect(reader.dialect.separator == .byte(Array(separator.utf8)[0]))
    #expect(reader.header == ["id", "first name", "price"])
  }

  @Test func decimalCommasDoNotHideTheSemicolon() throws {
    let reader = try RecordReader(input("id;price;size\n1;2,5;3,5\n2;3,5;4,5\n"))
    #expect(reader.dialect.separator == .byte(UInt8(ascii: ";")))
  }

  @Test func batchesOutliveTheReader() throws {
    let text = "a,b\n" + (0..<500).map { "\($0),x\($0)\n" }.joined()
    var reader = try RecordReader(
      input(text), options: options(chunk: 64, separator: .byte(44)))
    var batches: [RecordBatch] = []
    while let batch = try reader.next() { batches.append(batch) }
    let firsts = batches.flatMap { batch in
      (0..<batch.recordCount).map { batch.field($0, 0) }
    }
    #expect(firsts == (0..<500).map(String.init))
    #expect(batches.count > 10)
    #expect(reader.bytesRead == text.utf8.count && reader.byteCount == text.utf8.count)
  }

  @Test func fieldsThatAreNotThereAreEmpty() throws {
    var reader = try RecordReader(input("a,b\n1\n2,3\n"))
    let batch = try #require(try reader.next())
    #expect(batch.field(0, 1) == "" && batch.field(0, 99) == "" && batch.field(1, 1) == "3")
    #expect(batch.columnCount == 2)
  }

  @Test func shaIsOfTheContent() throws {
    let text = "a,b\n1,2\n"
    var reader = try RecordReader(input(text))
    #expect(try reader.next() != nil)
    #expect(try reader.next() == nil)
    #expect(reader.sha256 == sha256Hex(text.utf8))
    #expect(
      sha256Hex(Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func columnsAreFoundByName() throws {
    let reader = try RecordReader(input("id,amount,x,x\n1,2,3,4\n"))
    #expect(try reader.index(of: "amount") == 1)
    let missing = #expect(throws: LocatedError.self) { try reader.index(of: "amuont") }
    #expect(missing?.kind == .wrongData && missing?.advice.contains("Is it \"amount\"?") == true)
    #expect(missing?.advice.contains("id, amount, x, x") == true)
    let twice = #expect(throws: LocatedError.self) { try reader.index(of: "x") }
    #expect(twice?.kind == .wrongData && twice?.location?.column == "x")
  }

  enum Pieces: CaseIterable { case all, withoutQuotes, plain }

  /// Random text of awkward pieces gives the same records for any chunk size and as the plain
  /// state machine below reads it; without quotes, and with nothing but separators and line feeds
  /// between values, which are other paths through the scanner.
  @Test(arguments: 0..<40, Pieces.allCases) func chunksDoNotMatter(seed: Int, kind: Pieces) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var pieces = [
      ",", ",", ",", "\n", "\r\n", "\r", "\"a,b\"", "\"x\"\"y\"", "\"p\nq\"", "\"p\r\nq\"", "abc",
      "1.5", "é", "数据", " ", String(repeating: "long", count: 30), "\"\"", "=\"01\"", "\t",
    ]
    if kind != .all { pieces.removeAll { $0.contains("\"") } }
    if kind == .plain {
      pieces = [",", ",", ",1", "23", "x\n", String(repeating: "4", count: seed)]
    }
    var text = "h1,h2,h3\n"
    for _ in 0..<200 { text += pieces.randomElement(using: &generator) ?? "" }
    let whole = try readAll(input(text), options(separator: .byte(44)))
    #expect(whole.rows == referenceRows(text))
    for chunk in [64, 71, 128, 333] {
      let parts = try readAll(input(text), options(chunk: chunk, separator: .byte(44)))
      #expect(parts.rows == whole.rows && parts.sha256 == whole.sha256)
    }
  }
}

/// The same grammar read byte by byte: the slow reader that the fast one is held to.
private func referenceRows(_ text: String) -> [Row] {
  let bytes = Array(text.utf8)
  var (rows, at, line): ([Row], Int, Int) = ([], 0, 1)
  func lineEnd(_ at: Int) -> Int {
    bytes[at] == 13 && at + 1 < bytes.count && bytes[at + 1] == 10 ? 2 : 1
  }
  while at < bytes.count {
    if bytes[at] == 10 || bytes[at] == 13 {
      at += lineEnd(at)
      line += 1
      continue
    }
    var row = Row(line, [])
    fields: while true {
      var (field, inner): ([UInt8], Int) = ([], at)
      while inner < bytes.count, bytes[inner] == 32 { inner += 1 }
      if inner + 1 < bytes.count, bytes[inner] == 61, bytes[inner + 1] == 34 { inner += 1 }
      if inner < bytes.count, bytes[inner] == 34 {
        at = inner + 1
        while true {
          if bytes[at] == 34 {
            at += 1
            guard at < bytes.count, bytes[at] == 34 else { break }
          } else if bytes[at] == 10 || (bytes[at] == 13 && lineEnd(at) == 1) {
            line += 1
          }
          field.append(bytes[at])
          at += 1
        }
        var rest: [UInt8] = []
        while at < bytes.count, ![44, 10, 13].contains(bytes[at]) {
          rest.append(bytes[at])
          at += 1
        }
        if !rest.allSatisfy({ $0 == 32 || $0 == 9 }) { field += rest }
      } else {
        while at < bytes.count, ![44, 10, 13].contains(bytes[at]) {
          field.append(bytes[at])
          at += 1
        }
      }
      row.fields.append(String(decoding: field, as: UTF8.self))
      guard at < bytes.count, bytes[at] == 44 else { break fields }
      at += 1
    }
    rows.append(row)
    if at < bytes.count {
      at += lineEnd(at)
      line += 1
    }
  }
  return rows.filter { $0.line > 1 }
}
