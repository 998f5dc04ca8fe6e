import Churn
import Glibc
import Testing

/// Separation, leaks, constant columns and the base rate, as the command deals with them.
@Suite struct GuardOptionsTests {
  /// Customers with one column more, before the label; the spend is no id and no leak.
  static func customers(_ count: Int = 240, extra: (Int, [String]) -> String) -> String {
    ChurnToolTests.customers(count, header: "customer_id,age,plan,spend,extra,churned") {
      Array($1[..<4]) + [extra($0, $1), $1[4]]
    }
  }

  static func train(
    _ text: String, _ options: String..., kind: String = "logistic"
  ) throws -> (Run, Folder) {
    let folder = try Folder()
    try folder.write("in.csv", text)
    return (try folder.run(["train", kind, "in.csv", "-o", "m.json"] + options), folder)
  }

  // MARK: - Separation

  @Test func aLevelThatSeparates() throws {
    let text = Self.customers { $0 % 40 == 3 && $1[4] == "0" ? "VIP" : "usual" }
    let (run, folder) = try Self.train(text)
    let count = text.split(separator: "\n").count { $0.contains("VIP") }
    run.expect(
      65, "nobody with extra=VIP churned: \(count) customers", "--penalty firth", "--penalty ridge")
    #expect(!folder.has("m.json"))
    // The separating level may be the reference.
    try Self.train(text, "--reference", "extra=VIP").0
      .expect(65, "nobody with extra=VIP churned: \(count) customers")
    try Self.train(text, "--exclude", "extra").0.expect(0)
  }

  @Test func aColumnWithOneValue() throws {
    let (run, _) = try Self.train(Self.customers { row, _ in row == 17 ? "4.5" : "" })
    run.expect(65, "with a value in extra churned: 1 customer")
  }

  @Test func columnsWithoutAnyValue() throws {
    try Self.train(Self.customers { _, _ in "" }).0
      .expect(0, "columns without any value in training are left out: extra")
  }

  // MARK: - Rank and events

  @Test(arguments: ["7", "same"]) func constantColumns(_ value: String) throws {
    let (run, folder) = try Self.train(Self.customers { _, _ in value })
    run.expect(0, "constant in training", "extra")
    if value == "7" {
      let lines = try folder.json("m.json")["logistic/coefficients"].elements
      let extra = try #require(lines.first { $0["term"].text == "extra" })
      #expect(extra["estimate"] == .null)
      #expect(extra["aliased_by"].text == "extra = 7 × (Intercept)")
    }
  }

  @Test func nearlyCollinearColumns() throws {
    let (run, folder) = try Self.train(
      Self.customers { "\($1[1]).00000000\(($0 * 7) % 9 + 1)" })
    run.expect(0, "extra is nearly a linear combination of other terms")
    let lines = try folder.json("m.json")["logistic/coefficients"].elements
    #expect(lines.allSatisfy { $0["estimate"].number != nil })
  }

  @Test func sixteenEventsInFiveThousandRows() throws {
    let rows = (0..<5000).map { "\($0),\(($0 * 7919) % 1000),\($0 % 313 == 40 ? 1 : 0)" }
    let text = "customer_id,x,churned\n" + rows.joined(separator: "\n") + "\n"
    try Self.train(text).0.expect(0, "only 16 of 5000 customers churned", "--penalty firth")
  }

  @Test func moreColumnsThanRows() throws {
    func table(_ rows: Int, _ columns: Int) -> String {
      let header = (0..<columns).map { "c\($0)" }.joined(separator: ",")
      let lines = (0..<rows).map { row in
        (0..<columns).map { "\((row * 7919 + $0 * 104_729 + row * row * $0 * 31) % 997).5" }
          .joined(separator: ",") + ",\(row % 2)"
      }
      return header + ",churned\n" + lines.joined(separator: "\n") + "\n"
    }
    try Self.train(table(10, 200)).0.expect(65, "10 customers for 200 terms", "--penalty ridge")
    try Self.train(table(5, 4)).0.expect(65, "5 customers for 4 terms")
  }

  // MARK: - Leaks

  static let leaks: [(name: String, value: @Sendable (Int, [String]) -> String, says: String)] = [
    ("the label", { $1[4] == "1" ? "gone" : "here" }, "separates the classes completely"),
    ("nearly the label", { ($1[4] == "1") != ($0 == 5) ? "x" : "y" }, "nearly decides the label"),
    ("an id", { row, _ in "K\(row * 3)" }, "looks like an id"),
  ]

  @Test(arguments: leaks.indices, ["logistic", "tree"])
  func leaksStopTheTraining(_ place: Int, _ kind: String) throws {
    let leak = Self.leaks[place]
    let text = Self.customers(extra: leak.value)
    let (run, folder) = try Self.train(text, kind: kind)
    run.expect(65, "column extra", leak.says, "--exclude extra", "--allow-leak extra")
    #expect(!folder.has("m.json"))
    try Self.train(text, "--exclude", "extra", kind: kind).0.expect(0)
    let (allowed, _) = try Self.train(text, "--allow-leak", "extra", kind: kind)
    #expect(!allowed.talk.contains("--allow-leak"))
    if kind == "tree" { allowed.expect(0) }
  }

