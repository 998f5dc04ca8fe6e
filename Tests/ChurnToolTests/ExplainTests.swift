import Churn
import Testing

/// `show` of trees: rules, nodes, subtrees, pictures; `score --path`; leaves in `evaluate`.
@Suite struct ExplainTests {
  /// A tree `m.json` of 400 customers, 100 of them held out.
  private func prepared() throws -> Folder {
    let folder = try Folder()
    try folder.train()
    try folder.write("many.csv", customers(400))
    try folder.run(
      "train", "tree", "many.csv", "--holdout", "0.25", "--cp", "0.001", "--prune", "min",
      "--competitors", "2", "-o", "m.json"
    ).expect(0)
    return folder
  }

  @Test func rules() throws {
    let folder = try prepared()
    let rules = try folder.run("show", "m.json", "--json").json["rules"].elements
    #expect(rules.count > 2 && rules.reduce(0) { $0 + ($1["rows"].number ?? 0) } == 300)
    let rates = rules.compactMap(\.["churn_rate"].number)
    #expect(rates.count == rules.count && rates == rates.sorted(by: >))
    #expect(rules.reduce(0) { $0 + ($1["held_out/rows"].number ?? 0) } == 100)
    for rule in rules {
      #expect(
        rule.keys == [
          "churn_rate", "churned", "condition", "held_out", "lift", "node", "probability", "rows",
        ])
      #expect(rule["held_out"].keys == ["churned", "high", "low", "rate", "rows"])
    }
    let shown = try folder.run("show", "m.json", "--rules")
    shown.expect(0)
    for rule in rules { #expect(shown.output.contains(rule["condition"].text ?? "?")) }
    #expect(shown.output.contains("held out") && !shown.output.contains("AUC"))
    // Without a hold-out nothing is said of one.
    let plain = try folder.run("show", "b.json", "--rules")
    #expect(!plain.output.contains("held out") && plain.output.contains("lift"))
    #expect(try folder.run("show", "b.json", "--json").json["rules/0/held_out"] == .null)
  }

  /// The conditions as a reader of the rules would apply them, to numbers alone.
  @Test func aRuleSaysWhoComesToItsLeaf() throws {
    let folder = try Folder()
    try folder.write("c.csv", customers(400))
    try folder.run("train", "tree", "c.csv", "--features", "age,spend", "-o", "m.json").expect(0)
    let rules = try folder.run("show", "m.json", "--json").json["rules"].elements
    let rows = customers(400).split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    for rule in rules {
      let condition = try #require(rule["condition"].text)
      let found = rows.filter { row in
        condition.components(" & ").allSatisfy { part in
          let value = Double(row[part.hasPrefix("age") ? 1 : 3]) ?? 0
          let words = part.split(separator: " ").map(String.init)
          return zip(words, words.dropFirst()).allSatisfy { sign, number in
            let cut = Double(number) ?? 0
            return sign == "<" ? value < cut : (sign == ">=" ? value >= cut : true)
          }
        }
      }
      #expect(Double(found.count) == rule["rows"].number, "\(condition)")
    }
  }

  @Test func oneNode() throws {
    let folder = try prepared()
    let root = try folder.run("show", "m.json", "--node", "1")
    root.expect(0)
    for part in ["node 1: all customers", "split: ", "competitor", "surrogate", "held-out churn"] {
      #expect(root.output.contains(part), "\(part)")
    }
    let json = try folder.run("show", "m.json", "--node", "3", "--json").json
    #expect(json["path"] == [1, 3] && json["competitors"].elements.count <= 2)
    #expect(json["held_out/rows"].number != nil && json["condition"].text != nil)
    try folder.run("show", "m.json", "--node", "999").expect(64, "no node 999", "1, 2, 3")
  }

