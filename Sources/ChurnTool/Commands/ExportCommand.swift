import ArgumentParser
import Churn
import DelimitedText
import Reporting

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a model in the language of another system: SQL or PMML.",
    discussion: """
      EXAMPLES
        churn export model.json --to sql -o score.sql
        churn export model.json --to sql --dialect postgresql --table shop.customers
        churn export tree.json --to sql --verify -o score.sql
        churn export model.json --to pmml -o model.pmml

      SQL is one SELECT of the id column and probability (of a tree of numbers: \
      prediction). Columns of numbers must be numeric, columns of levels texts; NULL, \
      NaN and empty texts are missing. --verify runs the query in SQLite, by the \
      command sqlite3, on the model's verification rows and on rows at its edges.
      """)

  enum Target: String, CaseIterable, ExpressibleByArgument {
    case sql, pmml, onnx
  }

  @Argument(help: "Model file; - is standard input.")
  var model: String

  @Option(help: "sql or pmml (4.4).")
  var to: Target

  @Option(help: "Of sql: sqlite, postgresql, duckdb or spark. (default: sqlite)")
  var dialect: SQLDialect?

  @Option(
    help: ArgumentHelp(
      "Of sql: the table of customers; schema.table too. (default: customers)", valueName: "name"))
  var table: String?

  @Option(help: "Of sql: the column that names the customer. (default: the model's)")
  var id: String?

  @Flag(help: "Of sql and a tree: a third column with the number of the leaf.")
  var leaf = false

  @Flag(help: "Run what can be run here, and write nothing where an answer differs.")
  var verify = false

  @Flag(help: "What --verify found as one JSON document.")
  var json = false

  @Option(name: .shortAndLong, help: "File to write; - is standard output.")
  var output = "-"

  @OptionGroup var force: ForceOption
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if to == .onnx {
      throw ValidationError(
        "--to onnx is not offered: the tree operators of ONNX runtimes answer in single precision, "
          + "1e-8 from the model, and have no surrogates for missing values. Use sql or pmml.")
    }
    if to == .pmml, dialect != nil || table != nil || id != nil || leaf {
      throw ValidationError("--dialect, --table, --id and --leaf are for --to sql.")
    }
    if json, !verify { throw ValidationError("--json is what --verify found: give both.") }
    if json, output == "-" {
      throw ValidationError("--json takes standard output: give the export a file with -o.")
    }
  }

  func run() throws {
    try force.check(output, inputs: [model])
    let model = try ModelFile.read(Input(path: model))
    let text = try to == .sql ? sql(model) : PMMLDocument(model).text
    if verify { try report(try ExportVerification(model, pmml: to == .pmml ? text : nil)) }
    try writeAtomically(Array(text.utf8), to: output, force: force.force)
  }

  private func sql(_ model: ChurnModel) throws -> String {
    let id = id ?? model.idColumn
    var query = try SQLQuery(
      model, dialect: dialect ?? .sqlite, table: table ?? "customers", idColumn: id)
    if leaf, model.kind == "logistic" {
      throw ValidationError("--leaf is for trees: \(model.name) is a logistic model.")
    }
    query.givesLeaf = leaf
    if id == nil {
      talk.console.warn(
        "the model names no id column: the answers come without one; --id COLUMN names it")
    }
    return query.text
  }

  private func report(_ verification: ExportVerification) throws {
    if json {
      try StandardOutput.write(verification.json.pretty())
    } else if output == "-" {
      talk.console.say(verification.text(dialect: dialect ?? .sqlite))
    } else {
      try StandardOutput.write(verification.text(dialect: dialect ?? .sqlite) + "\n")
    }
    guard !verification.isPassed else { return }
    Console.error(
      "a defect of the program: the export differs from the model, and is not written\n"
        + "Please report it with the model file.")
    throw ExitCode(70)
  }
}

extension SQLDialect: ExpressibleByArgument {}
