import Testing

@Suite struct FeaturesTests {
  static let columns =
    "customer_id,as_of,orders,recency_days,tenure_days,age_at_last_days,cycle_mean_days,"
    + "cycle_sd_days,recency_over_cycle,total_amount,mean_amount,first_amount,last_amount,"
    + "amount_trend,items,items_per_order,orders_last_30,orders_last_90,orders_last_180,"
    + "orders_last_365,active_months,distinct_products,distinct_categories,discount_share,"
    + "refund_share,postage_share,weekend_share,first_channel"

  @Test func allColumnsAlwaysInTheirOrder() throws {
    let folder = try Folder()
    try folder.write("orders.csv", orders())
    let plain = try folder.run("features", "orders.csv", "--as-of", "1997-06-30")
    plain.expect(0, "distinct_products", "300 customers")
    #expect(plain.line(0) == Self.columns)
    let labelled = try folder.run(
      "features", "orders.csv", "--as-of", "1997-06-30", "--horizon", "90")
    #expect(labelled.line(0) == Self.columns + ",churned")
    for (one, other) in zip(plain.lines, labelled.lines) { #expect(other.hasPrefix(one + ",")) }
  }

  @Test func onlyCustomerAndTimeAreNeeded() throws {
    let folder = try Folder()
    try folder.write("orders.csv", "customer_id,order_date\n007,1997-01-03\n007,1997-01-13\n")
    let run = try folder.run("features", "orders.csv", "--as-of", "1997-01-20")
    run.expect(0, "total_amount")
    #expect(run.line(1).hasPrefix("007,1997-01-20,2,7,17,10,10,,0.7,,"))
  }

  @Test func severalDatesAreStacked() throws {
    let folder = try Folder()
    try folder.write("orders.csv", orders())
    func rows(_ dates: String...) throws -> [String] {
      let run = try folder.run(
        ["features", "orders.csv"] + dates.flatMap { ["--as-of", $0] })
      run.expect(0)
      return Array(run.lines.dropFirst())
    }
    let both = try rows("1997-06-30", "1997-03-31")
    #expect(try both == rows("1997-06-30") + rows("1997-03-31"))
    try folder.run("features", "orders.csv", "--as-of", "1997-06-30", "--as-of", "1997-06-30")
      .expect(64, "twice")
  }

  @Test func aCustomerIsChurnedWhoBuysNothingInTheWindow() throws {
    let folder = try Folder()
    let lines = [
      "a,1997-01-01", "b,1997-01-01", "c,1997-01-01", "d,1997-01-01",
      // The day before the window with a gap, its first and last day, and the day after.
      "a,1997-01-20", "b,1997-01-21", "c,1997-01-30", "d,1997-01-31",
    ]
    try folder.write("orders.csv", "customer_id,order_date\n" + lines.joined(separator: "\n"))
    let run = try folder.run(
      "features", "orders.csv", "--as-of", "1997-01-10", "--gap", "10", "--horizon", "10")
    run.expect(0)
    #expect(run.lines.dropFirst().map { $0.suffix(2) } == [",1", ",0", ",0", ",1"])
  }

  @Test func theCatalogueDescribesEveryColumn() throws {
    let run = try Folder().run("features", "--catalogue")
    run.expect(0)
    for column in Self.columns.split(separator: ",") {
      #expect(run.output.contains("`\(column)`") || run.output.contains("\(column)"), "\(column)")
    }
    #expect(run.output.contains("churned") && run.talk.isEmpty)
  }

  @Test func thePublishedTextOfCDNOW() throws {
    let folder = try Folder()
    let lines = [
      " customer_id  date number_of_cds  dollar_value", " 00001 19970101  1   11.77",
      " 00002 19970112  5   77.00", " 00002 19970112  1   12.00",
    ]
    try folder.write("CDNOW_master.txt", lines.joined(separator: "\r\n") + "\r\n")
    let run = try folder.run(
      "features", "CDNOW_master.txt", "--preset", "cdnow", "--as-of", "1997-01-31")
    run.expect(0, "read as cdnow")
    #expect(run.line(1).hasPrefix("00001,1997-01-31,1,30,30,0,,,,11.77,"))
    #expect(run.line(2).hasPrefix("00002,1997-01-31,1,19,19,0,,,,89,"))
  }

  @Test func columnsOfAnyName() throws {
    let folder = try Folder()
    try folder.write(
      "orders.csv", "买家,付款时间,实付\n张三,2017-07-08 00:42:32,3.5\n李四,2016/5/23 22:02,7\n")
    let run = try folder.run(
      "features", "orders.csv", "--as-of", "2017-07-10", "--columns",
      "customer=买家,time=付款时间,amount=实付")
    run.expect(0)
    #expect(run.line(1).hasPrefix("张三,2017-07-10,1,2,2,0,,,,3.5,"))
  }
}
