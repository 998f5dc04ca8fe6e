import Churn
import Testing

/// No id, no cell of a column that is not used, and no number of a single row is in a model, a report,
/// a comparison or a page. (Levels of features are in all of them, by nature; models/README.md says
/// what else may be.)
@Suite struct NoCustomerDataTests {
  /// In `spend`, one row each; the digits that a table would show.
  private static let numbers = ["7777.123457", "3141.592653", "4242.987654"]
  private static let traces = ["KUNDE", "geheim", "7777.1", "3141.5", "3141.6", "4242.9", "4243.0"]

  private static func file(_ count: Int, seed: Int) -> String {
    var lines = ["customer_id,note,day,age,plan,spend,churned"]
    for row in 0..<count {
      let age = 20 + (row * 37 + seed) % 50
      let plan = ["basic", "gold", "silver"][(row * 7) % 3]
      let round = 500 + 100 * ((row * 53 + seed) % 90)
      let place = row / 40
      let isMarked = row % 40 == 20 && place < numbers.count
      let spend = isMarked ? numbers[place] : "\(round)"
      let churned = age + round / 300 + (row * 29 + seed) % 41 > 82 ? "1" : "0"
      lines.append(
        "KUNDE\(7_000_000 + seed * 1000 + row),geheim \(row),2024-01-\(10 + row % 20),\(age),\(plan),"
          + "\(spend),\(churned)")
    }
    // Rejected: what could not be used is told of by its count alone.
    lines.append("KUNDE9999999,geheim,2024-01-01,30,basic,7777.1x,1")
    return lines.joined(separator: "\n") + "\n"
  }

  private static let trainings: [[String]] = [
    ["logistic"], ["logistic", "--splines", "spend:3", "--interactions", "age:plan"],
    ["logistic", "--penalty", "lasso", "--cv", "3"], ["logistic", "--penalty", "firth"],
    ["logistic", "--intervals", "profile", "--holdout", "0.3"],
    ["tree", "--min-leaf", "2", "--cp", "0.0001", "--prune", "none", "--competitors", "3"],
    ["tree", "--growth", "histogram", "--holdout", "0.3", "--cv", "3"],
  ]

  private func expectNoTrace(
    _ text: String, _ name: String, at location: SourceLocation = #_sourceLocation
  ) {
    for trace in Self.traces where text.contains(trace) {
      let line = text.split(separator: "\n").first { $0.contains(trace) } ?? ""
      Issue.record("\(name): \(trace) in \(line.prefix(300))", sourceLocation: location)
    }
  }

  private func prepared() throws -> Folder {
    let folder = try Folder()
    try folder.write("train.csv", Self.file(200, seed: 1))
    try folder.write("holdout.csv", Self.file(160, seed: 2))
    return folder
  }

  @Test(arguments: trainings)
  func modelsAndReports(_ training: [String]) throws {
    let folder = try prepared()
    let run = try folder.run(
      ["train"] + training
        + [
          "train.csv", "--target", "churned", "--id", "customer_id", "--exclude", "note,day",
          "--numeric", "spend", "-o", "m.json", "--threads", "1",
        ])
    run.expect(0, "1 of 201 rows rejected")
    expectNoTrace(run.talk, "talk")
    expectNoTrace(try folder.text("m.json"), "model")
    for options in [[], ["--json"]] {
      let shown = try folder.run(["show", "m.json"] + options)
      shown.expect(0)
      expectNoTrace(shown.output + shown.talk, "show")
    }
    let judged = try folder.run(
      "evaluate", "m.json", "holdout.csv", "-o", "r.json", "--threads", "1")
    judged.expect(0)
    expectNoTrace(try folder.text("r.json") + judged.talk, "report")
    let compared = try folder.run(
      "compare", "m.json", "--data", "holdout.csv", "--html", "page.html", "--json",
      "--threads", "1")
    compared.expect(0)
    expectNoTrace(compared.output + compared.talk, "comparison")
    expectNoTrace(try folder.text("page.html"), "page")
  }

  @Test func aTreeOfAnAmount() throws {
    let folder = try prepared()
    let run = try folder.run(
      "train", "tree", "train.csv", "--task", "regression", "--target", "spend", "--id",
      "customer_id", "--exclude", "note,day,churned", "-o", "m.json", "--threads", "1")
    run.expect(0)
    let shown = try folder.run("show", "m.json")
    expectNoTrace(run.talk + shown.output + shown.talk, "show")
    expectNoTrace(try folder.text("m.json"), "model")
  }

  @Test func tiers() throws {
    let folder = try Folder()
    var lines = ["customer_id,order_date,quantity,amount,note"]
    for customer in 0..<240 {
      let first = 1 + customer % 27
      let amount = customer == 100 ? Self.numbers[0] : "\(500 + 40 * (customer * 53 % 90))"
      lines.append("KUNDE\(customer),1997-02-\(first < 10 ? "0" : "")\(first),1,\(amount),geheim")
      if customer * 53 % 90 > 30 + customer % 40 {
        lines.append("KUNDE\(customer),1997-03-\(10 + customer % 19),1,60,geheim")
      }
    }
    lines.append("KUNDE1,1997-12-01,1,10,geheim")
    try folder.write("orders.csv", lines.joined(separator: "\n") + "\n")
    let run = try folder.run(
      "train", "tiers", "orders.csv", "--horizon", "60", "--burn-in", "0", "-o", "t.json",
      "--threads", "1")
    run.expect(0)
    let shown = try folder.run("show", "t.json")
    expectNoTrace(run.talk + run.output + shown.output + shown.talk, "show")
    expectNoTrace(try folder.text("t.json"), "model")
  }
}
