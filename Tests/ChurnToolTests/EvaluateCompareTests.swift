import Churn
import Testing

/// Judging models by data and by reports.
@Suite struct EvaluateCompareTests {
  private func prepared() throws -> Folder {
    let folder = try Folder()
    try folder.train()
    try folder.write(
      "later.csv",
      customers(300) { row, cells in
        row % 11 == 0 ? Array(cells[..<4]) + [cells[4] == "1" ? "0" : "1"] : cells
      })
    return folder
  }

  @Test(arguments: ["a.json", "b.json"])
  func aReport(_ model: String) throws {
    let folder = try prepared()
    try folder.run("evaluate", model, "later.csv", "-o", "r.json").expect(0)
    let report = try folder.json("r.json")
    #expect(report["format"].text == "churn-report" && report["format_version"].number == 1)
    let measures = report["measures"]
    for key in [
      "rows", "churned", "base_rate", "auc", "auc_low", "auc_high", "pr_auc", "log_loss", "brier",
      "ks", "gini", "calibration_intercept", "calibration_slope", "expected_calibration_error",
      "hosmer_lemeshow_p", "lift_at_10", "gains", "threshold", "profit",
    ] { #expect(measures.keys.contains(key), "\(key)") }
    #expect(measures["rows"].number == 300 && measures["profit"] == .null)
    #expect(
      measures["gains"].elements.map(\.["fraction"].number)
        == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    #expect(measures["gains/9/captured"].number == 1)
    #expect(
      measures["threshold"].keys
        == ["contacted_share", "precision", "recall", "rule", "specificity", "value"])
    #expect(report["in_sample"] == false)
    // No scores and no ids in it.
    #expect(try !folder.text("r.json").contains("0011"))
    let printed = try folder.run("evaluate", model, "later.csv", "--json")
    #expect(printed.output == (try folder.text("r.json")))
  }

  @Test func theTrainingFileIsMarked() throws {
    let folder = try prepared()
    try folder.run("evaluate", "a.json", "customers.csv", "-o", "r.json").expect(0, "warning:")
    #expect(try folder.json("r.json")["in_sample"] == true)
    let comparison = try folder.run(
      "compare", "a.json", "b.json", "--data", "customers.csv", "--json"
    ).json
    #expect(comparison["models"].elements.allSatisfy { $0["in_sample"] == true })
    for key in ["auc_difference", "low", "high", "p_value", "p_value_holm"] {
      #expect(comparison["pairs/0"].keys.contains(key))
      #expect(comparison["pairs/0"][key] == .null)
    }
  }

  /// The same rows in another file are the same rows.
  @Test func theTrainingFilePackedIsTheTrainingFile() throws {
    let folder = try prepared()
    try folder.shell("gzip -k customers.csv").expect(0)
    let report = try folder.run("evaluate", "a.json", "customers.csv.gz", "--json").json
    #expect(report["in_sample"] == true)
  }

