import Churn
import Testing

/// The options of `train tree`, and what they do to models and scores.
@Suite struct TreeOptionsTests {
  static func shown(_ folder: Folder, _ options: [String]) throws -> JSONValue {
    try folder.run(["train", "tree", "customers.csv", "-o", "m.json", "--force"] + options)
      .expect(0)
    return try folder.run("show", "m.json", "--json").json
  }

  static func folder(_ text: String = customers()) throws -> Folder {
    let folder = try Folder()
    try folder.write("customers.csv", text)
    return folder
  }

  static let echoHeader = "customer_id,age,plan,spend,churned,age_again,spend_again"

  /// Customers with two columns that nearly repeat age and spend.
  static func echoes(
    _ count: Int = 120, change: (Int, [String]) -> [String] = { $1 }
  ) -> String {
    customers(count, header: echoHeader) { row, cells in
      let age = (Int(cells[1]) ?? 0) + row % 3
      let spend = (Double(cells[3]) ?? 0) + Double(row % 4)
      return change(row, cells + ["\(age)", "\(spend)"])
    }
  }

  /// With even priors the root's probability is one half, and its loss that of half the weight.
  @Test func priors() throws {
    let shown = try Self.shown(Self.folder(), ["--prior", "0.5,0.5"])
    let root = shown["nodes"].elements[0]
    #expect(root["probability"].number == 0.5 && root["loss"].number == 60)
    #expect(shown["prior"]["no"].number == 0.5 && shown["prior"]["yes"].number == 0.5)
  }

  /// A costly miss makes nodes call customers lost: losses count in its unit.
  @Test func losses() throws {
    let folder = try Self.folder()
    let plain = try Self.shown(folder, [])["nodes"].elements[0]
    let costly = try Self.shown(folder, ["--loss", "fp=1,fn=5"])
    let root = costly["nodes"].elements[0]
    let (rows, churned) = (root["rows"].number ?? 0, root["churned"].number ?? 0)
    #expect(plain["loss"].number == min(churned, rows - churned))
    #expect(root["loss"].number == min(5 * churned, rows - churned))
    // The probability stays the share.
    #expect(root["probability"] == plain["probability"])
    #expect(costly["loss"]["fn"].number == 5)
  }

