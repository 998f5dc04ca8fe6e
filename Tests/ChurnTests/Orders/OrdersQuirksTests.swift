import DelimitedText
import Testing

@testable import Churn

/// The quirks of shop exports, one after the other, in hand-made files.
@Suite struct OrdersQuirksTests {
  private let taobao = "订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,订单状态,订单创建时间,订单付款时间 ,退款金额\n"

  /// A line of a Taobao order list.
  private func line(
    _ order: String, _ customer: String, amount: String = "10.00", postage: String = "0.00",
    total: String = "", status: String = "交易成功", created: String = "2017-07-08 00:42:32",
    paid: String = "2017-07-08 00:43:10", refund: String = ""
  ) -> String {
    [order, customer, amount, postage, total, status, created, paid, refund]
      .joined(separator: ",") + "\n"
  }

  // MARK: Ids

  @Test(arguments: [
    ("=\"0035153131473293579\"", "0035153131473293579"), ("\"=\"\"0077\"\"\"", "0077"),
    ("'13800000000", "13800000000"), ("\"\t6917926768800000001\"", "6917926768800000001"),
    ("\t 007 \t", "007"), ("1234567890123456789", "1234567890123456789"), ("'=cmd", "=cmd"),
    ("'abc", "'abc"), ("12E4", "12E4"), ("1e5", "1e5"), ("E+17", "E+17"),
  ])
  func idsComeOutAsTheyWentIn(cell: String, id: String) throws {
    let (log, _) = try read(taobao + line("1", cell))
    #expect(log.customers == [id])
    let (plain, _) = try read("customer,date\n\(cell),2020-01-01\n")
    #expect(plain.customers == [id])
  }

  @Test(arguments: ["1.23E+17", "3.51532E+16", "1E+19", "1.5e17", "2e+05", "=\"1.23E+17\""])
  func aRuinedIdIsRefusedWithThePlace(cell: String) throws {
    let texts = [
      ("买家会员名", taobao + line("1", "a") + line("2", cell)),
      ("订单编号", taobao + line("1", "a") + line(cell, "a")),
    ]
    for (column, text) in texts {
      let error = readError(text)
      #expect(error?.kind == .wrongData && error?.location?.line == 3)
      #expect(error?.location?.column == column)
      #expect(error?.location?.value?.contains(cell.filter { $0 != "\"" && $0 != "=" }) == true)
      #expect(error?.what.contains("scientific notation") == true)
      #expect(error?.advice.contains("Export the file again") == true)
    }
  }

  @Test func twoIdsThatDifferInTheLastOfNineteenDigits() throws {
    let (log, report) = try read(
      taobao + line("=\"1234567890123456781\"", "a") + line("=\"1234567890123456782\"", "a"))
    #expect(report.orders == 2)
    #expect(bought(log) == [Bought("a", "2017-07-08", 20)])
  }

  @Test(arguments: ["null", "'null", "=\"\"", "-", "——", " ", "\"\t\""])
  func aMissingCustomerIsRejected(cell: String) throws {
    let (_, report) = try read(taobao + line("1", "a") + line("2", cell))
    #expect(report.rejects.counts.map(\.reason) == ["no customer"])
    #expect(report.rejects.list.first?.column == "买家会员名" && report.rejects.list.first?.line == 3)
  }

  @Test func maskedCustomersAreNoKey() throws {
    let (_, report) = try read(taobao + line("1", "a") + line("2", "张**") + line("3", "b"))
    #expect(report.rejects.counts.map(\.reason) == ["masked customer"])
    let error = readError(taobao + line("1", "a") + line("2", "t**1") + line("3", "王*"))
    #expect(error?.what.contains("no stable customer key: 2 of 3 lines") == true)
    #expect(error?.location?.line == 3)
  }

  // MARK: Money

