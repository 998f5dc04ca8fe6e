import DelimitedText
import Testing

@testable import Churn

/// The fixtures of `Exports`, read without options. The numbers were counted by eye in the files.
@Suite struct OrdersExportsTests {
  struct Fixture: CustomStringConvertible {
    var file: String
    var preset: String
    var customers: [String]
    var orders: Int
    var bought: [Bought]
    var items: [Double]

    var description: String { file }
  }

  /// tb6120001 bought twice; 买家小明 never paid; cat_猫 got 989.00 back and 36.55 of 236.55; the
  /// fourth has not paid yet.
  private static let taobao = [
    Bought("tb6120001", "2017-05-01", 98), Bought("tb6120001", "2017-07-08", 201.12),
    Bought("cat_猫", "2017-07-07", 200),
  ]

  private static func list(_ file: String) -> Fixture {
    Fixture(
      file: file, preset: "taobao", customers: ["tb6120001", "买家小明", "cat_猫", "㐀𠀀生僻字"], orders: 6,
      bought: taobao, items: [2, 1, 1])
  }

  static let fixtures = [
    list("taobao_ExportOrderList_2017_gb18030.csv"), list("taobao_ExportOrderList_2017_utf8.csv"),
    list("taobao_ExportOrderList_2019_gb18030.csv"),
    // Two lines of one order of 932.45, and a deleted one that was to be paid on delivery.
    Fixture(
      file: "jd_orders_2016_gbk.csv", preset: "jd", customers: ["rds0000001", "jd_000002"],
      orders: 2, bought: [Bought("rds0000001", "2015-12-31", 932.45)], items: [2]),
    // One order of 100, and a closed one of which 88 went back.
    Fixture(
      file: "youzan_orders_2026_utf8.csv", preset: "youzan", customers: ["13800000000"], orders: 2,
      bought: [Bought("13800000000", "2026-06-19", 100)], items: [.nan]),
    // One address in both orders, the second refunded.
    Fixture(
      file: "woocommerce_skyverge_default_utf8.csv", preset: "woocommerce-skyverge",
      customers: ["a@example.invalid"], orders: 2,
      bought: [Bought("a@example.invalid", "2016-05-31", 30)], items: [.nan]),
    // Completed, refunded, on hold.
    Fixture(
      file: "woocommerce_analytics_orders_utf8_bom.csv", preset: "woocommerce-analytics",
      customers: ["Jane Doe", "Jean Dupont", "=cmd"], orders: 3,
      bought: [Bought("Jane Doe", "2024-03-01", 1299)], items: [3]),
  ]

  @Test(arguments: fixtures)
  func isReadAsACarefulReaderWould(_ fixture: Fixture) throws {
    let (log, report) = try OrderLog.read(Export.input(fixture.file))
    #expect(report.preset == fixture.preset)
    #expect(log.customers == fixture.customers)
    #expect(report.customers == fixture.customers.count && report.orders == fixture.orders)
    #expect(bought(log) == fixture.bought)
    #expect(report.rejects.isEmpty && report.keptLines == report.lines)
    var items: [Double] = []
    for code in log.customers.indices {
      items += history(log, code, asOf: "2199-12-31").occasions.map(\.items)
    }
    #expect(items.map(\.description) == fixture.items.map(\.description))
  }

  @Test func namesAreNoReliableKey() throws {
    let (_, report) = try OrderLog.read(
      Export.input("woocommerce_analytics_orders_utf8_bom.csv"))
    #expect(report.warnings.contains { $0.contains("by name only") })
  }

  @Test(arguments: [
    ("douyin_orders_2026_utf8_bom.csv", "masks name, phone and address"),
    ("taobao_ExportOrderDetailList_2017_gb18030.csv", "item list"),
    ("taobao_item_list_2026_gbk.csv", "item list"),
  ])
  func isRefusedWithoutACustomerKey(file: String, reason: String) {
    let error = error { try OrderLog.read(Export.input(file)) }
    #expect(error?.kind == .wrongData)
    #expect(error?.what.contains("no stable customer key") == true)
    #expect(error?.what.contains(reason) == true)
    #expect(error?.location?.file.hasSuffix(file) == true)
  }

  /// An order of 20.00 with a gift that was closed, one of 28.90 and one of 15.90 refunded after all.
  @Test func douyinWithAColumnForTheBuyer() throws {
    var options = OrderReadOptions()
    options.columns = [.customer: "收件人手机号"]
    let masked = error {
      try OrderLog.read(Export.input("douyin_orders_2026_utf8_bom.csv"), options)
    }
    #expect(masked?.what.contains("4 of 4 lines have a masked customer") == true)
    options.columns = [.customer: "商品规格"]
    let (log, report) = try OrderLog.read(
      Export.input("douyin_orders_2026_utf8_bom.csv"), options)
    #expect(report.orders == 4 && log.customers == ["1袋", "默认"])
    #expect(bought(log) == [Bought("1袋", "2026-09-25", 20)])
  }
}
