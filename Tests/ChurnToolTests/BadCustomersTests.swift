import Testing

/// What a command must say of a broken file.
struct BadFile: Sendable, CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  var status: Int32
  var parts: [String]
  var arguments: [String] = []

  init(
    _ name: String, _ text: String, _ status: Int32, _ parts: String..., arguments: [String] = []
  ) {
    self.init(name, Array(text.utf8), status, parts, arguments)
  }

  init(
    _ name: String, _ bytes: [UInt8], _ status: Int32, _ parts: [String],
    _ arguments: [String] = []
  ) {
    (self.name, self.bytes, self.status, self.parts) = (name, bytes, status, parts)
    self.arguments = arguments
  }

  var testDescription: String { name }
}

/// Commands that read customers; IN is the file.
private let training = [
  ["train", "logistic", "IN", "-o", "out"], ["train", "tree", "IN", "-o", "out"],
]
private let judging = [
  ["evaluate", "a.json", "IN", "-o", "out"], ["evaluate", "b.json", "IN", "-o", "out"],
  ["compare", "a.json", "b.json", "--data", "IN", "--html", "out"],
]
private let scoring = [
  ["score", "a.json", "IN", "-o", "out"], ["score", "b.json", "IN", "-o", "out"],
]

/// `row` of the customers gets other cells.
private func customers(changing row: Int, _ change: ([String]) -> [String]) -> String {
  customers { $0 == row ? change($1) : $1 }
}

private func check(
  _ file: BadFile, _ command: [String], at location: SourceLocation = #_sourceLocation
) throws {
  let folder = try Folder()
  if command.contains(where: { $0.hasSuffix(".json") }) { try folder.train() }
  try folder.write("in.csv", file.bytes)
  let before = folder.names
  let run = try folder.run(command.map { $0 == "IN" ? "in.csv" : $0 } + file.arguments)
  run.expect(file.status, file.parts, at: location)
  if file.status == 65 {
    #expect(run.talk.hasPrefix("churn: in.csv"), sourceLocation: location)
    // What to do stands on a line of its own.
    #expect(run.talk.split(separator: "\n").count >= 2, sourceLocation: location)
    #expect(folder.names == before && run.output.isEmpty, sourceLocation: location)
  } else {
    #expect(folder.has("out"), sourceLocation: location)
  }
}

/// Files that no command can read.
private let unreadable = [
  BadFile("empty", "", 65, "is empty", "header"),
  BadFile("one line end", "\n", 65, "in.csv"),
  BadFile("header only", "customer_id,age,plan,spend,churned\n", 65, "no row"),
  BadFile(
    "unclosed quote", customers(changing: 7) { ["7", "\"30"] + $0[2...] }, 65, "line 9",
    "never closes"),
  BadFile(
    "NUL byte", customers(changing: 3) { ["3", "3\0"] + $0[2...] }, 65, "line 5", "NUL"),
  BadFile(
    "invalid UTF-8", Array(customers().utf8) + [0x39, 0x2C, 0xC3, 0x28, 0x0A], 65,
    ["neither UTF-8"]),
  BadFile(
    "invalid UTF-8, said to be", Array(customers().utf8) + [0x39, 0x2C, 0xFF, 0x0A], 65,
    ["in.csv", "line 122"], ["--encoding", "utf-8"]),
  BadFile(
    "cut gzip", [0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x4B], 65, ["in.csv"]),
  BadFile(
    "most rows ragged", customers { $0 % 2 == 0 || $0 < 5 ? ["1"] : $1 }, 65, "in.csv, line",
    "62 of 120 rows",
    "fewer fields"),
  BadFile(
    "needed column twice",
    customers(header: "customer_id,age,plan,spend,churned,age") { $1 + ["1"] },
    65, "line 1, column age", "twice"),
]

