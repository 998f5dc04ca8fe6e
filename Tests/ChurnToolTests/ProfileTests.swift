import Churn
import Testing

@Suite struct ProfileTests {
  /// The reference shop's figures come back from its simulated orders, raw and allowing for
  /// censoring; a study runs on them.
  @Test func theReferenceShop() throws {
    let folder = try Folder()
    try folder.run("simulate", "shop", "--customers", "6000", "--seed", "5", "-o", "orders.csv")
      .expect(0, "orders of 6,000 customers, 2020-01-01 to 2023-12-31")
    let run = try folder.run(
      "profile", "orders.csv", "--burn-in", "0", "--horizon", "730", "--bootstrap", "100", "--json",
      "--html", "page.html", timeout: 120)
    run.expect(0)
    let profile = try run.json
    #expect(profile["customers"] == 6000 && profile["ladder/horizon_days"] == 730)
    // Four standard errors: of a share of 6,000, and of quantiles of about 1,158 gaps.
    let first = profile["ladder/steps"].elements[0]
    #expect(abs((first["share"].number ?? 0) - 0.193) < 4 * 0.0051)
    #expect(abs((first["raw_share"].number ?? 0) - 0.193) < 4 * 0.0051)
    for cuts in ["raw_cuts", "censoring_aware/cuts"] {
      let found = profile["life_cycle/first_repurchase/" + cuts]
      #expect(abs((found["active_days"].number ?? 0) - 26) < 4 * 3.0, "\(cuts)")
      #expect(abs((found["silent_days"].number ?? 0) - 133) < 4 * 9.0, "\(cuts)")
      #expect(abs((found["sleeping_days"].number ?? 0) - 404) < 4 * 13.0, "\(cuts)")
    }
    let tiers = profile["tiers/table"].elements
    #expect(tiers.count >= 2)
    #expect((tiers.first?["rate"].number ?? 0) > (tiers.last?["rate"].number ?? 1))
    #expect(profile["ladder/claims"].elements[0]["answer"] == "holds")
    #expect(profile["definitions"].elements.count > 10)
    let page = try folder.text("page.html")
    #expect(page.contains("<svg") && !page.contains("<script") && !page.contains("NaN"))
    try folder.run(
      "study", "orders.csv", "--as-of", "2023-06-30", "--horizon", "180", "-o", "out", "--placebo",
      "1",
      timeout: 120
    ).expect(0)
  }

  @Test func tablesForPeople() throws {
    let folder = try Folder()
    try folder.write("orders.csv", orders(200))
    let run = try folder.run("profile", "orders.csv", "--burn-in", "0", "--bootstrap", "50")
    run.expect(0, "read as generic")
    for heading in [
      "Purchase cycles", "Who is lost", "Churn over time", "Life cycle", "Repurchase ladder",
      "Value tiers", "Recency, frequency, money",
    ] {
      #expect(run.lines.contains(heading), "\(heading)")
    }
    let other = try folder.run(
      "profile", "orders.csv", "--burn-in", "0", "--bootstrap", "50", "--threads", "1")
    #expect(other.output == run.output)
  }

  @Test func cutsCanBeFrozen() throws {
    let folder = try Folder()
    try folder.write("orders.csv", orders(200))
    let cut = ["profile", "orders.csv", "--burn-in", "0", "--json", "--bootstrap", "50"]
    let first = try folder.run(cut + ["--as-of", "1997-09-30", "--save-rfm-cuts", "cuts.json"])
    first.expect(0)
    let later = try folder.run(cut + ["--rfm-cuts", "cuts.json"])
    later.expect(0)
    #expect(try later.json["rfm/cuts"] == first.json["rfm/cuts"])
    #expect(try later.json["rfm/cuts_frozen"] == true)
    #expect(try later.json["rfm/as_of"] != first.json["rfm/as_of"])
    try folder.write("cuts.json", "{\"format\": \"churn-rfm-cuts\", \"format_version\": 1}")
    try folder.run(cut + ["--rfm-cuts", "cuts.json"]).expect(65, "cuts.json", "recency_days")
  }

  /// What cannot be said is null, with a reason; nothing ends the diagnosis.
  @Test(arguments: [
    "customer_id,order_date\na,2024-01-01\n",
    "customer_id,order_date,amount\na,2024-01-01,5\nb,2024-01-01,5\n",
    "customer_id,order_date,amount\na,2024-01-01,0\na,2024-01-09,0\n",
    "customer_id,order_date,amount\na,2020-01-01,5\na,2024-01-09,5\nb,2022-03-03,1\n",
  ])
  func tinyShops(_ file: String) throws {
    let folder = try Folder()
    try folder.write("orders.csv", file)
    for options in [[], ["--burn-in", "0"], ["--burn-in", "0", "--json"]] {
      let run = try folder.run(
        ["profile", "orders.csv", "--html", "page.html", "--force"] + options)
      run.expect(0)
      #expect(!run.output.contains("nan"))
      if options.contains("--json") { #expect(try run.json["tiers/reason"].text != nil) }
    }
  }

  @Test(arguments: [
    (["--as-of", "1998-06-01"], 65, "after the data"), (["--as-of", "1996-01-01"], 65, "nobody"),
    (["--burn-in", "-1"], 64, "--burn-in"), (["--idle", "x"], 64, "--idle"),
    (["--idle", "0"], 64, "idle"), (["--follow-up", "0"], 64, "follow-up"),
    (["--check-at", "1997-12-01"], 65, "not over"), (["--horizon", "0"], 64, "horizon"),
    (["--line", "0"], 64, "line"), (["--stages", "3,2,1"], 64, "stages"),
    (["--moves-from", "1999-01-01", "--burn-in", "0"], 64, "moves"),
    (["--rfm-cuts", "none.json"], 66, "none.json"),
    (["--bootstrap", "-1"], 64, "bootstrap"), (["--period", "week"], 64, "period"),
  ])
  func whatCannotBeDone(options: [String], status: Int32, says: String) throws {
    let folder = try Folder()
    try folder.write("orders.csv", orders(60))
    let run = try folder.run(["profile", "orders.csv"] + options)
    run.expect(status)
    #expect(run.talk.lowercased().contains(says.lowercased()), "\(run.talk)")
  }
}
