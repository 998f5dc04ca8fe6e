import ArgumentParser
import Churn
import DelimitedText
import Reporting

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List the models in a folder, and which of them is current.",
    discussion: """
      EXAMPLES
        churn models shop-models
        churn models shop-models --json
        churn models shop-models --current
        churn models shop-models --use autumn.json

      Current is, for each label, the model with the newest as-of date; of those with the \
      same, the one whose file was written last. --use pins another one: it writes \
      current.json into the folder, and deleting that file undoes it. A file that fails \
      its checks is listed with the reason, and is never current.
      """)

  @Argument(help: "Folder with model files.")
  var folder = "models"

  @Flag(help: "One JSON document in place of the table.")
  var json = false

  @Flag(help: "Print the path of the current model of each label, and nothing else.")
  var current = false

  @Option(help: ArgumentHelp("Pin a model as the current one of its label.", valueName: "name"))
  var use: String?

  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if json, current { throw ValidationError("Give --json or --current, not both.") }
  }

  func run() throws {
    var store = try read()
    if let use {
      try ModelPin(store.entry(named: use)).write(in: folder)
      store = try read()
    }
    if json {
      try StandardOutput.write(store.json.pretty())
    } else if current {
      try StandardOutput.write(store.currentPaths.map { $0 + "\n" }.joined())
    } else {
      try StandardOutput.write(store.table.plain() + note(store))
    }
    for warning in store.warnings { talk.console.warn(warning) }
  }

  private func read() throws -> ModelStore {
    let progress = Progress(talk.console)
    let store = try ModelStore(folder) { progress.show("reading", $0, $1) }
    progress.clear()
    return store
  }

  private func note(_ store: ModelStore) -> String {
    store.note.isEmpty ? "" : "\n" + store.note
  }
}
