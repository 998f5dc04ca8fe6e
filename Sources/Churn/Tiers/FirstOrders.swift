import DelimitedText
import Modeling

/// The first purchase occasions of a shop's customers and who bought again: a row a customer.
public struct FirstOrders: Sendable, Equatable {
  public let customerIDs: [String]
  /// The day of the first occasion.
  public let days: [Day]
  /// `FirstOrders.columns`, by the formulas of the feature catalogue.
  public let features: FeatureTable
  /// Whether another occasion followed within the horizon.
  public let repurchased: [Bool]
  public let account: Account
  /// Columns that the export cannot fill: empty in every row.
  public let unfilled: [String]

  /// How many customers there are and why others were left out.
  public struct Account: Sendable, Equatable {
    /// Days after the first occasion in which a repurchase counts.
    public var horizonDays: Int
    /// Days at the file's start in which an occasion is not known to be the first.
    public var burnInDays: Int
    public var used = 0
    /// First occasions within the burn-in.
    public var inBurnIn = 0
    /// First occasions whose horizon ends after the data do.
    public var unobserved = 0
    /// Customers of whom no purchase stands.
    public var withoutPurchase = 0
  }

  /// Columns that say the same of a customer at every later day, so that tiers learned from first
  /// orders can be given to any customer file.
  public static let columns = ["first_amount", "first_channel"]

  public var rowCount: Int { customerIDs.count }
}

/// The first purchase occasion of each customer, in the order of each customer's first line.
///
/// A customer's first day d is the first day of which a purchase stands at the end of the days
/// d + 1 … d + horizon, in which another occasion is a repurchase. Cancellations and refunds count
/// as they are known at that end, in the amount too.
///
/// - Parameters:
///   - horizon: days, 1 … 36,525.
///   - burnIn: days at the file's start in which occasions are not known to be first; nil:
///     `OrderLog.defaultBurnIn`; 0 for a complete history.
///   - asOf: the last day that is known; nil: the data's end.
/// - Throws: `.usage` for days out of range; `.wrongData` when no first order is left.
public func firstOrders(
  of log: OrderLog, horizon: Int, burnIn: Int? = nil, asOf: Day? = nil
) throws(LocatedError) -> FirstOrders {
  let window = try OutcomeWindow(horizon: horizon)
  try checkBurnIn(burnIn)
  var builder = FirstOrdersBuilder(
    log, window, burnIn: burnIn ?? log.defaultBurnIn, end: min(asOf ?? log.dataEnd, log.dataEnd))
  builder.addAll()
  try builder.check()
  return builder.finish()
}

/// Collects rows as columns.
private struct FirstOrdersBuilder {
  private let log: OrderLog
  private let window: OutcomeWindow
  private let end: Day
  private let definitions: [FeatureDefinition]
  private let filled: [Bool]
  private var account: FirstOrders.Account
  private var customers: [Int] = []
  private var days: [Day] = []
  private var repurchased: [Bool] = []
  /// One a definition: numbers, or codes of channels.
  private var numbers: [[Double]]
  private var codes: [[Int32]]

  init(_ log: OrderLog, _ window: OutcomeWindow, burnIn: Int, end: Day) {
    self.log = log
    self.window = window
    self.end = end
    definitions = FeatureCatalogue.definitions.filter { FirstOrders.columns.contains($0.name) }
    filled = definitions.map { $0.canBeFilled(from: log) }
    account = FirstOrders.Account(horizonDays: window.horizon, burnInDays: burnIn)
    numbers = definitions.map { _ in [] }
    codes = definitions.map { _ in [] }
  }

  mutating func addAll() {
    var reader = HistoryReader(log, asOf: end.number)
    var history = History(asOf: end)
    for code in log.customers.indices {
      guard let first = readFirst(of: code, &reader, &history) else {
        account.withoutPurchase += 1
        continue
      }
      if Int(first) - Int(log.firstDay.number) < account.burnInDays {
        account.inBurnIn += 1
      } else if window.days(after: first).upperBound > Int(end.number) {
        account.unobserved += 1
      } else {
        add(code, first, history)
      }
    }
  }

  /// The first day of which a purchase stands at the end of its window, or of what is known if that ends
  /// before; the history is then that of this end.
  private func readFirst(
    of code: Int, _ reader: inout HistoryReader, _ history: inout History
  ) -> Int32? {
    var line = log.starts[code]
    while line < log.starts[code + 1], log.lines.day[line] <= end.number {
      let day = log.lines.day[line]
      let known = min(window.days(after: day).upperBound, Int(end.number))
      reader.read(code, asOf: Int32(clamping: known), into: &history)
      if history.occasions.first?.day == day { return day }
      // What stands now of later days may be undone by the end of their own windows.
      while line < log.starts[code + 1], log.lines.day[line] == day { line += 1 }
    }
    return nil
  }

  private mutating func add(_ code: Int, _ first: Int32, _ history: History) {
    account.used += 1
    customers.append(code)
    days.append(Day(number: first))
    repurchased.append(history.occasions.count > 1)
    for (place, definition) in definitions.enumerated() {
      switch definition.formula {
      case .number(let formula): numbers[place].append(filled[place] ? formula(history) : .nan)
      case .channel(let formula): codes[place].append(filled[place] ? formula(history) : -1)
      }
    }
  }

  func check() throws(LocatedError) {
    guard customers.isEmpty else { return }
    if account.inBurnIn > 0, account.unobserved == 0 {
      throw LocatedError(
        .wrongData,
        "all \(account.inBurnIn) first orders lie in the burn-in, the first "
          + "\(account.burnInDays) days from \(log.firstDay) on, where an order may not be its "
          + "customer's first",
        advice: "Give --burn-in 0 if the file holds every order that its customers ever made, "
          + "else a shorter burn-in or a longer file.")
    }
    guard account.unobserved > 0 else {
      throw LocatedError(
        .wrongData, "no purchase of any customer stands", advice: "Export the orders again.")
    }
    throw LocatedError(
      .wrongData,
      "no first order after the burn-in of \(account.burnInDays) days is followed by "
        + "\(account.horizonDays) days of data: they run from \(log.firstDay) to \(end)",
      advice: "Give a shorter --horizon, a shorter --burn-in (0 for a complete history), "
        + "or a longer file.")
  }

  consuming func finish() -> FirstOrders {
    let columns = definitions.indices.map { place in
      let values: FeatureTable.Values =
        switch definitions[place].formula {
        case .number: .numeric(numbers[place])
        case .channel: .categorical(codes: codes[place], levels: filled[place] ? log.channels : [])
        }
      return FeatureTable.Column(name: definitions[place].name, values: values)
    }
    return FirstOrders(
      customerIDs: customers.map { log.customers[$0] }, days: days,
      features: FeatureTable(rowCount: customers.count, columns: columns),
      repurchased: repurchased, account: account,
      unfilled: definitions.indices.filter { !filled[$0] }.map { definitions[$0].name })
  }
}
