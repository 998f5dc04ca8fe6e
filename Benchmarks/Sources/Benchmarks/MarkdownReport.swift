import Reporting

/// The outcomes as the tables of the README.
struct MarkdownReport {
  let machine: Machine
  let outcomes: [Outcome]
  let conditions: String

  var text: String {
    "\(machine.description) \(conditions)\n\n" + summary + "\n" + details + "\n"
      + skipped
  }

  private var summary: String {
    table(
      [
        "workload", "ours", "fastest peer", "others", "to reach", "reached", "met", "peak MB",
        "results",
      ],
      outcomes.map(summaryRow))
  }

  private func summaryRow(_ outcome: Outcome) -> [String] {
    let fastest = outcome.fastestPeer
    let others = outcome.peers.filter { $0.contender.name != fastest?.contender.name }
    return [
      "\(outcome.trial.id): \(outcome.trial.work)", seconds(outcome.ours.median),
      fastest.map { timed($0, outcome) } ?? NumberText.missing,
      others.isEmpty
        ? NumberText.missing : others.map { timed($0, outcome) }.joined(separator: ", "),
      goal(outcome), outcome.reached.map { reached($0, outcome) } ?? NumberText.missing,
      outcome.isMet.map { $0 ? "yes" : "no" } ?? NumberText.missing, memory(outcome),
      agreement(outcome),
    ]
  }

  /// A peer's time, and ours in terms of it.
  private func timed(_ peer: Measurement, _ outcome: Outcome) -> String {
    guard peer.failure == nil, let time = peer.median else {
      return "\(peer.contender.name) failed"
    }
    if case .growth = outcome.trial.goal { return "\(peer.contender.name) \(seconds(time))" }
    let ours = outcome.ours.median.map { " (\(ratio($0 / time)))" } ?? ""
    return "\(peer.contender.name) \(seconds(time))\(ours)"
  }

  private func goal(_ outcome: Outcome) -> String {
    switch outcome.trial.goal {
    case .ratio(let limit, let name): "≤ \(shortest(limit)) × \(name)"
    case .seconds(let limit): "≤ \(fixed(limit * 1000, 0)) ms"
    case .growth(let limit): "≤ \(shortest(limit)) × per row"
    case .passes(let limit): "≤ \(shortest(limit)) × iterations × reading"
    }
  }

  private func reached(_ value: Double, _ outcome: Outcome) -> String {
    if case .seconds = outcome.trial.goal { seconds(value) } else { ratio(value) }
  }

  private func memory(_ outcome: Outcome) -> String {
    let peak = outcome.ours.megabytes.map { fixed($0, 0) } ?? NumberText.missing
    return peak + (outcome.trial.megabytes.map { " (limit \(fixed($0, 0)))" } ?? "")
  }

  private func agreement(_ outcome: Outcome) -> String {
    let wrong = outcome.measurements.filter { !outcome.disagreements($0).isEmpty }
    if !wrong.isEmpty {
      return "differ: " + wrong.map(\.contender.name).joined(separator: ", ")
    }
    let start = outcome.trial.truth == nil ? outcome.peers : outcome.measurements[...]
    return start.contains(where: outcome.isCompared) ? "agree" : NumberText.missing
  }

  private var details: String {
    table(
      [
        "workload", "program", "runs", "median s", "least s", "processor s", "peak MB", "machine",
        "results",
      ],
      outcomes.flatMap { outcome in outcome.measurements.map { detailRow($0, outcome) } })
  }

  private func detailRow(_ measurement: Measurement, _ outcome: Outcome) -> [String] {
    [
      outcome.trial.id, measurement.contender.name, "\(measurement.runs.count)",
      number(measurement.median, 3), number(measurement.least, 3), number(measurement.processor, 2),
      number(measurement.megabytes, 0), NumberText.percent(measurement.others, decimals: 0),
      measurement.failure ?? figures(measurement, outcome),
    ]
  }

  private func figures(_ measurement: Measurement, _ outcome: Outcome) -> String {
    let wrong = Set(outcome.disagreements(measurement).map(\.key))
    return outcome.trial.agreements.compactMap { agreement in
      measurement.figures[agreement.key].map {
        "\(agreement.key) \(plain($0))" + (wrong.contains(agreement.key) ? " (differs)" : "")
      }
    }.joined(separator: ", ")
  }

  private var skipped: String {
    let names = Set(outcomes.flatMap(\.trial.skipped)).sorted()
    return names.isEmpty ? "" : "\nNot installed, left out: \(names.joined(separator: ", ")).\n"
  }

  private func table(_ header: [String], _ rows: [[String]]) -> String {
    TextTable(header.map { TextTable.Column($0) }, rows: rows).markdown()
  }
}

func fixed(_ number: Double, _ decimals: Int) -> String {
  NumberText.fixed(number, decimals: decimals)
}

private func number(_ number: Double?, _ decimals: Int) -> String {
  number.map { fixed($0, decimals) } ?? NumberText.missing
}

/// Seconds with three significant digits or so.
private func seconds(_ time: Double?) -> String {
  guard let time else { return NumberText.missing }
  if time < 0.1 { return fixed(time * 1000, 1) + " ms" }
  return fixed(time, time < 10 ? 2 : 1) + " s"
}

private func ratio(_ value: Double) -> String { fixed(value, value < 0.1 ? 3 : 2) }

/// As few digits as it has.
private func shortest(_ number: Double) -> String {
  let text = "\(number)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// Up to nine significant digits.
private func plain(_ number: Double) -> String {
  if number == number.rounded(), abs(number) < 1e15 { return "\(Int(number))" }
  let magnitude = abs(number)
  let decimals = magnitude >= 1000 ? 4 : (magnitude >= 1 ? 6 : 8)
  return fixed(number, decimals)
}
