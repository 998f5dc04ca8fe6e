import Glibc

struct NoScratchFolder: Error {}

/// A new folder that is removed afterwards, with the files in it.
func withScratchFolder<R>(_ body: (String) throws -> R) throws -> R {
  let root = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
  var template = Array((root + "/churn-XXXXXX").utf8CString)
  guard let made = mkdtemp(&template) else { throw NoScratchFolder() }
  let folder = String(cString: made)
  defer {
    if let handle = opendir(folder) {
      while let entry = readdir(handle) {
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) {
            _ = unlink(folder + "/" + String(cString: $0))
          }
        }
      }
      closedir(handle)
    }
    rmdir(folder)
  }
  return try body(folder)
}
