import DelimitedText
import Modeling

/// Features of every customer with a purchase known on the as-of days, and the label where an
/// outcome window is given.
///
/// - Parameters:
///   - days: the as-of days; their rows are stacked in this order, and within a day customers come
///     in the order of their first line known on it.
///   - outcome: the window of the label; it must end within the data.
///   - threads: the result does not depend on their number.
/// - Throws: `.usage` for no day or one given twice; `.wrongData` when a window ends after the
///   data do (the message names the latest possible day) or nobody has bought by a day.
public func features(
  of log: OrderLog, asOf days: [Day], outcome: OutcomeWindow? = nil,
  threads: Int = OrderedPipeline.processorCount
) throws(LocatedError) -> CustomerSnapshot {
  try checkAsOf(days, of: log, outcome: outcome)
  var builder = SnapshotBuilder(log, Parallel(threads: threads))
  for day in days { try builder.add(day, outcome: outcome) }
  return builder.finish(
    warnings: snapshotWarnings(of: log, asOf: days), labelled: outcome != nil)
}

/// Features as of one day.
public func features(
  of log: OrderLog, asOf day: Day, outcome: OutcomeWindow? = nil,
  threads: Int = OrderedPipeline.processorCount
) throws(LocatedError) -> CustomerSnapshot {
  try features(of: log, asOf: [day], outcome: outcome, threads: threads)
}

private func checkAsOf(
  _ days: [Day], of log: OrderLog, outcome: OutcomeWindow?
) throws(LocatedError) {
  if days.isEmpty {
    throw LocatedError(.usage, "no as-of date", advice: "Give --as-of a date, as 2024-06-30.")
  }
  for (index, day) in days.enumerated() where days[..<index].contains(day) {
    throw LocatedError(
      .usage, "the as-of date \(day) is given twice", advice: "Name each date once.")
  }
  guard let outcome else { return }
  for day in days where outcome.days(after: day.number).upperBound > Int(log.dataEnd.number) {
    let latest = Int(log.dataEnd.number) - outcome.gap - outcome.horizon
    throw LocatedError(
      .wrongData,
      "the outcome window after \(day) ends later than the data, which end on \(log.dataEnd)",
      advice: "The latest possible as-of date is \(Day(number: Int32(clamping: latest))). "
        + "--data-until states a later end where the file is known to be complete.")
  }
}

/// Collects rows as columns.
private struct SnapshotBuilder {
  let log: OrderLog
  let parallel: Parallel
  let filled: [Bool]
  let formulas: [FeatureDefinition.Formula]
  var customers: [Int32] = []
  var asOf: [Day] = []
  var churned: [Bool] = []
  /// One a definition: numbers, or codes of channels.
  var numbers: [[Double]]
  var codes: [[Int32]]

  init(_ log: OrderLog, _ parallel: Parallel) {
    self.log = log
    self.parallel = parallel
    filled = FeatureCatalogue.definitions.map { $0.canBeFilled(from: log) }
    formulas = FeatureCatalogue.definitions.map(\.formula)
    numbers = formulas.map { _ in [] }
    codes = numbers.map { _ in [] }
  }

  mutating func add(_ day: Day, outcome: OutcomeWindow?) throws(LocatedError) {
    let start = customers.count
    let rows = addCustomers(on: day)
    guard customers.count > start else {
      throw LocatedError(
        .wrongData, "nobody has bought by \(day)",
        advice: "The orders run from \(log.firstDay) to \(log.lastDay): name a day after the first."
      )
    }
    asOf += Array(repeating: day, count: customers.count - start)
    if let outcome { addLabels(from: start, after: day, outcome) }
    sortByFirstLine(rows, from: start)
  }

  /// A stretch of the customers' values.
  private struct Part: Sendable {
    var customers: [Int32] = []
    var rows: [Int32] = []
    /// Of each definition as many as there are customers, in `room` places each.
    var numbers: [Double]
    let room: Int
    var codes: [[Int32]]

    init(room: Int, definitions: Int) {
      self.room = room
      numbers = [Double](repeating: .nan, count: room * definitions)
      codes = [[Int32]](repeating: [], count: definitions)
    }

