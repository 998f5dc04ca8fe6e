import Glibc

/// A command that ran to its end, and what it took.
struct ChildProcess {
  /// The exit code; 128 and the signal's number where a signal ended it.
  let status: Int32
  /// Seconds.
  let wall: Double
  /// User and system seconds.
  let processor: Double
  /// Of the largest process that was waited for.
  let peakMegabytes: Double
  /// Share of the machine's processors that others used meanwhile; nil where it was too short to tell.
  let others: Double?
  let output: String
  let talk: String

  /// - Parameter scratch: a folder for what the command prints.
  static func run(
    _ command: [String], environment: [String: String] = [:], scratch: String
  ) throws -> ChildProcess {
    let streams = (scratch + "/stdout", scratch + "/stderr")
    let busy = MachineLoad.busySeconds
    let begin = now()
    let process = try spawn(command, environment, streams)
    var (status, usage): (Int32, rusage) = (0, rusage())
    while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    let wall = now() - begin
    let used = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    let foreign = (MachineLoad.busySeconds - busy - used) / wall / Double(MachineLoad.cores)
    let signal = status & 0x7F
    return ChildProcess(
      status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, wall: wall, processor: used,
      peakMegabytes: Double(usage.ru_maxrss) / 1024,
      others: wall < 0.2 ? nil : min(1, max(0, foreign)),
      output: Files.systemText(streams.0), talk: Files.systemText(streams.1))
  }

  private static func spawn(
    _ command: [String], _ environment: [String: String], _ streams: (String, String)
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let new = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, streams.0, new, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, streams.1, new, 0o600)
    var arguments = command.map { strdup($0) } + [nil]
    var variables = variables(environment).map { strdup($0) } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, command[0], &actions, nil, &arguments, &variables)
    guard code == 0 else {
      throw RunnerError("\(command[0]): cannot be started: \(String(cString: strerror(code)))")
    }
    return process
  }

  /// Those of this process, with changes.
  private static func variables(_ changes: [String: String]) -> [String] {
    let own = Files.systemText("/proc/self/environ").split(separator: "\0").map(String.init)
    let kept = own.filter { line in !changes.keys.contains { line.hasPrefix($0 + "=") } }
    return kept + changes.map { $0.key + "=" + $0.value }
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}
