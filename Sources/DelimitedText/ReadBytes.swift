/// All bytes of an input, inflated where they are gzip: for files that are read whole.
///
/// - Throws: `.missingInput`, `.inputOutput`, `.wrongData` for corrupt gzip and for more than
///   `limit` bytes.
public func readBytes(_ input: Input, limit: Int = 1 << 30) throws(LocatedError) -> [UInt8] {
  let content = try ContentSource(RawSource(input), bufferSize: 1 << 16)
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  defer { buffer.deallocate() }
  var bytes: [UInt8] = []
  while true {
    let count = try content.read(into: buffer)
    if count == 0 { return bytes }
    bytes.append(contentsOf: buffer[..<count])
    guard bytes.count <= limit else {
      throw LocatedError(
        .wrongData, "the file has more than \(limit) bytes", at: Location(file: input.name),
        advice: "Check that it is the right file.")
    }
  }
}
