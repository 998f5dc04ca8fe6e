import CKernels
import Glibc

/// A file that is written whole or not at all, or standard output.
///
/// The bytes go to a file without a name in the same folder (`O_TMPFILE`), which the system removes
/// by itself when the program ends, however it ends; `commit()` gives it its name. Where the file
/// system has no such files, or with `force`, for the moment of replacing, there is a hidden file named
/// `.unfinished-` and a random number: see `UnfinishedFile`. What is no regular file (`/dev/null`,
/// a pipe) is written directly.
public final class AtomicOutput {
  public static let temporaryPrefix = ".unfinished-"

  /// The path as the user gave it.
  public let path: String
  private let force: Bool
  private var descriptor: Int32
  /// Nil where the bytes go to their place directly.
  private var unfinished: UnfinishedFile?
  private var buffer: [UInt8] = []
  /// Whether there was a file to be replaced when this one was opened.
  private var replaces = false
  /// Bytes in the file, and those that the system was told to write.
  private var written = 0
  private var begun = 0

  /// - Parameters:
  ///   - path: `-` is standard output.
  ///   - force: an existing file is replaced.
  /// - Throws: `.cannotCreateOutput` when the file exists and `force` is not given, the folder is
  ///   missing or not writable.
  public convenience init(path: String, force: Bool = false) throws(LocatedError) {
    try self.init(path: path, force: force, namesTemporary: false)
  }

  /// - Parameter namesTemporary: as on a file system without unnamed files.
  init(path: String, force: Bool, namesTemporary: Bool) throws(LocatedError) {
    self.path = path
    self.force = force
    descriptor = STDOUT_FILENO
    guard path != "-" else { return }
    if let device = try Self.openDevice(path, force: force) {
      descriptor = device
      return
    }
    replaces = access(path, F_OK) == 0
    let file = try UnfinishedFile(for: path, isNamed: namesTemporary)
    (unfinished, descriptor) = (file, file.descriptor)
  }

  deinit { abandon() }

  /// What exists and is no regular file, open for writing.
  private static func openDevice(_ path: String, force: Bool) throws(LocatedError) -> Int32? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let code = errno
      if path.isEmpty || code == ENAMETOOLONG { throw cannotCreate(path, systemMessage(code)) }
      return nil
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      if !force { throw existsAlready(path) }
      return nil
    case S_IFDIR: throw cannotCreate(path, "is a folder", advice: "Name a file in it.")
    default:
      let device = open(path, O_WRONLY | O_CLOEXEC)
      guard device >= 0 else { throw cannotCreate(path, systemMessage(errno)) }
      return device
    }
  }

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
    self.written += written
    buffer.removeAll(keepingCapacity: true)
    beginWriting()
  }

  private static let portion = 8 << 20

  /// File systems write a file out before it takes another's place, lest a crash leave an empty one:
  /// the disk may as well begin while there is more to come.
  private func beginWriting() {
    guard replaces, unfinished != nil, written - begun >= Self.portion else { return }
    ck_begin_writing(descriptor, Int64(begun), Int64(written - begun))
    begun = written
  }

  /// Writes what waits and gives the file its name. Nothing may be written afterwards.
  public func commit() throws(LocatedError) {
    try flush()
    guard descriptor != STDOUT_FILENO else { return }
    guard let unfinished else {
      let status = close(descriptor)
      descriptor = -1
      if status != 0 { throw failed(errno) }
      return
    }
    if let code = unfinished.finishWriting() { throw failed(code) }
    try place(unfinished)
    abandon()
  }

  /// Removes what was written. Does nothing after `commit()`.
  public func abandon() {
    if let unfinished {
      unfinished.remove()
    } else if descriptor > STDERR_FILENO {
      close(descriptor)
    }
    if descriptor != STDOUT_FILENO { descriptor = -1 }
    unfinished = nil
    buffer = []
  }

  /// Gives the file its name; without `force`, a file that came into being meanwhile is kept.
  private func place(_ file: UnfinishedFile) throws(LocatedError) {
    if !force {
      if file.link(to: path) { return }
      if errno == EEXIST { throw existsAlready(path) }
    }
    guard file.rename(to: path) else { throw cannotCreate(path, systemMessage(errno)) }
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

private func existsAlready(_ path: String) -> LocatedError {
  cannotCreate(path, "the file exists", advice: "Say --force to replace it, or name another.")
}

func cannotCreate(
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
