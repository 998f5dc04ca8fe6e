import DelimitedText
import Testing

@testable import Churn

/// Shopify: a row for each product, what belongs to the order in the first of them.
@Suite struct OrdersShopifyTests {
  private static let first = [
    "Name": "#1001", "Email": "a@example.invalid", "Financial Status": "paid",
    "Paid at": "2019-11-03 23:30:00 -0800", "Fulfillment Status": "fulfilled",
    "Created at": "2019-11-03 23:29:00 -0800", "Subtotal": "90.00", "Shipping": "10.00",
    "Taxes": "5.00", "Total": "105.00", "Discount Amount": "10.00", "Refunded Amount": "0.00",
    "Lineitem quantity": "2", "Lineitem price": "30.00", "Lineitem sku": "S-1",
    "Lineitem name": "Shirt", "Source": "web", "Notes": "\"first line\nsecond, line\"",
  ]
  private static let second = [
    "Name": "#1001", "Lineitem quantity": "1", "Lineitem price": "40.00", "Lineitem sku": "",
    "Lineitem name": "Mug",
  ]

  private static func read(
    _ rows: [[String: String]], header name: String = "shopify_79", zone: String? = nil
  ) throws -> (log: OrderLog, report: OrderReadReport) {
    let header = try #require(try Export.headers().first { $0.name == name }).header
    return try readAll([table(header, rows)]) {
      $0.timeZone = try zone.map { (name) throws(LocatedError) in try ShopTimeZone(name) }
    }
  }

  private static func order(_ changes: [String: String]) -> [String: String] {
    first.merging(changes) { $1 }
  }

  @Test(arguments: ["shopify_73", "shopify_79"])
  func theSecondRowBelongsToTheFirst(header: String) throws {
    let (log, report) = try Self.read([Self.first, Self.second], header: header)
    #expect(report.preset == "shopify" && report.orders == 1 && report.rejects.isEmpty)
    #expect(bought(log) == [Bought("a@example.invalid", "2019-11-03", 90)])
    let known = history(log, asOf: "2019-11-03")
    #expect(known.occasions.map(\.items) == [3] && known.distinctProducts == 2)
    #expect(known.postage == 10 && known.discount == 10)
    // 60 of the goods' 100 are the shirts'.
    #expect(log.lines.amount == [54, 36])
    #expect(log.channels == ["web"])
  }

  @Test func aRowOfAnotherOrderWithoutCustomerIsRejected() throws {
    let lost = ["Name": "#1002", "Lineitem quantity": "1", "Lineitem price": "5.00"]
    let (log, report) = try Self.read([Self.first, Self.second, lost])
    #expect(report.rejects.counts.map(\.reason) == ["no customer"] && log.lineCount == 2)
  }

  /// The rest of an order whose first row cannot be used goes with it.
  @Test func theRestOfARejectedOrderIsRejected() throws {
    let broken = Self.order(["Name": "#1000", "Subtotal": "much"])
    let rest = Self.second.merging(["Name": "#1000"]) { $1 }
    let (log, report) = try Self.read(
      [broken, rest, Self.first, Self.second, Self.order(["Name": "#1003"])])
    #expect(report.rejects.counts.map(\.reason) == ["broken amount", "no customer"])
    #expect(report.orders == 2 && log.lineCount == 3)
  }

  @Test(arguments: [
    ("paid", "", "0.00", [90.0]), ("partially_refunded", "", "30.00", [60]),
    ("refunded", "", "105.00", []), ("voided", "", "", []), ("pending", "", "", []),
    ("authorized", "", "", []), ("partially_paid", "", "", [90]),
    ("paid", "2019-12-01 10:00:00 -0800", "0.00", []),
  ])
  func statuses(status: String, cancelled: String, refund: String, amounts: [Double]) throws {
    let order = Self.order([
      "Financial Status": status, "Cancelled at": cancelled, "Refunded Amount": refund,
      "Fulfillment Status": "unfulfilled",
    ])
    let (log, report) = try Self.read([order, Self.second])
    #expect(bought(log).map(\.amount) == amounts)
    #expect(report.orders == 1)
  }

  /// Paid on delivery: the goods went out before the money came.
  @Test func anUnpaidOrderThatWasFulfilledStands() throws {
    let order = Self.order(["Financial Status": "pending", "Paid at": ""])
    #expect(bought(try Self.read([order]).log).map(\.amount) == [90])
    let cancelled = order.merging(["Cancelled at": "2019-11-05 10:00:00 -0800"]) { $1 }
    #expect(bought(try Self.read([cancelled]).log).isEmpty)
  }

  /// A cancellation has a date of its own: until then the paid order stood.
  @Test func aCancelledOrderStandsUntilThen() throws {
    let (log, report) = try Self.read([
      Self.order(["Cancelled at": "2019-12-01 10:00:00 -0800"]), Self.second,
    ])
    #expect(bought(log, asOf: "2019-11-30").map(\.amount) == [90])
    #expect(bought(log, asOf: "2019-12-01").isEmpty && report.undatedRefunds == 0)
  }

  @Test func thePhoneStandsInForAMissingAddress() throws {
    let (log, report) = try Self.read([
      Self.first, Self.order(["Name": "#1004", "Email": "", "Phone": "'+15550100"]),
    ])
    #expect(log.customers == ["a@example.invalid", "+15550100"] && report.fallbackCustomers == 1)
  }

  /// 23:30 in Los Angeles is the next morning in Berlin; in summer the offset is another one.
  @Test(arguments: [
    (nil, ["2019-07-03", "2019-11-03"]),
    ("America/Los_Angeles", ["2019-07-03", "2019-11-03"]),
    ("Europe/Berlin", ["2019-07-04", "2019-11-04"]), ("+08:00", ["2019-07-04", "2019-11-04"]),
    ("UTC", ["2019-07-04", "2019-11-04"]), ("-10:00", ["2019-07-03", "2019-11-03"]),
  ])
  func daysAreThoseOfTheShop(zone: String?, days: [String]) throws {
    let (log, _) = try Self.read(
      [Self.first, Self.order(["Name": "#1", "Paid at": "2019-07-03 23:30:00 -0700"])], zone: zone)
    #expect(bought(log).map(\.day) == days)
  }
}
