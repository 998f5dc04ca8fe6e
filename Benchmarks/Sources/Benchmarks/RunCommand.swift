import ArgumentParser
import Churn
import DelimitedText
import Glibc

extension Trials.Scale: ExpressibleByArgument {}

/// Runs the trials and writes results.json and results.md.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Time the workloads, alone or against the peers that are installed.",
    discussion: """
      Commands run in turn, A B C A B C, after a warm-up of each, so that a change of the machine's \
      speed meets them alike. The tables go to standard output, and with every single run to the \
      output folder.
      """)

  @Flag(help: "Run the peers too.")
  var peers = false

  @Option(
    help: ArgumentHelp("Only trials whose name matches, like 'W1|start'.", valueName: "regex"))
  var only: String?

  @Option(help: "Counted runs of each command.")
  var repeats = 5

  @Option(help: "full, or small with a tenth of the rows.")
  var scale = Trials.Scale.full

  @Option(help: "Threads for every program.")
  var threads = 2

  @Option(help: "Folder for the data, which is made once. (default: .build/data of Benchmarks)")
  var data: String?

  @Option(help: "Folder for the results. (default: .build/results of Benchmarks)")
  var output: String?

  @Option(help: "The command churn. (default: .build/release/churn of the project)")
  var tool: String?

  @Option(help: "Python with the packages of peers/requirements.txt.")
  var python = "python3"

  @Option(help: "R's script runner.")
  var rscript = "Rscript"

  func validate() throws {
    guard (1...1000).contains(repeats) else { throw ValidationError("--repeats is 1 to 1000.") }
    guard (1...1024).contains(threads) else { throw ValidationError("--threads is 1 to 1024.") }
    if let only, (try? Regex(only)) == nil {
      throw ValidationError("--only \(only) is no regular expression.")
    }
  }

  func run() throws {
    let folders = try Folders(data: data, output: output, tool: tool)
    let programs = Programs(
      tool: folders.tool, own: folders.own, scratch: folders.scratch, threads: threads)
    let found =
      peers
      ? Peers(
        python: python, rscript: rscript, scripts: folders.package + "/peers",
        scratch: folders.scratch) : nil
    let trials = Trials(
      data: DataFolder(path: folders.data, tool: folders.tool, scratch: folders.scratch),
      programs: programs, peers: found, scale: scale)
    var versions = found?.versions ?? [:]
    versions["churn"] = try Self.version(of: programs)
    let stage = Stage(
      scratch: folders.scratch, repeats: repeats, threads: threads)
    var outcomes: [Outcome] = []
    for (id, make) in trials.all where try isWanted(id) {
      outcomes += try make().map(stage.run)
      try write(outcomes, Machine(versions: versions), to: folders.output)
    }
    guard !outcomes.isEmpty else { throw ValidationError("--only matches no trial.") }
    print(Files.text(folders.output + "/results.md") ?? "", terminator: "")
    if outcomes.contains(where: { $0.ours.failure != nil }) { throw ExitCode(1) }
  }

  private func isWanted(_ id: String) throws -> Bool {
    guard let only else { return true }
    return id.contains(try Regex(only).ignoresCase())
  }

  private static func version(of programs: Programs) throws -> String {
    let run = try ChildProcess.run([programs.tool, "--version"], scratch: programs.scratch)
    return String(run.output.prefix { $0 != "\n" })
  }

  private func write(_ outcomes: [Outcome], _ machine: Machine, to folder: String) throws {
    let report = MarkdownReport(
      machine: machine, outcomes: outcomes,
      conditions: "Medians of \(repeats) runs in turn after a warm-up, \(threads) threads; in "
        + "brackets our time in terms of the peer's.")
    let json: JSONValue = [
      "machine": machine.json, "scale": .string(scale.rawValue), "repeats": JSONValue(repeats),
      "threads": JSONValue(threads), "trials": .array(outcomes.map(\.json)),
    ]
    try writeAtomically(Array(report.text.utf8), to: folder + "/results.md", force: true)
    try writeAtomically(Array(json.pretty().utf8), to: folder + "/results.json", force: true)
  }
}

/// Where things are.
private struct Folders {
  /// This program, and the folder Benchmarks.
  let own: String
  let package: String
  let data: String
  let output: String
  let scratch: String
  let tool: String

  init(data: String?, output: String?, tool: String?) throws {
    guard let own = Self.thisProgram, let end = own.firstRange(of: "/.build/") else {
      throw RunnerError("The program is not in a folder .build: run it with swift run.")
    }
    let package = String(own[..<end.lowerBound])
    let project = String(package.prefix(upTo: package.lastIndex(of: "/") ?? package.startIndex))
    (self.own, self.package) = (own, package)
    self.tool = Files.absolute(tool ?? project + "/.build/release/churn")
    self.data = Files.absolute(data ?? package + "/.build/data")
    self.output = Files.absolute(output ?? package + "/.build/results")
    scratch = self.output + "/scratch"
    guard Files.exists(self.tool) else {
      throw RunnerError(
        "\(self.tool) is not there. Build it with: swift build -c release --product churn")
    }
    for folder in [self.data, self.output, scratch] { try Files.makeFolder(folder) }
  }

  private static var thisProgram: String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return nil }
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
