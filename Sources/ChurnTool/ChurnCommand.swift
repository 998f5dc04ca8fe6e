import ArgumentParser
import Churn
import DelimitedText

@main
struct ChurnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "churn",
    abstract: "Models of which customers a shop will lose, from its order export.",
    discussion: """
      EXAMPLES
        churn study orders.csv --as-of 1998-03-31 --horizon 91 -o out
        churn profile orders.csv --html page.html
        churn features orders.csv --as-of 1998-03-31 -o customers.csv
        churn train logistic customers.csv --target churned -o model.json
        churn show model.json
        churn score model.json new-customers.csv -o scored.csv
        churn export model.json --to sql --dialect postgresql -o score.sql

      Exit codes: 0 done, 64 wrong usage, 65 wrong data or model file, 66 missing input, 70 defect \
      of the program, 73 output cannot be created or exists, 74 reading or writing failed, 75 done \
      but rows were rejected and --strict was given.
      """,
    version: Workbench.version,
    subcommands: [
      StudyCommand.self, ProfileCommand.self, FeaturesCommand.self, PresetsCommand.self,
      SimulateCommand.self,
      TrainCommand.self, ShowCommand.self, EvaluateCommand.self, CompareCommand.self,
      ScoreCommand.self, PlaybookCommand.self, DriftCommand.self, ModelsCommand.self,
      ExportCommand.self, SealCommand.self,
    ])

  static func main() {
    prepareForSignals()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Failure.exit(error)
    }
  }
}