  @Test func subtrees() throws {
    let folder = try prepared()
    let whole = try folder.run("show", "m.json", "--json").json
    let stump = try folder.run("show", "m.json", "--cp", "1", "--json").json
    #expect(whole["nodes"].elements.count > 3 && stump["nodes"].elements.count == 1)
    #expect(stump["cp"] == 1 && stump["training_measures"] == .null && whole["cp"] == .null)
    #expect(stump["rules/0/held_out/rows"].number == 100)
    #expect(
      try folder.run("show", "m.json", "--cp", "1", "--rules").output.contains("all customers"))
    let run = try folder.run("show", "m.json", "--cp", "1", "--svg", "s.svg")
    run.expect(0)
    #expect(run.output.contains("1) all customers") && !run.output.contains("AUC"))
    #expect(try !folder.text("s.svg").contains("branch\""))
    try folder.run("show", "m.json", "--cp", "0").expect(64, "smallest cp that can be shown is")
    try folder.run("show", "m.json", "--cp", "1", "--node", "3").expect(64, "no node 3")
  }

  @Test func pictures() throws {
    let folder = try prepared()
    let run = try folder.run("show", "m.json", "--svg", "tree.svg")
    run.expect(0)
    #expect(run.output.contains("1) all customers"))
    let svg = try folder.text("tree.svg")
    #expect(svg.hasPrefix("<svg") && svg.hasSuffix("</svg>\n") && svg.contains("held out "))
    #expect(svg.contains("xmlns=\"http://www.w3.org/2000/svg\""))
    try folder.run("show", "m.json", "--svg", "tree.svg").expect(73, "tree.svg", "--force")
    try folder.run("show", "m.json", "--svg", "tree.svg", "--force").expect(0)
    #expect(try folder.run("show", "m.json", "--svg", "-").output == svg)
    // What cannot be shown leaves no picture behind.
    try folder.run("show", "m.json", "--svg", "x.svg", "--node", "999").expect(64)
    #expect(!folder.has("x.svg"))
  }

  @Test(arguments: [["--rules"], ["--node", "1"], ["--cp", "0.1"], ["--svg", "x.svg"]])
  func onlyTreesHaveThem(_ options: [String]) throws {
    let folder = try prepared()
    try folder.run(["show", "a.json"] + options).expect(64, options[0], "logistic")
    try folder.run(["show", "a.json", "--json"] + options).expect(64, options[0], "logistic")
    #expect(!folder.has("x.svg"))
  }

  @Test(arguments: [
    ["--rules", "--node", "1"], ["--cp", "-1"], ["--cp", "nan"], ["--svg", "-", "--json"],
    ["--node", "x"],
  ])
  func wrongUsage(_ options: [String]) throws {
    let folder = try prepared()
    try folder.run(["show", "m.json"] + options).expect(64)
  }

  @Test func pathsOfCustomers() throws {
    let folder = try prepared()
    let scored = try folder.run(
      "score", "m.json", "many.csv", "--path", "--reasons", "1", "--keep", "age"
    ).table
    #expect(
      scored[0] == ["customer_id", "probability", "band", "reason_1", "route", "path", "age"])
    let rules = try folder.run("show", "m.json", "--json").json["rules"].elements
    for row in 1...400 {
      let leaf = scored[row, 5].split(separator: ">").last.flatMap { Double($0) }
      let rule = try #require(rules.first { $0["node"].number == leaf })
      #expect(rule["probability"].number == Double(scored[row, 1]))
      #expect(scored[row, 5].hasPrefix("1>"))
    }
    let lines = try folder.run("score", "m.json", "many.csv", "--path", "--format", "jsonl").lines
    let first = try JSONValue.parse(Array(lines[0].utf8), name: "line")
    #expect(first["path"].text == scored[1, 5])
    try folder.run("score", "a.json", "many.csv", "--path").expect(64, "--path", "logistic")
    try folder.run("score", "m.json", "many.csv").expect(0)
    #expect(try !folder.run("score", "m.json", "many.csv").output.contains("path"))
  }

  @Test func leavesOnLaterCustomers() throws {
    let folder = try prepared()
    let run = try folder.run("evaluate", "m.json", "customers.csv")
    #expect(run.output.contains("training rate"))
    try folder.run("evaluate", "m.json", "customers.csv", "-o", "r.json").expect(0)
    let leaves = try folder.json("r.json")["leaves"].elements
    #expect(leaves.reduce(0) { $0 + ($1["rows"].number ?? 0) } == 120)
    #expect(
      leaves.allSatisfy {
        $0.keys == ["churned", "high", "low", "node", "rate", "rows", "training_rate"]
      })
    try folder.run("compare", "r.json").expect(0)
    #expect(try folder.run("evaluate", "a.json", "customers.csv", "--json").json["leaves"] == .null)
  }

  @Test func smallLeavesAreWarnedOf() throws {
    let folder = try Folder()
    try folder.write("c.csv", customers(200))
    let line = [
      "train", "tree", "c.csv", "--cv", "0", "--min-leaf", "3", "--cp", "0", "-o", "m.json",
    ]
    try folder.run(line).expect(0, "fewer than 30 training customers", "--min-leaf 30")
    try folder.run("show", "m.json").expect(0, "fewer than 30 training customers")
    let warnings = try folder.run("show", "m.json", "--json").json["warnings"].elements
    #expect(warnings.contains { $0.text?.contains("fewer than 30") == true })
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] {
    var parts = [""]
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(separator) {
        parts.append("")
        rest = rest.dropFirst(separator.count)
      } else {
        parts[parts.count - 1].append(rest.removeFirst())
      }
    }
    return parts
  }
}
