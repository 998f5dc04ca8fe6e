import Foundation
import Glibc
import Testing

/// What a run of the command left.
struct Run {
  var status: Int32
  /// Standard output, and standard error, as bytes decoded leniently.
  var output: String
  var talk: String

  var lines: [String] { output.split(separator: "\n").map(String.init) }

  /// A line of the output; empty where there are fewer.
  func line(_ number: Int) -> String { lines.indices.contains(number) ? lines[number] : "" }

  /// The output as rows of cells that hold no separator; `row` is empty where there are fewer.
  var table: Table { Table(output) }
}

struct Table {
  var rows: [[String]]

  init(_ text: String) {
    rows = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// A cell; empty where there is none.
  subscript(row: Int, column: Int) -> String {
    guard rows.indices.contains(row), rows[row].indices.contains(column) else { return "" }
    return rows[row][column]
  }

  subscript(row: Int) -> [String] { rows.indices.contains(row) ? rows[row] : [] }

  /// The cells of a column under the header.
  func column(_ place: Int) -> [String] { rows.indices.dropFirst().map { self[$0, place] } }
}

struct RunFailure: Error, CustomStringConvertible {
  var description: String
}

/// The command's binary: the release build where it is newer than every source file, as in CI and
/// after the README's main job, for it is many times quicker; else the one beside the test bundle.
let churnBinary: String = {
  let release = root + "/.build/release/churn"
  return isCurrent(release) ? release : besideTheTests + "/churn"
}()

private let besideTheTests: String = {
  var buffer = [CChar](repeating: 0, count: 4096)
  let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
  let own = String(
    decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  return String(own.prefix(upTo: own.lastIndex(of: "/") ?? own.startIndex))
}()

private func isCurrent(_ binary: String) -> Bool {
  func changed(_ path: String) -> Date? {
    try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
  }
  guard let built = changed(binary),
    let sources = FileManager.default.enumerator(atPath: root + "/Sources")
  else { return false }
  let files = ["Package.swift"] + sources.compactMap { $0 as? String }.map { "Sources/" + $0 }
  return files.allSatisfy { file in changed(root + "/" + file).map { $0 <= built } ?? false }
}

/// A new folder for one test; `run` starts the command in it.
final class Folder {
  let path: String

  init() throws {
    let root = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
    var template = Array((root + "/churn-tool-XXXXXX").utf8CString)
    guard let made = mkdtemp(&template) else { throw RunFailure(description: "no folder") }
    path = String(cString: made)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func path(_ name: String) -> String { path + "/" + name }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    guard let file = fopen(path(name), "w") else {
      throw RunFailure(description: "\(name): no file")
    }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  func bytes(_ name: String) throws -> [UInt8] { try contents(path(name)) }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  func has(_ name: String) -> Bool { access(path(name), F_OK) == 0 }

  func link(_ target: String, _ name: String) { symlink(target, path(name)) }

  /// The names in it, hidden ones too, without those that hold what a run printed.
  var names: [String] {
    guard let handle = opendir(path) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if ![".", "..", ".in", ".out", ".err"].contains(name) { names.append(name) }
    }
    return names.sorted()
  }
}

func contents(_ path: String) throws -> [UInt8] {
  guard let file = fopen(path, "r") else { throw RunFailure(description: "\(path): no such file") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
    bytes += buffer[..<count]
  }
  return bytes
}

// MARK: - Runs

extension Folder {
  /// Runs `churn` with the arguments.
  @discardableResult
  func run(_ arguments: String..., input: String = "", timeout: Double = 60) throws -> Run {
    try run(arguments, input: input, timeout: timeout)
  }

  func run(_ arguments: [String], input: String = "", timeout: Double = 60) throws -> Run {
    try start([churnBinary] + arguments, input, timeout)
  }

  /// Runs `churn` with so much address space and no more. (The peak that the system tells of a child
  /// includes that of the process which started it.)
  func run(_ arguments: [String], megabytes: Int) throws -> Run {
    try start(
      ["/bin/sh", "-c", "ulimit -v \(megabytes << 10) && exec \"$0\" \"$@\"", churnBinary]
        + arguments, "", 60)
  }

  /// Runs a line of the shell in which `churn` is the command.
  func shell(_ line: String, timeout: Double = 60) throws -> Run {
    try start(
      ["/bin/bash", "-o", "pipefail", "-c", "churn() { \"$CHURN\" \"$@\"; }\n" + line], "", timeout)
  }

  /// Standard streams are files, so that nobody waits for somebody to read.
  private func start(_ command: [String], _ input: String, _ timeout: Double) throws -> Run {
    try write(".in", input)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, path(".in"), O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, path(".out"), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, path(".err"), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var attributes = Self.unmaskedSignals()
    defer { posix_spawnattr_destroy(&attributes) }
    let start = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", path] + command
    var arguments = start.map { strdup($0) } + [nil]
    var environment = Self.environment.map { strdup($0) } + [nil]
    defer { for text in arguments + environment { free(text) } }
    var process: pid_t = 0
    let code = posix_spawn(
      &process, start[0], &actions, &attributes, &arguments, &environment)
    guard code == 0 else {
      throw RunFailure(description: "\(command[0]): \(String(cString: strerror(code)))")
    }
    let status = try Self.wait(process, timeout, command)
    return Run(status: status, output: try text(".out"), talk: try text(".err"))
  }

  private static let environment = [
    "CHURN=\(churnBinary)", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=/nonexistent",
  ]

  /// Signals as a terminal's shell leaves them: the threads that run tests block them, and whoever
  /// runs the tests in the background ignores interrupts, which a child would inherit.
  private static func unmaskedSignals() -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var usual = sigset_t()
    sigemptyset(&usual)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE] { sigaddset(&usual, signal) }
    posix_spawnattr_setsigdefault(&attributes, &usual)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
    return attributes
  }

  private static func wait(
    _ process: pid_t, _ timeout: Double, _ command: [String]
  ) throws -> Int32 {
    var status: Int32 = 0
    for _ in 0..<Int(timeout * 500) {
      if waitpid(process, &status, WNOHANG) == process {
        // A signal is shown as a shell does.
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
      }
      usleep(2000)
    }
    kill(process, SIGKILL)
    waitpid(process, &status, 0)
    throw RunFailure(description: "no end after \(timeout) s: \(command.joined(separator: " "))")
  }
}

// MARK: - Expectations

extension Run {
  /// The exit code, and every part in the message; no trace of the program's inside.
  func expect(
    _ status: Int32, _ parts: String..., at location: SourceLocation = #_sourceLocation
  ) {
    expect(status, parts, at: location)
  }

  func expect(
    _ status: Int32, _ parts: [String], at location: SourceLocation = #_sourceLocation
  ) {
    #expect(self.status == status, "\(talk)", sourceLocation: location)
    for part in parts {
      #expect(talk.contains(part), "\(talk)", sourceLocation: location)
    }
    for trace in ["Fatal error", "DecodingError", "Stack dump", "LocatedError", ".swift:"] {
      #expect(!talk.contains(trace), "\(talk)", sourceLocation: location)
    }
  }
}

extension Folder {
  /// Nothing unfinished, and nothing but these.
  func expectNames(_ expected: String..., at location: SourceLocation = #_sourceLocation) {
    #expect(names == expected.sorted(), sourceLocation: location)
  }
}
