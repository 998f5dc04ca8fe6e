import Glibc

/// How busy all of the machine's processors have been.
enum MachineLoad {
  static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Processor seconds of everyone since the machine started (proc(5), /proc/stat).
  static var busySeconds: Double {
    let line = Files.systemText("/proc/stat").prefix { $0 != "\n" }
    let ticks = line.split(separator: " ").dropFirst().compactMap { Double($0) }
    guard ticks.count >= 8 else { return 0 }
    // All but the fourth and fifth, idle and waiting.
    let busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]
    return busy / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}
