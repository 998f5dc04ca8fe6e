import DelimitedText
import Modeling

/// Definitions of a lost customer side by side on a shop's customers, verified at earlier dates.
public struct ChurnDefinitions: Sendable, Equatable {
  public var asOf: Day
  public var customers: Int
  public var cycles: PurchaseCycles
  /// Days after a date in which a purchase is a return; nil without an average cycle to take it from.
  public var followUp: Int?
  /// Verification dates, ascending.
  public var dates: [Day]
  /// In the order in which they are compared.
  public var definitions: [ChurnDefinition]
  public var claim: CycleClaim
  /// How to read the numbers, and what is missing.
  public var notes: [String]
}

/// Compares definitions of a lost customer: how many each calls lost at the table's as-of day, and,
/// among customers past its line at earlier dates, how many bought again within a follow-up.
///
/// At a date d a line is laid by the purchases up to d alone. Purchases are those that stand as known
/// at the table's as-of day: one refunded since is none, at earlier dates too. The cost is linear in
/// the purchases, times the dates.
/// - Throws: `.usage` for options out of range; `.wrongData` for a date whose follow-up is not fully
///   observed, or that is before the data.
public func churnDefinitions(
  of table: PurchaseTable, options: ChurnDefinitionOptions = ChurnDefinitionOptions()
) throws(LocatedError) -> ChurnDefinitions {
  try options.check()
  let now = ChurnLineRuler(table, at: table.asOf, minimumGaps: options.personalMinimumGaps)
  let twoCycles = now.gaps.averages(2).map { max(1, Int($0.rounded())) }
  let followUp = options.followUp ?? twoCycles
  let dates = try verificationDates(table, now, followUp: followUp, options)
  let parallel = Parallel(threads: options.threads)
  let rulers = parallel.map(count: dates.count) { place in
    ChurnLineRuler(table, at: dates[place], minimumGaps: options.personalMinimumGaps)
  }
  let lines = options.lines(twoCycles: twoCycles)
  var definitions = parallel.map(count: lines.count) { place in
    var definition = ChurnDefinition(lines[place], now, options)
    guard let followUp, definition.lineDays != nil, !rulers.isEmpty else { return definition }
    definition.verification = ChurnVerification(
      lines[place], rulers, followUp: followUp, customerCount: table.customerCount, options)
    return definition
  }
  let reason = whyUnverified(dates, followUp)
  for place in definitions.indices where definitions[place].reason == nil {
    definitions[place].reason = reason ?? definitions[place].whyNoneCalled
  }
  let twice = definitions.first { $0.line == .cycles(2, by: .normal) }
  return ChurnDefinitions(
    asOf: table.asOf, customers: table.customerCount,
    cycles: PurchaseCycles(now.gaps, now.returns, customers: table.customerCount),
    followUp: followUp, dates: dates, definitions: definitions,
    claim: CycleClaim(twice, followUp: followUp),
    notes: reason.map { ["Not verified: \($0)."] } ?? [])
}

/// The caller's, or up to four, a follow-up apart so that no two follow-ups overlap, at which a
/// customer of the file's first day can be past two average cycles.
private func verificationDates(
  _ table: PurchaseTable, _ now: ChurnLineRuler, followUp: Int?, _ options: ChurnDefinitionOptions
) throws(LocatedError) -> [Day] {
  guard let followUp else { return [] }
  let latest = table.asOf - followUp
  if let dates = options.dates, !dates.isEmpty {
    for date in dates { try check(date, latest, table, followUp) }
    return Set(dates).sorted()
  }
  let shortest = now.silence(.cycles(2, by: .normal)) ?? options.idleDays.min() ?? 0
  let earliest = table.firstDay + shortest
  return (0..<4).map { latest - $0 * followUp }.filter { $0 >= earliest }.reversed()
}

private func check(
  _ date: Day, _ latest: Day, _ table: PurchaseTable, _ followUp: Int
) throws(LocatedError) {
  guard date > latest || date < table.firstDay else { return }
  throw LocatedError(
    .wrongData,
    date > latest
      ? "the \(followUp) days after \(date) are not over on \(table.asOf)"
      : "\(date) is before the first order on \(table.firstDay)",
    advice: latest >= table.firstDay
      ? "Name dates from \(table.firstDay) to \(latest), or a shorter --follow-up."
      : "The orders cover fewer days than that: give a shorter --follow-up.")
}

private func whyUnverified(_ dates: [Day], _ followUp: Int?) -> String? {
  guard let followUp else {
    return "nobody has bought on two days, so there is no average cycle to take a follow-up from"
  }
  if !dates.isEmpty { return nil }
  return "the orders cover fewer days than two average cycles and a follow-up of "
    + "\(ShareText.daysWithUnit(Double(followUp))) need"
}

extension ChurnDefinition {
  fileprivate var whyNoneCalled: String? {
    verification?.called == 0 ? "nobody was past this line at the verification dates" : nil
  }
}

extension ChurnDefinitions {
  public subscript(line: ChurnLine) -> ChurnDefinition? { definitions.first { $0.line == line } }

  public var json: JSONValue {
    [
      "as_of": .string("\(asOf)"), "customers": JSONValue(customers), "cycles": cycles.json,
      "follow_up_days": JSONValue(followUp),
      "verification_dates": .array(dates.map { .string("\($0)") }),
      "definitions": .array(definitions.map(\.json)), "claim": claim.json,
      "notes": .array(notes.map { .string($0) }),
    ]
  }
}
