import Testing

private let commands = [
  ["features", "in.csv", "--as-of", "1997-06-30", "-o", "out"],
  [
    "study", "in.csv", "--as-of", "1997-09-30", "--horizon", "60", "-o", "out", "--placebo", "1",
  ],
]

private let wrong = [
  BadFile(
    "no key of customers",
    "订单号,商品总价(元),用户实付金额(元),订单成交时间\n1,2,2,1997-01-01\n", 65, "no stable customer key",
    "Pinduoduo"),
  BadFile(
    "an item list alone", "订单编号,标题,价格,购买数量\n1,x,2,1\n", 65, "no stable customer key",
    "list of its orders"),
  BadFile("empty", "", 65, "is empty"),
  BadFile("header only", "customer_id,order_date,quantity,amount\n", 65, "no row"),
  BadFile("no date column", "customer_id,quantity\n1,2\n", 65, "in.csv", "time"),
  BadFile("no customer column", "order_date,amount\n1997-01-01,2\n", 65, "in.csv", "customer"),
  BadFile(
    "needed column twice", "customer_id,order_date,order_date,amount\n1,1997-01-01,1997-01-02,2\n",
    65, "order_date", "twice"),
  BadFile("unclosed quote", orders(extra: ["\"1,1997-01-01,1,2"]), 65, "never closes"),
  BadFile("NUL byte", orders(extra: ["1\0,1997-01-01,1,2"]), 65, "NUL"),
  BadFile("invalid UTF-8", Array(orders().utf8) + [0x39, 0x2C, 0xC3, 0x28, 0x0A], 65, ["in.csv"]),
  BadFile(
    "most dates broken",
    "customer_id,order_date,quantity,amount\n1,x,1,1\n2,y,1,1\n3,1997-01-01,1,1\n",
    65, "2 of 3", "broken date", "line 2", "column order_date", "value \"x\""),
  BadFile(
    "ids ruined as 1.23E+17",
    "customer_id,order_date,quantity,amount\n1.23E+17,1997-01-01,1,1\n1.24E+17,1997-01-02,1,1\n",
    65,
    "scientific notation", "line 2", "column customer_id", "1.23E+17", "Export the file again"),
]

private let badRows = [
  ("1", "fewer fields than the header", "1", "", ""),
  ("1,1997-01-01,1,2,3", "more fields than the header", "", "", ""),
  ("1,1997-02-30,1,2", "broken date", "order_date", "1997-02-30", ""),
  ("1,,1,2", "no date", "order_date", "", ""),
  (",1997-01-01,1,2", "no customer", "customer_id", "", ""),
  ("1,1997-01-01,1,1e999", "broken amount", "amount", "1e999", ""),
  ("1,1997-01-01,1,inf", "broken amount", "amount", "inf", ""),
  ("1,1997-01-01,1,\"1,5\"", "broken amount", "amount", "\"1,5\"", ""),
  ("1,1997-01-01,one,2", "broken quantity", "quantity", "one", ""),
  ("1,1997-01-01,1,", "no amount", "amount", "", ""),
]

@Suite struct BadOrdersTests {
  @Test(arguments: commands, wrong.filter { $0.status == 65 })
  func wrongFiles(_ command: [String], _ file: BadFile) throws {
    let folder = try Folder()
    try folder.write("in.csv", file.bytes)
    let run = try folder.run(command)
    run.expect(65, file.parts)
    #expect(run.talk.contains("churn: in.csv") && run.output.isEmpty)
    folder.expectNames("in.csv")
  }

  @Test(arguments: commands, badRows)
  func badRowsAreCountedAndListed(
    _ command: [String], _ row: (String, reason: String, column: String, value: String, String)
  ) throws {
    let folder = try Folder()
    let text = orders()
    try folder.write("in.csv", orders(extra: [row.0]))
    let number = text.split(separator: "\n").count
    try folder.run(command + ["--rejects", "rejects.csv"])
      .expect(0, "1 of \(number) rows rejected", "\(row.reason): 1")
    let column = row.reason.contains("fields") ? "" : row.column
    #expect(
      try folder.text("rejects.csv") == """
        row,line,column,value,reason
        \(number),\(number + 1),\(column),\(row.value),\(row.reason)

        """)
    try folder.run(command + ["--strict", "--force"]).expect(75)
    #expect(folder.has("out"))
  }

  @Test(arguments: commands)
  func aWindowBeyondTheDataNamesTheLatestDate(_ command: [String]) throws {
    let folder = try Folder()
    try folder.write("in.csv", orders(extra: ["1,1997-12-31,1,5"]))
    var line = command
    line[3] = "1997-12-01"
    if command[0] == "features" { line += ["--horizon", "60"] }
    try folder.run(line).expect(
      65, "churn: in.csv: ", "1997-12-31", "latest possible as-of date is 1997-11-01")
    folder.expectNames("in.csv")
  }

  @Test(arguments: commands)
  func nobodyHasBoughtYet(_ command: [String]) throws {
    let folder = try Folder()
    try folder.write("in.csv", orders())
    var line = command
    line[3] = "1996-01-01"
    try folder.run(line).expect(65, "churn: in.csv: ", "nobody has bought by", "1997-01-01")
    folder.expectNames("in.csv")
  }

  @Test func aTrainingDateWhoseLabelsAreNotKnown() throws {
    let folder = try Folder()
    try folder.write("in.csv", orders())
    try folder.run(commands[1] + ["--train-as-of", "1997-08-15"])
      .expect(65, "1997-08-15", "not known on 1997-09-30", "1997-08-01")
    folder.expectNames("in.csv")
  }

  @Test func anUnknownPresetOrRole() throws {
    let folder = try Folder()
    try folder.write("in.csv", orders())
    try folder.run(commands[0] + ["--preset", "nosuch"]).expect(64, "nosuch", "generic")
    try folder.run(commands[0] + ["--columns", "colour=x"]).expect(64, "colour")
    try folder.run(commands[0] + ["--columns", "amount=nosuch"]).expect(65, "nosuch")
    folder.expectNames("in.csv")
  }
}
