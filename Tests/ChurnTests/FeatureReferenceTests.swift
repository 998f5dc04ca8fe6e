import DelimitedText
import FoundationEssentials
import Testing

@testable import Churn

/// Real data beside the project; the tests that need them say that they were skipped.
enum SharedData {
  private static let root =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  static func path(_ name: String) -> String? { existing("\(root)/../shared/data/\(name)") }

  /// All CDNOW purchases: the project's own copy, else the one beside it.
  static let cdnow =
    existing("\(root)/notebooks-data/cdnow/orders.csv") ?? path("cdnow/cdnow_master.csv")

  private static func existing(_ path: String) -> String? {
    FileManager.default.fileExists(atPath: path) ? path : nil
  }

  static func has(_ name: String) -> Bool { path(name) != nil }

  /// Fields of a small file without quotes.
  static func rows(_ name: String) -> [[String]] {
    guard let path = path(name), let data = FileManager.default.contents(atPath: path) else {
      return []
    }
    return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",").map(String.init) }
  }
}

@Suite struct FeatureReferenceTests {
  private func read(_ name: String, customer: String? = nil) throws -> (OrderLog, OrderReadReport) {
    var options = OrderReadOptions()
    if let customer { options.columns = [.customer: customer] }
    return try OrderLog.read(.file(SharedData.path(name) ?? ""), options)
  }

  /// Published frequency (repeat purchase days), recency and T in weeks, two decimals.
  @Test(.enabled(if: SharedData.has("cdnow/cdnow_sample.csv"), "needs ../shared/data"))
  func publishedSummaryOfTheCDNOWSample() throws {
    let (log, report) = try read("cdnow/cdnow_sample.csv", customer: "sample_customer_id")
    #expect(report.customers == 2357 && report.rejects.count == 0)
    let snapshot = try features(
      of: log, asOf: iso("1997-09-30"), outcome: OutcomeWindow(horizon: 273))
    let published = SharedData.rows("cdnow/cdnow_customers_summary.csv")
    #expect(published.count == 2357 && snapshot.rowCount == 2357)
    let (orders, ages) = (numbers(snapshot, "orders"), numbers(snapshot, "age_at_last_days"))
    let tenures = numbers(snapshot, "tenure_days")
    var differences = 0
    for (row, expected) in published.enumerated() {
      let weeks = [ages[row] / 7, tenures[row] / 7].map { ($0 * 100).rounded() / 100 }
      if Int(expected[0]) != Int(snapshot.customerIDs[row])
        || Double(expected[1]) != orders[row] - 1
        || Double(expected[2]) != weeks[0] || Double(expected[3]) != weeks[1]
      {
        differences += 1
      }
    }
    #expect(differences == 0)
    #expect(snapshot.churned?.count { !$0 } == 684)
  }

  @Test(.enabled(if: SharedData.cdnow != nil, "needs notebooks-data/cdnow"))
  func fullCDNOWFile() throws {
    let (log, report) = try OrderLog.read(.file(SharedData.cdnow ?? ""))
    #expect(report.preset == "generic" && report.lines == 69_659 && report.customers == 23_570)
    #expect(report.duplicateLines == 255)
    let outcome = try OutcomeWindow(horizon: 273)
    let snapshot = try features(of: log, asOf: iso("1997-09-30"), outcome: outcome)
    #expect(snapshot.rowCount == 23_570)
    #expect(snapshot.churned?.count { !$0 } == 7058)
  }

  @Test(.enabled(if: SharedData.has("cdnow/CDNOW_master.txt"), "needs ../shared/data"))
  func publishedTextAndCSVAreTheSame() throws {
    let day = iso("1997-09-30")
    let snapshot = try features(of: try read("cdnow/cdnow_master.csv").0, asOf: day)
    let (text, textReport) = try read("cdnow/CDNOW_master.txt")
    #expect(textReport.preset == "cdnow" && textReport.lines == 69_659)
    #expect(try features(of: text, asOf: day).csv() == snapshot.csv())
  }

  @Test(
    .enabled(
      if: SharedData.has("online-retail/online_retail.csv.gz"), "needs ../shared/data"))
  func onlineRetailCounts() throws {
    let (log, report) = try read("online-retail/online_retail.csv.gz")
    #expect(report.preset == "online-retail")
    #expect(report.lines == 541_909)
    #expect(report.rejects.count == 135_080)
    #expect(report.rejects.counts.map(\.reason) == ["no customer"])
    #expect(report.cancellations == 8905 && report.pricelessLines == 40)
    #expect(report.customers == 4372 && report.orders == 18_532)
    #expect(report.duplicateLines == 5225)
    #expect(report.firstDay == iso("2010-12-01") && report.lastDay == iso("2011-12-09"))
    let purchases = log.lines.kind.indices.filter { log.lines.kind[$0] == .purchase }
    #expect(purchases.count == 397_884)
    #expect(Set(purchases.map { log.lines.customer[$0] }).count == 4338)
  }
}
