import Crypto

/// The content of an input: its bytes, inflated where they are gzip, with their SHA-256.
final class ContentSource {
  let raw: RawSource
  private var gunzip: Gunzip?
  /// Bytes read ahead: content in a plain file.
  private var ahead: [UInt8] = []
  private var aheadPosition = 0
  private var failure: LocatedError?
  private var hash: SHA256?
  /// Hex SHA-256 of the content, once the end was reached, where it is wanted.
  private(set) var sha256: String?

  init(_ raw: RawSource, bufferSize: Int, hashes: Bool = true) throws(LocatedError) {
    self.raw = raw
    hash = hashes ? SHA256() : nil
    let magic = try raw.readUp(to: 2)
    if magic == [0x1F, 0x8B] {
      gunzip = try Gunzip(raw, head: magic, bufferSize: min(bufferSize, 1 << 16))
    } else {
      ahead = magic
    }
    hash?.update(data: ahead)
  }

  /// Up to `count` bytes from the beginning, and whether they are the whole content. Only before
  /// the first `read`.
  func peek(_ count: Int) throws(LocatedError) -> (bytes: [UInt8], isWhole: Bool) {
    let missing = count - ahead.count
    guard missing > 0 else { return (ahead, false) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: missing, alignment: 16)
    defer { buffer.deallocate() }
    var filled = 0
    while filled < missing, failure == nil {
      do throws(LocatedError) {
        let got = try readFresh(into: .init(rebasing: buffer[filled...]))
        if got == 0 { break }
        filled += got
      } catch {
        if ahead.isEmpty && filled == 0 { throw error }
        failure = error
      }
    }
    ahead.append(contentsOf: buffer[..<filled])
    return (ahead, filled < missing && failure == nil)
  }

  /// Leaves out bytes at the beginning: a byte order mark that was peeked at.
  func skip(_ count: Int) { aheadPosition += count }

  /// The number of bytes read, 0 at the end only.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(LocatedError) -> Int {
    if aheadPosition < ahead.count {
      let count = min(buffer.count, ahead.count - aheadPosition)
      buffer.copyBytes(from: ahead[aheadPosition..<aheadPosition + count])
      aheadPosition += count
      return count
    }
    ahead = []
    aheadPosition = 0
    if let failure { throw failure }
    return try readFresh(into: buffer)
  }

  private func readFresh(into buffer: UnsafeMutableRawBufferPointer) throws(LocatedError) -> Int {
    let count =
      if let gunzip { try gunzip.read(into: buffer) } else { try raw.read(into: buffer) }
    if count > 0 {
      hash?.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    } else if let hash {
      sha256 = hexText(hash.finalize())
      self.hash = nil
    }
    return count
  }
}

extension RawSource {
  /// That many bytes, or fewer at the end.
  fileprivate func readUp(to count: Int) throws(LocatedError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    defer { buffer.deallocate() }
    var filled = 0
    while filled < count {
      let got = try read(into: .init(rebasing: buffer[filled...]))
      if got == 0 { break }
      filled += got
    }
    return Array(buffer[..<filled])
  }
}
