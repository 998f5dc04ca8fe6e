import Glibc

/// An input that can be read more than once: a file as it is, standard input and pipes from a copy.
///
/// The copy is a temporary file without a name, so that nothing is left of it however the program
/// ends.
public final class SpooledInput {
  /// To read from, as often as wanted, while this is alive.
  public let input: Input
  private let descriptor: Int32

  /// - Throws: `.missingInput`, `.inputOutput` where reading or the copying fails.
  public init(_ original: Input) throws(LocatedError) {
    let source = try RawSource(original)
    guard !source.isRepeatable else {
      (input, descriptor) = (original, -1)
      return
    }
    descriptor = try Self.openUnnamed()
    input = .copy(path: "/proc/self/fd/\(descriptor)", name: original.name)
    try copy(source)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  private func copy(_ source: RawSource) throws(LocatedError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while case let count = try source.read(into: buffer), count > 0 {
      try write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws(LocatedError) {
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(
        descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw Self.failure(errno)
      }
    }
  }

  private static func openUnnamed() throws(LocatedError) -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
    var template = Array((folder + "/churn-input-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure(errno) }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  private static func failure(_ code: Int32) -> LocatedError {
    LocatedError(
      .inputOutput, "the input cannot be kept for a second reading: \(systemMessage(code))",
      advice: "Give a file in place of standard input, or set TMPDIR to a folder with room.")
  }
}