  @Test(arguments: [
    ("12", 12.0), ("12.50元", 12.5), ("0元", 0), ("\"1,299.00\"", 1299), ("\"1,299\"", 1299),
    ("￥8.80", 8.8), ("\"$1,299.00\"", 1299), ("'5.00", 5), ("\"€45,50\"", 45.5),
    ("\"1,234,567.5\"", 1_234_567.5), ("\"\t7.00\"", 7),
  ])
  func moneyAsItIsWritten(cell: String, amount: Double) throws {
    let (log, report) = try read(taobao + line("1", "a", amount: cell))
    #expect(report.rejects.isEmpty)
    #expect(bought(log) == [Bought("a", "2017-07-08", amount)])
  }

  @Test(arguments: ["1e999", "inf", "\"1,5\"", "\"1,2345\"", "\",5\"", "5 or 6", "--5", "元"])
  func whatIsNoMoneyIsRejected(cell: String) throws {
    let (_, report) = try read(taobao + line("1", "a") + line("2", "b", amount: cell))
    #expect(report.rejects.counts.map(\.reason) == ["broken amount"])
  }

  /// In a plain file 1,299 may be 1.299: no guess.
  @Test func plainFilesNeedMoreThanOneComma() throws {
    func reasons(_ cell: String) throws -> [String] {
      try read("customer,date,amount\na,2020-01-01,1\nb,2020-01-01,\(cell)\n")
        .report.rejects.counts.map(\.reason)
    }
    #expect(try reasons("\"1,299\"") == ["broken amount"])
    #expect(try reasons("\"1,5\"") == ["broken amount"])
    #expect(try reasons("\"1,299.00\"") == [] && reasons("\"$1,299\"") == [])
  }

  @Test(arguments: ["", "null", "'null", "无退款申请", "-", "——", "0.00", "0元"])
  func aRefundThatIsNone(cell: String) throws {
    let (log, report) = try read(taobao + line("1", "a", refund: cell))
    #expect(report.rejects.isEmpty && report.undatedRefunds == 0)
    #expect(bought(log) == [Bought("a", "2017-07-08", 10)])
  }

  @Test func postageIsTakenOffATotal() throws {
    let text =
      taobao + line("1", "a", amount: "", postage: "8.00", total: "30.00")
      + line("2", "b", amount: "25.00", postage: "8.00", total: "33.00")
    let (log, _) = try read(text)
    #expect(bought(log).map(\.amount) == [22, 25])
    #expect(log.lines.postage == [8, 8])
  }

  // MARK: Statuses

  @Test(arguments: [
    ("等待买家付款", "", false), ("买家已付款，等待卖家发货", "2017-07-08 00:43:10", true),
    ("\"买家已付款,等待卖家发货\"", "2017-07-08 00:43:10", true),
    ("卖家已发货，等待买家确认", "2017-07-08 00:43:10", true), ("交易成功", "2017-07-08 00:43:10", true),
    ("交易关闭", "", false), ("交易关闭", "2017-07-08 00:43:10", false),
    ("付款以后用户退款成功，交易自动关闭", "2017-07-08 00:43:10", false),
    ("\"付款以后用户退款成功,交易自动关闭\"", "2017-07-08 00:43:10", false),
  ])
  func taobaoStatuses(status: String, paid: String, isPurchase: Bool) throws {
    let (log, report) = try read(taobao + line("1", "a", status: status, paid: paid))
    #expect(bought(log).isEmpty == !isPurchase)
    #expect(report.files[0].statuses.map(\.isKnown) == [true])
    #expect(report.orders == 1 && report.rejects.isEmpty)
  }

  /// Closed means refunded only where something was paid.
  @Test func closedOrdersAreUnpaidOrRefunded() throws {
    let (log, report) = try read(
      taobao + line("1", "a", status: "交易关闭", paid: "") + line("2", "b", status: "交易关闭"))
    #expect(report.neverPaidLines == 1 && report.undatedRefunds == 1)
    #expect(history(log, 0, asOf: "2017-12-31").refundedAmount == 0)
    #expect(history(log, 1, asOf: "2017-12-31").refundedAmount == 10)
  }

