import ArgumentParser

/// One workload in this process; what it took and what came out is one line of JSON.
struct JobCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "job", abstract: "Run one workload once.")

  @Argument(help: "Which one.")
  var workload: Workload

  @Argument(help: "The file that it reads.")
  var file: String

  @Option(help: "Threads.")
  var threads = 2

  func run() throws { print(try workload.run(file: file, threads: threads).json) }
}
