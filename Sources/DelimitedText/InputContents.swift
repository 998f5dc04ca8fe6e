extension Input {
  /// The whole content, inflated where it is gzip, for files that are small by their nature.
  /// - Throws: `.wrongData` for more than `limit` bytes; what reading throws.
  public func contents(limit: Int) throws(LocatedError) -> [UInt8] {
    let source = try ContentSource(RawSource(self), bufferSize: 1 << 16)
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
      if bytes.count > limit {
        throw LocatedError(
          .wrongData, "is larger than \(limit >> 20) MB", at: Location(file: name),
          advice: "Give a file of the expected kind.")
      }
    }
  }
}
