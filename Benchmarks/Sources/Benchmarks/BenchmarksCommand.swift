import ArgumentParser

@main
struct BenchmarksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "Times the workloads of the performance table.",
    subcommands: [RunCommand.self, JobCommand.self, CheckCommand.self])
}