  @Test func surrogatesAndCompetitors() throws {
    let folder = try Self.folder(Self.echoes())
    let root = try Self.shown(folder, ["--competitors", "2"])["nodes"].elements[0]
    #expect(root["competitors"].elements.count == 2)
    let first = try #require(root["surrogates"].elements.first)
    #expect(
      first.keys
        == ["adjusted_agreement", "agreement", "feature", "levels", "operator", "threshold"])
    #expect(try Self.shown(folder, ["--surrogates", "0"])["nodes"].elements[0]["surrogates"] == [])
    #expect(
      try Self.shown(folder, ["--missing", "direction"])["nodes"].elements[0]["surrogates"] == [])
  }

  /// The route of a customer without the value that the root asks for.
  @Test func customersWithoutAValueGoBySurrogates() throws {
    let folder = try Self.folder(Self.echoes())
    let root = try Self.shown(folder, ["--cp", "0.001"])["nodes"].elements[0]
    let feature = try #require(root["feature"].text)
    let place = try #require(Self.echoHeader.split(separator: ",").firstIndex { $0 == feature })
    try folder.write(
      "gaps.csv",
      Self.echoes(3) { row, cells in
        var cells = cells
        if row == 1 { cells[place] = "" }
        if row == 2 { for place in [1, 2, 3, 5, 6] { cells[place] = "" } }
        return cells
      })
    let run = try folder.run("score", "m.json", "gaps.csv")
    let routes = run.table.column(6)
    #expect(routes[0] == "primary")
    #expect(routes[1].split(separator: "+").contains("surrogate"))
    #expect(routes[2].split(separator: "+").contains("majority"))
  }

  /// Sums of such weights leave what a model file may hold: nothing is written.
  @Test func aModelThatCouldNotBeReadIsNotWritten() throws {
    let folder = try Folder()
    let header = "customer_id,age,plan,spend,churned,w"
    try folder.write("customers.csv", customers(header: header) { $1 + ["1e300"] })
    try folder.run("train", "tree", "customers.csv", "--weights", "w", "-o", "m.json")
      .expect(65, "cannot be kept in a file", "weight", "another unit")
    #expect(!folder.has("m.json"))
  }

  /// A file of few distinct values: the tree is the exact one; the option stands in the model.
  @Test func histogramGrowth() throws {
    let folder = try Self.folder(Self.echoes(300))
    let exact = try Self.shown(folder, [])
    let options = ["--growth", "histogram"]
    let shown = try Self.shown(folder, options)
    #expect(shown["nodes"] == exact["nodes"] && shown["nodes"].elements.count > 1)
    #expect(shown["cp_table"] == exact["cp_table"])
    #expect(try folder.json("m.json")["provenance/options/growth"].text == "histogram")
    let run = try folder.run("score", "m.json", "customers.csv")
    run.expect(0)
    #expect(run.table.column(1).count == 300)
    for (name, threads) in [("one", "1"), ("two", "2")] {
      try folder.run(
        ["train", "tree", "customers.csv", "-o", name, "--threads", threads] + options
      ).expect(0)
    }
    #expect(try folder.text("one") == folder.text("two"))
  }

  /// Each fold of the column is one fold: the errors are those of leaving it out.
  @Test func foldColumns() throws {
    let header = "customer_id,age,plan,spend,churned,part"
    let text = customers(header: header) { row, cells in cells + ["p\(row % 4)"] }
    let folder = try Self.folder(text)
    let given = try Self.shown(folder, ["--fold-column", "part"])
    #expect(given["cp_table"].elements.allSatisfy { $0["cv_error"].number != nil })
    #expect(!given["features"].elements.contains("part"))
    #expect(given["cp_table"] != (try Self.shown(folder, ["--exclude", "part"]))["cp_table"])
    // Other names for the same folds change nothing.
    try folder.write(
      "customers.csv", customers(header: header) { row, cells in cells + ["\(9 - row % 4)"] })
    #expect(try Self.shown(folder, ["--fold-column", "part"])["cp_table"] == given["cp_table"])
    try folder.write("customers.csv", customers(header: header) { $1 + ["all"] })
    try folder.run("train", "tree", "customers.csv", "--fold-column", "part", "-o", "x.json")
      .expect(65, "part", "folds")
  }

  @Test func repeatedCrossValidation() throws {
    let folder = try Self.folder()
    let once = try Self.shown(folder, [])["cp_table"].elements
    let often = try Self.shown(folder, ["--cv-repeats", "5"])["cp_table"].elements
    #expect(once.map(\.["cp"]) == often.map(\.["cp"]))
    #expect(once.map(\.["cv_error"]) != often.map(\.["cv_error"]))
  }

  /// Along the column the scores move one way, or not at all.
  @Test func monotoneConstraints() throws {
    let folder = try Self.folder()
    let loose = ["--cp", "0", "--prune", "none", "--min-leaf", "3", "--min-split", "6"]
    func scores(_ options: [String]) throws -> [Double] {
      _ = try Self.shown(folder, loose + options)
      let rows = (0..<60).map { "\($0),\($0 + 15),gold,50" }
      try folder.write("line.csv", "customer_id,age,plan,spend\n" + rows.joined(separator: "\n"))
      return try folder.run("score", "m.json", "line.csv").table.column(1).compactMap(Double.init)
    }
    let free = try scores([])
    #expect(zip(free, free.dropFirst()).contains { $0 > $1 })
    let rising = try scores(["--monotone", "age:+"])
    #expect(rising.count == 60 && !zip(rising, rising.dropFirst()).contains { $0 > $1 })
    #expect(rising.first != rising.last)
    let falling = try scores(["--monotone", "age:-"])
    #expect(!zip(falling, falling.dropFirst()).contains { $0 < $1 })
    try folder.run("train", "tree", "customers.csv", "--monotone", "plan:+", "-o", "x.json")
      .expect(64, "plan")
    try folder.run("train", "tree", "customers.csv", "--monotone", "income:+", "-o", "x.json")
      .expect(64, "income")
  }

  @Test func regression() throws {
    let folder = try Self.folder()
    let options = ["--task", "regression", "--target", "spend", "--holdout", "0.2"]
    let shown = try Self.shown(folder, options)
    #expect(shown["kind"].text == "regression-tree" && shown["positive"] == .null)
    let root = shown["nodes"].elements[0]
    #expect(root.keys.contains("mean") && !root.keys.contains("churned"))
    #expect(shown["training_measures"]["r_squared"].number != nil)
    #expect(shown["holdout_measures"]["rmse"].number != nil)
    try folder.run("show", "m.json").expect(0)
    let run = try folder.run("score", "m.json", "customers.csv")
    #expect(
      run.table[0] == ["customer_id", "prediction", "reason_1", "reason_2", "reason_3", "route"])
    try folder.run("evaluate", "m.json", "customers.csv").expect(64, "predicts a number")
    try folder.run("compare", "m.json").expect(64, "predicts a number")
    try folder.run("score", "m.json", "customers.csv", "--bands", "0.1,0.2").expect(64, "--bands")
    for wrong in [["--prior", "0.5,0.5"], ["--loss", "fn=2"], ["--positive", "1"]] {
      try folder.run(["train", "tree", "customers.csv", "-o", "x.json"] + options + wrong)
        .expect(64, wrong[0])
    }
    // A word among the numbers, and a target that never changes.
    try folder.write(
      "words.csv",
      customers { row, cells in cells.map { row == 3 && $0.hasSuffix(".5") ? "much" : $0 } })
    try folder.run(
      ["train", "tree", "words.csv", "-o", "w.json", "--rejects", "r.csv"] + options
    ).expect(0)
    #expect(try folder.text("r.csv").contains("much"))
    try folder.write(
      "flat.csv", customers { _, cells in cells.map { $0.hasSuffix(".5") ? "7" : $0 } })
    try folder.run(["train", "tree", "flat.csv", "-o", "f.json"] + options)
      .expect(65, "same target")
  }
}
