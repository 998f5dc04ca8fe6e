import Churn
import Testing

/// `churn seal`: what an analyst may change by hand.
@Suite struct SealTests {
  private func edited(
    _ name: String, _ change: (JSONValue) -> JSONValue
  ) throws -> Folder {
    let folder = try Folder()
    try folder.train()
    try folder.write("m.json", change(folder.json(name)).pretty())
    return folder
  }

  /// Every command takes the sealed file, and the warning is seen.
  private func expectUsable(_ folder: Folder, _ name: String) throws {
    try folder.run("show", name).expect(0, "edited by hand")
    try folder.run("score", name, "customers.csv", "-o", "s.csv").expect(0)
    try folder.run("evaluate", name, "customers.csv", "-o", "r.json").expect(0)
    try folder.run("compare", name, "a.json", "--json").expect(0)
  }

  @Test func aThresholdMovedByHand() throws {
    let path = "tree/nodes/0/threshold"
    let folder = try edited("b.json") { document in
      var changed = document
      changed[path] = JSONValue((document[path].number ?? 0) + 3)
      changed["a key of tomorrow"] = ["x": [1, "ü"]]
      return changed
    }
    try folder.run("show", "m.json").expect(65, "/checksum", "churn seal")
    let run = try folder.run("seal", "m.json", "-o", "sealed.json")
    run.expect(0, "verification rows", "/tree/nodes/0/rule")
    let sealed = try folder.json("sealed.json")
    #expect(sealed["a key of tomorrow"] == ["x": [1, "ü"]])
    #expect(sealed[path] == (try folder.json("m.json"))[path])
    try expectUsable(folder, "sealed.json")
    #expect(try folder.text("s.csv") != folder.run("score", "b.json", "customers.csv").output)
  }

  @Test func aCoefficientSetByHand() throws {
    let folder = try edited("a.json") { document in
      var changed = document
      changed["logistic/coefficients/1/estimate"] = 0.25
      return changed
    }
    let run = try folder.run("seal", "m.json")
    run.expect(0, "another answer", "changed by at most", "without standard error")
    try folder.write("sealed.json", run.output)
    let line = try folder.json("sealed.json")["logistic/coefficients/1"]
    #expect(line["estimate"] == 0.25 && line["standard_error"] == .null)
    try expectUsable(folder, "sealed.json")
  }

  @Test func theSameFileNeedsForce() throws {
    let folder = try edited("a.json") { document in
      var changed = document
      changed["name"] = "renamed"
      return changed
    }
    let before = folder.names
    try folder.run("seal", "m.json", "-o", "m.json").expect(73, "exists")
    try folder.run("seal", "m.json", "-o", "m.json", "--force").expect(0, "are the same")
    #expect(folder.names == before)
    #expect(try folder.run("show", "m.json").output.contains("renamed"))
    // A file that fits is given back as it is.
    let again = try folder.run("seal", "m.json")
    again.expect(0, "nothing was changed")
    #expect(again.output == (try folder.text("m.json")))
  }

  @Test func quietAndStandardInput() throws {
    let folder = try edited("b.json") { $0.removing("checksum") }
    let run = try folder.run("seal", "-", "--quiet", input: folder.text("m.json"))
    run.expect(0)
    #expect(run.talk.isEmpty)
    try folder.write("sealed.json", run.output)
    try folder.run("show", "sealed.json").expect(0)
  }

  private static let refused: [(model: String, path: String, value: JSONValue, part: String)] = [
    ("b.json", "tree/nodes/0/threshold", "x", "/tree/nodes/0/threshold"),
    ("b.json", "tree/nodes/0/probability", 0.01, "/tree/nodes/0/probability"),
    ("b.json", "features/0/median", .null, "/features/0/median"),
    ("a.json", "logistic/coefficients/1/estimate", 1e300, "/logistic/coefficients/1/estimate"),
    ("a.json", "bands/low", 2, "/bands/low"),
    ("a.json", "verification/3/values", .array([]), "/values"),
    ("a.json", "verification", .array([]), "at least 20"),
    ("a.json", "format", "x", "no model file"), ("a.json", "format_version", 2, "/format_version"),
  ]

  @Test(arguments: refused)
  func whatCannotBeIsNamed(
    _ model: String, _ path: String, _ value: JSONValue, _ part: String
  ) throws {
    let folder = try edited(model) { document in
      var changed = document
      changed[path] = value
      return changed
    }
    let before = folder.names
    let run = try folder.run("seal", "m.json", "-o", "out.json")
    run.expect(65, "m.json", part)
    #expect(folder.names == before)
  }

  /// A stranger's model may have escapes in its name and warnings: a terminal sees none of them.
  @Test func escapesDoNotReachTheTerminal() throws {
    let folder = try edited("a.json") { document in
      var changed = document
      changed["name"] = "\u{1B}[2Jevil"
      changed["warnings"] = .array(["\u{1B}]0;own\u{7}"])
      return changed
    }
    try folder.run("seal", "m.json", "-o", "s.json").expect(0)
    let shown = try folder.run("show", "s.json")
    shown.expect(0, "]0;own")
    #expect(!shown.talk.contains("\u{1B}") && !shown.talk.contains("\u{7}"))
    let terminal = try folder.shell("script -qec '\"$CHURN\" show s.json --quiet' /dev/null")
    terminal.expect(0)
    #expect(terminal.output.contains("[2Jevil") && !terminal.output.contains("\u{1B}[2J"))
  }
}
