import Testing

/// Scoring with a playbook: who is contacted, who is left alone, and why.
@Suite struct ScorePlaybookTests {
  /// Stages by `age`; the silver plan's customers are left alone.
  private static let playbook = """
    playbook: 1
    stages:
      column: age
      active: 30
      silent: 45
      sleeping: 60
    tiers:
      column: spend
      names: [basic, gold]
      cuts: [50]
    drivers:
      age: forgetting
      plan: choice
      spend: price
    rules:
      - when: {stage: lost}
        action: none
      - when: {tier: gold}
        action: Call
        channel: phone
        cost: 2
      - action: Write
        channel: e-mail
        cost: 1

    """

  private func prepared(_ text: String = playbook) throws -> Folder {
    let folder = try Folder()
    try folder.train()
    try folder.write("p.yaml", text)
    return folder
  }

  private func score(_ folder: Folder, _ options: String...) throws -> Run {
    try folder.run(
      [
        "score", "a.json", "customers.csv", "--playbook", "p.yaml", "--reasons", "0", "--keep",
        "age,spend",
      ] + options)
  }

  @Test func stageTierDriverActionAndChannel() throws {
    let run = try score(prepared())
    run.expect(0, "strongest drivers: ", "to contact: ", "left out: no_action ")
    let table = run.table
    #expect(
      table[0] == [
        "customer_id", "probability", "band", "route", "stage", "tier", "driver", "action",
        "channel", "age", "spend",
      ])
    for row in table.rows.dropFirst() {
      let (age, spend) = (try #require(Double(row[9])), try #require(Double(row[10])))
      let stage =
        age <= 30 ? "active" : age <= 45 ? "silent" : age <= 60 ? "sleeping" : "lost"
      #expect(row[4] == stage)
      #expect(row[5] == (spend < 50 ? "basic" : "gold"))
      #expect(["forgetting", "choice", "price", ""].contains(row[6]))
      let action =
        stage == "lost" ? ["", ""] : spend < 50 ? ["Write", "e-mail"] : ["Call", "phone"]
      #expect(Array(row[7...8]) == action)
    }
  }

  /// The likeliest of those with an action, and nobody else, get one.
  @Test(arguments: [0, 1, 17, 1000])
  func aCapacityTakesTheLikeliest(_ capacity: Int) throws {
    let folder = try prepared()
    let run = try score(folder, "--capacity", "\(capacity)")
    run.expect(0)
    let rows = run.table.rows.dropFirst()
    let contact = try #require(run.table[0].firstIndex(of: "contact"))
    let candidates = rows.filter { $0[contact] != "no_action" }
      .compactMap { Double($0[1]) }.sorted(by: >)
    let listed = rows.filter { $0[contact] == "yes" }.compactMap { Double($0[1]) }
    #expect(listed.sorted(by: >) == Array(candidates.prefix(capacity)))
    for row in rows { #expect((row[contact] == "yes") == !row[7].isEmpty) }
    #expect(
      Set(rows.map { $0[contact] }).isSubset(of: ["yes", "over_capacity", "no_action"]))
    let piped = try folder.shell(
      "cat customers.csv | churn score a.json - --playbook p.yaml --reasons 0 --keep age,spend "
        + "--capacity \(capacity) --threads 3")
    #expect(piped.output == run.output)
  }

  /// p(γ(V − O) − C) + (1 − p)(−O − C), with the cost of the rule.
  @Test func expectedProfitIsReckoned() throws {
    let run = try score(
      prepared(), "--value", "40", "--offer-cost", "5", "--accept-rate", "0.25")
    run.expect(0, "expected profit ")
    let header = run.table[0]
    let (profit, contact) = (
      try #require(header.firstIndex(of: "expected_profit")),
      try #require(header.firstIndex(of: "contact"))
    )
    var decisions: Set<String> = []
    for row in run.table.rows.dropFirst() {
      decisions.insert(row[contact])
      guard row[contact] != "no_action" else {
        #expect(row[profit].isEmpty)
        continue
      }
      let p = try #require(Double(row[1]))
      let cost = row[5] == "gold" ? 2.0 : 1.0
      let expected = p * (0.25 * 35 - cost) + (1 - p) * (-5 - cost)
      let told = try #require(Double(row[profit]))
      #expect(abs(told - expected) < 1e-12)
      #expect(row[contact] == (expected > 0 ? "yes" : "unprofitable"))
    }
    #expect(decisions == ["yes", "unprofitable", "no_action"])
  }

