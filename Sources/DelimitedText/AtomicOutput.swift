import Glibc

/// A file that is written whole or not at all, or standard output.
///
/// The bytes go to a hidden file in the same folder, named `.unfinished-` and a random number,
/// which takes the wanted name at `commit()` and is removed when the output is given up. What is
/// no regular file (`/dev/null`, a pipe) is written directly.
public final class AtomicOutput {
  public static let temporaryPrefix = ".unfinished-"

  /// The path as the user gave it.
  public let path: String
  private let force: Bool
  private var descriptor: Int32
  /// Nil where the bytes go to their place directly.
  private var temporaryPath: String?
  private var buffer: [UInt8] = []

  /// - Parameters:
  ///   - path: `-` is standard output.
  ///   - force: an existing file is replaced.
  /// - Throws: `.cannotCreateOutput` when the file exists and `force` is not given, the folder is
  ///   missing or not writable.
  public init(path: String, force: Bool = false) throws(LocatedError) {
    self.path = path
    self.force = force
    descriptor = STDOUT_FILENO
    guard path != "-" else { return }
    var status = stat()
    if stat(path, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFREG: if !force { throw existsAlready(path) }
      case S_IFDIR: throw cannotCreate(path, "is a folder", advice: "Name a file in it.")
      default:
        descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw cannotCreate(path, systemMessage(errno)) }
        return
      }
    }
    (descriptor, temporaryPath) = try openTemporary(for: path)
  }

  deinit { abandon() }

  /// - Throws: `.inputOutput` when writing fails, `.readerGone` when nobody reads the pipe.
  public func write(_ bytes: [UInt8]) throws(LocatedError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= 1 << 20 { try flush() }
  }

  public func write(_ text: String) throws(LocatedError) { try write(Array(text.utf8)) }

  /// Writes the bytes that wait in memory: for standard output that somebody follows.
  public func flush() throws(LocatedError) {
    var written = 0
    while written < buffer.count {
      let count = buffer.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw failed(errno)
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes what waits and gives the file its name. Nothing may be written afterwards.
  public func commit() throws(LocatedError) {
    try flush()
    guard descriptor != STDOUT_FILENO else { return }
    // Network file systems tell of a full disk only here.
    let status = close(descriptor)
    descriptor = -1
    if status != 0 { throw failed(errno) }
    guard let temporary = temporaryPath else { return }
    try place(temporary)
    temporaryPath = nil
  }

  /// Removes what was written. Does nothing after `commit()`.
  public func abandon() {
    if descriptor > STDERR_FILENO { close(descriptor) }
    if descriptor != STDOUT_FILENO { descriptor = -1 }
    if let temporaryPath { unlink(temporaryPath) }
    temporaryPath = nil
    buffer = []
  }

  /// Renames; without `force`, a file that came into being meanwhile is kept.
  private func place(_ temporary: String) throws(LocatedError) {
    if !force {
      if link(temporary, path) == 0 {
        unlink(temporary)
        return
      }
      if errno == EEXIST { throw existsAlready(path) }
    }
    guard rename(temporary, path) == 0 else { throw cannotCreate(path, systemMessage(errno)) }
  }

  private func failed(_ code: Int32) -> LocatedError {
    let place = Location(file: path == "-" ? "<standard output>" : path)
    if code == EPIPE {
      return LocatedError(.readerGone, "nobody reads the output any more", at: place, advice: "")
    }
    return LocatedError(
      .inputOutput, "writing failed: \(systemMessage(code))", at: place,
      advice: code == ENOSPC || code == EDQUOT
        ? "Make room on the disk, or write elsewhere." : "Check the disk, or write elsewhere.")
  }
}

/// Creates a hidden file beside `path`.
private func openTemporary(for path: String) throws(LocatedError) -> (Int32, String) {
  let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  for _ in 0..<100 {
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    let temporary = folder + AtomicOutput.temporaryPrefix + random
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor >= 0 { return (descriptor, temporary) }
    let code = errno
    if code == EEXIST || code == EINTR { continue }
    let advice =
      code == ENOENT ? "The folder must exist: create it." : "Check the folder's permissions."
    throw cannotCreate(path, systemMessage(code), advice: advice)
  }
  throw cannotCreate(path, "no temporary file can be created beside it")
}

private func existsAlready(_ path: String) -> LocatedError {
  cannotCreate(path, "the file exists", advice: "Say --force to replace it, or name another.")
}

private func cannotCreate(
  _ path: String, _ what: String, advice: String = "Name another file."
) -> LocatedError {
  LocatedError(
    .cannotCreateOutput, "the output cannot be created: \(what)", at: Location(file: path),
    advice: advice)
}

/// Writes a file whole or not at all; see `AtomicOutput`.
public func writeAtomically(
  _ bytes: [UInt8], to path: String, force: Bool = false
) throws(LocatedError) {
  let output = try AtomicOutput(path: path, force: force)
  try output.write(bytes)
  try output.commit()
}

/// Lets a write to a closed pipe fail with `.readerGone` in place of ending the process; a
/// command calls it once at its start.
public func ignoreBrokenPipes() {
  signal(SIGPIPE, SIG_IGN)
}
