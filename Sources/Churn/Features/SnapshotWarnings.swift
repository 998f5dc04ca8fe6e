import DelimitedText

/// What a user should know about features of a log as of some days.
func snapshotWarnings(of log: OrderLog, asOf days: [Day]) -> [String] {
  days.flatMap { day in
    [shallowWarning(log, day), lateWarning(log, day)].compactMap { $0 }
  }
}

/// A file that starts less than a year before the day cannot tell older customers from new ones.
private func shallowWarning(_ log: OrderLog, _ day: Day) -> String? {
  let known = Int(day.number) - Int(log.firstDay.number)
  guard known < 365 else { return nil }
  let names = FeatureCatalogue.definitions.filter { definition in
    guard definition.canBeFilled(from: log) else { return false }
    switch definition.depth {
    case .whole: return true
    case .days(let days): return days > known + 1
    case .last: return false
    }
  }.map(\.name)
  return "the file starts on \(log.firstDay), \(known) days before the as-of date \(day): "
    + "these columns look back no further than that and mean something else at a later date: "
    + names.joined(separator: ", ")
}

private func lateWarning(_ log: OrderLog, _ day: Day) -> String? {
  guard day > log.dataEnd else { return nil }
  return "the as-of date \(day) is after the data's end on \(log.dataEnd): "
    + "purchases in between are not known"
}