  @Test func severalLeaksAtOnce() throws {
    let text = ChurnToolTests.customers(240, header: "customer_id,a,plan,b,c,churned") {
      [$1[0], $1[4] == "1" ? "5" : "3", $1[2], $1[3], "K\($0)", $1[4]]
    }
    try Self.train(text, kind: "tree").0.expect(65, "column a", "column c", "--allow-leak a,c")
    try Self.train(text, "--allow-leak", "a,c", kind: "tree").0.expect(0)
    try Self.train(text, "--allow-leak", "a", "--allow-leak", "c", kind: "tree").0.expect(0)
    try Self.train(text, "--allow-leak", "nobody", kind: "tree").0.expect(65, "nobody")
  }

  @Test func aDateOfTheOutcomeWindow() throws {
    func text(_ asOf: String) -> String {
      ChurnToolTests.customers(240, header: "customer_id,as_of,age,plan,last_seen,churned") {
        [$1[0], asOf, $1[1], $1[2], "2024-03-\(10 + $0 % 20)", $1[4]]
      }
    }
    try Self.train(text("2024-03-15"), kind: "tree").0
      .expect(65, "last_seen", "date after the as-of date")
    try Self.train(text("2024-04-15"), kind: "tree").0.expect(0)
  }

  // MARK: - Base rate

  @Test func aBaseRate() throws {
    let (run, folder) = try Self.train(ChurnToolTests.customers(240), "--base-rate", "0.05")
    run.expect(0, "intercept is shifted", "0.05", "reweighted")
    try folder.run("train", "logistic", "in.csv", "-o", "plain.json").expect(0)
    let (model, plain) = (try folder.json("m.json"), try folder.json("plain.json"))
    let share = try #require(plain["training/measures/base_rate"].number)
    let own = try #require(plain["logistic/coefficients/0/estimate"].number)
    let moved = try #require(model["logistic/coefficients/0/estimate"].number)
    let shift = log(0.05 / 0.95) - log(share / (1 - share))
    #expect(abs(moved - own - shift) < 1e-12)
    #expect(model["logistic/base_rate/uncorrected_intercept"].number == own)
    #expect(model["logistic/base_rate/base_rate"] == 0.05)
    #expect(plain["logistic/base_rate"] == .null)
    #expect(model["logistic/coefficients/1"] == plain["logistic/coefficients/1"])
    let (rate, auc) = (
      try #require(model["training/measures/base_rate"].number), model["training/measures/auc"]
    )
    #expect(abs(rate - 0.05) < 1e-12 && auc == plain["training/measures/auc"])
    #expect(model["bands/high"].number ?? 1 < plain["bands/high"].number ?? 0)
    #expect(model["threshold"].number ?? 1 < plain["threshold"].number ?? 0)
    try folder.run("show", "m.json").expect(0)
    #expect(try folder.run("show", "m.json").output.contains("intercept as fitted"))
    // The training file is known to be resampled, another is not.
    try folder.run("evaluate", "m.json", "in.csv", "-o", "r.json").expect(0, "reweighted to 0.05")
    #expect(try folder.json("r.json")["reweighted_to_base_rate"] == 0.05)
    try folder.write("other.csv", ChurnToolTests.customers(200))
    try folder.run("evaluate", "m.json", "other.csv", "-o", "o.json")
      .expect(0, "corrected to the base rate 0.05")
    #expect(try folder.json("o.json")["reweighted_to_base_rate"] == .null)
    try folder.run("compare", "r.json", "o.json").expect(0)
  }

  @Test func wrongBaseRates() throws {
    for rate in ["0", "1", "-0.1", "1.5", "nan", "x"] {
      try Self.train(ChurnToolTests.customers(), "--base-rate=\(rate)").0.expect(64, "base-rate")
    }
    try Self.train(ChurnToolTests.customers(), "--base-rate", "0.1", "--weights", "spend").0
      .expect(64, "--weights")
    try Self.train(ChurnToolTests.customers(), "--base-rate", "0.1", kind: "tree").0.expect(64)
  }

  // MARK: - False alarms

  @Test(arguments: ["logistic", "tree"]) func realFilesTrainAsBefore(_ kind: String) throws {
    let folder = try Folder()
    try folder.run(
      "train", kind, telcoCustomers, "--target", "churn", "-o", "m.json", "--missing",
      kind == "tree" ? "direction" : "drop", timeout: 120
    ).expect(0)
    try folder.run(
      "features", cdnowOrders, "--as-of", "1997-09-30", "--horizon", "90", "-o", "f.csv"
    ).expect(0)
    try folder.run("train", kind, "f.csv", "-o", "c.json", timeout: 120).expect(0)
  }
}
