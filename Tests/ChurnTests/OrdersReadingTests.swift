import DelimitedText
import Testing

@testable import Churn

/// Reads a hand-made file.
func read(
  _ text: String, columns: String? = nil, preset: String? = nil, minimumAmount: Double = 0
) throws -> (log: OrderLog, report: OrderReadReport) {
  var options = OrderReadOptions()
  options.preset = preset
  options.minimumAmount = minimumAmount
  if let columns { options.columns = try OrderRole.parse(columns: columns) }
  return try OrderLog.read(.bytes(Array(text.utf8), name: "orders.csv"), options)
}

/// The error that reading a hand-made file ends with.
func readError(_ text: String, columns: String? = nil, preset: String? = nil) -> LocatedError? {
  do {
    _ = try read(text, columns: columns, preset: preset)
    return nil
  } catch { return error as? LocatedError }
}

@Suite struct OrdersReadingTests {
  @Test func plainEnglishHeadersNeedNoOption() throws {
    let (log, report) = try read(
      """
      Customer ID,Order Date,Quantity,Amount
      007,2020-01-05,2,9.50
      7,2020/1/6 10:00,1,3
      007,20200104,1,0
      """)
    #expect(report.preset == "generic")
    #expect(report.columns.map(\.role) == [.customer, .time, .amount, .quantity])
    #expect(log.customers == ["007", "7"])
    #expect(log.lines.amount == [0, 9.5, 3])
    #expect(report.lines == 3 && report.orders == 3 && report.customers == 2)
    #expect(report.firstDay == Day("2020-01-04") && report.lastDay == Day("2020-01-06"))
    #expect(log.dataEnd == Day("2020-01-06"))
    #expect(report.sha256?.count == 64)
    #expect(report.warnings.isEmpty)
  }

  @Test func priceTimesQuantityStandsInForTheAmount() throws {
    let (log, _) = try read("customer,date,price,qty\na,2020-01-01,2.5,4\n")
    #expect(log.lines.amount == [10] && log.hasAmounts)
  }

  @Test func withoutAmountsMoneyIsEmpty() throws {
    let (log, _) = try read("customer,date\na,2020-01-01\n")
    #expect(!log.hasAmounts && log.lines.amount.isEmpty)
  }

