import Churn
import Glibc

/// On what the figures were taken.
struct Machine {
  let processor: String
  let cores: Int
  let memoryGigabytes: Double
  let system: String
  /// Of ours and of the peers that were found.
  var versions: [String: String]

  init(versions: [String: String]) {
    processor = Self.value("model name", in: "/proc/cpuinfo", separator: ":") ?? "unknown processor"
    cores = MachineLoad.cores
    let kilobytes = Self.value("MemTotal", in: "/proc/meminfo", separator: ":")?
      .split(separator: " ").first.flatMap { Double($0) }
    memoryGigabytes = (kilobytes ?? 0) / 1_048_576
    system = Self.value("PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? "Linux"
    self.versions = versions
  }

  /// `name: value` or `NAME="value"`, the first of that name.
  private static func value(_ name: String, in file: String, separator: Character) -> String? {
    for line in Files.systemText(file).split(separator: "\n") where line.hasPrefix(name) {
      let parts = line.split(separator: separator, maxSplits: 1)
      guard parts.count == 2 else { continue }
      return String(parts[1].drop { $0 == " " || $0 == "\"" }.prefix { $0 != "\"" })
    }
    return nil
  }

  var description: String {
    "\(processor), \(cores) cores, \(fixed(memoryGigabytes, 1)) GB, \(system). "
      + versions.sorted { $0.key.lowercased() < $1.key.lowercased() }
      .map { "\($0.key) \($0.value)" }.joined(separator: ", ") + "."
  }

  var json: JSONValue {
    [
      "processor": .string(processor), "cores": JSONValue(cores),
      "memory_gb": .number(memoryGigabytes), "system": .string(system),
      "versions": .object(versions.mapValues { .string($0) }),
    ]
  }
}
