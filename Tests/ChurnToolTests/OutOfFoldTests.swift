import Churn
import Testing

/// `train … --out-of-fold FILE`.
@Suite struct OutOfFoldTests {
  private func prepared() throws -> Folder {
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    return folder
  }

  @Test(arguments: ["logistic", "tree"])
  func everyTrainingRowIsThere(_ kind: String) throws {
    let folder = try prepared()
    try folder.run(
      "train", kind, "customers.csv", "-o", "m.json", "--out-of-fold", "folds.csv", "--cv", "4",
      "--cv-repeats", "2"
    ).expect(0)
    let table = Table(try folder.text("folds.csv"))
    #expect(table[0] == ["customer_id", "repeat", "fold", "churned", "probability"])
    #expect(table.rows.count == 241 && table[1, 0] == "000" && table[121, 1] == "2")
    #expect(Set(table.column(2)) == ["1", "2", "3", "4"])
    #expect(table.column(3).count { $0 == "1" } % 2 == 0)
    #expect(table.column(4).allSatisfy { (0...1).contains(Double($0) ?? -1) })
    let curve = try folder.run("show", "m.json", "--json").json["score_curve"]
    #expect(curve["source"].text == "out_of_fold")
    #expect(curve["folds"].number == 4 && curve["repeats"].number == 2)
    try folder.run("show", "m.json").expect(0)
  }

  /// Ten folds where none are named, as with `--cv 10`; the same for both kinds.
  @Test func theFoldsOfBothKinds() throws {
    let folder = try prepared()
    for kind in ["logistic", "tree"] {
      let run = try folder.run(
        "train", kind, "customers.csv", "-o", "\(kind).json", "--out-of-fold", "\(kind).csv")
      run.expect(0, "AUC cross-validated")
    }
    let tables = try ["logistic", "tree"].map { Table(try folder.text("\($0).csv")) }
    #expect(tables[0].column(2) == tables[1].column(2) && Set(tables[0].column(2)).count == 10)
    #expect(tables[0].column(4) != tables[1].column(4))
    try folder.run("train", "logistic", "customers.csv", "-o", "ten.json", "--cv", "10").expect(0)
    #expect(try folder.bytes("ten.json") == folder.bytes("logistic.json"))
  }

  @Test func heldOutRowsAreNotThere() throws {
    let folder = try prepared()
    try folder.run(
      "train", "tree", "customers.csv", "-o", "m.json", "--out-of-fold", "f.csv", "--holdout",
      "0.25"
    ).expect(0)
    #expect(Table(try folder.text("f.csv")).rows.count == 91)
  }

  @Test func withoutAnID() throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers(header: "number,age,plan,spend,churned"))
    let run = try folder.run(
      "train", "tree", "customers.csv", "--exclude", "number", "-o", "m.json", "--out-of-fold", "-")
    run.expect(0)
    #expect(run.table[0, 0] == "row" && run.table[1, 0] == "1" && run.table[120, 0] == "120")
  }

  @Test(arguments: [
    ["train", "logistic", "customers.csv", "--cv", "0"],
    ["train", "tree", "customers.csv", "--cv", "0"],
    ["train", "tree", "customers.csv", "--task", "regression", "--target", "spend"],
    ["train", "logistic", "customers.csv", "--cv-repeats", "0"],
    ["train", "logistic", "customers.csv", "--cv", "0", "--cv-repeats", "2"],
  ])
  func wrongUsage(_ arguments: [String]) throws {
    let folder = try prepared()
    try folder.run(arguments + ["-o", "m.json", "--out-of-fold", "f.csv"]).expect(64)
    folder.expectNames("customers.csv")
  }
}
