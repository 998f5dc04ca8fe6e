import Glibc

/// The bytes of an input as they are stored.
final class RawSource {
  private let descriptor: Int32
  private let bytes: [UInt8]
  private var position = 0
  /// What was read so far, kept where the input can be read once only and is needed twice.
  private(set) var spool: [UInt8] = []
  var keepsSpool = false {
    didSet { if !keepsSpool { spool = [] } }
  }
  let name: String
  /// The whole size, where it is known beforehand.
  let byteCount: Int?

  /// Whether the input can be opened again.
  let isRepeatable: Bool

  var bytesRead: Int { position }

  /// - Throws: `.missingInput` when there is no such file, or it is a folder or not readable.
  init(_ input: Input) throws(LocatedError) {
    name = input.name
    switch input {
    case .bytes(let bytes, _):
      (descriptor, self.bytes, byteCount, isRepeatable) = (-1, bytes, bytes.count, true)
    case .standardInput:
      (descriptor, bytes, byteCount, isRepeatable) = (STDIN_FILENO, [], nil, false)
    case .file(let path), .copy(let path, _):
      (descriptor, byteCount) = try openForReading(path)
      bytes = []
      isRepeatable = byteCount != nil
    }
  }

  deinit {
    if descriptor > STDIN_FILENO { close(descriptor) }
  }

  /// The number of bytes read, 0 at the end only.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(LocatedError) -> Int {
    let count = descriptor < 0 ? copyBytes(to: buffer) : try readDescriptor(into: buffer)
    if keepsSpool { spool.append(contentsOf: buffer[..<count]) }
    position += count
    return count
  }

  private func copyBytes(to buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - position)
    buffer.copyBytes(from: bytes[position..<position + count])
    return count
  }

  private func readDescriptor(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(LocatedError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno == EINTR { continue }
      throw LocatedError(
        .inputOutput, "reading failed: \(systemMessage(errno))", at: Location(file: name),
        advice: "Check the disk or the program that writes the input, then try again.")
    }
  }
}

/// The open file and, for a regular one, its size.
private func openForReading(_ path: String) throws(LocatedError) -> (Int32, Int?) {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    let code = errno
    throw LocatedError(
      .missingInput,
      code == ENOENT ? "there is no such file" : "cannot be opened: \(systemMessage(code))",
      at: Location(file: path),
      advice: code == EACCES ? "Ask for read permission." : "Check the path.")
  }
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
    close(descriptor)
    throw LocatedError(
      .missingInput, "is a folder, not a file", at: Location(file: path),
      advice: "Name a file in it.")
  }
  return (descriptor, status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil)
}

/// The system's words for an error number, such as "No space left on device".
func systemMessage(_ code: Int32) -> String {
  strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
