import Churn
import Testing

/// `train logistic --penalty …` and `--cv`, and what `show` and the page say of it.
@Suite struct PenaltyOptionsTests {
  private func trained(_ options: String...) throws -> Folder {
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    try folder.run(["train", "logistic", "customers.csv", "-o", "m.json"] + options).expect(0)
    return folder
  }

  @Test(arguments: [("ridge", 0.0), ("lasso", 1), ("elastic-net", 0.5)])
  func aPenalisedModel(_ penalty: String, _ alpha: Double) throws {
    let folder = try trained("--penalty", penalty, "--cv", "4")
    let shown = try folder.run("show", "m.json", "--json").json
    #expect(shown["penalty"].text == penalty && shown["alpha"].number == alpha)
    #expect(shown["lambda_rule"].text == "cv-min" && shown["cv_folds"].number == 4)
    #expect(shown["lambda"] == shown["lambda_min"])
    let path = shown["path"].elements
    #expect(path.count > 5 && path[0]["lambda"] == shown["lambda_max"])
    for line in path {
      #expect(line.keys == ["cv_deviance", "cv_std", "deviance_ratio", "df", "lambda"])
    }
    let best = path.map { $0["cv_deviance"].number ?? 0 }.min()
    #expect(path.first { $0["lambda"] == shown["lambda"] }?["cv_deviance"].number == best)
    let lines = shown["coefficients"].elements
    #expect(lines.count == 5)
    let nonzero = lines.dropFirst().count { $0["estimate"].number != 0 }
    #expect(shown["df"].number == Double(nonzero))
    for line in lines {
      #expect(line["estimate"].number != nil)
      for key in ["standard_error", "statistic", "p_value", "conf_low", "conf_high"] {
        #expect(line[key] == .null)
      }
    }
    for key in ["aic", "bic", "newton_decrement"] { #expect(shown[key] == .null) }
    let text = try folder.run("show", "m.json").output
    for word in ["cv-min, chosen", "cv-1se", "standardised", "held-out deviance"] {
      #expect(text.contains(word), "\(word)")
    }
    try folder.run("score", "m.json", "customers.csv", "-o", "s.csv").expect(0)
  }

  @Test func aLambdaInNumbers() throws {
    let folder = try trained("--penalty", "lasso", "--lambda", "0.03")
    let shown = try folder.run("show", "m.json", "--json").json
    #expect(shown["lambda"].number == 0.03 && shown["lambda_rule"].text == "given")
    #expect(shown["cv_folds"].number == 0 && shown["lambda_min"] == .null)
    #expect(shown["path"].elements.last?["lambda"].number == 0.03)
    #expect(shown["path"].elements.last?.keys == ["deviance_ratio", "df", "lambda"])
    // Beyond the largest, nothing but the intercept is left; every term is listed still.
    let all = try trained("--penalty", "lasso", "--lambda", "50")
    let zeroed = try all.run("show", "m.json", "--json").json["coefficients"].elements
    #expect(zeroed.dropFirst().allSatisfy { $0["estimate"].number == 0 } && zeroed.count == 5)
  }

  @Test func oneStandardErrorIsSimpler() throws {
    let shown = try trained("--penalty", "lasso", "--lambda", "cv-1se")
      .run("show", "m.json", "--json").json
    #expect(shown["lambda"] == shown["lambda_1se"])
    #expect((shown["lambda_1se"].number ?? 0) >= (shown["lambda_min"].number ?? 1))
  }

  @Test func aFreeColumn() throws {
    let shown = try trained(
      "--penalty", "lasso", "--lambda", "50", "--penalty-factor", "age=0"
    ).run("show", "m.json", "--json").json
    let kept = shown["coefficients"].elements.filter { $0["estimate"].number != 0 }
    #expect(kept.map(\.["term"].text) == ["(Intercept)", "age"])
    #expect(shown["penalty_factors"]["age"].number == 0)
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    let run = try folder.run(
      "train", "logistic", "customers.csv", "--penalty", "lasso", "--penalty-factor", "agee=0",
      "-o", "m.json")
    run.expect(64, "agee")
  }

  @Test func theSameBytesForAnyThreads() throws {
    let one = try trained("--penalty", "elastic-net", "--cv", "5", "--threads", "1")
    let two = try trained("--penalty", "elastic-net", "--cv", "5", "--threads", "2")
    #expect(try one.bytes("m.json") == two.bytes("m.json"))
    let other = try trained("--penalty", "elastic-net", "--cv", "5", "--seed", "2")
    #expect(try one.bytes("m.json") != other.bytes("m.json"))
  }

  /// Without a penalty this is an error; see `BadCustomersTests`.
  @Test func separatedCustomers() throws {
    let folder = try Folder()
    let rows = (0..<60).map { "\($0),\($0 % 7),\($0 < 30 ? "a" : "b"),\($0 < 30 ? 0 : 1)" }
    try folder.write(
      "customers.csv", (["customer_id,x,segment,churned"] + rows).joined(separator: "\n") + "\n")
    for penalty in ["ridge", "lasso"] {
      try folder.run(
        "train", "logistic", "customers.csv", "--penalty", penalty, "--allow-leak", "segment",
        "-o", "\(penalty).json"
      ).expect(0, "separate")
    }
  }

  @Test func crossValidatedMeasures() throws {
    let folder = try trained("--cv", "5")
    let shown = try folder.run("show", "m.json", "--json").json
    let (own, validated) = (shown["training_measures"], shown["cross_validated_measures"])
    #expect(validated["rows"] == own["rows"])
    #expect((validated["log_loss"].number ?? 0) > (own["log_loss"].number ?? 1))
    #expect(try folder.run("show", "m.json").output.contains("cross-validated"))
    #expect(
      try trained().run("show", "m.json", "--json").json["cross_validated_measures"] == .null)
  }

