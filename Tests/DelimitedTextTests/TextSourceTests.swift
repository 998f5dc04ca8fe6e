import DelimitedText
import Glibc
import Testing

/// The text in an encoding, by iconv.
func encoded(_ text: String, _ encoding: String) -> [UInt8] {
  guard let handle = iconv_open(encoding, "UTF-8"), Int(bitPattern: handle) != -1 else { return [] }
  defer { iconv_close(handle) }
  var source = Array(text.utf8).map { CChar(bitPattern: $0) }
  var output = [CChar](repeating: 0, count: source.count * 4 + 16)
  let (left, room) = (source.count, output.count)
  let written = source.withUnsafeMutableBufferPointer { source in
    output.withUnsafeMutableBufferPointer { output in
      var (from, to) = (source.baseAddress, output.baseAddress)
      var (left, free) = (left, room)
      return iconv(handle, &from, &left, &to, &free) == 0 ? room - free : 0
    }
  }
  return output[..<written].map { UInt8(bitPattern: $0) }
}

@Suite struct TextSourceTests {
  /// Characters of one to four bytes in each of the encodings.
  static let text =
    "编号,金额,é\n"
    + (0..<60).map { "\($0),\"示例店铺，一\n二\",€ 😀 㐀\($0)\n" }.joined()

  @Test(
    arguments: [
      ("UTF-8", TextEncoding.utf8, []), ("UTF-8", .utf8, [0xEF, 0xBB, 0xBF]),
      ("UTF-16LE", .utf16LE, [0xFF, 0xFE]), ("UTF-16BE", .utf16BE, [0xFE, 0xFF]),
      ("UTF-16LE", .utf16LE, []), ("UTF-16BE", .utf16BE, []), ("GB18030", .gb18030, []),
      ("GB18030", .gb18030, [0x84, 0x31, 0x95, 0x33]),
    ] as [(String, TextEncoding, [UInt8])])
  func isDetectedAndDecoded(name: String, encoding: TextEncoding, mark: [UInt8]) throws {
    let expected = try readAll(input(Self.text))
    #expect(expected.rows.count == 60 && expected.rows[59].fields[2] == "€ 😀 㐀59")
    let bytes = mark + encoded(Self.text, name)
    #expect(bytes.count > 1000)
    for chunk in [1, 16, 17, 64, 101, 4 << 20] {
      let reader = try RecordReader(input(bytes), options: options(chunk: chunk))
      #expect(reader.dialect.encoding == encoding)
      for forced in [nil, encoding] {
        let read = try readAll(
          input(bytes), options(chunk: chunk, separator: .byte(44), encoding: forced))
        #expect(read.header == expected.header && read.rows == expected.rows)
        #expect(read.sha256 == sha256Hex(bytes))
      }
    }
  }

  /// The second byte of a GB18030 character can be a bar: decoding comes before dividing.
  @Test func secondByteIsNoSeparator() throws {
    let bytes: [UInt8] = Array("a|b\n".utf8) + [0x81, 0x7C] + Array("|2\n".utf8)
    let read = try readAll(input(bytes))
    #expect(read.rows.map(\.fields.count) == [2] && read.rows[0].fields[1] == "2")
  }

  @Test func asciiIsUTF8() throws {
    #expect(try RecordReader(input("a,b\n1,2\n")).dialect.encoding == .utf8)
  }

  /// Any bytes are UTF-8 for the reader when they are for Swift.
  @Test func validityIsSwifts() {
    var generator = SeededGenerator(seed: 11)
    let leads: [UInt8] = [0x41, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5]
    let rest: [UInt8] = [0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0]
    var counts = (valid: 0, invalid: 0)
    for _ in 0..<4000 {
      let tail = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
        rest.randomElement(using: &generator) ?? 0
      }
      let bytes = [leads.randomElement(using: &generator) ?? 0] + tail
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      if isValid { counts.valid += 1 } else { counts.invalid += 1 }
      let error = failure(
        input(Array("a\n".utf8) + bytes), options(chunk: 64, separator: .byte(44), encoding: .utf8))
      #expect((error == nil) == isValid, "\(bytes)")
      #expect(error == nil || error?.location?.line == 2)
    }
    #expect(counts.valid > 300 && counts.invalid > 300)
  }

  @Test func lateGBKNamesTheOption() {
    let text = "a,b\n" + String(repeating: "1,2\n", count: 300_000)
    let bytes = Array(text.utf8) + encoded("数据,2\n", "GB18030")
    let error = failure(input(bytes))
    #expect(error?.location?.line == 300_002)
    #expect(error?.advice.contains("--encoding gb18030") == true)
    #expect(failure(input(bytes), options(encoding: .gb18030)) == nil)
  }

  @Test(arguments: [
    ("UTF-8", TextEncoding.utf8), ("utf8", .utf8), ("GBK", .gb18030), ("gb18030", .gb18030),
    ("UTF-16", .utf16LE), ("utf-16be", .utf16BE),
  ]) func namesOfEncodings(name: String, encoding: TextEncoding) {
    #expect(TextEncoding(name: name) == encoding)
    #expect(TextEncoding(name: "latin-9") == nil)
  }
}
