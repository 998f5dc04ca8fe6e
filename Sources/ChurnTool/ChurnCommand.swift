import ArgumentParser

@main
struct ChurnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "churn", version: "0.1.0")
}
