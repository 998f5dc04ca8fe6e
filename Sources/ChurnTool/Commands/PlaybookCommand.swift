import ArgumentParser
import Churn
import DelimitedText
import Reporting

struct PlaybookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "playbook",
    abstract: "What to do about which customer: check a playbook, or print one to start from.",
    discussion: """
      EXAMPLES
        churn playbook default > my-playbook.yaml
        churn playbook default --language zh > my-playbook.yaml
        churn playbook check my-playbook.yaml

      A playbook is YAML: rules that map a customer's stage of life, value tier, loss driver and \
      band to an action, a channel, a cost and a contact limit.
      """,
    subcommands: [PlaybookCheckCommand.self, PlaybookDefaultCommand.self])
}

struct PlaybookCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Read a playbook strictly and show what each customer gets.",
    discussion: """
      EXAMPLES
        churn playbook check my-playbook.yaml
        churn playbook check my-playbook.yaml --json

      Values that are treated alike stand in one row; none means customers without a stage, a tier \
      or a driver. The last column is the line of the rule that decides.
      """)

  @Argument(help: "Playbook (YAML); - is standard input.")
  var playbook: String

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var talk: TalkOptions

  func run() throws {
    let check = PlaybookCheck(try Playbook.read(Input(path: playbook)))
    try StandardOutput.write(
      json ? check.json.pretty() : check.table.plain() + "\n" + check.note)
    let console = talk.console
    for warning in check.warnings { console.warn(warning) }
    if let note = check.moneyNote { console.say(note) }
  }
}

struct PlaybookDefaultCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "default",
    abstract: "Print the built-in playbook, with comments, to copy and change.",
    discussion: """
      EXAMPLES
        churn playbook default > my-playbook.yaml
        churn playbook default --language zh > my-playbook.yaml
      """)

  @Option(help: "en or zh.")
  var language: Language = .english

  func run() throws { try StandardOutput.write(Playbook.defaultText(language)) }
}
