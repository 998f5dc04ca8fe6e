import Churn
import Glibc

/// The runs of one contender.
struct Measurement {
  struct Run {
    var wall: Double
    var processor: Double
    var megabytes: Double
    var others: Double?
    /// By the trial's clock.
    var seconds: Double
    var figures: [String: JSONValue]
  }

  let contender: Contender
  private(set) var runs: [Run] = []
  private(set) var failure: String?
  /// What came out, of the last run.
  private(set) var figures: [String: Double] = [:]

  init(_ contender: Contender) { self.contender = contender }

  /// - Parameter counts: false for a warm-up, of which only a failure is kept.
  mutating func add(_ process: ChildProcess, counts: Bool) {
    guard failure == nil else { return }
    guard process.status == 0 else {
      failure = "exit \(process.status): " + lastLine(process.talk)
      return
    }
    let figures = lineOfJSON(process.output)
    guard let seconds = seconds(process, figures) else {
      failure = "it printed no time"
      return
    }
    for case (let key, .number(let value)) in figures { self.figures[key] = value }
    guard counts else { return }
    var megabytes = process.peakMegabytes
    if case .number(let said) = figures["fit_rss_mb"] { megabytes = said }
    runs.append(
      Run(
        wall: process.wall, processor: process.processor, megabytes: megabytes,
        others: process.others, seconds: seconds, figures: figures))
  }

  mutating func add(_ check: ChildProcess) {
    if check.status != 0 { failure = "its result cannot be read: " + lastLine(check.talk) }
    for case (let key, .number(let value)) in lineOfJSON(check.output) { figures[key] = value }
  }

  private func seconds(_ process: ChildProcess, _ figures: [String: JSONValue]) -> Double? {
    switch contender.clock {
    case .wall: return process.wall
    case .said(let key):
      guard case .number(let seconds) = figures[key] else { return nil }
      return seconds
    }
  }

  var median: Double? { middle(runs.map(\.seconds)) }
  var least: Double? { runs.map(\.seconds).min() }
  var processor: Double? { middle(runs.map(\.processor)) }
  var megabytes: Double? { runs.map(\.megabytes).max() }
  var others: Double? { middle(runs.compactMap(\.others)) }

  var json: JSONValue {
    [
      "name": .string(contender.name),
      "command": .array(contender.command.map { .string($0) }),
      "failure": failure.map { .string($0) } ?? .null,
      "median_s": JSONValue(median), "minimum_s": JSONValue(least),
      "figures": .object(figures.mapValues { JSONValue(Optional($0)) }),
      "runs": .array(
        runs.map {
          [
            "seconds": .number($0.seconds), "wall_s": .number($0.wall),
            "processor_s": .number($0.processor), "peak_mb": .number($0.megabytes),
            "others": JSONValue($0.others), "said": .object($0.figures),
          ]
        }),
    ]
  }
}

/// The last line of the output that is an object.
private func lineOfJSON(_ output: String) -> [String: JSONValue] {
  for line in output.split(separator: "\n").reversed() where line.hasPrefix("{") {
    if case .object(let members)? = try? JSONValue.parse(Array(line.utf8), name: "output") {
      return members
    }
  }
  return [:]
}

private func lastLine(_ talk: String) -> String {
  talk.split(separator: "\n").last.map(String.init) ?? "it said nothing"
}

/// Nil of nothing; of an even number the mean of the two in the middle.
func middle(_ values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  let sorted = values.sorted()
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
