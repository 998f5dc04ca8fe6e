import Churn
import Testing

/// `train logistic` with `--interactions`, `--splines`, `--transform` and `--lump`.
@Suite struct DesignOptionsTests {
  static func train(_ folder: Folder, _ arguments: [String], _ text: String = customers(300)) throws
    -> Run
  {
    try folder.write("customers.csv", text)
    return try folder.run(
      ["train", "logistic", "customers.csv", "-o", "m.json", "--threads", "1"] + arguments)
  }

  static func terms(_ folder: Folder) throws -> [String?] {
    try folder.run("show", "m.json", "--json").json["coefficients"].elements.map(\.["term"].text)
  }

  @Test func everyKindOfTerm() throws {
    let folder = try Folder()
    try Self.train(
      folder,
      [
        "--splines", "age:3", "--transform", "spend:standardize", "--interactions",
        "age:plan, spend:plan",
      ]
    ).expect(0)
    #expect(
      try Self.terms(folder) == [
        "(Intercept)", "ns(age,3)[1]", "ns(age,3)[2]", "ns(age,3)[3]", "plan=gold", "plan=silver",
        "standardize(spend)", "ns(age,3)[1]:plan=gold", "ns(age,3)[2]:plan=gold",
        "ns(age,3)[3]:plan=gold", "ns(age,3)[1]:plan=silver", "ns(age,3)[2]:plan=silver",
        "ns(age,3)[3]:plan=silver", "standardize(spend):plan=gold",
        "standardize(spend):plan=silver",
      ])
    let shown = try folder.run("show", "m.json")
    shown.expect(0)
    for part in ["spline", "knots 20", "standard deviation", "age:plan", "interaction"] {
      #expect(shown.output.contains(part), "\(part)")
    }
    let design = try folder.run("show", "m.json", "--json").json["design"]
    #expect(design["features/0/knots"].elements.count == 2)
    let scored = try folder.run("score", "m.json", "customers.csv", "-o", "-")
    scored.expect(0)
    #expect(scored.lines.count == 301)
    #expect(scored.output.contains("age = ") && !scored.output.contains("ns("))
  }

  @Test func otherColumnOrderGivesTheSameScores() throws {
    let folder = try Folder()
    try Self.train(folder, ["--splines", "age:3", "--interactions", "age:spend,plan:spend"])
      .expect(0)
    let turned = customers(300, header: "churned,spend,plan,age,customer_id") { $1.reversed() }
    try folder.write("turned.csv", turned)
    let plain = try folder.run("score", "m.json", "customers.csv", "-o", "-")
    let other = try folder.run("score", "m.json", "turned.csv", "-o", "-")
    #expect(plain.output == other.output && plain.status == 0)
  }

  /// `bronze` is rare: with `gold` it would be a level of few rows.
  static let rare = customers(300) { row, cells in
    var cells = cells
    if row % 30 == 4 { cells[2] = row % 60 == 4 ? "bronze" : "tin" }
    return cells
  }

  @Test func rareLevelsAreLumpedAndTakeTheUnseen() throws {
    let folder = try Folder()
    let run = try Self.train(folder, ["--lump", "20"], Self.rare)
    run.expect(0, "plan: 2 levels with fewer than 20 rows (10 rows together) lumped as (other)")
    #expect(
      try Self.terms(folder)
        == ["(Intercept)", "age", "plan=gold", "plan=silver", "plan=(other)", "spend"])
    try folder.write(
      "new.csv", "customer_id,age,plan,spend\n1,40,tin,50\n2,40,bronze,50\n3,40,diamond,50\n")
    let scored = try folder.run("score", "m.json", "new.csv", "-o", "-")
    scored.expect(0, "plan: 1 levels that training had not seen")
    let probabilities = scored.lines.dropFirst().map { $0.split(separator: ",")[1] }
    #expect(Set(probabilities).count == 1)
    #expect(scored.lines[1].contains("plan = tin") && scored.lines[3].hasSuffix("unseen"))
  }

  @Test func log1pNeedsValuesAboveMinusOne() throws {
    let folder = try Folder()
    let negative = customers(300) { row, cells in
      row == 17 ? [cells[0], cells[1], cells[2], "-1", cells[4]] : cells
    }
    try Self.train(folder, ["--transform", "spend:log1p"], negative)
      .expect(65, "log1p", "line 19", "spend", "-1")
    folder.expectNames("customers.csv")
    try Self.train(folder, ["--transform", "spend:log1p"]).expect(0)
    try folder.write("later.csv", negative)
    let scored = try folder.run("score", "m.json", "later.csv", "-o", "-")
    scored.expect(0, "spend: 1 values at or below -1, which log1p does not take, count as missing")
    #expect(scored.lines[18].contains("spend is missing") && scored.lines[18].hasSuffix("imputed"))
    try folder.run(
      "train", "logistic", "customers.csv", "-o", "d.json", "--missing", "drop", "--transform",
      "spend:log1p"
    ).expect(0)
    try folder.run("score", "d.json", "later.csv", "-o", "-", "--strict")
      .expect(75, "log1p takes values above -1: 1")
  }

  @Test(arguments: [
    (["--interactions", "age"], "a:b"), (["--interactions", "age:"], "a:b"),
    (["--interactions", "age:plan:spend"], "a:b"), (["--interactions", ""], "a:b"),
    (["--interactions", "age:age"], "age:age"),
    (["--interactions", "age:plan,plan:age"], "plan:age"), (["--splines", "age"], "column:df"),
    (["--splines", "age:0"], "1 to 100"), (["--splines", "age:-2"], "1 to 100"),
    (["--splines", "age:2.5"], "1 to 100"), (["--splines", "age:101"], "1 to 100"),
    (["--splines", ":3"], "column:df"), (["--splines", "plan:3"], "plan is categorical"),
    (["--splines", "age:3,age:4"], "age is named twice"),
    (["--splines", "age:3", "--transform", "age:log1p"], "age is named twice"),
    (["--transform", "age:sqrt"], "log1p or standardize"),
    (["--transform", "plan:log1p"], "plan is categorical"), (["--transform", "age"], "column:"),
    (["--lump", "0"], "--lump"), (["--lump", "many"], "--lump"),
    (["--lump", "500", "--reference", "plan=gold"], "lumped"),
  ])
  func wrongUsage(_ arguments: [String], _ named: String) throws {
    let folder = try Folder()
    try Self.train(folder, arguments).expect(64, named)
    folder.expectNames("customers.csv")
  }

  @Test(arguments: [
    (["--interactions", "age:nothing"], "no column nothing"),
    (["--splines", "nothing:3"], "no column nothing"),
    (["--transform", "churned:log1p"], "no column churned"),
    (["--splines", "age:60"], "the spline of age"), (["--splines", "few:2"], "the spline of few"),
    (["--splines", "ties:4"], "equal knots"), (["--transform", "one:standardize"], "one"),
  ])
  func columnsThatDoNotAllowIt(_ arguments: [String], _ named: String) throws {
    let folder = try Folder()
    let text = customers(300, header: "customer_id,age,plan,spend,few,ties,one,churned") {
      let ties = $0 % 3 == 0 ? "\($0)" : "7"
      return [$1[0], $1[1], $1[2], $1[3], "\($0 % 2)", ties, "5", $1[4]]
    }
    try Self.train(folder, arguments, text).expect(65, named)
    folder.expectNames("customers.csv")
  }

  @Test func helpHasAnExample() throws {
    let help = try Folder().run("help", "train", "logistic").output
    for part in [
      "--splines recency_days:4", "--interactions tenure:contract", "--lump 30",
      "--transform total_amount:log1p", "<a:b,…>", "<column:df,…>",
    ] { #expect(help.contains(part), "\(part)") }
  }
}
