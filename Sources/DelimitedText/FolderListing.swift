import Glibc

/// A regular file in a folder.
public struct FolderEntry: Sendable, Equatable {
  public var name: String
  /// When it was last written: seconds since 1970 (UTC).
  public var modified: Int
}

/// The regular files in a folder (links are followed), by name in code-point order; hidden ones are
/// left out.
/// - Throws: `.missingInput` where there is no such folder, or it cannot be read.
public func regularFiles(in folder: String) throws(LocatedError) -> [FolderEntry] {
  guard let handle = opendir(folder) else {
    throw LocatedError(
      .missingInput, "there is no folder \(folder) that can be read",
      advice: "Give the folder that holds the model files.")
  }
  defer { closedir(handle) }
  var entries: [FolderEntry] = []
  while let entry = readdir(handle) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    var status = stat()
    guard !name.hasPrefix("."), stat(folder + "/" + name, &status) == 0,
      status.st_mode & S_IFMT == S_IFREG
    else { continue }
    entries.append(FolderEntry(name: name, modified: status.st_mtim.tv_sec))
  }
  return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
}
