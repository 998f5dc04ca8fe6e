import Testing

private let taobao = root + "/Tests/ChurnTests/Orders/Exports/taobao_Export"
private let shopify =
  "Name,Email,Financial Status,Paid at,Lineitem quantity,Lineitem price,Subtotal\n"
  + "#1,a@x.org,paid,2019-11-03 23:30:00 -0800,1,5,15\n#1,,,,1,10,\n"

@Suite struct OrderFilesTests {
  @Test func ordersAndItemsOfOneShop() throws {
    let folder = try Folder()
    let run = try folder.run(
      "features", taobao + "OrderDetailList_2017_gb18030.csv",
      taobao + "OrderList_2017_gb18030.csv", "--as-of", "2017-07-08")
    run.expect(
      0, "read as taobao: customer=买家会员名",
      "customer aa9999999, order 99999999999999999, time 2017-07-08 00:43:10, amount 201.12",
      "read as taobao-items", "交易关闭 = closed (2)",
      "4 items joined", "6 orders of 4 customers", "36 columns not used", "undated_refunds: 2")
    #expect(run.table.column(0) == ["tb6120001", "cat_猫"])
    #expect(run.table[1][9] == "299.12" && run.table[2][9] == "200")
    for name in ["张三", "13800000000", "351531314732"] { #expect(!run.talk.contains(name)) }
  }

  @Test func monthsGivenAtOnceMakeTheWhole() throws {
    let folder = try Folder()
    let lines = orders().split(separator: "\n").map(String.init)
    let middle = lines.count / 2
    try folder.write("whole.csv", lines.joined(separator: "\n"))
    try folder.write("1.csv", lines[..<middle].joined(separator: "\n"))
    try folder.write("2.csv", ([lines[0]] + lines[middle...]).joined(separator: "\n"))
    for command in [
      ["features", "--as-of", "1997-06-30"],
      [
        "study", "--as-of", "1997-09-30", "--horizon", "60", "-o", "out", "--force", "--json",
        "--placebo", "1",
      ],
    ] {
      let whole = try folder.run([command[0], "whole.csv"] + command.dropFirst())
      let parts = try folder.run([command[0], "1.csv", "2.csv"] + command.dropFirst())
      whole.expect(0)
      parts.expect(0, "1.csv: read as generic", "2.csv: read as generic")
      #expect(parts.output == whole.output && !whole.output.isEmpty)
    }
  }

  @Test func ordersInTwoFilesCountOnceAndRejectsNameTheirFile() throws {
    let folder = try Folder()
    let header = "order_id,customer_id,order_date,amount\n"
    try folder.write("1.csv", header + "1,a,2020-01-01,5\n2,b,2020-01-02,5\n")
    try folder.write("2.csv", header + "2,b,2020-01-02,5\n3,,2020-01-03,5\n4,b,2020-01-04,5\n")
    let run = try folder.run(
      "features", "1.csv", "2.csv", "--as-of", "2020-01-31", "--rejects", "r.csv")
    run.expect(0, "1 orders are in more than one file", "1 of 5 rows rejected")
    #expect(run.table[2][9] == "10")
    #expect(
      try folder.text("r.csv")
        == "row,line,column,value,reason,file\n2,3,customer_id,,no customer,2.csv\n")
  }

  @Test func oneStandardInputAtMost() throws {
    let folder = try Folder()
    try folder.write("1.csv", "order_id,customer_id,order_date\n1,a,2020-01-01\n")
    try folder.run(["features", "-", "-", "--as-of", "2020-01-31"]).expect(64, "standard input")
    let run = try folder.run(
      "features", "1.csv", "-", "--as-of", "2020-01-31",
      input: "order_id,customer_id,order_date\n2,a,2020-01-05\n")
    run.expect(0, "<standard input>: read as generic", "2 orders of 1 customers")
  }

  @Test(arguments: [([], "2019-11-03"), (["--time-zone", "Europe/Berlin"], "2019-11-04")])
  func theTimeZoneOfTheShop(options: [String], day: String) throws {
    let folder = try Folder()
    try folder.write("s.csv", shopify)
    try folder.run(["features", "s.csv", "--as-of", "2019-11-30"] + options)
      .expect(0, "read as shopify", "\(day) to \(day)")
    try folder.run("features", "s.csv", "--as-of", "2019-11-30", "--time-zone", "Mars")
      .expect(64, "no time zone \"Mars\"", "Asia/Shanghai")
  }

  @Test func aPresetThatIsPrintedIsRead() throws {
    let folder = try Folder()
    try folder.write("s.csv", shopify)
    let printed = try folder.run("presets", "shopify")
    printed.expect(0)
    try folder.write("my.json", printed.output.replacing("\"Email\"", with: "\"Name\""))
    let run = try folder.run("features", "s.csv", "--as-of", "2019-11-30", "--preset", "my.json")
    run.expect(0, "customer=Name")
    #expect(run.line(1).hasPrefix("#1,"))
    try folder.write("bad.json", printed.output.replacing("\"rules\"", with: "\"ruels\""))
    try folder.run("features", "s.csv", "--as-of", "2019-11-30", "--preset", "bad.json")
      .expect(65, "churn: bad.json: /ruels is not known", "OrderFiles.md")
    try folder.run("features", "s.csv", "--as-of", "2019-11-30", "--preset", "no.json").expect(66)
    try folder.run(
      "features", "s.csv", "--as-of", "2019-11-30", "--preset", "jd", "--preset", "youzan"
    ).expect(64, "one name")
  }

  @Test func presetsAreListed() throws {
    let run = try Folder().run("presets")
    run.expect(0)
    for name in ["taobao (orders)", "taobao-items (items)", "douyin (refused)", "generic (orders)"]
    {
      #expect(run.output.contains(name))
    }
    try Folder().run("presets", "nosuch").expect(64, "no preset \"nosuch\"", "shopify")
  }
}
