import DelimitedText
import Modeling

/// Customers counted together, and what they spent.
public struct CustomerGroup: Sendable, Equatable {
  public internal(set) var customers = 0
  private var sum: CompensatedSum?

  /// nil without amounts.
  public var revenue: Double? { sum?.value }

  init(hasAmounts: Bool) { sum = hasAmounts ? CompensatedSum() : nil }

  mutating func add(_ amount: Double) {
    customers += 1
    sum?.add(amount)
  }

  mutating func add(_ other: CustomerGroup) {
    customers += other.customers
    if let revenue = other.revenue { sum?.add(revenue) }
  }

  /// Of the customers of a whole; nil where it has none.
  public func customerShare(of whole: CustomerGroup) -> Double? {
    whole.customers > 0 ? Double(customers) / Double(whole.customers) : nil
  }

  /// Of the revenue of a whole; nil where it has none.
  public func revenueShare(of whole: CustomerGroup) -> Double? {
    guard let revenue, let all = whole.revenue, all > 0 else { return nil }
    return revenue / all
  }
}

extension CustomerGroup {
  /// `customers`, `customer_share`, `revenue`, `revenue_share`.
  func members(of whole: CustomerGroup) -> [String: JSONValue] {
    [
      "customers": JSONValue(customers), "customer_share": JSONValue(customerShare(of: whole)),
      "revenue": JSONValue(revenue), "revenue_share": JSONValue(revenueShare(of: whole)),
    ]
  }
}

/// What a customer had bought by the end of a day.
struct Standing: Equatable {
  var lastDay: Int32
  var purchases: Int
  /// NaN without amounts.
  var amount: Double
}

extension PurchaseTable {
  /// nil where the customer had not bought by then.
  func standing(of customer: Int, on day: Day) -> Standing? {
    var standing: Standing?
    for occasion in occasions(of: customer) {
      guard occasion.day <= day.number else { break }
      standing = Standing(
        lastDay: occasion.day, purchases: (standing?.purchases ?? 0) + 1,
        amount: (standing?.amount ?? 0) + occasion.amount)
    }
    return standing
  }

  /// Customers whose first occasion is known to be the first.
  var firstBuyers: [Int] { (0..<customerCount).filter(isFirstKnown) }
}

/// How many of so many must still be at risk for a Kaplan–Meier estimate to be read there: 100, and
/// 10 % of fewer than 1,000.
func neededAtRisk(of count: Int) -> Int { min(100, max(1, (count + 9) / 10)) }
