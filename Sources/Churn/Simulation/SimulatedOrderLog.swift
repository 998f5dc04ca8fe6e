import DelimitedText
import Modeling

/// An order log of so many lines, in the order of their times, from 2023 to 2025: one line an order, a
/// twentieth as many customers, of whom most buy rarely and a few very often.
///
/// It says nothing about how customers come back (`SimulatedShop` does); it is for large files.
public struct SimulatedOrderLog: Sendable, Equatable {
  public let lines: Int
  public let seed: UInt64

  public static let columns = [
    "order_id", "customer_id", "timestamp", "amount", "quantity", "category", "status",
  ]
  static let categories = [
    "grocery", "electronics", "apparel", "toys", "home", "garden", "sports", "beauty", "books",
    "music", "auto", "pets",
  ]
  static let statuses = [("completed", 0.92), ("cancelled", 0.05), ("refunded", 0.03)]
  public static let firstDay = Day(number: 19_358)
  /// 2026-01-01, the day after the last.
  static let end = Day(number: 20_454)
  static let blockLines = 20_000

  /// - Throws: `.usage` for a number of lines out of range.
  public init(lines: Int, seed: UInt64 = 1) throws(LocatedError) {
    guard (1...100_000_000).contains(lines) else {
      throw LocatedError(
        .usage, "\(lines) lines",
        advice: "Give a number from 1 to 100,000,000: their times are sorted in memory.")
    }
    (self.lines, self.seed) = (lines, seed)
  }

  /// Writes all lines, in about 16 bytes of memory for each: who buys when is drawn and sorted first,
  /// what is bought while it is written.
  /// - Parameter progress: called with lines done and all.
  public func write(
    to output: AtomicOutput, threads: Int, progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    let visits = try sortedVisits(threads)
    try output.write(Self.columns.joined(separator: ",") + "\n")
    let writer = SimulatedLineWriter()
    var done = 0
    try forEachBlock(threads) { block in
      var generator = SeededGenerator(seed: seed, stream: stream(block, 2))
      return writer.lines(visits[block], first: block.lowerBound + 1, &generator)
    } finish: { bytes in
      try output.write(bytes)
      done = min(lines, done + Self.blockLines)
      progress(done, lines)
    }
  }

  private func sortedVisits(_ threads: Int) throws -> [SimulatedVisit] {
    var generator = SeededGenerator(seed: seed, stream: 0)
    let customers = SimulatedBuyers(count: max(1, lines / 20), &generator)
    var visits: [SimulatedVisit] = []
    visits.reserveCapacity(lines)
    try forEachBlock(threads) { block in
      var generator = SeededGenerator(seed: seed, stream: stream(block, 1))
      return block.map { _ in customers.visit(&generator) }
    } finish: {
      visits += $0
    }
    visits.sort()
    return visits
  }

  /// Blocks have two streams, after that of the customers.
  private func stream(_ block: Range<Int>, _ which: Int) -> UInt64 {
    UInt64(block.lowerBound / Self.blockLines * 2 + which)
  }

  private func forEachBlock<Result>(
    _ threads: Int, work: @Sendable (Range<Int>) -> Result, finish: (Result) throws -> Void
  ) throws {
    var begun = 0
    try OrderedPipeline(threads: threads).run(
      next: { () -> Range<Int>? in
        let block = begun..<min(lines, begun + Self.blockLines)
        begun = block.upperBound
        return block.isEmpty ? nil : block
      }, work: work, finish: finish)
  }
}

/// A moment and a customer, in the order of time.
struct SimulatedVisit: Comparable, Sendable {
  private let key: UInt64

  /// - Parameter second: since the log's first.
  init(second: Int, customer: Int) { key = UInt64(second) << 32 | UInt64(customer) }

  var second: Int { Int(key >> 32) }
  var customer: Int { Int(key & 0xFFFF_FFFF) }

  static func < (a: Self, b: Self) -> Bool { a.key < b.key }
}

