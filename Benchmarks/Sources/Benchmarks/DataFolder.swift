/// Files that the trials read, made by `churn simulate` where they are not there yet.
struct DataFolder {
  let path: String
  let tool: String
  let scratch: String

  /// `churn` and x1 … x20, without gaps.
  func numbers(_ rows: Int) throws -> String {
    try file("numbers-\(rows).csv", ["customers", "--numeric", "--rows", "\(rows)"])
  }

  /// Twenty numbers with gaps and four texts.
  func customers(_ rows: Int) throws -> String {
    try file("customers-\(rows).csv", ["customers", "--rows", "\(rows)"])
  }

  func orders(_ lines: Int) throws -> String {
    try file("orders-\(lines).csv", ["shop", "--lines", "\(lines)"])
  }

  private func file(_ name: String, _ what: [String]) throws -> String {
    let file = path + "/" + name
    guard !Files.exists(file) else { return file }
    Console.say("making \(file)")
    let made = try ChildProcess.run(
      [tool, "simulate"] + what + ["--seed", "20250701", "-o", file], scratch: scratch)
    guard made.status == 0 else { throw RunnerError("\(file): \(made.talk)") }
    return file
  }
}
