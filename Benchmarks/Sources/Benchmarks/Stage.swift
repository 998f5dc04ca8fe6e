import Reporting

/// Runs the contenders of a trial in turn.
struct Stage {
  let scratch: String
  let repeats: Int
  let threads: Int

  /// As many threads for the peers as for ours.
  private var environment: [String: String] {
    Dictionary(
      uniqueKeysWithValues: [
        "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS", "BENCHMARK_THREADS",
      ].map { ($0, "\(threads)") })
  }

  func run(_ trial: Trial) throws -> Outcome {
    Console.say("\(trial.id): \(trial.work)")
    for peer in trial.skipped { Console.say("  skipped: \(peer)") }
    var measurements = trial.contenders.map { Measurement($0) }
    for round in 0...max(repeats, trial.leastRepeats) {
      for place in measurements.indices where measurements[place].failure == nil {
        try run(&measurements[place], isWarmUp: round == 0)
      }
    }
    return Outcome(trial: trial, measurements: measurements, truth: try truth(of: trial))
  }

  /// The warm-up's result is looked at; the others are the same.
  private func run(_ measurement: inout Measurement, isWarmUp: Bool) throws {
    let contender = measurement.contender
    let process = try ChildProcess.run(
      contender.command, environment: environment, scratch: scratch)
    measurement.add(process, counts: !isWarmUp)
    if isWarmUp, measurement.failure == nil, let check = contender.check {
      measurement.add(try ChildProcess.run(check, scratch: scratch))
    }
    say(measurement, isWarmUp)
  }

  private func say(_ measurement: Measurement, _ isWarmUp: Bool) {
    let name = "  " + measurement.contender.name
    if let failure = measurement.failure { return Console.say("\(name): \(failure)") }
    guard !isWarmUp, let run = measurement.runs.last else { return }
    Console.say(
      "\(name): \(fixed(run.seconds, 3)) s, wall \(fixed(run.wall, 3)) s, processor "
        + "\(fixed(run.processor, 2)) s, \(fixed(run.megabytes, 0)) MB, others "
        + NumberText.percent(run.others, decimals: 0))
  }

  private func truth(of trial: Trial) throws -> [String: Double] {
    guard let command = trial.truth else { return [:] }
    var truth = Measurement(Contender(name: "truth", command: command))
    truth.add(try ChildProcess.run(command, scratch: scratch))
    return truth.figures
  }
}
