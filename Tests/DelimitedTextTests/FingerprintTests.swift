import Testing

import DelimitedText

@Suite struct FingerprintTests {
  private func print(of text: String) -> UInt64 {
    Array(text.utf8).withUnsafeBufferPointer { fingerprint(of: $0) }
  }

  @Test func sameBytesSamePrint() {
    #expect(print(of: "536365,85123A") == print(of: "536365,85123A"))
  }

  /// Ids of every length up to 40, and runs of numbers, as order ids are.
  @Test func differentBytesDiffer() {
    var prints: Set<UInt64> = []
    for length in 0...40 {
      prints.insert(print(of: String(repeating: "0", count: length)))
      for place in 0..<length {
        var bytes = [UInt8](repeating: 0x30, count: length)
        bytes[place] = 0x31
        prints.insert(bytes.withUnsafeBufferPointer { fingerprint(of: $0) })
      }
    }
    #expect(prints.count == 41 + 820)
    for number in 0..<20_000 { prints.insert(print(of: "1750\(number)")) }
    #expect(prints.count == 41 + 820 + 20_000)
  }
}
