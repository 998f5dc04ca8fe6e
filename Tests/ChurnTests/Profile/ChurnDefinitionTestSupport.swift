import DelimitedText

@testable import Churn

/// Day `offset` after 2024-01-01.
func dayAfterStart(_ offset: Int) -> Day { iso("2024-01-01") + offset }

/// Customers with purchases on days after 2024-01-01, as known on day `end`; the data end on the day
/// of `dataEnd`, or then. One line on day 0, of a customer without a purchase that stands, makes the
/// file begin there.
func purchases(
  _ customers: [[Int]], end: Int, dataEnd: Int? = nil
) throws -> PurchaseTable {
  let start = HandLine(
    customer: "start", date: "2024-01-01", known: [(.neverPaid, "2024-01-01", 0)])
  let lines = customers.enumerated().flatMap { place, days in
    days.map { HandLine(customer: "c\(place)", date: "\(dayAfterStart($0))") }
  }
  let log = handLog([start] + lines, dataEnd: "\(dayAfterStart(dataEnd ?? end))").log
  return try PurchaseTable(log, asOf: dayAfterStart(end), burnIn: 0)
}

/// Some customers over 1,000 days, each with a pace of their own.
func randomShop(_ count: Int, seed: UInt64 = 1) -> [[Int]] {
  var random = SplitMix(state: seed)
  return (0..<count).map { _ in
    let pace = Int.random(in: 10...120, using: &random)
    var days = [Int.random(in: 0...300, using: &random)]
    while Int.random(in: 0..<5, using: &random) > 0 {
      days.append(days[days.count - 1] + Int.random(in: 1...pace, using: &random))
    }
    return days.filter { $0 < 1000 }
  }
}
