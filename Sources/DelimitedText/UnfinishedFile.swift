import CKernels
import Glibc

/// The file that an output is written to before it has its name, in the folder where it will stand.
///
/// Best without any name: then nothing is left, whatever ends the program. Else with a hidden one,
/// under a lock (`flock`) that ends with the program, so that a later run can tell a file that somebody
/// writes from one that was left over; and signals that end the program remove it first.
final class UnfinishedFile {
  private(set) var descriptor: Int32
  /// Nil without a name.
  private var name: String?
  /// The slot of `name` among those that signals remove.
  private var slot: Int32 = -1
  private let folder: String

  /// Removes what earlier runs left in the folder.
  /// - Throws: `.cannotCreateOutput`.
  init(for path: String, isNamed: Bool) throws(LocatedError) {
    folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    Self.removeLeftOvers(in: folder)
    descriptor = isNamed ? -1 : Self.openUnnamed(folder)
    if descriptor >= 0 {
      // Holds when it gets a hidden name for the moment of replacing a file.
      _ = flock(descriptor, LOCK_EX | LOCK_NB)
      return
    }
    var code: Int32 = 0
    for _ in 0..<100 {
      code = openNamed()
      if code == 0 { return }
      if code != EEXIST && code != EINTR { break }
    }
    let advice =
      code == ENOENT ? "The folder must exist: create it." : "Check the folder's permissions."
    throw cannotCreate(path, systemMessage(code), advice: advice)
  }

  deinit { remove() }

  /// Tells the file system that all was written: network file systems tell of a full disk only here.
  /// - Returns: the error number, nil for none.
  func finishWriting() -> Int32? {
    // The copy keeps the lock.
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0 else { return errno }
    let code = close(descriptor) == 0 ? nil : errno
    descriptor = copy
    return code
  }

  /// Gives the file a second name, which must be free. On failure `errno` tells why.
  func link(to path: String) -> Bool {
    if let name { return Glibc.link(name, path) == 0 }
    return linkat(AT_FDCWD, Self.place(of: descriptor), AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0
  }

  /// Gives the file this name in place of whatever has it. On failure `errno` tells why.
  func rename(to path: String) -> Bool {
    if name == nil {
      let hidden = folder + Self.randomName()
      register(hidden)
      guard link(to: hidden) else {
        release()
        return false
      }
      name = hidden
    }
    guard let name, Glibc.rename(name, path) == 0 else { return false }
    self.name = nil
    release()
    return true
  }

  /// Closes the file and removes its hidden name, if it has one.
  func remove() {
    if let name {
      unlink(name)
      release()
    }
    name = nil
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  private func register(_ name: String) { slot = ck_unfinished_add(name) }

  private func release() {
    ck_unfinished_remove(slot)
    slot = -1
  }
}

// MARK: - Opening

extension UnfinishedFile {
  /// `O_TMPFILE`, which Swift does not import: the kernel's number, the same on x86-64 and ARM.
  private static let unnamed = 0o20_000_000 | O_DIRECTORY

  private static func place(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

  /// −1 where the file system has no files without names, or they could get none later.
  private static func openUnnamed(_ folder: String) -> Int32 {
    let descriptor = open(
      folder.isEmpty ? "." : folder, O_WRONLY | unnamed | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return -1 }
    if access(place(of: descriptor), F_OK) == 0 { return descriptor }
    close(descriptor)
    return -1
  }

  /// Creates a hidden file and locks it.
  /// - Returns: 0, or an error number: `EEXIST` to try another name.
  private func openNamed() -> Int32 {
    let hidden = folder + Self.randomName()
    let opened = open(hidden, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard opened >= 0 else { return errno }
    register(hidden)
    // Another run may have taken the new file for one left over.
    var status = stat()
    let isTaken = flock(opened, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
    if isTaken || fstat(opened, &status) != 0 || status.st_nlink == 0 {
      close(opened)
      release()
      return EEXIST
    }
    (descriptor, name) = (opened, hidden)
    return 0
  }

  private static let digits = 13

  private static func randomName() -> String {
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    return AtomicOutput.temporaryPrefix + String(repeating: "0", count: digits - random.utf8.count)
      + random
  }
}

// MARK: - What earlier runs left

extension UnfinishedFile {
  private static func removeLeftOvers(in folder: String) {
    guard let handle = opendir(folder.isEmpty ? "." : folder) else { return }
    defer { closedir(handle) }
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if isOurs(name) { removeUnlessInUse(folder + name) }
    }
  }

  private static func isOurs(_ name: String) -> Bool {
    let random = name.utf8.dropFirst(AtomicOutput.temporaryPrefix.utf8.count)
    return name.hasPrefix(AtomicOutput.temporaryPrefix) && random.count == digits
      && random.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
      }
  }

  /// Whoever writes the file holds its lock.
  private static func removeUnlessInUse(_ path: String) {
    let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      flock(descriptor, LOCK_EX | LOCK_NB) == 0
    else { return }
    unlink(path)
  }
}