/// Files with rows that cannot be used: the rest is used.
private let partlyUsable = [
  BadFile(
    "ragged rows", customers { $0 == 4 ? ["4", "30"] : $0 == 9 ? $1 + ["x"] : $1 }, 0,
    "2 of 120 rows rejected", "fewer fields than the header: 1", "more fields than the header: 1"),
  BadFile(
    "no customer", customers(changing: 4) { [" "] + $0[1...] }, 0, "1 of 120 rows rejected",
    "no customer: 1"),
  BadFile(
    "number out of range", customers(changing: 4) { ["4", "1e999"] + $0[2...] }, 0,
    "not a number: 1"),
  BadFile("infinity", customers(changing: 4) { ["4", "inf"] + $0[2...] }, 0, "not a number: 1"),
  BadFile("comma", customers(changing: 4) { ["4", "\"1,5\""] + $0[2...] }, 0, "not a number: 1"),
]

private let labels = [
  BadFile(
    "one class", customers { Array($1[..<4]) + ["1"] }, 65, "column churned", "same label"),
  BadFile(
    "third value", customers(changing: 11) { Array($0[..<4]) + ["maybe"] }, 65, "line 13",
    "column churned", "value \"maybe\"", "third value"),
  BadFile(
    "no label column", customers(header: "customer_id,age,plan,spend,gone"), 65, "churned",
    "customer_id, age, plan, spend, gone"),
  BadFile("no label", customers(changing: 4) { Array($0[..<4]) + ["NA"] }, 0, "no label: 1"),
]

@Suite struct BadCustomersTests {
  @Test(arguments: training + judging + scoring, unreadable)
  func unreadableFiles(_ command: [String], _ file: BadFile) throws { try check(file, command) }

  @Test(arguments: training + judging + scoring, partlyUsable)
  func badRowsAreCountedAndLeftOut(_ command: [String], _ file: BadFile) throws {
    try check(file, command)
    var strict = file
    strict.status = 75
    strict.arguments = ["--strict"]
    try check(strict, command)
  }

  @Test(arguments: training + judging, labels)
  func wrongLabels(_ command: [String], _ file: BadFile) throws { try check(file, command) }

  @Test(arguments: training)
  func anUnknownPairOfLabels(_ command: [String]) throws {
    let text = customers { Array($1[..<4]) + [$1[4] == "1" ? "lost" : "kept"] }
    try check(BadFile("", text, 65, "column churned", "lost", "--positive"), command)
    try check(BadFile("", text, 0, arguments: ["--positive", "lost"]), command)
    try check(BadFile("", text, 65, "gone", arguments: ["--positive", "gone"]), command)
  }

  @Test(arguments: training, ["NO/YES", "false/true", "否/是"])
  func usualPairsOfLabels(_ command: [String], _ pair: String) throws {
    let words = pair.split(separator: "/").map(String.init)
    let text = customers { Array($1[..<4]) + [words[$1[4] == "1" ? 1 : 0]] }
    try check(BadFile("", text, 0), command)
  }

  @Test(arguments: judging + scoring)
  func aColumnOfTheModelIsMissing(_ command: [String]) throws {
    let text = customers(header: "customer_id,old,plan,spend,churned")
    try check(BadFile("", text, 65, "age", "line 1"), command)
  }

  @Test(arguments: training + judging + scoring)
  func unusedColumnsMayHaveAnyName(_ command: [String]) throws {
    let text = customers(header: "customer_id,,age,plan,spend,churned,note,note,") {
      [$1[0], "x"] + $1[1...] + ["1", "2", "3"]
    }
    let exclude = command[0] == "train" ? ["--exclude", "note"] : []
    try check(BadFile("", text, 0, arguments: exclude), command)
  }

  @Test(arguments: training)
  func aConstantColumn(_ command: [String]) throws {
    let text = customers { [$1[0], "5"] + $1[2...] }
    let parts = command[1] == "logistic" ? ["age has no coefficient"] : []
    try check(BadFile("", Array(text.utf8), 0, parts), command)
  }

  @Test(arguments: training)
  func aColumnWithoutValues(_ command: [String]) throws {
    let text = customers { [$1[0], ["", "NA", " "][$0 % 3]] + $1[2...] }
    try check(BadFile("", text, 0, "left out: age"), command)
  }

  @Test(arguments: training)
  func nothingToLearnFrom(_ command: [String]) throws {
    let text = customers(header: "customer_id,churned") { [$1[0], $1[4]] }
    try check(BadFile("", text, 65, "no column to learn from"), command)
  }