  @Test func modelsOnTheSameData() throws {
    let folder = try prepared()
    try folder.run(
      "train", "tree", "customers.csv", "--name", "small", "--max-depth", "1", "-o", "c.json"
    )
    .expect(0)
    let run = try folder.run(
      "compare", "a.json", "b.json", "c.json", "--data", "later.csv", "--json", "--html", "p.html")
    run.expect(0)
    let comparison = try run.json
    #expect(comparison["models"].elements.map(\.["name"].text) == ["logistic", "tree", "small"])
    let pairs = comparison["pairs"].elements
    #expect(pairs.map(\.["a"].text) == ["logistic", "logistic", "tree"])
    #expect(pairs.map(\.["b"].text) == ["tree", "small", "small"])
    for pair in pairs {
      let (low, high) = (try #require(pair["low"].number), try #require(pair["high"].number))
      let difference = try #require(pair["auc_difference"].number)
      #expect(low <= difference && difference <= high)
      let (p, holm) = (
        try #require(pair["p_value"].number), try #require(pair["p_value_holm"].number)
      )
      #expect(0 <= p && p <= holm && holm <= 1)
    }
    let difference =
      (comparison["models/0/measures/auc"].number ?? 0)
      - (comparison["models/1/measures/auc"].number ?? 0)
    #expect(abs(difference - (pairs[0]["auc_difference"].number ?? 9)) < 1e-12)
    let page = try folder.text("p.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && !page.contains("<script src"))
  }

  @Test func reportsAlone() throws {
    let folder = try prepared()
    try folder.run("evaluate", "a.json", "later.csv", "-o", "ra.json").expect(0)
    try folder.run("evaluate", "b.json", "later.csv", "-o", "rb.json").expect(0)
    let run = try folder.run("compare", "ra.json", "rb.json", "--json")
    run.expect(0, "no interval")
    let pair = try run.json["pairs/0"]
    #expect(pair["auc_difference"].number != nil)
    #expect([pair["low"], pair["high"], pair["p_value"]] == [.null, .null, .null])
    // The table is the same as that of the models themselves.
    let reports = try folder.run("compare", "ra.json", "rb.json", "--json").json
    let models = try folder.run("compare", "a.json", "b.json", "--data", "later.csv", "--json").json
    for place in 0...1 {
      #expect(reports["models/\(place)/measures"] == models["models/\(place)/measures"])
    }
  }

  @Test func aModelAndAReport() throws {
    let folder = try prepared()
    try folder.run("evaluate", "b.json", "later.csv", "-o", "rb.json").expect(0)
    let run = try folder.run("compare", "a.json", "rb.json", "--data", "later.csv", "--json")
    run.expect(0, "warning:", "no interval")
    let comparison = try run.json
    #expect(comparison["models"].elements.map(\.["source"].text) == ["data", "report"])
    #expect(comparison["pairs/0/auc_difference"].number != nil)
    #expect(comparison["pairs/0/p_value"] == .null)
  }

  @Test func anyOrderOfColumnsAndOfRows() throws {
    let folder = try prepared()
    let shuffled = customers(300, header: "churned,spend,plan,age,customer_id") { row, cells in
      let label = row % 11 == 0 ? (cells[4] == "1" ? "0" : "1") : cells[4]
      return [label, cells[3], cells[2], cells[1], cells[0]]
    }
    try folder.write("shuffled.csv", shuffled)
    let one = try folder.run("evaluate", "a.json", "later.csv", "--json").json
    let two = try folder.run("evaluate", "a.json", "shuffled.csv", "--json").json
    #expect(one["measures"] == two["measures"])
  }

  @Test func labelsInAnyCaseAreTheSame() throws {
    let folder = try Folder()
    func labelled(_ no: String, _ yes: String) -> String {
      customers { Array($1[..<4]) + [$1[4] == "1" ? yes : no] }
    }
    try folder.train(labelled("No", "Yes"))
    try folder.write("lower.csv", labelled("no", "yes"))
    let one = try folder.run("evaluate", "a.json", "customers.csv", "--json").json
    let other = try folder.run("evaluate", "a.json", "lower.csv", "--json").json
    for key in ["rows", "churned", "auc", "log_loss", "gains"] {
      #expect(one["measures"][key] == other["measures"][key])
    }
  }

  @Test func modelsOfOneNameAreToldApart() throws {
    let folder = try prepared()
    try folder.run("train", "logistic", "customers.csv", "--exclude", "age", "-o", "c.json").expect(
      0)
    let comparison = try folder.run(
      "compare", "a.json", "c.json", "--data", "later.csv", "--json"
    ).json
    #expect(comparison["models"].elements.map(\.["name"].text) == ["logistic", "logistic (2)"])
    #expect(comparison["pairs/0/a"].text == "logistic")
    #expect(comparison["pairs/0/b"].text == "logistic (2)")
  }

  @Test func oneClassOnlyCannotBeJudged() throws {
    let folder = try prepared()
    try folder.write("one.csv", customers { Array($1[..<4]) + ["0"] })
    try folder.run("evaluate", "a.json", "one.csv").expect(65, "one.csv", "column churned")
  }

  // MARK: - Money, thresholds, languages

  private static let money = [
    "--value", "200", "--contact-cost", "1", "--offer-cost", "10", "--accept-rate", "0.3",
  ]

  @Test func moneyIsShownWhereAllOfItIsGiven() throws {
    let folder = try prepared()
    let run = try folder.run(["evaluate", "a.json", "later.csv", "--json"] + Self.money)
    run.expect(0)
    let profit = try run.json["measures/profit"]
    #expect(profit["curve"].elements.count == 10)
    #expect(profit["best_fraction"].number != nil && profit["best_profit"].number != nil)
    #expect(abs((profit["break_even_probability"].number ?? 0) - 11 / 67) < 1e-12)
    #expect(
      try run.json["measures/expected_maximum_profit/assumptions/published"] == true)
    let partial = try folder.run(
      "evaluate", "a.json", "later.csv", "--json", "--value", "200", "--contact-cost", "1")
    partial.expect(0, "no profit is shown: it needs --offer-cost and --accept-rate too")
    #expect(try partial.json["measures/profit"] == .null)
    let table = try folder.run(["compare", "a.json", "b.json", "--data", "later.csv"] + Self.money)
    table.expect(0)
    #expect(table.output.contains("best in hindsight") && table.output.contains("control group"))
    #expect(table.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test(arguments: [
    ["--threshold", "nonsense"], ["--threshold", "budget=0"], ["--threshold", "budget=2"],
    ["--threshold", "1.5"], ["--threshold", "profit"], ["--bootstrap", "-1"],
    ["--value", "-3"],
    ["--accept-rate", "2"] + ["--value", "1", "--contact-cost", "1"]
      + ["--offer-cost", "1"], ["--accept-beta", "6"], ["--accept-beta", "0,1"],
  ])
  func wrongUsage(_ options: [String]) throws {
    try prepared().run(["evaluate", "a.json", "later.csv"] + options).expect(64)
  }

