import DelimitedText
import Testing

/// A gzip member of stored (not compressed) blocks, RFC 1951 and 1952.
func gzipStored(_ bytes: [UInt8]) -> [UInt8] {
  var gzip: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
  var rest = bytes[...]
  repeat {
    let block = rest.prefix(60_000)
    rest = rest.dropFirst(60_000)
    let size = UInt16(block.count)
    gzip.append(rest.isEmpty ? 1 : 0)
    for half in [size, ~size] { gzip += [UInt8(half & 255), UInt8(half >> 8)] }
    gzip += block
  } while !rest.isEmpty
  for word in [crc32(bytes), UInt32(bytes.count)] {
    gzip += (0..<4).map { UInt8(word >> (8 * $0) & 255) }
  }
  return gzip
}

private func crc32(_ bytes: [UInt8]) -> UInt32 {
  var crc = UInt32.max
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
  }
  return ~crc
}

@Suite struct GunzipTests {
  /// `a,b` and 40 rows `i,xyz`, by Python 3's gzip.compress.
  static let deflated: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x2D, 0xCF, 0xB9, 0x11, 0x84, 0x50,
    0x10, 0x03, 0x51, 0x9F, 0x58, 0x30, 0x56, 0xD2, 0x72, 0x85, 0x03, 0x51, 0x00, 0xD1, 0x53, 0xA5,
    0xFE, 0x4E, 0x7B, 0x7A, 0x35, 0x73, 0xCE, 0xD7, 0xF4, 0x9B, 0xEF, 0xE7, 0x9D, 0xD4, 0xBA, 0x4D,
    0xFB, 0x6F, 0x97, 0x76, 0x6D, 0xB7, 0x76, 0x6F, 0x0F, 0x56, 0x63, 0xCC, 0x5A, 0xCC, 0xC5, 0x5E,
    0x00, 0x42, 0x10, 0x84, 0x30, 0x04, 0x22, 0x14, 0xA3, 0x78, 0xDC, 0x80, 0x62, 0x14, 0xA3, 0x18,
    0xC5, 0x28, 0x46, 0x31, 0x8A, 0x51, 0x82, 0x12, 0x94, 0x8C, 0x57, 0x50, 0x82, 0x12, 0x94, 0xA0,
    0x04, 0x25, 0x28, 0x41, 0xF9, 0x00, 0x70, 0x74, 0x8D, 0x31, 0x12, 0x01, 0x00, 0x00,
  ]
  static let rows = (0..<40).map { Row($0 + 2, ["\($0)", "xyz"]) }
  static let text = "a,b\n" + (0..<40).map { "\($0),xyz\n" }.joined()

  @Test func isInflated() throws {
    for chunk in [1, 16, 64, 4 << 20] {
      let read = try readAll(input(Self.deflated), options(chunk: chunk))
      #expect(read.rows == Self.rows && read.sha256 == sha256Hex(Self.text.utf8))
    }
  }

  @Test func membersFollowEachOther() throws {
    let bytes = Array(Self.text.utf8)
    for padding in [0, 1, 512] {
      let gzip =
        gzipStored(Array(bytes[..<30])) + gzipStored([]) + gzipStored(Array(bytes[30...]))
        + Array(repeating: 0, count: padding)
      for chunk in [16, 4 << 20] {
        let read = try readAll(input(gzip), options(chunk: chunk))
        #expect(read.rows == Self.rows && read.sha256 == sha256Hex(bytes))
      }
    }
  }

  @Test func emptyMemberIsAnEmptyFile() {
    #expect(failure(input(gzipStored([])))?.what == "the file is empty")
  }

  /// Cut anywhere, or one byte changed in the data or the checksum, it is refused.
  @Test func damageIsFound() {
    let gzip = Self.deflated
    for length in 3..<gzip.count {
      let error = failure(input(Array(gzip[..<length])))
      #expect(error?.kind == .wrongData, "cut to \(length)")
    }
    for index in gzip.count - 8..<gzip.count {
      var damaged = gzip
      damaged[index] ^= 1
      #expect(failure(input(damaged))?.what == "the compressed data are damaged")
    }
    #expect(failure(input(gzip + [1, 2, 3]))?.kind == .wrongData)
  }

  @Test func damageIsFoundLate() {
    let text = "a,b\n" + String(repeating: "1,2\n", count: 600_000)
    let gzip = gzipStored(Array(text.utf8))
    let error = failure(input(Array(gzip[..<(gzip.count - 100)])))
    #expect(error?.what == "the compressed data end too early")
  }
}