  @Test(
    arguments: training,
    [
      ("-1", "negative"), ("", "missing"), ("inf", "not a finite number"),
      ("1e999", "not a finite number"), ("two", "not a finite number"),
    ])
  func wrongWeights(_ command: [String], _ weight: (cell: String, part: String))
    throws
  {
    let text = customers(header: "customer_id,w,plan,spend,churned") {
      [$1[0], $0 == 8 ? weight.cell : "\(1 + $0 % 2)"] + $1[2...]
    }
    try check(
      BadFile(
        "", text, 65, "line 10", "column w", weight.part, arguments: ["--weights", "w"]), command)
  }

  @Test func theCellIsCutTo60Characters() throws {
    let long = String(repeating: "ä", count: 500)
    let text = customers(changing: 11) { Array($0[..<4]) + [long] }
    let folder = try Folder()
    try folder.write("in.csv", text)
    let run = try folder.run("train", "tree", "in.csv", "-o", "out")
    run.expect(65, "value \"" + String(repeating: "ä", count: 59) + "…\"")
    #expect(!run.talk.contains(String(repeating: "ä", count: 60)))
    // Nothing of the row beside the cell at fault.
    #expect(!run.talk.contains("0011"))
  }

  @Test(arguments: training + scoring)
  func theRejectsFile(_ command: [String]) throws {
    let text = customers { row, cells in
      switch row {
      case 2: ["2", "30"]
      case 3: ["0,3".quoted, "1,5".quoted] + cells[2...]
      case 5: [""] + cells[1...]
      case 6: ["a\nb".quoted] + cells[1...]
      case 7: cells + ["x"]
      default: cells
      }
    }
    let folder = try Folder()
    try folder.train()
    try folder.write("in.csv", text)
    let line = command.map { $0 == "IN" ? "in.csv" : $0 } + ["--rejects", "rejects.csv"]
    try folder.run(line + ["--strict"]).expect(75, "4 of 120 rows rejected")
    #expect(
      try folder.text("rejects.csv") == """
        row,line,column,value,reason
        3,4,,,fewer fields than the header
        4,5,age,"1,5",not a number
        6,7,customer_id,,no customer
        8,10,,,more fields than the header

        """)
    #expect(folder.has("out"))
  }

  @Test func rejectsOfEveryReasonComeInTheFilesOrder() throws {
    let text = customers { row, cells in
      switch row {
      case 2: Array(cells[..<4]) + [""]
      case 3: ["3"]
      case 5: [cells[0], ""] + cells[2...]
      case 6: [cells[0], "1e999"] + cells[2...]
      default: cells
      }
    }
    let folder = try Folder()
    try folder.write("in.csv", text)
    let line = ["train", "logistic", "in.csv", "-o", "out", "--missing", "drop", "--rejects", "r"]
    try folder.run(line).expect(0, "4 of 120 rows rejected")
    #expect(
      try folder.text("r") == """
        row,line,column,value,reason
        3,4,churned,,no label
        4,5,,,fewer fields than the header
        6,7,age,,missing value
        7,8,age,1e999,not a number

        """)
  }

  /// Separation has no maximum likelihood.
  @Test func separatedClasses() throws {
    let text = customers { Array($1[..<4]) + [(Int($1[1]) ?? 0) > 45 ? "1" : "0"] }
    try check(BadFile("", text, 65, "separa", "age"), training[0])
  }

  @Test func gapsThatStopTraining() throws {
    let text = customers(changing: 4) { [$0[0], ""] + $0[2...] }
    let arguments = ["--missing", "error"]
    try check(BadFile("", text, 65, "line 6", "column age", arguments: arguments), training[0])
  }
}

extension String {
  fileprivate var quoted: String { "\"\(self)\"" }

  /// A column of thousands of levels is refused before it takes the memory.
  @Test func thousandsOfLevels() throws {
    let folder = try Folder()
    let rows = (0..<12_000).map { "\($0 * 7 % 11),c\($0 % 4_001),\($0 / 5 % 2)" }
    try folder.write("many.csv", (["x,city,churned"] + rows).joined(separator: "\n") + "\n")
    try folder.run(
      ["train", "logistic", "many.csv", "-o", "a.json"], megabytes: 2000
    ).expect(65, "many.csv", "4003 terms", "city alone gives 4001", "--lump")
    #expect(!folder.has("a.json"))
  }
}
