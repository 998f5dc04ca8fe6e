import DelimitedText
import Testing

@Suite struct ReadBytesTests {
  @Test func givesTheContent() throws {
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    #expect(try readBytes(input(bytes)) == bytes)
    #expect(try readBytes(input(gzipStored(bytes))) == bytes)
    #expect(try readBytes(input([])) == [] && readBytes(input([1])) == [1])
  }

  @Test func isLimited() throws {
    #expect(try readBytes(input([1, 2, 3]), limit: 3).count == 3)
    let error = #expect(throws: LocatedError.self) { try readBytes(input([1, 2, 3]), limit: 2) }
    #expect(error?.kind == .wrongData)
    let missing = #expect(throws: LocatedError.self) { try readBytes(.file("no-such-file")) }
    #expect(missing?.kind == .missingInput)
  }
}
