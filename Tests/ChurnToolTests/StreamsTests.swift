import Testing

/// What goes to standard output, standard error and files.
@Suite struct StreamsTests {
  @Test func dataAndTalkAreApart() throws {
    let folder = try Folder()
    try folder.train()
    let run = try folder.run("score", "a.json", "customers.csv")
    run.expect(0, "120 customers scored")
    #expect(run.lines.count == 121 && run.line(0).hasPrefix("customer_id,probability,band"))
    let written = try folder.run("score", "a.json", "customers.csv", "-o", "scored.csv")
    #expect(written.output.isEmpty)
    #expect(try folder.text("scored.csv") == run.output)
  }

  @Test(arguments: [
    ["features", "orders.csv", "--as-of", "1997-06-30", "-o", "f.csv"],
    ["train", "logistic", "customers.csv", "-o", "m.json"],
    ["train", "tree", "customers.csv", "-o", "m.json"],
    ["evaluate", "a.json", "customers.csv", "-o", "r.json"],
    ["score", "a.json", "customers.csv", "-o", "s.csv"],
  ])
  func quietIsSilent(_ arguments: [String]) throws {
    let folder = try Folder()
    try folder.train()
    try folder.write("orders.csv", orders())
    let run = try folder.run(arguments + ["--quiet"])
    run.expect(0)
    #expect(run.talk.isEmpty && run.output.isEmpty)
  }

  @Test func quietShowAndCompareGiveDataOnly() throws {
    let folder = try Folder()
    try folder.train()
    for arguments in [["show", "a.json"], ["compare", "a.json", "b.json"]] {
      let run = try folder.run(arguments + ["--quiet"])
      run.expect(0)
      #expect(run.talk.isEmpty && !run.output.isEmpty)
    }
  }

  @Test func errorsAreToldEvenQuietly() throws {
    try Folder().run("show", "none.json", "--quiet").expect(66, "none.json", "no such file")
  }

  @Test func noColorsInFiles() throws {
    let folder = try Folder()
    try folder.train()
    for options in [[], ["--no-color"]] {
      let run = try folder.run(
        ["compare", "a.json", "b.json", "--data", "customers.csv"] + options)
      run.expect(0, "warning:")
      #expect(!run.talk.contains("\u{1B}") && !run.output.contains("\u{1B}"))
    }
  }

  /// Each command reads `-`, and gzip by its first bytes, and says the same of them.
  @Test(arguments: [
    ["features", "INPUT", "--as-of", "1997-06-30"], ["train", "logistic", "INPUT"],
    ["train", "tree", "INPUT"], ["evaluate", "a.json", "INPUT", "--json"],
    ["score", "a.json", "INPUT"], ["compare", "a.json", "b.json", "--json", "--data", "INPUT"],
  ])
  func standardInputAndGzip(_ arguments: [String]) throws {
    let folder = try Folder()
    try folder.train()
    let text = arguments[0] == "features" ? orders() : customers()
    try folder.write("input.csv", text)
    try folder.shell("gzip -c input.csv > packed").expect(0)
    func named(_ name: String) -> [String] { arguments.map { $0 == "INPUT" ? name : $0 } }
    let plain = try folder.run(named("input.csv"))
    plain.expect(0)
    #expect(!plain.output.isEmpty)
    let packed = try folder.run(named("packed"))
    packed.expect(0)
    let piped = try folder.run(named("-"), input: text)
    piped.expect(0)
    #expect(packed.output == plain.output)
    #expect(piped.output == plain.output)
    let pipedPacked = try folder.shell(
      "cat packed | churn " + named("-").joined(separator: " "))
    pipedPacked.expect(0)
    #expect(pipedPacked.output == plain.output)
  }

  @Test(arguments: [["show", "-", "--json"], ["compare", "-", "b.json", "--json"]])
  func modelsFromStandardInput(_ arguments: [String]) throws {
    let folder = try Folder()
    try folder.train()
    let piped = try folder.run(arguments, input: folder.text("a.json"))
    piped.expect(0)
    #expect(piped.output == (try folder.run(arguments.map { $0 == "-" ? "a.json" : $0 })).output)
  }

  @Test func standardInputCannotServeTwice() throws {
    let folder = try Folder()
    try folder.train()
    try folder.run("score", "-", "-", input: folder.text("a.json")).expect(64, "standard input")
    try folder.run("evaluate", "-", "-", input: folder.text("a.json")).expect(64, "standard input")
    try folder.run("compare", "-", "-", input: folder.text("a.json")).expect(64, "standard input")
  }

  @Test func aDashIsStandardOutput() throws {
    let folder = try Folder()
    try folder.train()
    let run = try folder.run("train", "logistic", "customers.csv", "-o", "-", "--threads", "1")
    run.expect(0)
    #expect(run.output == (try folder.text("a.json")))
    #expect(!folder.has("-"))
  }

  @Test func aReaderThatGoesAwayIsNoFailure() throws {
    let folder = try Folder()
    try folder.train()
    // Far more than a pipe holds, so that writing goes on after `head` has left.
    try folder.write("many.csv", customers(20_000))
    let run = try folder.shell("churn score a.json many.csv | head -1; echo ${PIPESTATUS[0]}")
    run.expect(0)
    #expect(run.lines.last == "0" && run.lines.count == 2)
    for command in ["show a.json --json", "features orders.csv --as-of 1997-06-30"] {
      try folder.write("orders.csv", orders(2000))
      let run = try folder.shell("churn \(command) | head -1; echo ${PIPESTATUS[0]}")
      #expect(run.lines.last == "0", "\(command): \(run.talk)")
    }
  }
}
