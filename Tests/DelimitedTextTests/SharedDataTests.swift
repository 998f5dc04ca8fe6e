import DelimitedText
import Glibc
import Testing

private let folder = "../shared/data"

/// Real files that stay outside of the project; skipped where they are not.
@Suite(.enabled(if: access(folder, R_OK) == 0, "shared/data is not here"))
struct SharedDataTests {
  @Test(arguments: [
    ("exports/douyin_orders_2026_utf8_bom.csv", TextEncoding.utf8, 21, 4),
    ("exports/jd_orders_2016_gbk.csv", .gb18030, 31, 3),
    ("exports/taobao_ExportOrderDetailList_2017_gb18030.csv", .gb18030, 10, 4),
    ("exports/taobao_ExportOrderList_2017_gb18030.csv", .gb18030, 46, 6),
    ("exports/taobao_ExportOrderList_2017_utf8.csv", .utf8, 46, 6),
    ("exports/taobao_ExportOrderList_2019_gb18030.csv", .gb18030, 61, 6),
    ("exports/taobao_item_list_2026_gbk.csv", .gb18030, 13, 3),
    ("exports/woocommerce_analytics_orders_utf8_bom.csv", .utf8, 11, 3),
    ("exports/woocommerce_skyverge_default_utf8.csv", .utf8, 46, 2),
    ("exports/youzan_orders_2026_utf8.csv", .utf8, 60, 2),
    ("cdnow/cdnow_sample.csv", .utf8, 5, 6919), ("telco/wa_churn_modeldata.csv", .utf8, 20, 7043),
    ("oracles/car_test_frame.csv", .utf8, 9, 60),
  ]) func file(name: String, encoding: TextEncoding, columns: Int, rows: Int) throws {
    let path = folder + "/" + name
    let read = try readAll(.file(path))
    #expect(read.header.count == columns && read.rows.count == rows)
    #expect(try RecordReader(.file(path)).dialect.encoding == encoding)
    let parts = try readAll(.file(path), options(chunk: 1 << 10))
    #expect(parts.rows == read.rows && parts.sha256 == read.sha256)
  }

  @Test func bothTaobaoEncodingsSayTheSame() throws {
    let names = ["gb18030", "utf8"].map { "/exports/taobao_ExportOrderList_2017_\($0).csv" }
    let read = try names.map { try readAll(.file(folder + $0)) }
    #expect(read[0].header == read[1].header && read[0].rows == read[1].rows)
    #expect(read[0].rows[0].fields[0] == "35153131473200001")
  }

  @Test func blankSeparatedCDNOW() throws {
    let read = try readAll(
      .file(folder + "/cdnow/CDNOW_master.txt"), options(separator: .blanks))
    #expect(read.header == ["customer_id", "date", "number_of_cds", "dollar_value"])
    #expect(read.rows.count == 69_659 && read.rows.allSatisfy { $0.fields.count == 4 })
    #expect(read.rows[0] == Row(2, ["00001", "19970101", "1", "11.77"]))
  }

  @Test func telcoTotalChargesAreNumbersWithElevenGaps() throws {
    let path = folder + "/telco/Telco-Customer-Churn.csv"
    let table = try TypedTable.read(.file(path)) { $0.map { _ in .automatic } }
    let index = try columnIndex(of: "TotalCharges", in: table.header, file: path)
    guard case .numeric(let values) = table.columns[index] else {
      Issue.record("TotalCharges is not numeric")
      return
    }
    #expect(values.count == 7043 && values.count { $0.isNaN } == 11)
  }

  @Test func onlineRetail() throws {
    let path = folder + "/online-retail/online_retail.csv.gz"
    let table = try TypedTable.read(.file(path)) {
      $0.map { $0 == "CustomerID" ? .text : .automatic }
    }
    #expect(table.rowCount == 541_909 && table.rejects.isEmpty)
    let index = try columnIndex(of: "CustomerID", in: table.header, file: path)
    guard case .text(let ids) = table.columns[index] else {
      Issue.record("CustomerID is not text")
      return
    }
    let missing = (0..<ids.count).count { ids.withBytes($0) { $0.isEmpty } }
    #expect(missing == 135_080)
  }
}