  @Test func rejectsAreCountedByReason() throws {
    let (log, report) = try read(
      """
      customer,date,amount,quantity,refund,refund_date,discount
      a,2020-01-01,1,1,,,
      a,2020-01-01,1,1,,,
      a,2020-01-02,1,1,2,2020-01-09,
      b,2020-01-02,1,1,2,,
      c,2020-01-02,1,1,,,
      d,2020-01-02,1,1,,,
      e,2020-01-02,1,1,,,
      e,2020-01-03,1,1,,,
      e,2020-01-04,1,1,,,
      e,2020-01-05,1,1,,,
      ,2020-01-08,1,1,,,
      a,2020-02-30,1,1,,,
      a,,1,1,,,
      a,2020-01-01,x,1,,,
      a,2020-01-01,1e999,1,,,
      a,2020-01-01,,1,,,
      a,2020-01-01,-1,1,,,
      a,2020-01-01,1
      a,2020-01-01,1,1,1,soon,
      a,2020-01-01,1e308,1,,,
      """)
    #expect(log.lineCount == 10)
    let reasons = Dictionary(
      uniqueKeysWithValues: report.rejects.counts.map { ($0.reason, $0.count) })
    #expect(
      reasons == [
        "no customer": 1, "broken date": 1, "no date": 1, "broken amount": 2, "no amount": 1,
        "negative amount": 1, "fewer fields than the header": 1, "broken refund_date": 1,
        "amount out of range": 1,
      ])
    #expect(report.duplicateLines == 1)
    #expect(report.undatedRefunds == 1)
    #expect(report.warnings.count == 2)
    #expect(report.lastDay == Day("2020-01-08"))
    #expect(log.dataEnd == Day("2020-01-08"))
  }

  @Test func aFileOfWhichMostIsRejectedIsWrong() {
    let error = readError("customer,date\na,2020-01-01\na,x\na,y\n")
    #expect(error?.kind == .wrongData)
    #expect(error?.what.contains("2 of 3") == true)
  }

  @Test(arguments: [
    ("", LocatedError.Kind.wrongData), ("customer,date\n", .wrongData),
    ("who,when\na,b\n", .wrongData), ("customer,customer,date\na,b,2020-01-01\n", .wrongData),
  ])
  func wrongFiles(text: String, kind: LocatedError.Kind) {
    #expect(readError(text)?.kind == kind)
  }

  @Test func anUnknownHeaderIsListed() {
    let error = readError("who,when\na,b\n")
    #expect(error?.advice.contains("\"who\", \"when\"") == true)
    #expect(error?.advice.contains("--columns customer=") == true)
  }

  @Test func columnsNameWhatThePresetDoesNot() throws {
    let text = "master_customer_id,sample_customer_id,order_date,amount\n04,1,2020-01-01,5\n"
    #expect(readError(text)?.kind == .wrongData)
    let (log, _) = try read(text, columns: "customer=sample_customer_id")
    #expect(log.customers == ["1"])
    #expect(readError(text, columns: "customer=nobody")?.kind == .wrongData)
  }

  /// A header taken by --columns is not taken again by a synonym.
  @Test func aHeaderPlaysOneRole() throws {
    let (_, report) = try read(
      "customer,order,date\na,2020-01-01,x\n", columns: "time=order")
    #expect(report.columns.map(\.header) == ["customer", "order"])
  }

  @Test func statusesThatAreNoPurchase() throws {
    let (log, report) = try read(
      """
      customer,date,amount,status,status_date
      a,2020-01-01,1,completed,
      a,2020-01-02,2,Cancelled,
      a,2020-01-03,4,pending_payment,2020-01-08
      a,2020-01-04,8,REFUNDED,2020-01-10
      a,2020-01-05,16,,
      """)
    #expect(report.undatedRefunds == 1)
    #expect(history(log, asOf: "2020-01-07").totalAmount == 29)
    #expect(history(log, asOf: "2020-01-09").totalAmount == 25)
    let last = history(log, asOf: "2020-01-10")
    #expect(last.totalAmount == 17 && last.orderedAmount == 25 && last.refundedAmount == 8)
  }

  @Test func negativeQuantitiesCancelInPlainFilesToo() throws {
    let (log, report) = try read(
      """
      customer,date,amount,quantity,product
      a,2020-01-01,10,2,p
      a,2020-01-05,-5,-1,p
      a,2020-01-06,-5,-1,q
      a,2020-01-07,5,0,q
      """)
    #expect(report.cancellations == 2 && report.unmatchedCancellations == 1)
    #expect(report.zeroQuantityLines == 1)
    #expect(history(log, asOf: "2020-12-31").occasions.map(\.amount) == [5])
  }

  @Test func onlineRetailRules() throws {
    let (log, report) = try read(
      """
      InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
      1,A,"x, y",6,2010-12-01 08:26:00,2.5,17850,UK
      1,B,z,1,2010-12-01 08:26:00,0,17850,UK
      C2,A,"x, y",-2,2010-12-03 08:26:00,2.5,17850,UK
      c3,B,z,-1,2010-12-03 08:26:00,2.5,17850,UK
      4,A,z,1,2010-12-04 08:26:00,-5,,UK
      """)
    #expect(report.preset == "online-retail")
    #expect(report.cancellations == 2 && report.unmatchedCancellations == 1)
    #expect(report.pricelessLines == 1 && report.rejects.count == 1)
    #expect(history(log, asOf: "2010-12-02").totalAmount == 15)
    #expect(history(log, asOf: "2010-12-03").totalAmount == 10)
    #expect(log.dataEnd == Day("2010-12-04"))
  }

  @Test func aPresetNeedsTheColumnsOfItsRules() {
    let error = readError("CustomerID,InvoiceDate\na,2020-01-01\n", preset: "online-retail")
    #expect(error?.kind == .wrongData)
    #expect(error?.what.contains("price") == true)
  }

  @Test(arguments: [nil, "cdnow"])
  func publishedCDNOWText(preset: String?) throws {
    let (log, report) = try read(
      " customer_id  date number_of_cds  dollar_value\r\n"
        + " 00001 19970101  1   11.77\r\n 00002 19970112  5    0.00\r\n", preset: preset)
    #expect(report.preset == "cdnow")
    #expect(log.customers == ["00001", "00002"])
    #expect(log.lines.amount == [11.77, 0] && log.lines.quantity == [1, 5])
  }

  @Test(arguments: [
    ("taobao", LocatedError.Kind.wrongData), ("shopify", .wrongData), ("nonsense", .usage),
  ])
  func presetsThatDoNotFit(name: String, kind: LocatedError.Kind) {
    #expect(readError("customer,date\na,2020-01-01\n", preset: name)?.kind == kind)
  }

  @Test func aMinimumNeedsAmounts() {
    #expect(throws: LocatedError.self) {
      _ = try read("customer,date\na,2020-01-01\n", minimumAmount: 1)
    }
  }
}
