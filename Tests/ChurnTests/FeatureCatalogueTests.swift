import DelimitedText
import Modeling
import Testing

@testable import Churn

private let byHandValues: [(String, Double)] = [
  ("orders", 4.0), ("recency_days", 30), ("tenure_days", 152), ("age_at_last_days", 122),
  ("cycle_mean_days", 122.0 / 3), ("cycle_sd_days", 46.60829682935575),
  ("recency_over_cycle", 90.0 / 122), ("total_amount", 80), ("mean_amount", 20),
  ("first_amount", 10), ("last_amount", 45), ("amount_trend", 0.5), ("items", 12),
  ("items_per_order", 3), ("orders_last_30", 0), ("orders_last_90", 1), ("orders_last_180", 4),
  ("orders_last_365", 4), ("active_months", 4), ("distinct_products", 2),
  ("distinct_categories", 1), ("discount_share", 5.0 / 85), ("refund_share", 5.0 / 85),
  ("postage_share", 3.0 / 80), ("weekend_share", 0.5),
]

@Suite struct FeatureCatalogueTests {
  @Test func columnsStandInTheContractsOrder() {
    #expect(
      FeatureCatalogue.definitions.map(\.name) == [
        "orders", "recency_days", "tenure_days", "age_at_last_days", "cycle_mean_days",
        "cycle_sd_days", "recency_over_cycle", "total_amount", "mean_amount", "first_amount",
        "last_amount", "amount_trend", "items", "items_per_order", "orders_last_30",
        "orders_last_90", "orders_last_180", "orders_last_365", "active_months",
        "distinct_products", "distinct_categories", "discount_share", "refund_share",
        "postage_share", "weekend_share", "first_channel",
      ])
  }

  @Test func everyColumnIsPrintedWithUnitAndMeaning() {
    let text = FeatureCatalogue.markdown
    for definition in FeatureCatalogue.definitions {
      #expect(text.contains("| \(definition.name) | \(definition.unit) | \(definition.meaning) |"))
      #expect(!definition.unit.isEmpty && !definition.meaning.isEmpty)
    }
    for name in ["customer_id", "as_of", "churned"] { #expect(text.contains("\n| \(name) |")) }
  }

  /// Every feature of one customer by hand, D = 2020-07-01.
  ///
  /// 01-31 Fri: 10 (2 units, product 0, web, discount 5, postage 2); 02-01 Sat: 20 of which 5 went
  /// back on 02-10 (1 unit, product 1); 03-01 Sun: two lines of one order, 4 + 6 (4 units);
  /// 05-05: 100, cancelled; 06-01 Mon: 45 (5 units, product 0).
  @Test(arguments: byHandValues)
  func byHand(name: String, value: Double) throws {
    let log = handLog([
      HandLine(
        customer: "a", date: "2020-01-31", amount: 10, quantity: 2, product: 0, category: 0,
        channel: 0, discount: 5, postage: 2),
      HandLine(
        customer: "a", date: "2020-02-01", amount: 20, product: 1, channel: 1, postage: 1,
        known: [(.refund, "2020-02-10", 5)]),
      HandLine(customer: "a", date: "2020-03-01", amount: 4, quantity: 1, order: 3, category: 0),
      HandLine(customer: "a", date: "2020-03-01", amount: 6, quantity: 3, order: 3),
      HandLine(
        customer: "a", date: "2020-05-05", amount: 100, product: 5, discount: 9, postage: 9,
        known: [(.neverPaid, "2020-05-06", 0)]),
      HandLine(customer: "a", date: "2020-06-01", amount: 45, quantity: 5, product: 0),
    ]).log
    let snapshot = try features(of: log, asOf: iso("2020-07-01"))
    #expect(abs(numbers(snapshot, name)[0] - value) < 1e-12)
    #expect(
      snapshot.features.column(named: "first_channel")?.values
        == .categorical(codes: [0], levels: ["web", "shop"]))
  }

  @Test func sharesOfNothingAreMissing() throws {
    let log = handLog([HandLine(customer: "a", date: "2020-01-31")]).log
    let snapshot = try features(of: log, asOf: iso("2020-07-01"))
    for name in ["discount_share", "refund_share", "postage_share", "amount_trend"] {
      #expect(numbers(snapshot, name)[0].isNaN)
    }
    #expect(numbers(snapshot, "mean_amount") == [0])
  }
}
