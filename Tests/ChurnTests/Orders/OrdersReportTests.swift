import DelimitedText
import Testing

@testable import Churn

/// What is told of a reading.
@Suite struct OrdersReportTests {
  @Test func whatWasRecognisedMappedAndIgnored() throws {
    let (_, report) = try OrderLog.read(Export.input("taobao_ExportOrderList_2017_gb18030.csv"))
    let file = try #require(report.files.first)
    #expect(file.encoding == .gb18030 && file.content == .orders)
    #expect(file.columns.contains { $0.role == .customer && $0.header == "买家会员名" })
    #expect(file.fallbacks.map(\.header) == ["订单创建时间"])
    #expect(file.ignored.count == 36 && file.ignored.contains("收货人姓名"))
    #expect(
      file.statuses.first
        == OrderReadReport.Status(text: "交易关闭", meaning: .closed, isKnown: true, lines: 2))
  }

  @Test func jsonHasTheCounts() throws {
    let (_, report) = try readAll([
      "order_id,customer_id,order_date,amount\n1,a,2017-01-05,10\n2,a,2017-01-05,10\n",
      "order_id,customer_id,order_date,amount\n2,a,2017-01-05,1\n3,,2017-01-05,1\n4,a,2017-01-05,1\n",
    ])
    let json = JSONNode(report.json, file: "report")
    #expect(try json["lines"].int(in: 0...99) == 5)
    #expect(try json["orders"].int(in: 0...99) == 3)
    #expect(try json["repeated_orders"].int(in: 0...99) == 1)
    #expect(try json["rejects"][0]["reason"].string() == "no customer")
    #expect(try json["rejects"][0]["count"].int(in: 0...99) == 1)
    #expect(try json["files"].array().count == 2)
    #expect(try json["files"][1]["rejected"].int(in: 0...9) == 1)
    #expect(try json["files"][0]["columns"][0]["role"].string() == "customer")
    #expect(try json["last_day"].string() == "2017-01-05")
  }

  /// Nothing of a person: neither a name, an id, a phone nor an address.
  @Test(arguments: OrdersExportsTests.fixtures.map(\.file))
  func nothingOfAPersonIsShown(file: String) throws {
    let (log, report) = try OrderLog.read(Export.input(file))
    let text = report.json.pretty()
    for customer in log.customers where customer != "=cmd" {
      #expect(!text.contains(customer), "\(customer)")
    }
    for part in [
      "张三", "李四", "13800000000", "13900000000", "示例路", "@example.invalid", "351531314732",
    ] {
      #expect(!text.contains(part), "\(part)")
    }
  }

  @Test(arguments: [
    ("tb6120001", "aa9999999"), ("cat_猫", "aaa_文"), ("a.b@x.org", "a.a@a.aaa"), ("", ""),
    ("0123456789012345678901234567890", "999999999999999999999999999999…"),
  ])
  func shapesTellNoContent(text: String, shape: String) {
    #expect(IdentifierText.shape(of: text) == shape)
  }
}
