import Glibc

/// Where a path leads, however it is spelled: a file that is there, or a name in a folder that is.
struct FilePlace: Hashable {
  private let device: UInt64
  private let inode: UInt64
  /// Empty for a file that is there.
  private let name: String

  /// Whether there is a regular file, which can be read more than once.
  var isThere: Bool { name.isEmpty }

  /// nil where there is no such folder, and for what is no regular file: a pipe or a device may be
  /// written more than once.
  init?(_ path: String) {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else { return nil }
      name = ""
    } else {
      let slash = path.lastIndex(of: "/")
      let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
      guard stat(folder, &status) == 0 else { return nil }
      name = String(slash.map { path[path.index(after: $0)...] } ?? path[...])
    }
    (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}
