import Churn
import Testing

private let files = [
  "comparison.json", "features-holdout.csv", "features-train.csv", "logistic.json", "report.html",
  "scored-logistic.csv", "scored-tree.csv", "tree.json",
]
private let measures = [
  "auc", "auc_high", "auc_low", "base_rate", "brier", "calibration_intercept", "calibration_slope",
  "churned", "clustered", "expected_calibration_error", "gains", "gini", "hosmer_lemeshow_groups",
  "hosmer_lemeshow_p", "ks", "lift_at_10", "log_loss", "log_loss_clipped", "pr_auc", "profit",
  "rows", "threshold",
]

func firstColumn(_ text: String) -> [String] {
  text.split(separator: "\n").map { $0.prefix { $0 != "," } }.map(String.init)
}

@Suite struct StudyTests {
  @Test func theMainJobOnCDNOW() throws {
    let folder = try Folder()
    let run = try folder.run(
      "study", cdnowOrders, "--as-of", "1998-03-31", "--horizon", "91", "-o", "deep/out",
      "--placebo", "1", timeout: 120)
    run.expect(0, "read as generic", "69,659 lines", "363 days before")
    #expect(run.output.contains("look-ahead probe: passed"))
    #expect(run.output.contains("placebo: with labels dealt at random, once, tree"))
    #expect(try folder.shell("ls -A deep/out").lines == files)
    try theComparison(folder.json("deep/out/comparison.json"))
    for name in ["scored-logistic.csv", "scored-tree.csv"] {
      let ids = firstColumn(try folder.text("deep/out/" + name))
      #expect(ids == firstColumn(try folder.text("deep/out/features-holdout.csv")))
      #expect(ids.count == 23_571 && ids[1] == "00001")
    }
    theTables(run.output)
    let page = try folder.text("deep/out/report.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("1998-03-31"))
    #expect(!page.contains("http://") || page.contains("xmlns=\"http://www.w3.org/2000/svg\""))
    // The models work as those of `train` do.
    try folder.run("show", "deep/out/logistic.json").expect(0)
    let again = try folder.run(
      "score", "deep/out/tree.json", "deep/out/features-holdout.csv", "--quiet")
    #expect(again.output == (try folder.text("deep/out/scored-tree.csv")))
  }

  private func theComparison(_ comparison: JSONValue) throws {
    #expect(comparison["models"].elements.count == 2)
    for model in comparison["models"].elements {
      #expect(Set(model["measures"].keys).isSuperset(of: measures))
      #expect(model["in_sample"] == false)
      #expect(model["measures/rows"].number == 23_570)
      #expect(model["measures/gains"].elements.count == 10)
      #expect(
        model["measures/gains/0"].keys
          == ["captured", "fraction", "lift", "lift_high", "lift_low"])
      #expect(
        model["measures/threshold"].keys
          == ["contacted_share", "precision", "recall", "rule", "specificity", "value"])
    }
    let logistic = comparison["models/0/measures"]
    let (low, auc, high) = (logistic["auc_low"], logistic["auc"], logistic["auc_high"])
    #expect((low.number ?? 1) < (auc.number ?? 0) && (auc.number ?? 1) < (high.number ?? 0))
    #expect((auc.number ?? 0) > 0.75)
    #expect(
      Set(comparison["pairs/0"].keys).isSuperset(
        of: ["a", "auc_difference", "b", "high", "low", "p_value", "p_value_holm"]))
    #expect((comparison["pairs/0/p_value"].number ?? 2) <= 1)
    let subsets = comparison["subsets"].elements
    #expect(
      subsets.map(\.["name"].text) == ["not_past_idle_line", "all", "new_since_training"])
  }

  /// The table leads with those whom a contact can still reach in time.
  private func theTables(_ output: String) {
    let titles = ["Not yet past the idle line", "All customers", "New since training"]
    let places = titles.map { output.firstRange(of: $0)?.lowerBound ?? output.endIndex }
    #expect(places == places.sorted() && places.allSatisfy { $0 < output.endIndex })
  }

  /// A small shop whose customers can be told apart completely still gets its study.
  @Test func separatedCustomersTakeFirthsPenalty() throws {
    let folder = try Folder()
    try folder.shell("head -300 '\(root)/notebooks-data/cdnow/orders.csv' > orders.csv").expect(0)
    try folder.run(
      "study", "orders.csv", "--as-of", "1997-09-30", "--horizon", "60", "--data-until",
      "1998-06-30", "-o", "out", "--placebo", "2"
    ).expect(0, "separate")
    #expect(try folder.json("out/logistic.json")["logistic/penalty"] == "firth")
  }

  @Test func sameBytesForThreadsAndRuns() throws {
    let folder = try Folder()
    try folder.write("orders.csv", orders(500))
    for (name, threads) in [("one", "1"), ("two", "2"), ("again", "2")] {
      try folder.run(
        "study", "orders.csv", "--as-of", "1997-09-30", "--horizon", "60", "-o", name, "--threads",
        threads, "--placebo", "3"
      ).expect(0)
    }
    try folder.shell("diff -r one two && diff -r one again").expect(0)
    // No path, host or thread count in what others will read.
    try folder.shell("! grep -rE '\(folder.path)|threads' one").expect(0)
  }

  @Test func longIdsAndLeadingZerosStay() throws {
    let folder = try Folder()
    let long = ["1234567890123456789,1997-01-05,1,9.5", "1234567890123456789,1997-02-05,1,9.5"]
    try folder.write("orders.csv", orders(extra: long))
    try folder.run(
      "study", "orders.csv", "--as-of", "1997-09-30", "--horizon", "60", "-o", "out"
    ).expect(0)
    for name in ["features-train.csv", "features-holdout.csv", "scored-tree.csv"] {
      let ids = firstColumn(try folder.text("out/" + name))
      #expect(ids.contains("1234567890123456789") && ids.contains("01"))
    }
  }

  @Test func earlierResultsAreKeptWithoutForce() throws {
    let folder = try Folder()
    try folder.write("orders.csv", orders())
    let line = [
      "study", "orders.csv", "--as-of", "1997-09-30", "--horizon", "60", "-o", "out", "--quiet",
    ]
    try folder.run(line).expect(0)
    try folder.shell("echo mine > out/tree.json; rm out/comparison.json").expect(0)
    try folder.run(line).expect(73, "exists", "--force")
    #expect(try folder.text("out/tree.json") == "mine\n")
    #expect(!folder.has("out/comparison.json"))
    try folder.run(line + ["--force"]).expect(0)
    #expect(try folder.shell("ls -A out").lines == files)
    try folder.write("file", "")
    try folder.run(line.map { $0 == "out" ? "file" : $0 }).expect(73, "file")
    try folder.run(line.map { $0 == "out" ? "file/out" : $0 }).expect(73, "file")
  }

  @Test func jsonIsTheComparison() throws {
    let folder = try Folder()
    try folder.write("orders.csv", orders())
    let run = try folder.run(
      "study", "orders.csv", "--as-of", "1997-09-30", "--horizon", "60", "-o", "out", "--json")
    run.expect(0)
    #expect(run.output == (try folder.text("out/comparison.json")))
  }

  @Test func whatCannotBeCheckedIsSaid() throws {
    let folder = try Folder()
    try folder.write("orders.csv", orders())
    let line = ["study", "--as-of", "1997-09-30", "--horizon", "60", "-o", "out", "--force"]
    let off = try folder.run(line + ["orders.csv", "--placebo", "0", "--no-probe"])
    off.expect(0)
    #expect(off.output.contains("placebo: not run (--placebo 0)"))
    #expect(off.output.contains("look-ahead probe: not made (--no-probe)"))
    let piped = try folder.shell("cat orders.csv | churn \(line.joined(separator: " ")) - -q")
    #expect(piped.output.contains("not made (a stream cannot be read twice)"))
    #expect(piped.output.contains("20 times, logistic"))
    let sanity = try folder.json("out/comparison.json")["sanity"]
    #expect(sanity["look_ahead/passed"] == .null && sanity["placebo"].elements.count == 2)
  }

  /// A status of unknown date is knowledge of the export's day; it is said first.
  @Test func undatedStatusesAreWarnedOf() throws {
    let folder = try Folder()
    let rows = orders().split(separator: "\n").enumerated().map { row, line in
      line + (row == 0 ? ",status" : row % 40 == 0 ? ",Refunded" : ",")
    }
    try folder.write("orders.csv", rows.joined(separator: "\n") + "\n")
    try folder.run(
      "study", "orders.csv", "--as-of", "1997-09-30", "--horizon", "60", "-o", "out", "--placebo",
      "0"
    ).expect(0, "undated_refunds", "judged customers have features that rest on")
    let look = try folder.json("out/comparison.json")["sanity/look_ahead"]
    #expect(look["passed"] == true && (look["undated/customers"].number ?? 0) > 10)
  }

  @Test func withAGapTheTrainingDateIsEarlier() throws {
    let folder = try Folder()
    try folder.write("orders.csv", orders(800))
    try folder.run(
      "study", "orders.csv", "--as-of", "1997-09-30", "--horizon", "60", "--gap", "7", "-o", "out",
      "--placebo", "1"
    ).expect(0)
    let comparison = try folder.json("out/comparison.json")
    #expect(comparison["study/training_as_of"].text == "1997-07-25")
    #expect(try folder.json("out/tree.json")["label/gap"].number == 7)
  }

  static let retail = root + "/../shared/data/online-retail/online_retail.csv.gz"

  /// The data are not part of the repository.
  @Test(.enabled(if: (try? contents(retail)) != nil, "the Online Retail data are not here"))
  func onlineRetailAsItIsPublished() throws {
    let folder = try Folder()
    let run = try folder.run(
      "study", Self.retail, "--as-of", "2011-09-09", "--horizon", "91", "-o", "out",
      "--rejects", "rejects.csv", "--placebo", "2", timeout: 300)
    // Cancellations are known from their own day on.
    #expect(run.output.contains("look-ahead probe: passed"))
    let placebo = try folder.json("out/comparison.json")["sanity/placebo"].elements
    #expect(placebo.map(\.["passed"]) == [true, true])
    run.expect(0, "read as online-retail", "no customer: 135080", "cancellation lines")
    #expect(try folder.shell("ls -A out").lines == files)
    #expect(try folder.shell("wc -l < rejects.csv").lines.first?.trimmed == "135081")
    let auc = try folder.json("out/comparison.json")["models/0/measures/auc"].number
    #expect((auc ?? 0) > 0.7)
  }
}
