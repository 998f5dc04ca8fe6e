import Churn
import Testing

/// `churn export`: files, checks and refusals.
@Suite struct ExportTests {
  private func prepared() throws -> Folder {
    let folder = try Folder()
    try folder.train()
    return folder
  }

  private static let hasSQLite = (try? Folder().shell("command -v sqlite3").status) == 0

  @Test(arguments: ["sqlite", "postgresql", "duckdb", "spark"], ["a.json", "b.json"])
  func sql(_ dialect: String, _ model: String) throws {
    let folder = try prepared()
    let run = try folder.run("export", model, "--to", "sql", "--dialect", dialect, "--table", "t")
    run.expect(0)
    #expect(run.output.contains("customer_id") && run.output.contains("probability"))
    #expect(run.talk.isEmpty)
  }

  @Test func aFileIsWrittenOnce() throws {
    let folder = try prepared()
    try folder.run("export", "a.json", "--to", "pmml", "-o", "a.pmml").expect(0)
    let text = try folder.text("a.pmml")
    #expect(text.hasPrefix("<?xml") && text.hasSuffix("</PMML>\n"))
    try folder.run("export", "a.json", "--to", "sql", "-o", "a.pmml").expect(73, "exists")
    #expect(try folder.text("a.pmml") == text)
    try folder.run("export", "a.json", "--to", "sql", "-o", "a.json", "--force").expect(64, "input")
  }

  @Test(.enabled(if: hasSQLite, "there is no sqlite3"), arguments: ["a.json", "b.json"])
  func verified(_ model: String) throws {
    let folder = try prepared()
    let run = try folder.run("export", model, "--to", "sql", "--verify", "-o", "x.sql")
    run.expect(0)
    #expect(run.output.contains(/^[0-9,]+ invented customers: [0-9]+ verification rows/))
    #expect(run.output.contains("run by SQLite 3."))
    #expect(run.output.contains("greatest difference"))
    #expect(run.output.contains("0 rows in another leaf") == (model == "b.json"))
    // Standard output is taken by the query.
    let shown = try folder.run("export", model, "--to", "sql", "--verify")
    shown.expect(0, "greatest difference")
    #expect(shown.output == (try folder.text("x.sql")))
    let document = try folder.run(
      "export", model, "--to", "pmml", "--verify", "--json", "-o", "x.pmml"
    ).json
    #expect(document["passed"] == .bool(true) && (document["rows"].number ?? 0) > 50)
    #expect((document["pmml_verification_rows"].number ?? 0) >= 20)
    #expect((document["greatest_difference"].number ?? 1) <= 1e-12)
  }

  @Test(.enabled(if: hasSQLite, "there is no sqlite3"))
  func theQueryRuns() throws {
    let folder = try prepared()
    try folder.run("score", "b.json", "customers.csv", "--path", "-o", "scored.csv").expect(0)
    try folder.run("export", "b.json", "--to", "sql", "--leaf", "-o", "b.sql").expect(0)
    let rows = try folder.shell(
      "sqlite3 -csv :memory: -cmd '.import customers.csv customers' < b.sql")
    rows.expect(0)
    let scored = try Table(folder.text("scored.csv"))
    let found = Table(rows.output)
    #expect(found.rows.count == scored.rows.count - 1)
    let path = scored[0].firstIndex(of: "path") ?? 0
    for (place, row) in found.rows.enumerated() {
      #expect(row[0].hasSuffix(scored[place + 1, 0]) || row[0] == scored[place + 1, 0])
      #expect(abs((Double(row[1]) ?? 9) - (Double(scored[place + 1, 1]) ?? 0)) <= 1e-14)
      #expect(scored[place + 1, path].split(separator: ">").last.map(String.init) == row[2])
    }
  }

  @Test func nothingIsVerifiedWithoutSQLite() throws {
    let folder = try prepared()
    let run = try folder.shell(
      "PATH=/nonexistent \"$CHURN\" export a.json --to sql --verify -o x.sql")
    run.expect(66, "nothing was verified", "sqlite3")
    #expect(!folder.has("x.sql"))
  }

  /// A sqlite3 that answers wrongly: what is exported differs from the model as far as one can tell.
  @Test func aDifferenceIsADefect() throws {
    let folder = try prepared()
    try folder.write("sqlite3", "#!/bin/sh\necho 'version|3.0'\necho 'answers|0|0.123'\n")
    let run = try folder.shell(
      "chmod +x sqlite3; PATH=\"$PWD:$PATH\" \"$CHURN\" export a.json --to sql --verify -o x.sql")
    run.expect(70, "differs from the model")
    #expect(!folder.has("x.sql"))
  }

  @Test(arguments: [
    ["--to", "onnx"], ["--to", "xml"], [], ["--to", "sql", "--dialect", "oracle"],
    ["--to", "pmml", "--dialect", "spark"], ["--to", "pmml", "--leaf"],
    ["--to", "sql", "--leaf"], ["--to", "sql", "--json"], ["--to", "sql", "--verify", "--json"],
    ["--to", "sql", "--table", ""],
  ])
  func wrongUsage(_ options: [String]) throws {
    let run = try prepared().run(["export", "a.json"] + options)
    run.expect(64)
    #expect(run.output.isEmpty && !run.talk.isEmpty)
  }

  @Test func wrongModels() throws {
    let folder = try prepared()
    try folder.run("export", "none.json", "--to", "sql").expect(66)
    try folder.run("export", "customers.csv", "--to", "pmml").expect(65)
  }
}
