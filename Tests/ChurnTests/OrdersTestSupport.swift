import DelimitedText

@testable import Churn

/// Day number of an ISO date, for tests only.
func day(_ iso: String) -> Int32 {
  let parts = iso.split(separator: "-").compactMap { Int($0) }
  let (y, m, d) = (parts[1] <= 2 ? parts[0] - 1 : parts[0], parts[1], parts[2])
  let era = y / 400
  let yearOfEra = y - era * 400
  let dayOfYear = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1
  return Int32(
    era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
}

/// A line of a hand-made log.
struct HandLine {
  var customer: String
  var date: String
  var amount = 0.0
  var quantity = 1.0
  var order: UInt64 = 0
  var product: Int32 = -1
  var category: Int32 = -1
  var channel: Int32 = -1
  var discount = 0.0
  var postage = 0.0
  var kind = OrderLines.Kind.purchase
  var known: [(kind: Adjustment.Kind, date: String, value: Double)] = []
}

/// A log of hand-made lines; without an order id each line is an order.
func handLog(
  _ hand: [HandLine],
  roles: Set<OrderRole> = Set(OrderRole.allCases), minimumAmount: Double = 0,
  dataEnd: String? = nil
) -> (log: OrderLog, counts: OrderLogBuilder.Counts) {
  var builder = OrderLogBuilder(roles: roles)
  var customers: [String] = []
  for (index, line) in hand.enumerated() {
    if !customers.contains(line.customer) { customers.append(line.customer) }
    var kept = OrderLogBuilder.Line()
    kept.customer = Int32(customers.firstIndex(of: line.customer) ?? 0)
    kept.day = day(line.date)
    kept.kind = line.kind
    kept.order = line.order == 0 ? UInt64(1_000_000 + index) : line.order
    kept.amount = line.amount
    kept.quantity = line.quantity
    (kept.product, kept.category, kept.channel) = (line.product, line.category, line.channel)
    (kept.discount, kept.postage) = (line.discount, line.postage)
    kept.fingerprint = UInt64(index)
    builder.append(kept)
    for known in line.known {
      builder.adjust(known.kind, from: day(known.date), value: known.value)
    }
  }
  return builder.finish(
    customers: customers, channels: ["web", "shop"],
    products: Int(hand.map(\.product).max() ?? -1) + 1,
    categories: Int(hand.map(\.category).max() ?? -1) + 1, dataEnd: dataEnd.map(day),
    minimumAmount: minimumAmount)
}

/// The history of a log's customer as of a day.
func history(_ log: OrderLog, _ customer: Int = 0, asOf date: String) -> History {
  var history = History(asOf: Day(number: 0))
  var reader = HistoryReader(log, asOf: day(date))
  for code in 0...customer { reader.read(code, into: &history) }
  return history
}
