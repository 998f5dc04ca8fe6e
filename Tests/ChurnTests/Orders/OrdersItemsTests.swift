import DelimitedText
import Testing

@testable import Churn

/// Order lists joined with the lists of their items.
@Suite struct OrdersItemsTests {
  private let orders = "订单编号,买家会员名,买家应付货款,买家应付邮费,订单状态,订单创建时间,订单付款时间,退款金额,宝贝总数量\n"
  private let items = "子订单编号,主订单编号,标题,价格,购买数量,订单状态,商家编码,买家应付货款,退款金额\n"

  private func order(
    _ id: String, _ customer: String, _ amount: String, refund: String = "", paid: Bool = true,
    status: String = "交易成功"
  ) -> String {
    "=\"\(id)\",\(customer),\(amount),8.00,\(status),2026-01-18 10:00:00,"
      + (paid ? "2026-01-18 13:39:27" : "") + ",\(refund),9\n"
  }

  private func item(
    _ order: String, _ product: String, _ price: String, _ quantity: String, amount: String = "",
    refund: String = "无退款申请", status: String = "交易成功"
  ) -> String {
    "\(order)1,\(order),题,\(price),\(quantity),\(status),\(product),\(amount),\(refund)\n"
  }

  /// The files of 2017, in either order. Of the six orders three have items, four in all: one pan,
  /// a knife and a whetstone for 98.00, and a knife that was not paid.
  @Test(arguments: [false, true])
  func taobaoListsOf2017(itemsFirst: Bool) throws {
    let files = [
      "taobao_ExportOrderList_2017_gb18030.csv", "taobao_ExportOrderDetailList_2017_gb18030.csv",
    ]
    .map(Export.input)
    let (log, report) = try OrderLog.read(itemsFirst ? files.reversed() : files)
    #expect(report.files.map(\.preset) == ["taobao", "taobao-items"])
    #expect(report.orders == 6 && report.customers == 4 && report.rejects.isEmpty)
    #expect(report.joinedItems == 4 && report.unmatchedItems == 0)
    #expect(report.ordersWithoutItems == 3)
    #expect(
      bought(log) == [
        Bought("tb6120001", "2017-05-01", 98), Bought("tb6120001", "2017-07-08", 201.12),
        Bought("cat_猫", "2017-07-07", 200),
      ])
    let known = history(log, asOf: "2017-12-31")
    #expect(known.distinctProducts == 3 && known.occasions.map(\.items) == [2, 1])
    // 98.00 = 78.00 + 20.00 by list price.
    #expect(log.lines.amount[0...1].map { ($0 * 100).rounded() / 100 } == [78, 20])
  }

  @Test func theOrderListTellsTheMoney() throws {
    let (log, report) = try readAll([
      orders + order("1", "a", "90.00") + order("2", "b", "50.00", refund: "20.00"),
      items + item("1", "p", "60", "1", amount: "45") + item("1", "q", "15", "3", amount: "45")
        + item("2", "p", "50", "1", refund: "20.00"),
    ])
    #expect(report.joinedItems == 3 && report.orders == 2)
    #expect(log.lines.amount == [45, 45, 50])
    #expect(bought(log) == [Bought("a", "2026-01-18", 90), Bought("b", "2026-01-18", 30)])
    #expect(history(log, asOf: "2026-12-31").occasions.map(\.items) == [4])
    // Once an order, not once an item.
    #expect(history(log, asOf: "2026-12-31").postage == 8)
    #expect(report.undatedRefunds == 1)
  }

  @Test func aClosedOrderClosesItsItems() throws {
    let (log, _) = try readAll([
      orders + order("1", "a", "90.00", paid: false, status: "交易关闭") + order("2", "b", "5.00"),
      items + item("1", "p", "60", "1") + item("1", "q", "15", "2") + item("2", "q", "5", "1"),
    ])
    #expect(bought(log).map(\.customer) == ["b"])
  }

  /// The lists of 2016 have no refunds; then those of the items count.
  @Test func itemsTellRefundsThatTheOrdersDoNot() throws {
    let header = "订单编号,买家会员名,买家应付货款,订单状态,订单付款时间\n"
    let (log, _) = try readAll([
      header + "1,a,90,交易成功,2026-01-18 13:39:27\n",
      items + item("1", "p", "60", "1", refund: "25.00")
        + item("1", "q", "30", "1", status: "付款以后用户退款成功，交易自动关闭"),
    ])
    let known = history(log, asOf: "2026-12-31")
    #expect(known.occasions.map { ($0.amount * 100).rounded() / 100 } == [35])
    #expect(known.distinctProducts == 1)
  }

  @Test func thePostageOfItemsIsTheirLargest() throws {
    let header = "订单编号,买家会员名,买家应付货款,订单状态,订单付款时间\n"
    let list = "主订单编号,标题,价格,购买数量,买家应付邮费\n1,A,10,1,6.00\n1,B,20,1,6.00\n"
    let (log, _) = try readAll([header + "1,a,30,交易成功,2026-01-18 13:39:27\n", list])
    #expect(history(log, asOf: "2026-12-31").postage == 6)
  }

  @Test func itemsOfUnknownOrdersAreCounted() throws {
    let (_, report) = try readAll([
      orders + order("1", "a", "90.00"),
      items + item("1", "p", "60", "1") + item("7", "p", "1", "1"),
    ])
    #expect(report.unmatchedItems == 1 && report.rejects.isEmpty)
    #expect(report.warnings.contains { $0.contains("1 items belong to orders") })
    let error = error {
      try readAll([orders + order("1", "a", "90.00"), items + item("7", "p", "60", "1")])
    }
    #expect(error?.what.contains("no item belongs") == true && error?.location?.file == "2.csv")
  }

  @Test func itemsInTwoListsCountOnce() throws {
    let list = items + item("1", "p", "60", "1") + item("1", "q", "30", "1")
    let (log, report) = try readAll([orders + order("1", "a", "90.00"), list, list])
    #expect(report.joinedItems == 2 && report.repeatedOrders == 1 && report.repeatedLines == 2)
    #expect(history(log, asOf: "2026-12-31").occasions.map(\.items) == [2])
  }

  @Test func aRuinedIdInAnItemListIsRefused() {
    let error = error {
      try readAll([
        orders + order("1", "a", "90.00"),
        items + item("1", "p", "1", "1") + item("2.6E+18", "p", "1", "1"),
      ])
    }
    #expect(error?.what.contains("scientific notation") == true)
    #expect(error?.location?.file == "2.csv" && error?.location?.line == 3)
  }

  @Test func youzanItems() throws {
    let headers = try Export.headers()
    let orderHeader = try #require(headers.first { $0.name == "youzan_orders_2026" }).header
    let itemHeader = try #require(headers.first { $0.name == "youzan_items_2022" }).header
    let (log, report) = try readAll([
      table(
        orderHeader,
        [
          [
            "订单号": "E1", "买家手机号": "\t13800000000", "买家付款时间": "2026-06-19 10:01:00",
            "订单实付金额": "38", "运费": "8", "订单状态": "交易完成",
          ]
        ]),
      table(
        itemHeader,
        [
          ["订单号": "E1", "商品名称": "蛋糕", "商品类目": "甜", "商品单价": "20", "商品数量": "1", "商品实际成交金额": "20"],
          ["订单号": "E1", "商品名称": "茶", "商品类目": "饮", "商品单价": "5", "商品数量": "2", "商品实际成交金额": "10"],
        ]),
    ])
    #expect(report.files.map(\.preset) == ["youzan", "youzan-items"])
    #expect(log.lines.amount == [20, 10])
    #expect(history(log, asOf: "2026-12-31").distinctCategories == 2)
  }
}
