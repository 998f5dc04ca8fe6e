import Churn
import Testing

/// `train`, and what `show` says of the model.
@Suite struct TrainShowTests {
  @Test func aLogisticModel() throws {
    let folder = try Folder()
    try folder.train()
    let shown = try folder.run("show", "a.json", "--json").json
    for key in [
      "deviance", "null_deviance", "log_likelihood", "aic", "bic", "rows", "df_residual",
      "iterations", "converged", "warnings", "coefficients",
    ] { #expect(shown.keys.contains(key), "\(key)") }
    let coefficients = shown["coefficients"].elements
    #expect(
      coefficients.map(\.["term"].text)
        == ["(Intercept)", "age", "plan=gold", "plan=silver", "spend"])
    for line in coefficients {
      #expect(
        line.keys == [
          "conf_high", "conf_low", "estimate", "p_value", "standard_error", "statistic", "term",
        ])
    }
    #expect(shown["rows"].number == 120 && shown["df_residual"].number == 115)
    #expect(shown["converged"] == true && shown["kind"].text == "logistic")
    // The document is made for people too: sorted keys, indented.
    let text = try folder.run("show", "a.json", "--json").output
    #expect(text.hasPrefix("{\n  \"aic\"") && text.hasSuffix("}\n"))
  }

  /// Placebo runs are talk: the model is the same, byte for byte.
  @Test(arguments: ["logistic", "tree"]) func placeboRuns(_ kind: String) throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    try folder.run("train", kind, "customers.csv", "-o", "plain.json").expect(0)
    let line = ["train", kind, "customers.csv", "-o", "c.json", "--force", "--placebo", "3"]
    let alone = try folder.run(line)
    alone.expect(0, "placebo: with labels dealt at random", "36 customers set apart for it alone")
    #expect(try folder.bytes("c.json") == folder.bytes("plain.json"))
    let heldOut = try folder.run(line + ["--holdout", "0.25"])
    heldOut.expect(0, "\(kind) has the mean AUC")
    #expect(!heldOut.talk.contains("set apart"))
    #expect(try folder.run(line + ["--quiet"]).talk.isEmpty)
  }

  @Test func aPlaceboIsForLabels() throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    try folder.run(
      "train", "tree", "customers.csv", "--task", "regression", "--target", "spend", "--placebo",
      "2"
    ).expect(64, "--placebo is for labels")
  }

  @Test func aTree() throws {
    let folder = try Folder()
    try folder.train()
    let shown = try folder.run("show", "b.json", "--json").json
    let nodes = shown["nodes"].elements
    #expect(nodes.count >= 3 && nodes.count % 2 == 1)
    for node in nodes {
      for key in [
        "node", "parent", "rule", "feature", "operator", "threshold", "rows", "churned",
        "probability", "deviance", "complexity", "surrogates",
      ] { #expect(node.keys.contains(key), "\(key)") }
      let number = try #require(node["node"].number)
      #expect(node["parent"].number == (number == 1 ? nil : (number / 2).rounded(.down)))
    }
    for line in shown["cp_table"].elements {
      #expect(line.keys == ["cp", "cv_error", "cv_std", "relative_error", "splits"])
      #expect(line["cv_error"].number != nil)
    }
    #expect(!shown["importance"].keys.isEmpty)
    #expect(shown["importance"].keys.allSatisfy { shown["importance"][$0].number ?? 0 > 0 })
  }

  @Test func theChildOfTheTrueRuleIs2n() throws {
    let folder = try Folder()
    try folder.train()
    let nodes = try folder.run("show", "b.json", "--json").json["nodes"].elements
    let root = try #require(nodes.first { $0["node"].number == 1 })
    #expect(root["operator"].text == ">=" || root["operator"].text == "<")
    let (feature, cut) = (
      try #require(root["feature"].text), try #require(root["threshold"].number)
    )
    let place = ["age": 1, "spend": 3][feature] ?? 1
    let holds = customers().split(separator: "\n").dropFirst().count { row in
      let value = Double(row.split(separator: ",")[place]) ?? 0
      return root["operator"].text == "<" ? value < cut : value >= cut
    }
    let child = try #require(nodes.first { $0["node"].number == 2 })
    #expect(child["rows"].number == Double(holds))
    #expect(root["rule"].text?.hasPrefix("\(feature) \(root["operator"].text ?? "") ") == true)
  }

  @Test func withoutCrossValidation() throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    try folder.run("train", "tree", "customers.csv", "--cv", "0", "-o", "m.json").expect(0)
    let table = try folder.run("show", "m.json", "--json").json["cp_table"].elements
    #expect(table.count > 1)
    #expect(table.allSatisfy { $0["cv_error"] == .null && $0["cv_std"] == .null })
  }

  @Test func aTermThatIsACombinationOfOthers() throws {
    let folder = try Folder()
    let text = customers(header: "customer_id,age,plan,spend,twice,churned") {
      [$1[0], $1[1], $1[2], $1[3], "\(2 * (Double($1[1]) ?? 0))", $1[4]]
    }
    try folder.write("customers.csv", text)
    try folder.run("train", "logistic", "customers.csv", "-o", "m.json").expect(0, "twice")
    let lines = try folder.run("show", "m.json", "--json").json["coefficients"].elements
    let twice = try #require(lines.first { $0["term"].text == "twice" })
    #expect(twice["estimate"] == .null && twice["p_value"] == .null)
    #expect(twice["aliased_by"].text?.contains("age") == true)
    try folder.run("score", "m.json", "customers.csv").expect(0)
  }

  @Test func theModelFile() throws {
    let folder = try Folder()
    try folder.train()
    for (name, kind) in [("a.json", "logistic"), ("b.json", "tree")] {
      let model = try folder.json(name)
      #expect(model["format"].text == "churn-model" && model["format_version"].number == 1)
      #expect(model["kind"].text == kind && model["name"].text != nil)
      #expect(model["checksum"].text?.hasPrefix("sha256:") == true)
      #expect(model["verification"].elements.count >= 20)
      #expect(model["provenance/seed"].number == 1)
      #expect(model["provenance/rows_trained"].number == 120)
      let sum = try folder.shell("sha256sum customers.csv").lines[0].prefix(64)
      #expect(model["provenance/sha256"].text == String(sum))
      #expect(model["features/1/levels"].elements.map(\.text) == ["basic", "gold", "silver"])
    }
  }

  @Test(arguments: ["logistic", "tree"])
  func sameBytesForThreadsAndRuns(_ kind: String) throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers(2000))
    for (name, threads) in [("one", "1"), ("two", "2"), ("again", "2")] {
      try folder.run("train", kind, "customers.csv", "-o", name, "--threads", threads).expect(0)
    }
    #expect(try folder.bytes("one") == folder.bytes("two"))
    #expect(try folder.bytes("two") == folder.bytes("again"))
    #expect(try !folder.text("one").contains(folder.path))
  }

  @Test(arguments: ["logistic", "tree"])
  func partOfTheCustomersHeldOut(_ kind: String) throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers(400))
    try folder.run("train", kind, "customers.csv", "--holdout", "0.25", "-o", "m.json")
      .expect(0, "on held-out customers")
    let model = try folder.json("m.json")
    #expect(model["provenance/rows_held_out"].number == 100)
    #expect(model["training/holdout_measures/rows"].number == 100)
    #expect(model["training/measures/rows"].number == 300)
  }

  @Test func theColumnsAsked() throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    func features(_ options: String...) throws -> [String?] {
      try folder.run(
        ["train", "tree", "customers.csv", "-o", "m.json", "--force"] + options
      ).expect(0)
      return try folder.json("m.json")["features"].elements.map(\.["name"].text)
    }
    #expect(try features() == ["age", "plan", "spend"])
    #expect(try features("--exclude", "plan") == ["age", "spend"])
    #expect(try features("--features", "age,plan") == ["age", "plan"])
    #expect(try features("--weights", "spend") == ["age", "plan"])
    #expect(try features("--categorical", "age", "--features", "age,spend") == ["age", "spend"])
    #expect(try folder.json("m.json")["features/0/type"].text == "categorical")
    try folder.run("train", "tree", "customers.csv", "--features", "height", "-o", "x.json")
      .expect(65, "height", "customer_id, age, plan")
    try folder.run("train", "tree", "customers.csv", "--id", "number", "-o", "x.json")
      .expect(65, "number")
  }

  @Test func theReferenceLevel() throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    let line = ["train", "logistic", "customers.csv", "-o", "m.json", "--reference"]
    try folder.run(line + ["plan=silver"]).expect(0)
    let terms = try folder.json("m.json")["logistic/coefficients"].elements.map(\.["term"].text)
    #expect(terms.contains("plan=basic") && !terms.contains("plan=silver"))
    try folder.run(line + ["plan=iron", "--force"]).expect(64, "plan", "iron")
  }

  @Test func idsAndDatesAreNoFeatures() throws {
    let folder = try Folder()
    try folder.write("orders.csv", orders())
    try folder.run(
      "features", "orders.csv", "--as-of", "1997-06-30", "--horizon", "90", "-o", "f.csv"
    ).expect(0)
    try folder.run("train", "tree", "f.csv", "-o", "m.json").expect(0)
    let names = try folder.json("m.json")["features"].elements.map(\.["name"].text)
    #expect(!names.contains("customer_id") && !names.contains("as_of") && names.count > 10)
    #expect(try folder.json("m.json")["label/as_of/0"].text == "1997-06-30")
  }

  @Test func aTreePrunedToItsRootSaysSo() throws {
    let folder = try Folder()
    // Nothing in the columns tells who churns.
    let text = customers(200) { Array($1[..<4]) + [$0 % 10 == 0 ? "1" : "0"] }
    try folder.write("customers.csv", text)
    try folder.run("train", "tree", "customers.csv", "--cp", "0.5", "-o", "m.json")
      .expect(0, "root", "--cp")
    try folder.run("score", "m.json", "customers.csv").expect(0)
  }
}
