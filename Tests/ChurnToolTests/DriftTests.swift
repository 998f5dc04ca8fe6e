import Churn
import Testing

@Suite struct DriftTests {
  private func prepared() throws -> Folder {
    let folder = try Folder()
    try folder.train()
    try folder.write(
      "later.csv",
      customers { row, cells in
        [cells[0], "\(60 + row % 30)"] + cells.dropFirst(2)
      })
    return folder
  }

  @Test(arguments: ["a.json", "b.json"])
  func theTable(_ model: String) throws {
    let folder = try prepared()
    let same = try folder.run("drift", model, "customers.csv")
    same.expect(0, "this is the file that the model was trained on")
    #expect(same.lines.first?.hasPrefix("column") == true && same.output.contains("Stable"))
    let later = try folder.run("drift", model, "later.csv", "--quiet")
    later.expect(0)
    #expect(later.talk.isEmpty && later.output.contains("strong"))
    #expect(later.lines.allSatisfy { $0.count <= 100 })
  }

  @Test func jsonAndFiles() throws {
    let folder = try prepared()
    let run = try folder.run("drift", "a.json", "later.csv", "--json")
    run.expect(0)
    let json = try run.json
    #expect(json["format"].text == "churn-drift" && json["columns"].elements.count == 3)
    #expect(json["columns/0/name"].text == "age" && json["columns/0/alarm"].text == "strong")
    #expect(json["outcome/rows"].number == 120 && json["reference/source"].text == "training")
    #expect(["recalibrate", "retrain"].contains(json["verdict"].text))
    try folder.run(
      "drift", "a.json", "later.csv", "-o", "drift.json", "--html", "drift.html", "--language", "zh"
    ).expect(0, "age")
    #expect(try folder.json("drift.json") == json)
    #expect(try folder.text("drift.html").contains("漂移"))
    try folder.run("drift", "a.json", "later.csv", "-o", "drift.json").expect(73)
  }

  @Test func threadsStandardInputAndGzip() throws {
    let folder = try prepared()
    let plain = try folder.run("drift", "b.json", "later.csv", "--json")
    let others = [
      "churn drift b.json - --json < later.csv", "churn drift b.json later.csv --json --threads 1",
      "gzip -k later.csv && churn drift b.json later.csv.gz --json --threads 3",
    ]
    for line in others {
      #expect(try folder.shell(line).output == plain.output, "\(line)")
    }
  }

  @Test func theReferenceReport() throws {
    let folder = try prepared()
    try folder.run("evaluate", "a.json", "customers.csv", "-o", "report.json").expect(0)
    let run = try folder.run(
      "drift", "a.json", "later.csv", "--reference", "report.json", "--json")
    run.expect(0)
    #expect(try run.json["reference/source"].text == "report")
    try folder.run("drift", "b.json", "later.csv", "--reference", "report.json")
      .expect(0, "about another model")
    try folder.run("drift", "a.json", "later.csv", "--reference", "a.json").expect(65, "no report")
  }

  @Test func wrongInput() throws {
    let folder = try prepared()
    try folder.run("drift", "a.json", "none.csv").expect(66)
    try folder.run("drift", "a.json", "later.csv", "--target", "gone").expect(65, "gone")
    try folder.run("drift", "-", "-").expect(64, "standard input")
    try folder.run("drift", "a.json", "later.csv", "--html", "later.csv", "--force").expect(64)
    try folder.write(
      "bad.csv",
      customers { row, cells in row == 3 ? [cells[0], "old"] + cells.dropFirst(2) : cells })
    let run = try folder.run("drift", "a.json", "bad.csv", "--rejects", "r.csv", "--strict")
    run.expect(75, "1 of 120 rows rejected")
    #expect(try folder.text("r.csv").contains("not a number"))
    try folder.write(
      "third.csv",
      customers { row, cells in row == 3 ? cells.dropLast() + ["perhaps"] : cells })
    try folder.run("drift", "a.json", "third.csv").expect(65, "third value", "perhaps", "line 5")
    // A file of a version that kept no distribution.
    folder.link(root + "/models/earlier/telco-tree.json", "earlier.json")
    try folder.run("drift", "earlier.json", telcoCustomers).expect(65, "train it again")
  }
}