/// How often the customers of a log buy, and between which seconds.
private struct SimulatedBuyers: Sendable {
  private let choice: WeightedChoice
  private let spans: [(begin: Int, length: Int)]

  private static let seconds = 86_400 * (SimulatedOrderLog.end - SimulatedOrderLog.firstDay)

  init(count: Int, _ generator: inout SeededGenerator) {
    choice = WeightedChoice(Self.weights(count, &generator))
    spans = (0..<count).map { _ in
      let place = generator.uniform()
      let begin = Int(place * place.squareRoot() * Double(Self.seconds - 86_400))
      let length = Double(Self.seconds - begin) * generator.uniform().squareRoot()
      return (begin, Int(length))
    }
  }

  /// Pareto with the tail 1.3, cut off at its highest ten-thousandth.
  private static func weights(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    let drawn = (0..<count).map { _ in
      Elementary.exp(-Elementary.log(1 - generator.uniform()) / 1.3) - 0.8
    }
    let most = drawn.sorted()[Int(0.9999 * Double(count - 1))]
    return drawn.map { min($0, most) }
  }

  func visit(_ generator: inout SeededGenerator) -> SimulatedVisit {
    let customer = choice.draw(&generator)
    let span = spans[customer]
    let second = span.begin + Int(generator.uniform() * Double(span.length))
    return SimulatedVisit(second: second, customer: customer)
  }
}

/// Lines of the log as CSV.
private struct SimulatedLineWriter: Sendable {
  private let categories = SimulatedOrderLog.categories.map { Array($0.utf8) }
  private let category = WeightedChoice(count: SimulatedOrderLog.categories.count, exponent: 0.6)
  private let statuses = SimulatedOrderLog.statuses.map { Array($0.0.utf8) }
  private let status = WeightedChoice(SimulatedOrderLog.statuses.map(\.1))
  /// Of the Poisson distribution of units beyond the first.
  private let noneMore = Elementary.exp(-1.2)

  func lines(
    _ visits: ArraySlice<SimulatedVisit>, first: Int, _ generator: inout SeededGenerator
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(visits.count * 72)
    var date = (day: -1, text: [UInt8]())
    for (place, visit) in visits.enumerated() {
      let day = visit.second / 86_400
      if day != date.day {
        date = (day, Array((SimulatedOrderLog.firstDay + day).description.utf8))
      }
      bytes.append(decimal: first + place)
      bytes.append(UInt8(ascii: ","))
      bytes.append(decimal: visit.customer + 1_000_001)
      bytes.append(UInt8(ascii: ","))
      bytes.append(contentsOf: date.text)
      appendTime(visit.second % 86_400, to: &bytes)
      appendPurchase(&generator, to: &bytes)
    }
    return bytes
  }

  private func appendTime(_ second: Int, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "T"))
    bytes.append(twoDigits: second / 3600)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(twoDigits: second / 60 % 60)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(twoDigits: second % 60)
    bytes.append(UInt8(ascii: ","))
  }

  /// Log-normal amounts, units, category and status.
  private func appendPurchase(_ generator: inout SeededGenerator, to bytes: inout [UInt8]) {
    let amount = Elementary.exp(3.4 + 0.9 * generator.standardNormal())
    bytes.append(decimal: Int((amount * 100).rounded()), places: 2)
    bytes.append(UInt8(ascii: ","))
    bytes.append(decimal: units(&generator))
    bytes.append(UInt8(ascii: ","))
    bytes.append(contentsOf: categories[category.draw(&generator)])
    bytes.append(UInt8(ascii: ","))
    bytes.append(contentsOf: statuses[status.draw(&generator)])
    bytes.append(UInt8(ascii: "\n"))
  }

  /// One and a Poisson number (Knuth's product of uniforms).
  private func units(_ generator: inout SeededGenerator) -> Int {
    var (units, product) = (1, generator.uniform())
    while product > noneMore {
      units += 1
      product *= generator.uniform()
    }
    return units
  }
}