  @Test func picturesInThePage() throws {
    let folder = try trained("--penalty", "lasso", "--cv", "4")
    try folder.run("compare", "m.json", "--html", "page.html").expect(0)
    let page = try folder.text("page.html")
    for title in ["Path of the coefficients", "Cross-validation"] {
      #expect(page.contains(title), "\(title)")
    }
  }

  @Test(arguments: [
    ["--lambda", "0.1"], ["--alpha", "0.5"], ["--penalty-factor", "age=1"],
    ["--penalty", "l1"], ["--penalty", "lasso", "--lambda", "-1"],
    ["--penalty", "lasso", "--lambda", "cv-max"], ["--penalty", "lasso", "--lambda", "nan"],
    ["--penalty", "lasso", "--alpha", "0.5"], ["--penalty", "elastic-net", "--alpha", "1.1"],
    ["--penalty", "lasso", "--cv", "0"], ["--penalty", "lasso", "--cv", "1"], ["--cv", "-2"],
    ["--penalty", "lasso", "--penalty-factor", "age"],
    ["--penalty", "lasso", "--penalty-factor", "age=-1"],
  ])
  func wrongUsage(_ options: [String]) throws {
    let folder = try Folder()
    try folder.write("customers.csv", customers())
    try folder.run(["train", "logistic", "customers.csv", "-o", "m.json"] + options).expect(64)
    folder.expectNames("customers.csv")
  }

  /// A stranger's model: whatever is changed in it is found.
  @Test(arguments: [
    "logistic/penalization/path/0/coefficients", "logistic/penalization/standard_deviations",
    "logistic/penalization/chosen", "logistic/penalization/path",
  ])
  func aBrokenFile(_ place: String) throws {
    let folder = try trained("--penalty", "lasso", "--cv", "4")
    let model = try JSONValue.parse(folder.bytes("m.json"), name: "m.json")
    for wrong: JSONValue in [.null, .array([]), 1e9] {
      guard case .object(let members) = model.setting(at: place, wrong) else { return }
      var sealed = members
      sealed["checksum"] = .string(ModelFile.checksum(of: members))
      try folder.write("bad.json", JSONValue.object(sealed).pretty())
      try folder.run("show", "bad.json").expect(65, "penalization")
    }
  }
}

extension JSONValue {
  fileprivate func setting(at place: String, _ new: JSONValue) -> JSONValue {
    var result = self
    result[place] = new
    return result
  }
}
