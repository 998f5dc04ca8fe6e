import Churn
import Testing

@Suite struct ScoreTests {
  private func prepared() throws -> Folder {
    let folder = try Folder()
    try folder.train()
    return folder
  }

  @Test(arguments: ["a.json", "b.json"])
  func theScoredFile(_ model: String) throws {
    let folder = try prepared()
    let run = try folder.run("score", model, "customers.csv")
    run.expect(0, "low", "medium", "high")
    let table = run.table
    #expect(
      table[0]
        == ["customer_id", "probability", "band", "reason_1", "reason_2", "reason_3", "route"])
    #expect(table.column(0) == (0..<120).map { "00\($0)" })
    let bands = try folder.json(model)["bands"]
    let (low, high) = (bands["low"].number ?? 0, bands["high"].number ?? 0)
    for row in table.rows.dropFirst() {
      let probability = try #require(Double(row[1]))
      #expect(0...1 ~= probability && [row[1], row[1] + ".0"].contains("\(probability)"))
      #expect(row[2] == (probability <= low ? "low" : probability > high ? "high" : "medium"))
      #expect(
        row[3].isEmpty || row[3].contains(/^(age|plan|spend) = [a-z0-9.]+ \([+-]\d+\.\d\d\)$/))
      #expect(row[6] == "primary")
    }
  }

  @Test func bandsReasonsAndKeptColumns() throws {
    let folder = try prepared()
    let run = try folder.run(
      "score", "a.json", "customers.csv", "--bands", "0,0", "--reasons", "1", "--keep",
      "plan,spend")
    run.expect(0)
    let table = run.table
    #expect(
      table[0] == ["customer_id", "probability", "band", "reason_1", "route", "plan", "spend"])
    #expect(
      table[1].suffix(2) == ["basic", "10.5"]
        && table.rows.dropFirst().allSatisfy { $0[2] == "high" })
    let none = try folder.run("score", "a.json", "customers.csv", "--reasons", "0")
    #expect(none.line(0) == "customer_id,probability,band,route")
    try folder.run("score", "a.json", "customers.csv", "--keep", "height").expect(65, "height")
  }

  @Test(arguments: ["customer_id", "age,age", "band"])
  func keptColumnsNeedNamesOfTheirOwn(_ keep: String) throws {
    let folder = try prepared()
    try folder.write("in.csv", customers(header: "customer_id,age,plan,spend,band"))
    try folder.run("score", "a.json", "in.csv", "--keep", keep, "-o", "out").expect(
      64, "two columns")
    #expect(!folder.has("out"))
  }

  @Test func jsonLines() throws {
    let folder = try prepared()
    let csv = try folder.run("score", "a.json", "customers.csv").table
    let run = try folder.run(
      "score", "a.json", "customers.csv", "--format", "jsonl", "--keep", "age")
    run.expect(0)
    #expect(run.lines.count == 120)
    for (line, row) in zip(run.lines, csv.rows.dropFirst()) {
      let object = try JSONValue.parse(Array(line.utf8), name: "line")
      #expect(object["customer_id"].text == row[0])
      #expect(object["probability"].number == Double(row[1]))
      #expect(object["band"].text == row[2] && object["route"].text == row[6])
      #expect(object["reason_1"].text == row[3])
      #expect(object.keys.contains("age"))
    }
  }

  @Test func formulasAreMadeSafe() throws {
    let folder = try prepared()
    let ids = ["=1+1", "+A1", "-cmd", "@x", "-5", "\"\ttab\""]
    let text = customers(header: "customer_id,age,plan,spend,note") {
      [$0 < ids.count ? ids[$0] : $1[0], $1[1], $1[2], $1[3], "=SUM(A1)"]
    }
    try folder.write("in.csv", text)
    let safe = try folder.run("score", "a.json", "in.csv", "--keep", "note")
    safe.expect(0)
    let table = safe.table
    #expect(table.column(0).prefix(5) == ["'=1+1", "'+A1", "'-cmd", "'@x", "-5"])
    #expect(table.rows.dropFirst().allSatisfy { $0.last == "'=SUM(A1)" })
    let raw = try folder.run("score", "a.json", "in.csv", "--keep", "note", "--raw").table
    #expect(raw.column(0).prefix(5) == ids[..<5])
    #expect(raw[1].last == "=SUM(A1)")
  }

  @Test func missingColumnsAreAllNamed() throws {
    let folder = try prepared()
    try folder.write("in.csv", customers(header: "customer_id,old,plan,cost,churned"))
    try folder.run("score", "a.json", "in.csv").expect(65, "in.csv, line 1", "age", "spend")
    try folder.write("noid.csv", customers(header: "customer,age,plan,spend,churned"))
    try folder.run("score", "a.json", "noid.csv").expect(65, "customer_id")
    try folder.run("score", "a.json", "noid.csv", "--id", "customer").expect(0)
  }

  @Test(arguments: ["a.json", "b.json"])
  func missingColumnsAreGapsOnDemand(_ model: String) throws {
    let folder = try prepared()
    try folder.write("short.csv", customers(header: "customer_id,age,plan") { Array($1[..<3]) })
    try folder.write(
      "empty.csv", customers(header: "customer_id,age,plan,spend") { Array($1[..<3]) + [""] })
    let run = try folder.run("score", model, "short.csv", "--allow-missing")
    run.expect(0, "columns of the model that the file has not, taken for missing: spend")
    #expect(run.output == (try folder.run("score", model, "empty.csv")).output)
    try folder.write("other.csv", "customer_id,height\n1,2\n")
    try folder.run("score", model, "other.csv", "--allow-missing").expect(
      65, "there are no columns")
  }

  /// Models that take no gaps take no missing columns either.
  @Test func missingColumnsAreNoGapsWhereGapsAreRejected() throws {
    let folder = try prepared()
    try folder.run("train", "logistic", "customers.csv", "--missing", "drop", "-o", "d.json")
      .expect(0)
    try folder.write("short.csv", customers(header: "customer_id,age,plan") { Array($1[..<3]) })
    try folder.run("score", "d.json", "short.csv", "--allow-missing").expect(65, "spend")
  }

  /// Straight from the orders, and by way of a file of features.
  @Test func scoresOrders() throws {
    let folder = try Folder()
    try folder.write("orders.csv", orders())
    try folder.shell(
      "churn features orders.csv --as-of 1997-06-30 --horizon 60 -o train.csv "
        + "&& churn train logistic train.csv --features orders,recency_days,total_amount -o m.json "
        + "&& churn features orders.csv --as-of 1997-10-31 -o now.csv"
    ).expect(0)
    let day = ["--as-of", "1997-10-31"]
    let run = try folder.run(["score", "m.json", "--orders", "orders.csv"] + day)
    run.expect(0, "300 customers scored")
    #expect(run.output == (try folder.run("score", "m.json", "now.csv")).output)
    try folder.write("bad.csv", orders(extra: ["x,yesterday,1,2"]))
    let strict = try folder.run(
      ["score", "m.json", "--orders", "bad.csv", "--strict", "--rejects", "r.csv", "-o", "s.csv"]
        + day)
    strict.expect(75)
    #expect(try folder.text("r.csv").contains("yesterday"))
    #expect(try folder.text("s.csv") == run.output)
    try folder.write("gbk.csv", orders().replacing(",", with: ";"))
    let semicolons = try folder.run(
      ["score", "m.json", "--orders", "gbk.csv", "--delimiter", ";"] + day)
    #expect(semicolons.output == run.output)
  }

  @Test(arguments: [
    [], ["customers.csv", "--orders", "orders.csv", "--as-of", "1997-06-30"],
    ["--orders", "orders.csv"], ["customers.csv", "--as-of", "1997-06-30"],
    ["customers.csv", "--preset", "cdnow"], ["customers.csv", "--min-amount", "3"],
  ])
  func ordersOrCustomers(_ arguments: [String]) throws {
    let folder = try prepared()
    try folder.run(["score", "a.json"] + arguments).expect(64, "--orders")
  }

  @Test(arguments: ["a.json", "b.json"])
  func theOrderOfColumnsIsFree(_ model: String) throws {
    let folder = try prepared()
    let text = customers(header: "spend,unused,plan,customer_id,age") {
      [$1[3], "x", $1[2], $1[0], $1[1]]
    }
    try folder.write("in.csv", text)
    let run = try folder.run("score", model, "in.csv")
    run.expect(0, "not used: unused")
    #expect(run.output == (try folder.run("score", model, "customers.csv")).output)
  }

  @Test func gapsAndUnseenLevels() throws {
    let folder = try prepared()
    let text = customers(header: "customer_id,age,plan,spend") { row, cells in
      switch row {
      case 0: [cells[0], "NA", cells[2], cells[3]]
      case 1: [cells[0], cells[1], "platinum", cells[3]]
      case 2: [cells[0], "", "platinum", cells[3]]
      case 3: [cells[0], "", "", ""]
      default: Array(cells[..<4])
      }
    }
    try folder.write("in.csv", text)
    let run = try folder.run("score", "a.json", "in.csv")
    run.expect(0, "plan: 2 levels that training had not seen", "age: 3 missing values")
    let table = run.table
    #expect(table.column(6).prefix(4) == ["imputed", "unseen", "imputed+unseen", "imputed"])
    #expect(table[5, 6] == "primary" && table.rows.count == 121)
    let tree = try folder.run("score", "b.json", "in.csv").table
    #expect(tree.rows.count == 121 && Double(tree[4, 1]) != nil)
    #expect(tree[4, 6] == "majority" || tree[4, 6] == "direction")
  }

  @Test func aModelTrainedWithoutGapsRejectsThem() throws {
    let folder = try Folder()
    let text = customers { $0 == 4 ? [$1[0], ""] + $1[2...] : $1 }
    try folder.write("customers.csv", text)
    let line = ["train", "logistic", "customers.csv", "--missing", "drop", "-o", "m.json"]
    try folder.run(line).expect(0, "missing value: 1")
    let run = try folder.run("score", "m.json", "customers.csv", "--rejects", "r.csv")
    run.expect(0, "1 of 120 rows rejected (missing value: 1)")
    #expect(run.table.rows.count == 120)
    #expect(
      try folder.text("r.csv") == "row,line,column,value,reason\n5,6,age,,missing value\n")
    try folder.run("evaluate", "m.json", "customers.csv").expect(0, "missing value: 1")
  }

  @Test func withoutAnIdColumn() throws {
    let folder = try Folder()
    let text = customers(header: "age,plan,spend,churned") { Array($1[1...]) }
    try folder.train(text)
    for model in ["a.json", "b.json"] {
      let run = try folder.run("score", model, "customers.csv")
      run.expect(0, "no id column")
      #expect(run.table[0, 0] == "row")
      #expect(run.table.column(0) == (1...120).map { "\($0)" })
    }
  }

  @Test func idsAreTextAlways() throws {
    let folder = try prepared()
    let ids = ["1234567890123456789", "0007", "1e5", "=\"35153131473293579\""]
    try folder.write("in.csv", customers { [$0 < 4 ? ids[$0] : $1[0]] + $1[1...] })
    let run = try folder.run("score", "a.json", "in.csv", "--raw")
    #expect(run.table.column(0).prefix(3) == ids[..<3])
  }

  @Test func idsThatOccurTwice() throws {
    let folder = try prepared()
    try folder.write("in.csv", customers { [$0 < 3 ? "7" : $1[0]] + $1[1...] })
    let run = try folder.run("score", "a.json", "in.csv")
    run.expect(0, "warning: 2 ids occur more than once")
    #expect(run.lines.count == 121)
  }

  /// As a spreadsheet in China or an export on Windows writes it.
  @Test(arguments: ["utf-16le", "gb18030"])
  func otherEncodings(_ encoding: String) throws {
    let folder = try prepared()
    let text = customers(header: "customer_id,age,plan,spend,城市") {
      Array($1[..<4]) + [["北京", "上海市", "广州"][$0 % 3]]
    }
    try folder.write("utf8.csv", text)
    let mark = encoding == "utf-16le" ? "printf '\\xff\\xfe'; " : ""
    try folder.shell("(\(mark)iconv -f utf-8 -t \(encoding) utf8.csv) > in.csv").expect(0)
    let plain = try folder.run("score", "a.json", "utf8.csv", "--keep", "城市")
    let other = try folder.run("score", "a.json", "in.csv", "--keep", "城市")
    other.expect(0)
    #expect(other.output == plain.output && plain.output.contains("上海市"))
  }

  @Test(arguments: [";", "\t", "|"])
  func otherSeparators(_ separator: String) throws {
    let folder = try prepared()
    let text = customers().replacing(",", with: separator).replacing("\n", with: "\r\n")
    try folder.write("in.csv", text)
    let run = try folder.run("score", "a.json", "in.csv")
    run.expect(0)
    #expect(run.output == (try folder.run("score", "a.json", "customers.csv")).output)
  }

  @Test func sameBytesForThreads() throws {
    let folder = try prepared()
    try folder.write("many.csv", customers(30_000))
    let one = try folder.run("score", "a.json", "many.csv", "--threads", "1", "--quiet")
    let two = try folder.run("score", "a.json", "many.csv", "--threads", "2", "--quiet")
    let seven = try folder.run("score", "a.json", "many.csv", "--threads", "7", "--quiet")
    #expect(one.output == two.output && one.lines.count == 30_001)
    #expect(one.output == seven.output)
  }
}