  @Test(arguments: [["--language", "fr"], ["--json", "--markdown"]])
  func wrongUsageOfCompare(_ options: [String]) throws {
    try prepared().run(["compare", "a.json", "--data", "later.csv"] + options).expect(64)
  }

  @Test func thresholdsAreChosenByARule() throws {
    let folder = try prepared()
    for (rule, name) in [("ks", "ks"), ("budget=0.2", "budget"), ("0.25", "given")] {
      let threshold = try folder.run(
        "evaluate", "a.json", "later.csv", "--json", "--threshold", rule, "--bootstrap", "0"
      ).json["measures/threshold"]
      #expect(threshold["rule"].text == name)
      if rule == "0.25" { #expect(threshold["value"].number == 0.25) }
    }
    let byProfit = try folder.run(
      ["evaluate", "a.json", "later.csv", "--json", "--threshold", "profit"] + Self.money)
    #expect(try byProfit.json["measures/threshold/rule"].text == "profit")
  }

  @Test func bootstrapIntervalsAreThereUnlessSaidOtherwise() throws {
    let folder = try prepared()
    let usual = try folder.run("evaluate", "a.json", "later.csv", "--json").json
    #expect(usual["measures/bootstrap"].number == 1000)
    #expect(usual["measures/gains/0/lift_low"].number != nil)
    let none = try folder.run("evaluate", "a.json", "later.csv", "--json", "--bootstrap", "0")
    none.expect(0, "No bootstrap intervals")
    #expect(try none.json["measures/gains/0/lift_low"] == .null)
  }

  @Test func aPageInChineseAndTablesInMarkdown() throws {
    let folder = try prepared()
    let run = try folder.run(
      "compare", "a.json", "b.json", "--data", "later.csv", "--html", "p.html", "--language", "zh",
      "--markdown")
    run.expect(0)
    #expect(run.output.contains("| model |"))
    #expect(try folder.text("p.html").contains("模型比较"))
  }

  @Test func baselinesStandInEveryContest() throws {
    let folder = try prepared()
    let comparison = try folder.run(
      "compare", "a.json", "b.json", "--data", "later.csv", "--json"
    ).json
    let names = comparison["baselines"].elements.map(\.["name"].text)
    #expect(names.first == "base rate" && names.count >= 2)
    #expect(comparison["models"].elements.count == 2)
    #expect(comparison["models/0/baselines/0/beaten"] != .null)
    #expect(comparison["models/0/rank"].number != nil)
  }

  @Test func differentRowsAreComparedWithAWarning() throws {
    let folder = try prepared()
    try folder.shell("head -200 later.csv > part.csv").expect(0)
    try folder.run("evaluate", "a.json", "later.csv", "-o", "ra.json").expect(0)
    try folder.run("evaluate", "b.json", "part.csv", "-o", "rb.json").expect(0)
    let run = try folder.run("compare", "ra.json", "rb.json")
    run.expect(0, "judged on different rows")
    #expect(run.output.contains("customers") && run.output.contains("base rate"))
  }
}
