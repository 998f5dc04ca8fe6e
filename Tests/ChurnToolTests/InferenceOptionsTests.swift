import Churn
import Testing

/// `--intervals`, `--cluster`, `--robust` and `--penalty firth` of `train logistic`, and what `show`
/// says of them.
@Suite struct InferenceOptionsTests {
  /// Trains with the options and gives what `show --json` prints.
  static func shown(
    _ folder: Folder, _ options: String..., talk: String...
  ) throws -> JSONValue {
    let run = try folder.run(
      ["train", "logistic", "customers.csv", "-o", "m.json", "--force"] + options)
    run.expect(0, talk)
    return try folder.run("show", "m.json", "--json").json
  }

  static func column(_ shown: JSONValue, _ key: String) -> [Double?] {
    shown["coefficients"].elements.map { $0[key].number }
  }

  @Test func theTestsOfAModel() throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    let shown = try Self.shown(folder)
    #expect(shown["intervals"].text == "wald" && shown["penalty"].text == "none")
    #expect(shown["standard_errors"].text == "model" && shown["clustered"] == false)
    #expect(shown["clusters"] == .null && shown["penalized_log_likelihood"] == .null)
    #expect(shown["likelihood_ratio_test"].keys == ["df", "p_value", "statistic"])
    #expect(shown["likelihood_ratio_test/df"].number == 4)
    let lines = shown["drop_one"].elements
    #expect(lines.map(\.["variable"].text) == ["age", "plan", "spend"])
    #expect(lines.map(\.["df"].number) == [1, 2, 1])
    #expect(lines.allSatisfy { $0["statistic"].number ?? -1 >= 0 })
    #expect(shown["vif"].elements.map(\.["df"].number) == [1, 2, 1])
    #expect(shown["vif"].elements.allSatisfy { $0["gvif"].number ?? 0 >= 1 })
    let squares = [shown["mcfadden_r2"].number ?? 0, shown["nagelkerke_r2"].number ?? 0]
    #expect(squares.allSatisfy { $0 > 0 && $0 < 1 } && squares[0] < squares[1])
    #expect(shown["condition_number"].number ?? 0 > 1)
    let size = 1 + abs(shown["log_likelihood"].number ?? 0)
    #expect(shown["newton_decrement"].number ?? 1 < 1e-16 * size)
    #expect(shown["odds_ratios"].elements.count == 4)
    #expect(shown["inference"] == .null)
  }

  /// Fits without each variable cost as much as the model itself, so large files leave them out.
  @Test func testsOfVariablesCanBeLeftOut() throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    let without = try Self.shown(folder, "--no-drop-one")["drop_one"].elements
    #expect(without.map(\.["variable"].text) == ["age", "plan", "spend"])
    #expect(without.allSatisfy { $0["statistic"] == .null && $0["p_value"] == .null })
    let with = try Self.shown(folder, "--drop-one")["drop_one"].elements
    #expect(with.allSatisfy { $0["statistic"].number != nil })
  }

  @Test func tablesForPeople() throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    _ = try Self.shown(folder, "--intervals", "profile")
    let text = try folder.run("show", "m.json").output
    for part in [
      "odds ratio", "intervals by profile likelihood", "without each variable", "GVIF",
      "likelihood ratio of the whole model", "McFadden's R²", "Nagelkerke's R²",
      "condition number", "Newton decrement",
    ] { #expect(text.contains(part), "\(part)") }
  }

  @Test func profileIntervals() throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    let wald = try Self.shown(folder)
    let profile = try Self.shown(folder, "--intervals", "profile")
    #expect(profile["intervals"].text == "profile")
    #expect(Self.column(profile, "estimate") == Self.column(wald, "estimate"))
    for (place, estimate) in Self.column(profile, "estimate").enumerated() {
      let (low, high) = (
        try #require(Self.column(profile, "conf_low")[place]),
        try #require(Self.column(profile, "conf_high")[place])
      )
      #expect(try low < #require(estimate) && high > #require(estimate))
      #expect(low != Self.column(wald, "conf_low")[place])
    }
    let narrow = try Self.shown(folder, "--intervals", "profile", "--confidence", "0.5")
    #expect(
      zip(Self.column(narrow, "conf_low"), Self.column(profile, "conf_low")).allSatisfy {
        ($0 ?? 0) > ($1 ?? 0)
      })
  }

  @Test func firthUnderSeparation() throws {
    let folder = try Folder()
    try folder.write(
      "customers.csv",
      customers { row, cells in
        cells[2] == "gold" ? Array(cells.dropLast()) + ["1"] : cells
      })
    try folder.run("train", "logistic", "customers.csv", "-o", "none.json").expect(65, "gold")
    for intervals in ["wald", "profile"] {
      let shown = try Self.shown(folder, "--penalty", "firth", "--intervals", intervals)
      #expect(shown["penalty"].text == "firth" && shown["converged"] == true)
      #expect(shown["penalized_log_likelihood"].number != nil)
      for key in ["estimate", "standard_error", "p_value", "conf_low", "conf_high"] {
        #expect(Self.column(shown, key).allSatisfy { $0 != nil }, "\(key)")
      }
    }
    #expect(try folder.json("m.json")["provenance/options/penalty"].text == "firth")
    try folder.run("score", "m.json", "customers.csv").expect(0)
    let text = try folder.run("show", "m.json").output
    #expect(text.contains("Firth's penalised likelihood"))
    #expect(text.contains("penalised log-likelihood"))
  }

  @Test(arguments: ["hc0", "hc1"]) func robustStandardErrors(_ kind: String) throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    let plain = try Self.shown(folder)
    let robust = try Self.shown(folder, "--robust", kind)
    #expect(robust["standard_errors"].text == kind && robust["clustered"] == false)
    #expect(Self.column(robust, "estimate") == Self.column(plain, "estimate"))
    for (a, b) in zip(Self.column(robust, "standard_error"), Self.column(plain, "standard_error")) {
      #expect(a != b)
    }
  }

  // MARK: - Clusters

  /// A household of three customers in a column of its own.
  static let households = customers(header: "customer_id,age,plan,household,spend,churned") {
    [$1[0], $1[1], $1[2], "H\($0 / 3)", $1[3], $1[4]]
  }

  @Test func standardErrorsByCluster() throws {
    let folder = try Folder()
    try folder.write("customers.csv", Self.households)
    let shown = try Self.shown(folder, "--cluster", "household")
    #expect(shown["clustered"] == true && shown["clusters"].number == 40)
    #expect(shown["standard_errors"].text == "clustered")
    #expect(shown["features"].elements.map(\.text) == ["age", "plan", "spend"])
    #expect(try folder.json("m.json")["provenance/options/cluster"].text == "household")
    #expect(try folder.run("show", "m.json").output.contains("clustered: 40 clusters"))
    try folder.run("evaluate", "m.json", "customers.csv", "-o", "r.json").expect(0)
  }

  @Test func customersInSeveralRowsAreClusters() throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers { ["0\($0 / 2)"] + $1.dropFirst() })
    let byDefault = try Self.shown(folder)
    #expect(byDefault["clustered"] == true && byDefault["clusters"].number == 60)
    let named = try Self.shown(folder, "--cluster", "customer_id")
    #expect(
      Self.column(named, "standard_error") == Self.column(byDefault, "standard_error"))
    #expect(try Self.shown(folder, "--robust", "hc0")["clustered"] == false)
    let profile = try Self.shown(
      folder, "--intervals", "profile", talk: "take rows as independent")
    #expect(profile["clustered"] == true)
    let firth = try Self.shown(folder, "--penalty", "firth", talk: "takes as independent")
    #expect(firth["clustered"] == false)
  }

  @Test func rowsWithoutAClusterAreRejected() throws {
    let folder = try Folder()
    try folder.write(
      "customers.csv",
      customers(header: "customer_id,age,plan,household,spend,churned") {
        [$1[0], $1[1], $1[2], $0 == 5 ? "" : "H\($0 / 3)", $1[3], $1[4]]
      })
    let run = try folder.run(
      "train", "logistic", "customers.csv", "--cluster", "household", "-o", "m.json",
      "--rejects", "r.csv", "--strict")
    run.expect(75, "no cluster")
    #expect(try folder.text("r.csv").contains("household,,no cluster"))
  }

  @Test(arguments: [
    (["--cluster", "nobody"], Int32(65), "nobody"),
    (["--cluster", "churned"], 64, "churned"),
    (["--cluster", "household", "--robust", "hc0"], 64, "--robust"),
    (["--penalty", "firth", "--robust", "hc1"], 64, "firth"),
    (["--penalty", "firth", "--cluster", "household"], 64, "firth"),
    (["--intervals", "bayes"], 64, "wald or profile"),
    (["--robust", "hc9"], 64, "hc0 or hc1"),
    (["--penalty", "laplace"], 64, "laplace"),
  ])
  func whatCannotBe(_ options: [String], _ status: Int32, _ part: String) throws {
    let folder = try Folder()
    try folder.write("customers.csv", Self.households)
    try folder.run(["train", "logistic", "customers.csv", "-o", "m.json"] + options)
      .expect(status, part)
    folder.expectNames("customers.csv")
  }

  @Test func allRowsInOneCluster() throws {
    let folder = try Folder()
    try folder.write(
      "customers.csv",
      customers(header: "customer_id,age,plan,shop,spend,churned") {
        [$1[0], $1[1], $1[2], "S", $1[3], $1[4]]
      })
    try folder.run("train", "logistic", "customers.csv", "--cluster", "shop", "-o", "m.json")
      .expect(65, "one cluster")
  }

  // MARK: - Files

  @Test(arguments: [
    [], ["--intervals", "profile"], ["--penalty", "firth"], ["--cluster", "household"],
  ])
  func sameBytesForThreadsAndAfterReading(_ options: [String]) throws {
    let folder = try Folder()
    try folder.write("customers.csv", Self.households)
    for (name, threads) in [("one", "1"), ("two", "2")] {
      try folder.run(
        ["train", "logistic", "customers.csv", "-o", name, "--threads", threads]
          + ["--exclude", "household"] + options
      ).expect(0)
    }
    #expect(try folder.bytes("one") == folder.bytes("two"))
  }

  @Test func aModelOfAnEarlierVersionIsShown() throws {
    let folder = try Folder()
    folder.link(root + "/models/telco-logistic.json", "old.json")
    let shown = try folder.run("show", "old.json", "--json").json
    #expect(shown["coefficients"].elements.count > 1)
    try folder.run("show", "old.json").expect(0)
  }
}