  @Test func aBudgetIsKept() throws {
    let run = try score(prepared(), "--budget", "10")
    run.expect(0)
    let rows = run.table.rows.dropFirst()
    let spent = rows.reduce(0.0) { $0 + ($1[7] == "Call" ? 2 : $1[7] == "Write" ? 1 : 0) }
    #expect(spent <= 10 && spent > 8)
    #expect(rows.contains { $0[9] == "over_budget" })
    let poor = try prepared(
      Self.playbook.replacing("cost: 2", with: "contact_limit: {contacts: 1, days: 9}"))
    try score(poor, "--budget", "10").expect(64, "--contact-cost", "line ")
  }

  /// Customers keep their group whoever else is in the file; a seed deals anew.
  @Test func theControlGroupStays() throws {
    let folder = try prepared()
    func control(_ file: String, _ options: String...) throws -> Set<String> {
      let run = try folder.run(
        ["score", "a.json", file, "--playbook", "p.yaml", "--control", "0.4"] + options)
      run.expect(0, "control group: ", "80 % power")
      let table = run.table
      let place = try #require(table[0].firstIndex(of: "contact"))
      for row in table.rows where row[place] == "control" { #expect(row[place - 2].isEmpty) }
      return Set(table.rows.filter { $0[place] == "control" }.map { $0[0] })
    }
    let all = try control("customers.csv")
    #expect(all.count > 10)
    let lines = customers().split(separator: "\n")
    try folder.write(
      "half.csv", ([lines[0]] + lines.dropFirst(60).reversed()).joined(separator: "\n") + "\n")
    let half = try control("half.csv")
    #expect(!half.isEmpty && half.isSubset(of: all))
    #expect(try control("customers.csv", "--seed", "2") != all)
  }

  @Test(arguments: [
    (["--capacity", "5"], "--playbook"), (["--control", "0.1"], "--playbook"),
    (["--value", "5"], "--playbook"),
    (["--playbook", "p.yaml", "--capacity", "-1"], "capacity"),
    (["--playbook", "p.yaml", "--control", "1"], "control group"),
    (["--playbook", "p.yaml", "--accept-rate", "2", "--value", "9", "--offer-cost", "1"], "line "),
  ])
  func wrongUsage(_ options: [String], _ words: String) throws {
    try prepared().run(["score", "a.json", "customers.csv"] + options).expect(64, words)
  }

  @Test func columnsOfThePlaybookAreNeeded() throws {
    let folder = try prepared(Self.playbook.replacing("column: age", with: "column: idle"))
    try score(folder).expect(65, "idle")
    let run = try score(folder, "--allow-missing")
    run.expect(0)
    #expect(Set(run.table.column(4)) == [""])
  }

  @Test func aModelOfANumberHasNoBands() throws {
    let folder = try prepared()
    try folder.run(
      "train", "tree", "customers.csv", "--task", "regression", "--target", "spend", "--features",
      "age,plan", "-o", "n.json"
    ).expect(0)
    try folder.run("score", "n.json", "customers.csv", "--playbook", "p.yaml").expect(64, "bands")
  }

  @Test func jsonLinesHaveThePlan() throws {
    let run = try prepared().run(
      "score", "a.json", "customers.csv", "--playbook", "p.yaml", "--format", "jsonl",
      "--capacity", "3")
    run.expect(0)
    #expect(run.lines.count(where: { $0.contains("\"contact\":\"yes\"") }) == 3)
    #expect(run.lines.allSatisfy { $0.contains("\"stage\":") && $0.contains("\"driver\":") })
  }
}
