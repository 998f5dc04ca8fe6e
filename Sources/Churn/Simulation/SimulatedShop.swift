import DelimitedText
import Modeling

/// An order file of an invented shop with the published figures of the practice's reference shop
/// (`ReferenceShop`): 19.3 % of first-time buyers come back, by tiers of the first order's value; of
/// those 30, 60 and 90 % within 26, 133 and 404 days.
///
/// What is not published is chosen so that the practice's other claims hold: each further purchase
/// makes the next likelier, amount and lines of an order rise with its number, and buyers whom a
/// promotion brought come back less often than others.
public struct SimulatedShop: Sendable, Equatable {
  public var customers: Int
  public var firstDay: Day
  /// Days of the file.
  public var days: Int
  /// Whether new customers come until the last day, as in a running shop, so that the end of the
  /// file cuts their histories off. If not, they come until two years before it, when every first
  /// purchase can be followed to its end and the published figures stand in the raw shares too.
  public var isRunning: Bool
  public var seed: UInt64

  /// - Throws: `.usage` for numbers out of range.
  public init(
    customers: Int, firstDay: Day = usualFirstDay, days: Int = usualDays, isRunning: Bool = false,
    seed: UInt64 = 1
  ) throws(LocatedError) {
    guard (1...100_000_000).contains(customers) else {
      throw LocatedError(
        .usage, "\(customers) customers", advice: "Give a number from 1 to 100,000,000.")
    }
    let shortest = isRunning ? 1 : Self.followUp + 1
    guard (shortest...36_525).contains(days) else {
      throw LocatedError(
        .usage, "a file of \(days) days",
        advice: isRunning
          ? "Give a number from 1 to 36525."
          : "Give a number from \(shortest) to 36525: new customers come until two years before "
            + "the end. --running lets them come until the end.")
    }
    self.customers = customers
    self.firstDay = firstDay
    self.days = days
    self.isRunning = isRunning
    self.seed = seed
  }

  /// 2020-01-01.
  public static let usualFirstDay = Day(number: 18_262)
  /// Four years.
  public static let usualDays = 1461

  /// The longest first gap.
  private static let followUp = 730

  public static let columns = [
    "customer_id", "order_id", "order_date", "amount", "quantity", "product", "category", "channel",
  ]

  /// How buyers come to the shop: its share of them, and their rate of return against all.
  static let channels: [(name: String, share: Double, rate: Double)] = [
    ("search", 0.4, 1.1), ("social", 0.3, 1.066_666_666_666_666_7), ("promotion", 0.3, 0.8),
  ]

  /// Of those with k purchases who make another, from k = 2 on.
  static let laterRates = [0.35, 0.45, 0.52, 0.57, 0.60, 0.62, 0.64]

  /// Writes all lines in the order of their days, in memory that grows with the customers who will
  /// come back only.
  /// - Parameter progress: called with days done and all.
  public func write(
    to output: AtomicOutput, progress: (Int, Int) -> Void = { _, _ in }
  ) throws(LocatedError) -> (customers: Int, orders: Int, lines: Int) {
    var writer = SimulatedOrderWriter()
    var due = [[SimulatedCustomer]](repeating: [], count: days)
    let arrivals = isRunning ? days : days - Self.followUp
    var next = 0
    for day in 0..<days {
      while next < customers, next * arrivals / customers == day {
        buy(SimulatedCustomer(number: next, seed: seed), on: day, &due, &writer)
        next += 1
      }
      for customer in due[day] { buy(customer, on: day, &due, &writer) }
      due[day] = []
      try output.write(writer.take())
      progress(day + 1, days)
    }
    return (customers, writer.orders, writer.lines)
  }

  private func buy(
    _ customer: SimulatedCustomer, on day: Int, _ due: inout [[SimulatedCustomer]],
    _ writer: inout SimulatedOrderWriter
  ) {
    var customer = customer
    writer.append(customer.order(), day: firstDay + day)
    guard let gap = customer.daysToNext(), day + gap < days else { return }
    due[day + gap].append(customer)
  }
}

/// A customer between two purchases; all that is random comes from a stream of its own.
private struct SimulatedCustomer {
  struct Order {
    var customer: Int
    var channel: Int
    /// In cents.
    var lines: [Int]
    var products: [Int]
  }

  let number: Int
  let channel: Int
  let firstAmount: Double
  private var purchases = 0
  private var generator: SeededGenerator

  init(number: Int, seed: UInt64) {
    self.number = number
    generator = SeededGenerator(seed: seed, stream: UInt64(number) + 1000)
    firstAmount = max(0.01, Self.shop.firstAmount(&generator))
    let place = generator.uniform()
    let channels = SimulatedShop.channels
    channel =
      place < channels[0].share ? 0 : (place < channels[0].share + channels[1].share ? 1 : 2)
  }

  private static let shop = ReferenceShop()

  /// The next order: the first of the drawn amount, later ones about 5 % more each time.
  mutating func order() -> Order {
    purchases += 1
    let growth = 1 + 0.05 * Double(purchases - 1)
    let amount =
      purchases == 1
      ? firstAmount
      : firstAmount * growth * Elementary.exp(0.35 * generator.standardNormal())
    let lines = shares(of: max(1, Int((amount * 100).rounded())))
    let products = lines.map { _ in generator.integer(below: 200) }
    return Order(customer: number, channel: channel, lines: lines, products: products)
  }

  /// Whole cents divided into one line or more; the more, the more purchases there were.
  private mutating func shares(of cents: Int) -> [Int] {
    var (rest, lines) = (cents, [Int]())
    let another = min(0.6, 0.25 + 0.05 * Double(purchases))
    while lines.count < 9, rest > 100, generator.uniform() < another {
      let part = 1 + generator.integer(below: rest - 1)
      lines.append(part)
      rest -= part
    }
    return lines + [rest]
  }

  /// Nil where there is no other purchase.
  mutating func daysToNext() -> Int? {
    let later = SimulatedShop.laterRates
    let rate =
      purchases == 1
      ? ReferenceShop.rate(firstAmount: firstAmount) : later[min(purchases - 2, later.count - 1)]
    guard generator.uniform() < rate * SimulatedShop.channels[channel].rate else { return nil }
    let gap = ReferenceShop.firstGap(share: generator.uniform())
    return purchases == 1 ? gap : max(1, gap * 3 / 4)
  }
}

/// Order lines as CSV.
private struct SimulatedOrderWriter {
  private var writer = DelimitedWriter()
  private(set) var orders = 0
  private(set) var lines = 0

  init() { writer.appendRow(SimulatedShop.columns) }

  mutating func append(_ order: SimulatedCustomer.Order, day: Day) {
    orders += 1
    for (cents, product) in zip(order.lines, order.products) {
      lines += 1
      writer.append(Self.padded(order.customer + 1, to: 8))
      writer.append("1" + Self.padded(orders, to: 17))
      writer.append(day)
      writer.append(Double(cents) / 100)
      writer.append(1 + product % 3)
      writer.append("p\(Self.padded(product + 1, to: 3))")
      writer.append("category \(1 + product % 8)")
      writer.append(SimulatedShop.channels[order.channel].name)
      writer.endRow()
    }
  }

  mutating func take() -> [UInt8] { writer.take() }

  /// With leading zeros, as ids have them.
  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
