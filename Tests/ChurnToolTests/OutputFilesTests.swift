import Testing

/// Outputs are whole or not there; what exists stays.
@Suite struct OutputFilesTests {
  /// Each command that writes, with OUT for the output.
  static let writers = [
    ["features", "orders.csv", "--as-of", "1997-06-30", "-o", "OUT"],
    ["train", "logistic", "customers.csv", "-o", "OUT"],
    ["train", "tree", "customers.csv", "-o", "OUT"],
    ["evaluate", "a.json", "customers.csv", "-o", "OUT"],
    ["compare", "a.json", "b.json", "--html", "OUT"],
    ["score", "a.json", "customers.csv", "-o", "OUT"],
    ["score", "a.json", "customers.csv", "-o", "s.csv", "--rejects", "OUT"],
    ["train", "tree", "customers.csv", "-o", "t.json", "--rejects", "OUT"],
    ["train", "logistic", "customers.csv", "-o", "t.json", "--out-of-fold", "OUT"],
  ]

  private func prepared() throws -> Folder {
    let folder = try Folder()
    try folder.train()
    try folder.write("orders.csv", orders())
    return folder
  }

  private func named(_ arguments: [String], _ output: String) -> [String] {
    arguments.map { $0 == "OUT" ? output : $0 }
  }

  /// An input stays, whatever its name is spelled like.
  @Test(arguments: writers)
  func anInputIsNoOutput(_ arguments: [String]) throws {
    let folder = try prepared()
    for input in ["orders.csv", "customers.csv", "a.json"] where arguments.contains(input) {
      let before = try folder.bytes(input)
      for spelling in [input, "./" + input, folder.path(input)] {
        try folder.run(named(arguments, spelling) + ["--force"]).expect(64, "also an input")
      }
      #expect(try folder.bytes(input) == before)
    }
  }

  @Test func twoOutputsUnderTwoSpellings() throws {
    let folder = try prepared()
    for second in ["./out", folder.path("out")] {
      try folder.run("profile", "orders.csv", "--html", "out", "--rejects", second, "--force")
        .expect(64, "two outputs")
    }
    #expect(!folder.has("out"))
    try folder.run("profile", "orders.csv", "--html", "-", "--json").expect(64, "standard output")
  }

  @Test(arguments: writers)
  func whatExistsIsKeptWithoutForce(_ arguments: [String]) throws {
    let folder = try prepared()
    try folder.write("out", "mine")
    let before = folder.names
    let refused = try folder.run(named(arguments, "out"))
    refused.expect(73, "out", "exists", "--force")
    #expect(refused.output.isEmpty)
    #expect(try folder.text("out") == "mine")
    #expect(folder.names == before)
    try folder.run(named(arguments, "out") + ["--force"]).expect(0)
    #expect(try folder.text("out") != "mine")
    #expect(!folder.names.contains { $0.hasPrefix(".") })
  }

  @Test(arguments: writers)
  func placesThatCannotBeWritten(_ arguments: [String]) throws {
    let folder = try prepared()
    let before = folder.names
    try folder.run(named(arguments, "no/folder/out")).expect(73, "no/folder/out", "folder")
    try folder.run(named(arguments, ".")).expect(73, "folder")
    #expect(folder.names == before)
  }

  @Test(.enabled(if: canOpenFullDevice, "there is no /dev/full"), arguments: writers)
  func aFullDisk(_ arguments: [String]) throws {
    let folder = try prepared()
    let before = folder.names
    let run = try folder.run(named(arguments, "/dev/full"))
    run.expect(74, "/dev/full", "No space left", "Make room")
    #expect(!folder.names.contains { $0.hasPrefix(".") })
    // What was asked for besides the full output may be there; nothing else.
    #expect(Set(folder.names).subtracting(before).isSubset(of: ["s.csv", "t.json"]))
  }

  @Test(.enabled(if: canOpenFullDevice, "there is no /dev/full"))
  func aFullDiskBehindStandardOutput() throws {
    let folder = try prepared()
    for command in ["score a.json customers.csv", "show a.json", "features --catalogue"] {
      try folder.shell("churn \(command) > /dev/full").expect(74, "<standard output>")
    }
  }

  @Test func twoOutputsOfOneName() throws {
    let folder = try prepared()
    try folder.run("score", "a.json", "customers.csv", "-o", "x", "--rejects", "x")
      .expect(64, "two outputs go to x")
    #expect(!folder.has("x"))
  }

  /// Missing inputs and folders in the place of files, by argument.
  @Test(
    arguments: ["none", "."],
    [
      ["features", "IN", "--as-of", "1997-06-30", "-o", "out"],
      ["study", "IN", "--as-of", "1997-06-30", "--horizon", "60", "-o", "out", "--placebo", "1"],
      ["train", "logistic", "IN", "-o", "out"], ["train", "tree", "IN", "-o", "out"],
      ["show", "IN"], ["evaluate", "IN", "customers.csv", "-o", "out"],
      ["evaluate", "a.json", "IN", "-o", "out"], ["compare", "IN", "b.json", "--html", "out"],
      ["compare", "a.json", "b.json", "--html", "out", "--data", "IN"],
      ["score", "IN", "customers.csv", "-o", "out"], ["score", "a.json", "IN", "-o", "out"],
    ])
  func missingInput(_ input: String, _ arguments: [String]) throws {
    let folder = try prepared()
    let before = folder.names
    let run = try folder.run(arguments.map { $0 == "IN" ? input : $0 })
    run.expect(66, input, input == "." ? "is a folder" : "there is no such file")
    #expect(folder.names == before)
    #expect(run.output.isEmpty)
  }

  /// The failure comes after the output was begun.
  @Test func nothingIsLeftWhenTheInputBreaksLate() throws {
    let folder = try prepared()
    let text = customers(5000) + "77,30,\"basic,10,0\n"
    try folder.write("late.csv", text)
    let before = folder.names
    try folder.run("score", "a.json", "late.csv", "-o", "out", "--rejects", "rejects")
      .expect(65, "late.csv, line 5002", "never closes")
    #expect(folder.names == before)
  }
}

import Glibc

let canOpenFullDevice = access("/dev/full", W_OK) == 0
