import DelimitedText
import Testing

@testable import Churn

/// Files from strangers: none of them may crash, hang, or bring infinity into a feature.
@Suite struct OrdersHostileTests {
  private static let header =
    "customer,order_id,date,quantity,price,amount,product,category,channel,discount,postage,"
    + "status,status_date,refund,refund_date"

  private static let cells = [
    "", " ", "NA", "a", "0", "-0", "1", "-1", "1e15", "-1e15", "1e308", "-1e308", "1e999", "inf",
    "nan", "1e-320", "2147483648", "99999999999999999999", "1,5", "\"x,y\"", "\u{FFFD}", "=1+1",
    "2020-01-01", "0000-00-00", "9999-12-31", "2020-02-30", "2020-12-31T25:00:00", "20200101",
    "cancelled", "refunded",
  ]

  @Test(arguments: 0..<15)
  func anyCellAnywhere(column: Int) throws {
    let plain = [
      "a", "1", "2020-01-01", "1", "2", "2", "p", "k", "w", "0", "0", "", "", "", "",
    ]
    var lines = [Self.header]
    for cell in Self.cells {
      var fields = plain
      fields[1] = "\(lines.count)"
      fields[column] = cell
      lines.append(fields.joined(separator: ","))
      for _ in 0..<2 { lines.append(plain.joined(separator: ",")) }
    }
    let (log, report) = try read(lines.joined(separator: "\n") + "\n")
    #expect(report.lines == 3 * Self.cells.count)
    #expect(report.keptLines + report.rejects.count == report.lines)
    let snapshot = try features(of: log, asOf: iso("2021-01-01"))
    for definition in FeatureCatalogue.definitions {
      let infinite = numbers(snapshot, definition.name).filter(\.isInfinite)
      #expect(infinite.isEmpty)
    }
  }

  @Test func hugeAmountsStayFinite() throws {
    let line = "a,2020-01-01,1e15,1e15\n"
    let later = "a,2020-01-02,1e15,1e15\n"
    let text =
      "customer,date,amount,discount\n" + String(repeating: line, count: 500)
      + String(repeating: later, count: 500)
    let snapshot = try features(of: try read(text).log, asOf: iso("2020-06-01"))
    #expect(numbers(snapshot, "total_amount") == [1e18])
    #expect(numbers(snapshot, "discount_share") == [0.5])
  }

  @Test func productsOutOfRangeAreRejected() throws {
    let text =
      "customer,date,price,quantity\na,2020-01-01,1e15,1e15\na,2020-01-01,2,2\na,2020-01-01,2,2\n"
    let (log, report) = try read(text)
    #expect(report.rejects.counts.map(\.reason) == ["amount out of range"])
    #expect(log.lines.amount == [4, 4])
  }

  @Test func daysAtTheEndsOfTheCalendar() throws {
    let (log, _) = try read("customer,date\na,1900-01-01\na,2200-12-31\n")
    let snapshot = try features(of: log, asOf: iso("2200-12-31"))
    #expect(numbers(snapshot, "tenure_days") == [109_937])
    #expect(throws: LocatedError.self) {
      _ = try features(
        of: log, asOf: iso("2200-12-31"), outcome: OutcomeWindow(gap: 36_525, horizon: 36_525))
    }
    for number in [Int32.min, Int32.max] {
      let extreme = try? features(of: log, asOf: Day(number: number))
      #expect(extreme?.rowCount == (number < 0 ? nil : 1))
    }
  }

  @Test func oneDayOfManyInterleavedOrders() throws {
    let lines = (0..<4000).map { "a,o\($0 % 1000),2020-01-01,1" }
    let (log, report) = try read("customer,order_id,date,amount\n" + lines.joined(separator: "\n"))
    #expect(report.orders == 1000 && report.duplicateLines == 3000)
    #expect(history(log, asOf: "2020-01-01").occasions.map(\.orders) == [1000])
  }
}
