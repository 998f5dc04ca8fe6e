import DelimitedText
import Modeling

@testable import Churn

/// Shops told as days of purchases, day 0 being 2024-01-01.
enum LifeShop {
  static let start = Day(number: day("2024-01-01"))

  static func date(_ place: Int) -> String { "\(start + place)" }

  /// A customer of purchases `days`, each of `amount`.
  static func lines(
    _ customer: String, _ days: [Int], amount: Double = 10, channel: Int32 = -1
  ) -> [HandLine] {
    days.map {
      HandLine(customer: customer, date: date($0), amount: amount, quantity: 2, channel: channel)
    }
  }

  static func table(
    _ lines: [HandLine], end: Int, asOf: Int? = nil, burnIn: Int = 0,
    roles: Set<OrderRole> = Set(OrderRole.allCases)
  ) throws -> PurchaseTable {
    try PurchaseTable(
      handLog(lines, roles: roles, dataEnd: date(end)).log, asOf: asOf.map { start + $0 },
      burnIn: burnIn)
  }

  static func table(_ customers: [[Int]], end: Int, asOf: Int? = nil, burnIn: Int = 0) throws
    -> PurchaseTable
  {
    try table(
      customers.enumerated().flatMap { lines("c\($0)", $1, amount: Double($0 + 1)) }, end: end,
      asOf: asOf, burnIn: burnIn)
  }

  /// Customers with 1 … 6 purchases on the days 0 … `end`; one buys on day 0.
  static func random(_ seed: UInt64, end: Int) -> [[Int]] {
    var generator = SeededGenerator(seed: seed, stream: 0)
    return (0..<12).map { customer in
      let days = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        Int.random(in: 0...end, using: &generator)
      }
      return Set(customer == 0 ? days + [0] : days).sorted()
    }
  }
}
