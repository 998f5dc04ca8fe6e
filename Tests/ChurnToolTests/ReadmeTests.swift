import Testing

/// The commands that README.md shows work as they stand there.
@Suite struct ReadmeTests {
  /// In fenced blocks: lines that begin with the command, and their continuations after `\`.
  static func commands(in text: String) -> [String] {
    var commands: [String] = []
    var isFenced = false
    var isContinued = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(\.description) {
      let line = line.trimmed
      if line.hasPrefix("```") {
        isFenced.toggle()
        isContinued = false
      } else if isFenced, isContinued {
        commands[commands.count - 1] += "\n" + line
        isContinued = line.hasSuffix("\\")
      } else if isFenced, let command = command(line) {
        commands.append(command)
        isContinued = line.hasSuffix("\\")
      }
    }
    return commands
  }

  /// The line, by whatever path it calls the command; nil for other lines.
  private static func command(_ line: String) -> String? {
    let line = line.hasPrefix("$ ") ? String(line.dropFirst(2)) : line
    for name in [".build/release/churn ", "swift run -c release churn ", "churn "] {
      if line.hasPrefix(name) { return "churn " + line.dropFirst(name.count) }
      // Behind another command, as `cd folder && churn …` or `gzip -dc x | churn …`.
      for link in ["&& ", "| "] where line.contains(link + name) {
        return line.replacing(link + name, with: link + "churn ")
      }
    }
    return nil
  }

  @Test func fencedCommandsAreFound() {
    let text = """
      churn not fenced
      ```sh
      churn show a.json
      .build/release/churn score a.json \\
        customers.csv
      sudo apt-get install churn
      ```
      ```
      $ churn --version
      gzip -dc x.gz | churn score a.json -
      ```
      """
    #expect(
      Self.commands(in: text) == [
        "churn show a.json", "churn score a.json \\\ncustomers.csv", "churn --version",
        "gzip -dc x.gz | churn score a.json -",
      ])
  }

  @Test func everyCommandRunsInAFreshFolder() throws {
    let text = String(decoding: try contents(root + "/README.md"), as: UTF8.self)
    let commands = Self.commands(in: text)
    #expect(!commands.isEmpty, "README.md shows no command")
    let folder = try Folder()
    folder.link(root + "/notebooks-data", "notebooks-data")
    // A command may write its model over the one that is there.
    try folder.shell("[ ! -d '\(root)/models' ] || cp -r '\(root)/models' models").expect(0)
    for command in commands {
      let run = try folder.shell(command, timeout: 120)
      #expect(run.status == 0, "\(command)\n\(run.talk)")
    }
  }
}
