import Churn

/// What a trial came to.
struct Outcome {
  let trial: Trial
  let measurements: [Measurement]
  /// What `Trial.truth` printed.
  let truth: [String: Double]

  var ours: Measurement { measurements[0] }
  var peers: ArraySlice<Measurement> { measurements.dropFirst() }

  var fastestPeer: Measurement? {
    if case .growth = trial.goal { return nil }
    return peers.filter { !$0.contender.isOurs && $0.failure == nil && $0.median != nil }
      .min { ($0.median ?? 0) < ($1.median ?? 0) }
  }

  /// In terms of the goal; nil where it cannot be told.
  var reached: Double? {
    guard let own = ours.median else { return nil }
    switch trial.goal {
    case .seconds: return own
    case .passes: return middle(ours.runs.compactMap(Self.passes))
    case .ratio(_, let name):
      return peers.first { $0.contender.name == name }?.median.map { own / $0 }
    case .growth:
      guard let last = measurements.last, let time = last.median, let rows = last.contender.rows,
        let fewer = ours.contender.rows
      else { return nil }
      return (time / rows) / (own / fewer)
    }
  }

  private static func passes(_ run: Measurement.Run) -> Double? {
    guard case .number(let iterations) = run.figures["iters"],
      case .number(let pass) = run.figures["pass_s"]
    else { return nil }
    return run.seconds / (iterations * pass)
  }

  var goal: Double {
    switch trial.goal {
    case .seconds(let limit), .ratio(let limit, _), .growth(let limit), .passes(let limit): limit
    }
  }

  /// Of time and memory; nil where the time cannot be judged.
  var isMet: Bool? {
    guard let reached else { return nil }
    if let limit = trial.megabytes, let most = ours.megabytes, most >= limit { return false }
    return reached <= goal
  }

  /// A contender's figures that are not what they should be, with the right ones.
  func disagreements(_ measurement: Measurement) -> [(key: String, value: Double, right: Double)] {
    let right = trial.truth == nil ? ours.figures : truth
    return trial.agreements.compactMap { agreement in
      guard let value = measurement.figures[agreement.key], let right = right[agreement.key],
        !(abs(value - right) <= max(agreement.tolerance, measurement.contender.slack) * abs(right))
      else { return nil }
      return (agreement.key, value, right)
    }
  }

  /// Whether a contender's figures were compared with any.
  func isCompared(_ measurement: Measurement) -> Bool {
    let right = trial.truth == nil ? ours.figures : truth
    return trial.agreements.contains {
      measurement.figures[$0.key] != nil && right[$0.key] != nil
    }
  }

  var json: JSONValue {
    [
      "id": .string(trial.id), "work": .string(trial.work), "goal": .number(goal),
      "reached": JSONValue(reached), "is_met": isMet.map { .bool($0) } ?? .null,
      "fastest_peer": fastestPeer.map { .string($0.contender.name) } ?? .null,
      "skipped": .array(trial.skipped.map { .string($0) }),
      "truth": .object(truth.mapValues { JSONValue(Optional($0)) }),
      "contenders": .array(
        measurements.map { measurement in
          guard case .object(var members) = measurement.json else { return .null }
          members["disagreements"] = .array(disagreements(measurement).map { .string($0.key) })
          return .object(members)
        }),
    ]
  }
}
