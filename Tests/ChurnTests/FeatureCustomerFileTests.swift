import DelimitedText
import Testing

@testable import Churn

@Suite struct FeatureCustomerFileTests {
  @Test func columnsAndCells() throws {
    let text = """
      customer,date,amount,channel
      "=x, y",2020-01-01,0.1,web
      007,2020-01-03,5,
      "=x, y",2020-02-01,0.2,shop
      007,2020-03-05,5,
      """
    let snapshot = try features(
      of: try read(text).log, asOf: iso("2020-02-02"), outcome: OutcomeWindow(horizon: 32))
    let csv = String(decoding: snapshot.csv(), as: UTF8.self)
    let names =
      ["customer_id", "as_of"] + FeatureCatalogue.definitions.map(\.name) + ["churned"]
    #expect(
      csv == names.joined(separator: ",") + "\n" + """
        "'=x, y",2020-02-02,2,1,32,31,31,,0.03225806451612903,0.30000000000000004,\
        0.15000000000000002,0.1,0.2,0.6666666666666666,,,1,2,2,2,2,,,,,,0.5,web,1
        007,2020-02-02,1,30,30,0,,,,5,5,5,5,,,,0,1,1,1,1,,,,,,0,,0

        """)
  }

  @Test func withoutAHorizonThereIsNoLabel() throws {
    let text = "customer,date\na,2020-01-01\n"
    let snapshot = try features(of: try read(text).log, asOf: iso("2020-01-01"))
    #expect(snapshot.columnNames.last == "first_channel")
  }

  @Test func theStreamedFileIsTheSame() throws {
    let lines = (0..<9000).map { "c\($0),2020-01-0\(1 + $0 % 9)" }
    let text = (["customer,date"] + lines).joined(separator: "\n") + "\n"
    let snapshot = try features(of: try read(text).log, asOf: iso("2020-01-31"))
    var writer = DelimitedWriter()
    writer.appendRow(snapshot.columnNames)
    for start in stride(from: 0, to: 9000, by: 4500) {
      snapshot.append(rows: start..<start + 4500, to: &writer)
    }
    #expect(writer.take() == snapshot.csv())
  }

  @Test func selectedRowsKeepTheirValues() throws {
    let text = "customer,date\na,2020-01-01\nb,2020-01-02\nc,2020-01-03\nd,2020-02-01\n"
    let snapshot = try features(
      of: try read(text).log, asOf: iso("2020-01-05"), outcome: OutcomeWindow(horizon: 10))
    let chosen = snapshot.selecting(rows: [2, 0])
    #expect(chosen.customerIDs == ["c", "a"])
    #expect(numbers(chosen, "recency_days") == [2, 4])
    #expect(chosen.churned == [true, true])
  }
}
