import ArgumentParser
import Churn
import DelimitedText

struct SealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seal",
    abstract: "Make a model file valid again that was edited by hand.",
    discussion: """
      EXAMPLES
        churn seal model.json -o sealed.json
        churn seal model.json -o model.json --force

      A threshold, a coefficient, a name or a band may be edited. The edit is checked as in every \
      reading of the file; then the answers to the verification rows, the texts that follow from \
      numbers, and the checksum are made anew, and a warning in the model says that it was edited. \
      Keys that this version does not know stay as they are.
      """)

  @Argument(help: "Model file; - is standard input.")
  var model: String

  @Option(
    name: .shortAndLong,
    help: "Model file to write, which may be the same with --force; - is standard output.")
  var output = "-"

  @OptionGroup var force: ForceOption
  @OptionGroup var talk: TalkOptions

  func run() throws {
    // The file is read whole by then, so the output may take its place.
    let sealed = try ModelFile.seal(Input(path: model))
    try writeAtomically(sealed.bytes, to: output, force: force.force)
    for sentence in sealed.changes.sentences { talk.console.say(sentence) }
  }
}
