import DelimitedText
import Testing

@testable import Churn

/// UCI Online Retail against a script of a few lines: `References/online_retail_check.py`.
@Suite struct OrdersOnlineRetailTests {
  private static let file = "online-retail/online_retail.csv.gz"

  @Test(.enabled(if: SharedData.has(file), "needs ../shared/data"))
  func agreesWithAnIndependentScript() throws {
    let script = try Export.reference("online_retail_check.json")
    func count(_ key: String) throws -> Int { try script[key].int(in: 0...1_000_000) }
    let (log, report) = try OrderLog.read(.file(try #require(SharedData.path(Self.file))))
    let bought = log.lines.kind.indices.filter { log.lines.kind[$0] == .purchase }

    #expect(try report.lines == count("lines"))
    #expect(try report.rejects.count == count("no_customer") && report.rejects.counts.count == 1)
    #expect(try report.cancellations == count("cancellations"))
    #expect(try report.pricelessLines == count("priceless"))
    #expect(try bought.count == count("kept_lines"))
    #expect(try report.customers == count("all_customers"))
    #expect(try Set(bought.map { log.lines.customer[$0] }).count == count("customers"))
    #expect(try report.orders == count("orders"))
    #expect(try report.firstDay?.description == script["first_day"].string())
    #expect(try report.lastDay?.description == script["last_day"].string())

    let amount = bought.reduce(0) { $0 + log.lines.amount[$1] }
    let expected = try #require(Double(try script["amount"].string()))
    #expect(abs(amount - expected) < 1e-5)
    try checkCustomers(log, try script["sample"].array())
    try checkRejectedRows(report, try script["rejected_rows_sha256"].string())
  }

  /// Invoices and amounts of some customers, before cancellations.
  private func checkCustomers(_ log: OrderLog, _ sample: [JSONNode]) throws {
    #expect(sample.count >= 20)
    for node in sample {
      let code = try #require(log.customers.firstIndex(of: try node["customer"].string()))
      let lines = (log.starts[code]..<log.starts[code + 1]).filter {
        log.lines.kind[$0] == .purchase
      }
      #expect(try Set(lines.map { log.lines.order[$0] }).count == node["orders"].int(in: 0...9999))
      let amount = lines.reduce(0) { $0 + log.lines.amount[$1] }
      let expected = try #require(Double(try node["amount"].string()))
      #expect(abs(amount - expected) < 1e-6)
    }
  }

  /// Exactly the rows without a customer are rejected.
  private func checkRejectedRows(_ report: OrderReadReport, _ sha256: String) throws {
    let rows = report.rejects.list.map { "\($0.row)\n" }.joined()
    var content = try RecordReader(.bytes(Array(rows.utf8), name: "rejected rows"))
    while try content.next() != nil {}
    #expect(content.sha256 == sha256)
  }
}
