import Modeling

/// One definition of a lost customer on a shop's customers.
public struct ChurnDefinition: Sendable, Equatable {
  public var line: ChurnLine
  /// Who is called lost, in words.
  public var text: String
  /// Days at the as-of day; of a personal line the shop's own; nil where the shop has no such line.
  public var lineDays: Double?
  /// Customers that the definition can judge at the as-of day.
  public var customers: Int
  /// Of them, past the line at the as-of day; nil without a line.
  public var lost: Int?
  /// Customers measured by a cycle of their own; nil for other lines.
  public var ownCycles: Int?
  /// Median, over the lost, of the days of silence after which the line calls; without any, or where
  /// all customers have one line, that line's. How early a definition warns: the fewer, the earlier.
  public var calledAfter: Double?
  /// By how many days that is before the longest idle line calls.
  public var earlierThanIdle: Double?
  /// nil where nothing can be verified; `reason` then says why.
  public var verification: ChurnVerification?
  /// Why numbers are missing.
  public var reason: String?

  public var lostShare: Double? {
    guard let lost, customers > 0 else { return nil }
    return Double(lost) / Double(customers)
  }
}

extension ChurnDefinition {
  init(_ line: ChurnLine, _ ruler: ChurnLineRuler, _ options: ChurnDefinitionOptions) {
    self.line = line
    text = line.text(minimumGaps: options.personalMinimumGaps)
    lineDays = ruler.days(line)
    customers = ruler.states.count { ruler.judges(line, $0) }
    if case .personal = line {
      ownCycles = ruler.states.count { $0.gaps >= options.personalMinimumGaps }
    }
    guard lineDays != nil else {
      reason =
        ruler.gaps.closed.isEmpty
        ? "nobody has bought on two days by then"
        : "too few purchases, or gaps that are all equal, for this estimate"
      return
    }
    var silences: [Double] = []
    ruler.forEachLost(line) { silences.append(Double($1)) }
    lost = silences.count
    calledAfter = Quantiles.median(silences) ?? ruler.silence(line).map { Double($0) }
    if let idle = options.idleDays.max(), let calledAfter {
      earlierThanIdle = Double(idle) - calledAfter
    }
    if customers == 0 { reason = "no customer was known when its days began" }
  }

  public var json: JSONValue {
    [
      "key": .string(line.key), "name": .string(line.name), "text": .string(text),
      "line_days": JSONValue(isPersonal ? nil : lineDays),
      "shop_line_days": JSONValue(isPersonal ? lineDays : nil), "customers": JSONValue(customers),
      "lost": JSONValue(lost), "lost_share": JSONValue(lostShare),
      "own_cycles": JSONValue(ownCycles), "called_after_days": JSONValue(calledAfter),
      "days_before_idle": JSONValue(earlierThanIdle),
      "verification": verification?.json ?? .null, "reason": JSONValue(reason),
    ]
  }

  var isPersonal: Bool {
    if case .personal = line { return true }
    return false
  }
}
