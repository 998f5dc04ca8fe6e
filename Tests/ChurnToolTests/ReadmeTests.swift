import Churn
import Testing

/// The commands that README.md shows work as they stand there, and print what it says.
@Suite struct ReadmeTests {
  /// The blocks between fences, each with its language.
  static func blocks(in text: String) -> [(language: String, lines: [String])] {
    var blocks: [(language: String, lines: [String])] = []
    var isFenced = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        isFenced.toggle()
        if isFenced { blocks.append((String(line.dropFirst(3)), [])) }
      } else if isFenced {
        blocks[blocks.count - 1].lines.append(line)
      }
    }
    return blocks
  }

  /// The lines of a block that a user types, continued ones joined, without what installs, builds
  /// or tests: that is run elsewhere.
  static func commands(in block: (language: String, lines: [String])) -> [String] {
    var commands: [String] = []
    for line in block.lines {
      if let last = commands.last, last.hasSuffix("\\") {
        commands[commands.count - 1] = last + "\n" + line
      } else if block.language == "sh" || line.hasPrefix("$ ") {
        commands.append(line.hasPrefix("$ ") ? String(line.dropFirst(2)) : line)
      }
    }
    return commands.map(withoutBuilding).filter { !$0.isEmpty && !$0.hasPrefix("#") }
  }

  private static func withoutBuilding(_ command: String) -> String {
    let steps = command.split(separator: " && ").map(String.init)
    let builds = [
      "apt-get ", "swift build", "swift test", "git clone", "export PATH", ".ci/run",
      "--package-path Benchmarks",
    ]
    return steps.filter { step in !builds.contains { step.contains($0) } }
      .map { $0.replacing("swift run -c release churn ", with: "churn ") }
      .map { $0.replacing(".build/release/churn ", with: "churn ") }
      .joined(separator: " && ")
  }

  @Test func fencedCommandsAreFound() {
    let text = """
      churn not fenced
      ```sh
      sudo apt-get install x && swift run -c release churn show a.json
      .build/release/churn score a.json \\
        customers.csv
      awk 1 x > y
      swift test
      ```
      ```text
      churn is a word here
      ```
      """
    #expect(
      Self.blocks(in: text).flatMap(Self.commands) == [
        "churn show a.json", "churn score a.json \\\n  customers.csv", "awk 1 x > y",
      ])
  }

  @Test func everyCommandRunsInAFreshFolder() throws {
    let text = String(decoding: try contents(root + "/README.md"), as: UTF8.self)
    let blocks = Self.blocks(in: text)
    #expect(
      blocks.flatMap(Self.commands).contains { $0.hasPrefix("churn ") },
      "README.md shows no command")
    let folder = try Folder()
    folder.link(root + "/notebooks-data", "notebooks-data")
    // A command may write its model over the one that is there.
    try folder.shell("[ ! -d '\(root)/models' ] || cp -r '\(root)/models' models; mkdir -p out")
      .expect(0)
    var printed: Set<String> = [""]
    for block in blocks {
      for command in Self.commands(in: block) {
        // The main job trains forty models on dealt labels, which a debug build takes minutes for.
        let run = try folder.shell(command, timeout: 600)
        #expect(run.status == 0, "\(command)\n\(run.talk)")
        printed.formUnion(
          (run.lines + run.talk.split(separator: "\n").map(String.init)).map(Self.rounded))
      }
      guard block.language == "text" else { continue }
      let files = try folder.shell("head -qn 20 out/*.csv").lines.map(Self.rounded)
      for line in block.lines.map(Self.rounded) {
        #expect(printed.contains(line) || files.contains(line) || line == "…", "\(line)")
      }
    }
    try expectCurrentModels(folder)
  }

  /// The models of the repository are those of the embedded data, not of an earlier state.
  private func expectCurrentModels(_ folder: Folder) throws {
    let names = try folder.shell("cd models && ls *.json").lines
    for name in names where !name.hasSuffix("schema.json") {
      let made = try folder.json("models/" + name)
      let kept = try JSONValue.parse(contents("\(root)/models/\(name)"), name: name)
      #expect(kept["kind"] == made["kind"], "models/\(name)")
      for key in ["provenance/sha256", "data/sha256", "measures/rows"] {
        #expect(kept[key] == made[key], "models/\(name) was made from other data: make it again")
      }
    }
  }

  /// Another BLAS may change the last digits.
  private static func rounded(_ line: String) -> String {
    line.replacing(/(\.\d{8})\d+/) { $0.output.1 }
  }
}
