import DelimitedText
import Testing

@testable import Churn

/// Plugins of WooCommerce, by their true headers.
@Suite struct OrdersWooCommerceTests {
  private func read(
    _ name: String, _ rows: [[String: String]]
  ) throws -> (log: OrderLog, report: OrderReadReport) {
    let header = try #require(try Export.headers().first { $0.name == name }).header
    return try readAll(["\u{FEFF}" + table(header, rows)])
  }

  @Test func oneRowAnItem() throws {
    let order = [
      "order_id": "5", "order_number": "5", "date": "2016-05-31 00:37:12", "status": "processing",
      "shipping_total": "4.00", "order_total": "34.00", "refunded_total": "0.00",
      "customer_id": "0", "billing_email": "a@x",
    ]
    let items = [
      ["item_name": "A", "item_price": "10.00", "item_quantity": "1", "item_sku": "s"],
      ["item_name": "B", "item_price": "10.00", "item_quantity": "2", "item_product_id": "9"],
    ]
    let (log, report) = try read(
      "woocommerce_skyverge_one_row_per_item", items.map { order.merging($0) { $1 } })
    #expect(report.orders == 1 && bought(log) == [Bought("a@x", "2016-05-31", 30)])
    #expect(log.lines.amount == [10, 20])
    #expect(history(log, asOf: "2016-12-31").distinctProducts == 2)
  }

  /// Customer 0 is a guest: without an address nobody knows who it was.
  @Test func guestsAreNobody() throws {
    let rows = [("1", "12", ""), ("2", "12", ""), ("3", "0", "")].map {
      [
        "order_id": $0.0, "customer_id": $0.1, "billing_email": $0.2, "order_total": "5",
        "date": "2016-05-31 00:37:12", "status": "completed",
      ]
    }
    let (log, report) = try read("woocommerce_skyverge_default", rows)
    #expect(log.customers == ["12"] && report.orders == 2)
    #expect(report.rejects.counts.map(\.reason) == ["no customer"])
  }

  @Test func webToffee() throws {
    let rows = [
      [
        "order_id": "1", "order_date": "2020-01-01 10:00:00", "paid_date": "2020-01-02 10:00:00",
        "status": "wc-completed", "order_total": "$1,015.00", "shipping_total": "15.00",
        "billing_email": "", "customer_email": "a@x",
      ].mapValues { "\"\($0)\"" },
      [
        "order_id": "2", "order_date": "2020-01-05 10:00:00", "status": "wc-on-hold",
        "order_total": "7", "billing_email": "a@x",
      ],
    ]
    let (log, report) = try read("woocommerce_webtoffee", rows)
    #expect(report.preset == "woocommerce-webtoffee" && report.orders == 2)
    #expect(bought(log) == [Bought("a@x", "2020-01-02", 1000)])
    #expect(report.neverPaidLines == 1)
  }

  @Test func algolPlus() throws {
    let order = [
      "Order Number": "1", "Order Status": "Completed", "Order Date": "2020-01-01 10:00",
      "Email (Billing)": "a@x", "Order Shipping Amount": "5", "Order Total Amount": "35",
      "Order Refund Amount": "10",
    ]
    let rows = [("s", "10"), ("t", "20")].map { item in
      order.merging(["SKU": item.0, "Quantity": "1", "Item Cost": item.1]) { $1 }
    }
    let (log, report) = try read("woocommerce_algolplus", rows)
    #expect(report.orders == 1 && bought(log) == [Bought("a@x", "2020-01-01", 20)])
  }
}
