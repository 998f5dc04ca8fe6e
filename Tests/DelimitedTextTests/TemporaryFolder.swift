import Glibc

/// A new folder that is removed afterwards, with the files in it.
func withTemporaryFolder<R>(_ body: (String) throws -> R) throws -> R {
  let root = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
  var template = Array((root + "/delimited-text-XXXXXX").utf8CString)
  guard let made = mkdtemp(&template) else { throw TemporaryFolderError() }
  let folder = String(cString: made)
  defer {
    for name in names(in: folder) { unlink(folder + "/" + name) }
    rmdir(folder)
  }
  return try body(folder)
}

struct TemporaryFolderError: Error {}

/// The names in a folder, sorted, without `.` and `..`.
func names(in folder: String) -> [String] {
  guard let handle = opendir(folder) else { return [] }
  defer { closedir(handle) }
  var names: [String] = []
  while let entry = readdir(handle) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted()
}

/// A thread to write to a pipe while the test reads it.
final class Thread {
  private final class Job {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }
  private var handle = pthread_t()

  init(_ body: @escaping @Sendable () -> Void) {
    let job = Unmanaged.passRetained(Job(body)).toOpaque()
    pthread_create(
      &handle, nil,
      { job in
        guard let job else { return nil }
        Unmanaged<Job>.fromOpaque(job).takeRetainedValue().body()
        return nil
      }, job)
  }

  func join() { pthread_join(handle, nil) }
}
