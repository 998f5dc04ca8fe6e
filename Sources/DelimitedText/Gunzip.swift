import CZlib

/// Inflates a gzip stream of one or more members (RFC 1952).
final class Gunzip {
  private let raw: RawSource
  private var stream = z_stream()
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private var isEnded = false
  private var isWithinMember = true

  /// - Parameter head: bytes that were read from `raw` already.
  init(_ raw: RawSource, head: [UInt8], bufferSize: Int) throws(LocatedError) {
    self.raw = raw
    buffer = .allocate(capacity: max(bufferSize, head.count))
    _ = buffer.update(from: head)
    stream.next_in = buffer.baseAddress
    stream.avail_in = UInt32(head.count)
    let status = inflateInit2_(
      &stream, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw corrupt("zlib cannot start") }
  }

  deinit {
    inflateEnd(&stream)
    buffer.deallocate()
  }

  /// The number of bytes written, 0 at the end only.
  func read(into output: UnsafeMutableRawBufferPointer) throws(LocatedError) -> Int {
    let room = min(output.count, 1 << 30)
    stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = UInt32(room)
    while Int(stream.avail_out) == room, !isEnded {
      if stream.avail_in == 0, try !refill() {
        guard !isWithinMember else { throw corrupt("the compressed data end too early") }
        isEnded = true
      } else if isWithinMember {
        try inflateSome()
      } else {
        try beginMember()
      }
    }
    return room - Int(stream.avail_out)
  }

  private func inflateSome() throws(LocatedError) {
    switch inflate(&stream, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isWithinMember = false
    default: throw corrupt("the compressed data are damaged")
    }
  }

  /// Behind a member follows another one, or zeros as padding, or nothing.
  private func beginMember() throws(LocatedError) {
    if stream.next_in.pointee == 0 {
      stream.next_in += 1
      stream.avail_in -= 1
      return
    }
    guard inflateReset(&stream) == Z_OK else { throw corrupt("zlib cannot go on") }
    isWithinMember = true
  }

  private func refill() throws(LocatedError) -> Bool {
    let count = try raw.read(into: UnsafeMutableRawBufferPointer(buffer))
    stream.next_in = buffer.baseAddress
    stream.avail_in = UInt32(count)
    return count > 0
  }

  private func corrupt(_ what: String) -> LocatedError {
    LocatedError(
      .wrongData, what, at: Location(file: raw.name),
      advice: "Check the file with gzip --test; copy or download it again.")
  }
}
