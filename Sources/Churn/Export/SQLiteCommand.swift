import DelimitedText
import Glibc

/// The `sqlite3` command found on PATH, run as a child process on a database in memory.
struct SQLiteCommand {
  private static let name = "sqlite3"

  /// What it printed, and the status that it ended with.
  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  /// - Throws: `.missingInput` where there is no such command, `.inputOutput` where it could not be
  ///   started or its files not be made.
  static func run(_ script: String) throws(LocatedError) -> Result {
    // Files in place of pipes: nobody waits for somebody to read.
    let (input, output, errors) = (try ScratchFile(), try ScratchFile(), try ScratchFile())
    try input.write(Array(script.utf8))
    lseek(input.descriptor, 0, SEEK_SET)
    let process = try start(input.descriptor, output.descriptor, errors.descriptor)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw failed("waiting for \(name) failed", errno) }
    }
    let signal = status & 0x7F
    return Result(
      status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
      output: try text(output.descriptor),
      errors: try text(errors.descriptor))
  }

  private static func text(_ file: Int32) throws(LocatedError) -> String {
    lseek(file, 0, SEEK_SET)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count > 0 { bytes += buffer[..<count] }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      if count < 0, errno != EINTR { throw failed("reading a temporary file failed", errno) }
    }
  }

  /// Without the user's start-up file, which may change how results are printed.
  private static func start(
    _ input: Int32, _ output: Int32, _ errors: Int32
  ) throws(LocatedError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, file) in [input, output, errors].enumerated() {
      posix_spawn_file_actions_adddup2(&actions, file, Int32(number))
    }
    let words = [name, "-init", "/dev/null", "-batch", "-bail", "-noheader", "-list", ":memory:"]
    var arguments = words.map { strdup($0) } + [nil]
    defer { for word in arguments { free(word) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, name, &actions, nil, &arguments, environ)
    guard code == 0 else {
      guard code == ENOENT || code == EACCES else {
        throw failed("\(name) cannot be started", code)
      }
      throw LocatedError(
        .missingInput, "nothing was verified: there is no command \(name) on the PATH",
        advice: "Install it (Debian: apt-get install sqlite3), or leave --verify out.")
    }
    return process
  }

  private static func failed(_ what: String, _ code: Int32) -> LocatedError {
    LocatedError(
      .inputOutput, "\(what): \(String(cString: strerror(code)))",
      advice: "Check the folder for temporary files (TMPDIR) and the disk.")
  }
}