    func numbers(of definition: Int) -> ArraySlice<Double> {
      numbers[definition * room..<definition * room + customers.count]
    }
  }

  private static let parts = 32

  /// Adds everybody who has bought by the day.
  /// - Returns: the place of each one's first line.
  private mutating func addCustomers(on day: Day) -> [Int32] {
    let count = log.customers.count
    let parts = parallel.map(count: Self.parts) {
      [self] in part(count * $0 / Self.parts..<count * ($0 + 1) / Self.parts, on: day)
    }
    customers += parts.flatMap(\.customers)
    let added = parallel.map(count: formulas.count) { [formulas] index -> [Double] in
      guard case .number = formulas[index] else { return [] }
      return Array(parts.map { $0.numbers(of: index) }.joined())
    }
    for index in formulas.indices {
      // The first day's columns are not copied.
      if numbers[index].isEmpty {
        numbers[index] = added[index]
      } else {
        numbers[index] += added[index]
      }
      codes[index] += parts.flatMap { $0.codes[index] }
    }
    return parts.flatMap(\.rows)
  }

  private func part(_ customers: Range<Int>, on day: Day) -> Part {
    var part = Part(room: customers.count, definitions: formulas.count)
    var reader = HistoryReader(log, asOf: day.number)
    var history = History(asOf: day)
    for code in customers {
      reader.read(code, into: &history)
      if history.occasions.isEmpty { continue }
      let place = part.customers.count
      part.customers.append(Int32(code))
      part.rows.append(history.firstRow)
      for index in formulas.indices {
        switch formulas[index] {
        case .number(let formula):
          if filled[index] { part.numbers[index * part.room + place] = formula(history) }
        case .channel(let formula): part.codes[index].append(filled[index] ? formula(history) : -1)
        }
      }
    }
    return part
  }

  /// By what is known at the end of the window.
  private mutating func addLabels(from start: Int, after day: Day, _ outcome: OutcomeWindow) {
    let window = outcome.days(after: day.number)
    var reader = HistoryReader(log, asOf: Int32(clamping: window.upperBound))
    var history = History(asOf: day)
    for code in customers[start...] {
      reader.read(Int(code), into: &history)
      let last = history.occasions.last.map { Int($0.day) } ?? .min
      churned.append(last < window.lowerBound)
    }
  }

  /// Codes are in the order of first lines in the file, which is not that of the first lines known
  /// on the day where the file is not in time order.
  private mutating func sortByFirstLine(_ rows: [Int32], from start: Int) {
    if zip(rows, rows.dropFirst()).allSatisfy(<) { return }
    let order = rows.indices.sorted { rows[$0] < rows[$1] }.map { $0 + start }
    customers.replaceSubrange(start..., with: order.map { customers[$0] })
    if !churned.isEmpty { churned.replaceSubrange(start..., with: order.map { churned[$0] }) }
    for index in numbers.indices where !numbers[index].isEmpty {
      numbers[index].replaceSubrange(start..., with: order.map { numbers[index][$0] })
    }
    for index in codes.indices where !codes[index].isEmpty {
      codes[index].replaceSubrange(start..., with: order.map { codes[index][$0] })
    }
  }

  consuming func finish(warnings: [String], labelled: Bool) -> CustomerSnapshot {
    let log = log
    let definitions = FeatureCatalogue.definitions
    let columns = definitions.indices.map { index in
      let values: FeatureTable.Values =
        switch definitions[index].formula {
        case .number: .numeric(numbers[index])
        case .channel: .categorical(codes: codes[index], levels: filled[index] ? log.channels : [])
        }
      return FeatureTable.Column(name: definitions[index].name, values: values)
    }
    return CustomerSnapshot(
      customerIDs: customers.map { log.customers[Int($0)] }, asOf: asOf,
      features: FeatureTable(rowCount: customers.count, columns: columns),
      churned: labelled ? churned : nil,
      unfilled: definitions.indices.filter { !filled[$0] }.map { definitions[$0].name },
      warnings: warnings)
  }
}
