import Glibc

/// The C library's iconv from an encoding to UTF-8.
final class Converter {
  enum Outcome { case done, outputFull, incomplete, invalid }

  private let handle: iconv_t

  /// Nil when the system knows no such encoding.
  init?(from encoding: TextEncoding) {
    guard let handle = iconv_open("UTF-8", encoding.rawValue.uppercased()),
      Int(bitPattern: handle) != -1
    else { return nil }
    self.handle = handle
  }

  deinit { iconv_close(handle) }

  /// Decodes as much of `input` as it can.
  func convert(
    _ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> (read: Int, written: Int, outcome: Outcome) {
    var from = input.baseAddress?.assumingMemoryBound(to: CChar.self)
    var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
    var (left, room) = (input.count, output.count)
    let status = iconv(handle, &from, &left, &to, &room)
    let code = errno
    var outcome = Outcome.done
    if status == -1 {
      outcome = code == E2BIG ? .outputFull : code == EINVAL ? .incomplete : .invalid
    }
    return (input.count - left, output.count - room, outcome)
  }

  /// Whether all of the bytes can be decoded; where they are not the whole text, the last
  /// character may be cut.
  func accepts(_ bytes: [UInt8], isWhole: Bool) -> Bool {
    var bytes = bytes
    let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { output.deallocate() }
    return bytes.withUnsafeMutableBytes { all in
      var at = 0
      while at < all.count {
        let step = convert(.init(rebasing: all[at...]), into: output)
        at += step.read
        switch step.outcome {
        case .invalid: return false
        case .incomplete: return !isWhole
        case .done, .outputFull: if step.read == 0 { return false }
        }
      }
      return true
    }
  }
}
