import DelimitedText
import Glibc

/// What the runner does with files.
enum Files {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func text(_ path: String) -> String? {
    (try? readBytes(.file(path))).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Files of /proc tell no size: they are read to their end.
  static func systemText(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func remove(_ path: String) { unlink(path) }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += part + "/"
      guard mkdir(made, 0o777) == 0 || errno == EEXIST else {
        throw RunnerError("\(path): the folder cannot be made: \(String(cString: strerror(errno)))")
      }
    }
  }

  static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return String(cString: folder) + "/" + path
  }
}

struct RunnerError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
