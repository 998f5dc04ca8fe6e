import DelimitedText

/// The purchase occasions of a shop's customers, as known by the end of a day: what the diagnosis of
/// a shop looks at. Customers without a purchase that stands are not in it.
///
/// Other than features, which must not know what came later, a diagnosis judges each past purchase
/// by all that is known at its own as-of day: one that was refunded later was no purchase.
public struct PurchaseTable: Sendable {
  /// The day by whose end all is known that counts.
  public let asOf: Day
  /// Of the file.
  public let firstDay: Day
  /// Occasions of all customers, one customer after the other, by day.
  public let occasions: [Occasion]
  /// Those of customer c are `starts[c]..<starts[c + 1]`; each customer has at least one.
  public let starts: [Int]
  /// Indices into `channelNames` of each customer's first line that stands, −1 for none.
  public let channels: [Int32]
  public let channelNames: [String]
  /// Whether occasions have amounts and items.
  public let hasAmounts: Bool
  public let hasItems: Bool
  /// Customers of whom no purchase stands.
  public let withoutPurchase: Int
  /// Days at the start of the file in which a purchase is not known to be its customer's first.
  public let burnIn: Int

  /// - Parameters:
  ///   - asOf: nil: the end of the data.
  ///   - burnIn: nil: `OrderLog.defaultBurnIn`; 0 for a complete history.
  /// - Throws: `.wrongData` where nobody has bought by then, or the day is after the data's end;
  ///   `.usage` for a burn-in out of range.
  public init(_ log: OrderLog, asOf: Day? = nil, burnIn: Int? = nil) throws(LocatedError) {
    let day = asOf ?? log.dataEnd
    try Self.check(day, burnIn, log)
    var reader = HistoryReader(log, asOf: day.number)
    var history = History(asOf: day)
    var (occasions, starts, channels): ([Occasion], [Int], [Int32]) = ([], [0], [])
    for code in log.customers.indices {
      reader.read(code, into: &history)
      guard !history.occasions.isEmpty else { continue }
      occasions += history.occasions
      starts.append(occasions.count)
      channels.append(history.firstChannel)
    }
    guard !occasions.isEmpty else {
      throw LocatedError(
        .wrongData, "nobody has bought by \(day)",
        advice: "The orders run from \(log.firstDay) to \(log.lastDay): name a day after the first."
      )
    }
    self.asOf = day
    firstDay = log.firstDay
    self.occasions = occasions
    self.starts = starts
    self.channels = channels
    channelNames = log.channels
    hasAmounts = log.hasAmounts
    hasItems = log.roles.contains(.quantity)
    withoutPurchase = log.customers.count - channels.count
    self.burnIn = burnIn ?? log.defaultBurnIn
  }

  private static func check(_ day: Day, _ burnIn: Int?, _ log: OrderLog) throws(LocatedError) {
    guard day <= log.dataEnd else {
      throw LocatedError(
        .wrongData, "the as-of date \(day) is after the data's end on \(log.dataEnd)",
        advice: "Name a day up to that one, or state with --data-until how far the file reaches.")
    }
    try checkBurnIn(burnIn)
  }
}

extension PurchaseTable {
  public var customerCount: Int { channels.count }

  public func occasions(of customer: Int) -> ArraySlice<Occasion> {
    occasions[starts[customer]..<starts[customer + 1]]
  }

  /// Days between neighbouring occasions of a customer.
  public func gaps(of customer: Int) -> [Double] {
    let own = occasions(of: customer)
    return zip(own, own.dropFirst()).map { Double($1.day) - Double($0.day) }
  }

  /// Of all customers.
  public var gaps: [Double] { (0..<customerCount).flatMap(gaps(of:)) }

  /// The first day on which a first occasion counts as such.
  public var firstKnownFirstDay: Int32 { firstDay.number + Int32(burnIn) }

  /// Whether the customer's first occasion is known to be the first.
  public func isFirstKnown(_ customer: Int) -> Bool {
    occasions[starts[customer]].day >= firstKnownFirstDay
  }
}

/// - Throws: `.usage` for days out of range.
func checkBurnIn(_ days: Int?) throws(LocatedError) {
  guard let days, !(0...36_525).contains(days) else { return }
  throw LocatedError(
    .usage, "a burn-in of \(days) days",
    advice: "Give --burn-in a number of days from 0 to 36525.")
}
