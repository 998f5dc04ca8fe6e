import DelimitedText
import Testing

@testable import Churn

/// Several files of the same kind.
@Suite struct OrdersSeveralFilesTests {
  private let header = "order_id,customer_id,order_date,amount\n"

  @Test func monthsAreReadAsOne() throws {
    let (log, report) = try readAll([
      header + "1,a,2017-01-05,10\n2,b,2017-01-06,20\n", header + "3,a,2017-02-05,30\n",
    ])
    #expect(report.files.map(\.lines) == [2, 1] && report.lines == 3 && report.orders == 3)
    #expect(report.files.map(\.sha256?.count) == [64, 64] && report.sha256 == nil)
    #expect(report.firstDay == iso("2017-01-05") && report.lastDay == iso("2017-02-05"))
    #expect(report.files[0].lastDay == iso("2017-01-06"))
    #expect(
      bought(log) == [
        Bought("a", "2017-01-05", 10), Bought("a", "2017-02-05", 30), Bought("b", "2017-01-06", 20),
      ])
    #expect(report.warnings.isEmpty)
  }

  /// One file or its parts: the same log.
  @Test func partsMakeTheWhole() throws {
    let rows = (0..<60).map {
      "\($0 / 2),c\($0 / 2 % 7),2017-0\(1 + $0 / 30)-1\($0 / 2 % 9),\($0)\n"
    }
    let whole = try read(header + rows.joined())
    let parts = try readAll([
      header + rows[..<30].joined(), header + rows[30...].joined(),
    ])
    #expect(parts.log.customers == whole.log.customers)
    #expect(parts.log.lines.amount == whole.log.lines.amount)
    #expect(parts.report.orders == whole.report.orders && parts.report.orders == 30)
  }

  @Test func anOrderInTwoFilesIsTakenFromTheFirst() throws {
    let (log, report) = try readAll([
      header + "1,a,2017-01-05,10\n2,b,2017-01-31,20\n2,b,2017-01-31,5\n",
      header + "2,b,2017-01-31,99\n2,b,2017-01-31,1\n2,b,2017-01-31,1\n3,a,2017-02-05,30\n",
      header + "3,a,2017-02-05,31\n2,b,2017-01-31,1\n",
    ])
    #expect(bought(log).map(\.amount) == [10, 30, 25])
    #expect(report.files.map(\.repeatedOrders) == [0, 1, 2])
    #expect(report.files.map(\.repeatedLines) == [0, 3, 2])
    #expect(report.files.map(\.keptLines) == [3, 1, 0])
    #expect(report.warnings.contains { $0.contains("3 orders are in more than one file") })
  }

  /// Rows that continue an order which is left out are left out, too.
  @Test func ordersOfSeveralRowsAreLeftOutWhole() throws {
    let shopify = "Name,Email,Financial Status,Paid at,Lineitem quantity,Lineitem price,Subtotal\n"
    let order = "#1,a@x,paid,2019-11-03 23:30:00 -0800,1,5,15\n#1,,,,1,10,\n"
    let (log, report) = try readAll([
      shopify + order,
      shopify + order + "#2,a@x,paid,2019-12-03 23:30:00 -0800,1,7,7\n#2,,,,1,0,\n",
    ])
    #expect(report.repeatedOrders == 1 && report.repeatedLines == 2 && report.rejects.isEmpty)
    #expect(bought(log).map(\.amount) == [15, 7] && log.lineCount == 4)
  }

  @Test func withoutOrderIdsOverlapIsToldNotUndone() throws {
    let plain = "customer_id,order_date,amount\n"
    let files = [
      plain + "a,2017-01-05,10\nb,2017-01-31,20\n", plain + "b,2017-01-31,20\na,2017-02-05,1\n",
    ]
    let (log, report) = try readAll(files)
    #expect(log.lineCount == 4)
    #expect(report.warnings.contains { $0.contains("1.csv and 2.csv cover the same days") })
    let (_, apart) = try readAll([files[0], plain + "a,2017-02-05,1\n"])
    #expect(apart.warnings.isEmpty)
  }

  @Test func columnsThatOneFileLacks() throws {
    let (log, report) = try readAll([
      "order_id,customer_id,order_date,amount\n1,a,2017-01-05,10\n",
      "order_id,customer_id,order_date,amount,channel\n2,a,2017-02-05,5,web\n",
    ])
    #expect(log.lines.channel == [-1, 0] && log.channels == ["web"])
    #expect(report.files.map { $0.columns.count } == [4, 5])
  }

  @Test func shopSystemsAreNotMixed() {
    let error = error {
      try readAll([
        "订单编号,买家会员名,买家应付货款,订单付款时间\n1,a,5,2017-01-01\n", header + "1,a,2017-01-05,10\n",
      ])
    }
    #expect(error?.kind == .wrongData && error?.location?.file == "2.csv")
    #expect(error?.what.contains("generic") == true && error?.what.contains("taobao") == true)
  }

  /// The years of one shop system differ in columns.
  @Test func taobaoListsOfDifferentYears() throws {
    let files = [
      "taobao_ExportOrderList_2017_gb18030.csv", "taobao_ExportOrderList_2019_gb18030.csv",
    ]
    let (log, report) = try OrderLog.read(files.map(Export.input))
    #expect(report.orders == 6 && report.repeatedOrders == 6 && log.lineCount == 6)
  }

  @Test func rejectsNameTheirFile() throws {
    let (_, report) = try readAll([
      header + "1,a,2017-01-05,10\n", header + "2,,2017-01-06,1\n3,a,2017-01-06,1\n",
    ])
    #expect(report.rejects.list.map(\.file) == ["2.csv"])
    #expect(report.files.map(\.rejected) == [0, 1])
    let (_, single) = try readAll([header + "2,,2017-01-06,1\n3,a,2017-01-06,1\n"])
    #expect(single.rejects.list.map(\.file) == [nil])
  }

  /// A month of which most cannot be used is not hidden by the others.
  @Test func eachFileMustBeTrustworthy() {
    let good = header + (0..<20).map { "\($0),a,2017-01-05,10\n" }.joined()
    let error = error { try readAll([good, header + "x,a,soon,1\ny,a,2017-01-05,1\nz,b,?,1\n"]) }
    #expect(error?.kind == .wrongData && error?.location?.file == "2.csv")
    #expect(error?.what.contains("2 of 3") == true)
  }

  @Test func noFileIsWrongUsage() {
    #expect(error { try OrderLog.read([]) }?.kind == .usage)
  }
}
