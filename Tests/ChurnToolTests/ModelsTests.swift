import Churn
import Glibc
import Testing

@Suite struct ModelsTests {
  /// `m/a.json` older than `m/b.json`, a broken model, a report and what is no model.
  private func prepared() throws -> Folder {
    let folder = try Folder()
    try folder.train()
    try folder.shell(
      """
      mkdir m && cp a.json b.json m && touch -d 2024-05-01T10:20:30Z m/a.json \
      && touch -d 2024-05-02 m/b.json && sed 's/"rows_read"/"rows_said"/' a.json > m/bad.json \
      && echo '{"format": "other"}' > m/other.json && echo '{' > m/cut.json && echo x > m/notes.txt
      """
    ).expect(0)
    return folder
  }

  private func current(_ folder: Folder) throws -> [String] {
    let run = try folder.run("models", "m", "--current")
    run.expect(0)
    return run.lines
  }

  @Test func theTable() throws {
    let folder = try prepared()
    let run = try folder.run("models", "m")
    run.expect(0)
    let line = try #require(run.lines.first { $0.hasPrefix("b.json") })
    #expect(line.contains("current") && line.contains("tree") && line.contains("2024-05-02"))
    #expect(run.output.contains("bad.json cannot be used: /checksum"))
    #expect(run.output.contains("cut.json cannot be used: "))
    #expect(run.output.contains("other JSON files: 1") && !run.output.contains("notes"))
  }

  @Test func json() throws {
    let folder = try prepared()
    let run = try folder.run("models", "m", "--json")
    run.expect(0)
    let json = try run.json
    #expect(json["models"].elements.count == 2 && json["broken"].elements.count == 2)
    #expect(json["models/0/saved"].text == "2024-05-01T10:20:30Z")
    #expect(json["models/0/measured_on"].text == "training")
    #expect(json["models/1/measured_on"].text == "cross_validated")
    #expect(json["models/1/current"] == true && json["models/0/current"] == false)
    #expect(json["models/0/features"].number == 3 && json["models/0/rows"].number == 120)
    #expect(json["models/0/checksum"].text == (try folder.json("a.json")["checksum"].text))
  }

  /// Without dates of their own the file that was written last; then the pinned one.
  @Test func whichIsCurrent() throws {
    let folder = try prepared()
    #expect(try current(folder) == ["m/b.json"])
    try folder.shell("touch m/a.json").expect(0)
    #expect(try current(folder) == ["m/a.json"])
    let pinning = try folder.run("models", "m", "--use", "b")
    pinning.expect(0)
    #expect(pinning.lines.contains { $0.hasPrefix("b.json") && $0.contains("pinned") })
    #expect(try current(folder) == ["m/b.json"])
    try folder.run("models", "m", "--use", "logistic").expect(0)
    #expect(try current(folder) == ["m/a.json"])
    // Another model in its place is not the one that was pinned.
    try folder.shell("cp b.json m/a.json").expect(0)
    try folder.run("models", "m").expect(0, "holds another model")
    try folder.shell("rm m/a.json").expect(0)
    try folder.run("models", "m").expect(0, "no such model")
    #expect(try current(folder) == ["m/b.json"])
    try folder.run("models", "m", "--use", "z").expect(64, "b.json")
    try folder.write("m/current.json", "{}")
    try folder.run("models", "m").expect(65, "current.json", "--use")
  }

  /// A newer as-of date comes before a newer file; another label has a current model of its own.
  @Test func newerDatesComeFirst() throws {
    let folder = try Folder()
    for (name, date) in [("new", "2024-06-30"), ("old", "2024-03-31")] {
      try folder.write(
        "c.csv",
        customers(header: "customer_id,age,plan,spend,churned,as_of") { _, cells in
          cells + [date]
        })
      try folder.run("train", "tree", "c.csv", "-o", "\(name).json").expect(0)
    }
    try folder.run(
      "train", "tree", "c.csv", "--target", "spend", "--task", "regression", "-o", "s.json"
    )
    .expect(0)
    let run = try folder.run("models", ".", "--current")
    #expect(run.lines == ["./new.json", "./s.json"])
  }

  @Test func wrongUsage() throws {
    let folder = try Folder()
    try folder.run("models").expect(66, "folder models")
    try folder.run("models", ".", "--json", "--current").expect(64)
    let empty = try folder.run("models", ".")
    empty.expect(0)
    #expect(empty.lines.count == 2)
  }
}

@Suite struct ModelDifferenceTests {
  @Test func coefficientsSideBySide() throws {
    let folder = try Folder()
    try folder.train()
    try folder.write(
      "other.csv",
      customers(header: "customer_id,age,height,spend,churned") { row, cells in
        [cells[0], "\(90 - (20 + (row * 37) % 50))", "\(row % 17)"] + cells.dropFirst(3)
      })
    try folder.run("train", "logistic", "other.csv", "--holdout", "0.2", "-o", "o.json").expect(0)
    let run = try folder.run("show", "a.json", "o.json")
    run.expect(0)
    for part in [
      "features added: height", "features removed: plan", "option holdout: 0 → 0.2",
      "sign changes", "gone", "new", "differs",
    ] { #expect(run.output.contains(part), "\(part)") }
    let json = try folder.run("show", "a.json", "o.json", "--json").json
    let terms = json["coefficients"].elements
    let age = try #require(terms.first { $0["term"].text == "age" })
    #expect(age["sign_changes"] == true)
    let (first, second) = (age["first"].number ?? 0, age["second"].number ?? 0)
    #expect(age["difference"].number == second - first && first > 0 && second < 0)
    #expect(json["changes"].elements.contains { $0["path"].text == "/provenance/sha256" })
    #expect(json["nodes"] == .null && json["features_added/0"].text == "height")
  }

  @Test func treesNodeByNode() throws {
    let folder = try Folder()
    try folder.train()
    let same = try folder.run("show", "b.json", "b.json", "--json").json
    #expect(same["changes"].elements.isEmpty && same["features_removed"].elements.isEmpty)
    #expect(same["nodes"].elements.allSatisfy { $0["same"] == true })
    try folder.run("train", "tree", "customers.csv", "--max-depth", "1", "-o", "d.json").expect(0)
    let run = try folder.run("show", "b.json", "d.json")
    run.expect(0)
    #expect(run.output.contains("nodes split alike") && run.output.contains("option max_depth"))
    let mixed = try folder.run("show", "a.json", "b.json")
    mixed.expect(0)
    #expect(mixed.output.contains("cannot be compared"))
  }

  @Test func wrongUsage() throws {
    let folder = try Folder()
    try folder.train()
    try folder.run("show", "a.json", "b.json", "--rules").expect(64)
    try folder.run("show", "a.json", "none.json").expect(66)
    try folder.run("show", "-", "-").expect(64, "standard input")
  }
}