  @Test func aStatusThatIsNotKnownStandsWithAWarning() throws {
    let (log, report) = try read(taobao + line("1", "a", status: "新状态"))
    #expect(bought(log).count == 1)
    #expect(report.files[0].statuses.map(\.isKnown) == [false])
    #expect(report.warnings.contains { $0.contains("新状态") })
  }

  // MARK: Times

  @Test(arguments: ["2016/5/23 22:02", "2016-05-23 22:02:11", "\"\t2016-05-23 22:02:11\""])
  func timesAsSpreadsheetsLeaveThem(paid: String) throws {
    let (log, _) = try read(taobao + line("1", "a", paid: paid))
    #expect(bought(log).map(\.day) == ["2016-05-23"])
  }

  @Test func theTimeOfAnOrderIsItsPaymentElseItsCreation() throws {
    let (log, _) = try read(
      taobao + line("1", "a", created: "2017-01-01 10:00:00", paid: "2017-01-03 10:00:00")
        + line("2", "b", created: "2017-01-01 10:00:00", paid: ""))
    #expect(bought(log).map(\.day) == ["2017-01-03", "2017-01-01"])
  }

  // MARK: Shape

  @Test func aFieldMoreOrLessAtTheEndIsNoHarm() throws {
    let plain = "customer,date,amount"
    #expect(try read(plain + "\na,2020-01-01,5,\n").report.rejects.isEmpty)
    #expect(try read(plain + ",\na,2020-01-01,5\nb,2020-01-01,5,\n").report.rejects.isEmpty)
    let (_, report) = try read(plain + "\na,2020-01-01,5\nb,2020-01-01,5,x\nc,2020-01-01,5\n")
    #expect(report.rejects.counts.map(\.reason) == [Reject.tooManyFields])
    let (_, short) = try read(plain + "\na,2020-01-01,5\nb,2020-01-01\nc,2020-01-01,5\n")
    #expect(short.rejects.counts.map(\.reason) == [Reject.tooFewFields])
  }

  /// 分销员 is there twice in Youzan's header, and nobody asks for it.
  @Test func aHeaderThatIsThereTwice() throws {
    let header = try #require(try Export.headers().first { $0.name == "youzan_orders_2026" }).header
    #expect(header.count { $0 == "分销员" } == 2)
    let text = table(
      header,
      [
        [
          "订单号": "E1", "买家手机号": "138****0000", "买家昵称": "甲", "订单创建时间": "2026-06-19",
          "订单实付金额": "108.00", "运费": "8.00", "订单状态": "交易完成",
        ]
      ])
    let (log, report) = try read(text)
    #expect(bought(log) == [Bought("甲", "2026-06-19", 100)])
    #expect(report.fallbackCustomers == 1)
    #expect(report.warnings.contains { $0.contains("no 买家手机号") })
    #expect(readError(text, columns: "channel=分销员")?.what.contains("twice") == true)
  }

  @Test func pinduoduoIsRefusedWithTheReason() throws {
    let header = try #require(try Export.headers().first { $0.name == "pdd_orders" }).header
    let row = [
      "订单号": "\t200101-1\t", "订单成交时间": "\t2020-01-01 10:00:00\t", "用户实付金额(元)": "12.00",
      "邮费(元)": "2.00", "订单状态": "已发货，退款成功", "商家备注": "会员7",
    ]
    let error = readError(table(header, [row]))
    #expect(error?.kind == .wrongData)
    #expect(error?.what.contains("no stable customer key") == true)
    #expect(error?.what.contains("no column for the buyer") == true)
    // A shop that notes its member numbers can say so.
    let kept = row.merging(["订单号": "\t200101-2\t", "订单状态": "已收货"]) { $1 }
    let (log, _) = try read(table(header, [row, kept]), columns: "customer=商家备注")
    #expect(bought(log) == [Bought("会员7", "2020-01-01", 10)])
  }
}
