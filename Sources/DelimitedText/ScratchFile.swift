import Glibc

/// A temporary file without a name, so that nothing is left of it however the program ends; in TMPDIR,
/// else the system's folder for such files.
public final class ScratchFile {
  /// Open for reading and writing, as long as this is alive; not passed on to child processes.
  public let descriptor: Int32

  /// - Throws: `.inputOutput` where none can be created.
  public init() throws(LocatedError) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
    // The system puts letters in place of the Xs.
    var template = Array((folder + "/churn-XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw Self.failure("created", errno) }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Appends at the file's position.
  /// - Throws: `.inputOutput`, where the disk is full among others.
  public func write(_ bytes: [UInt8]) throws(LocatedError) {
    try bytes.withUnsafeBytes { bytes in
      Result { () throws(LocatedError) in try write(bytes) }
    }.get()
  }

  /// As `write(_:)` of an array.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(LocatedError) {
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(
        descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw Self.failure("written", errno)
      }
    }
  }

  private static func failure(_ what: String, _ code: Int32) -> LocatedError {
    LocatedError(
      .inputOutput, "a temporary file cannot be \(what): \(systemMessage(code))",
      advice: "Check the disk, or set TMPDIR to a folder with room.")
  }
}
