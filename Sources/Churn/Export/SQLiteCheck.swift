import DelimitedText
import Modeling

/// Runs a model's SQL in SQLite on invented customers and compares with the model's own answers.
public struct SQLiteCheck: Sendable {
  /// What came of it.
  public struct Result: Sendable, Equatable {
    public var sqliteVersion: String
    /// Customers asked about, the model file's verification rows among them.
    public var rows: Int
    public var verificationRows: Int
    /// Of the probabilities; of a tree of numbers relative to predictions beyond 1. Infinite where
    /// one side has an answer and the other has none.
    public var greatestDifference: Double
    /// Rows that ended in another leaf than in the model; nil for models without leaves.
    public var otherLeaves: Int?
    /// What SQLite said where it could not run the query; empty where it could.
    public var failure: String

    /// No difference above 1e-12 and no row in another leaf.
    public var isPassed: Bool {
      failure.isEmpty && greatestDifference <= 1e-12 && (otherLeaves ?? 0) == 0
    }
  }

  private let model: ChurnModel
  private let query: SQLQuery
  private let leafQuery: SQLQuery
  private let rowColumn: String

  /// - Throws: `.wrongData` where the model cannot be exported.
  public init(_ model: ChurnModel) throws(LocatedError) {
    self.model = model
    // A name that no feature has.
    var name = "row"
    while model.schema.features.contains(where: { $0.name.lowercased() == name }) { name += "_" }
    rowColumn = name
    query = try SQLQuery(model, dialect: .sqlite, idColumn: name)
    var leafQuery = query
    leafQuery.givesLeaf = true
    self.leafQuery = leafQuery
  }

  /// With the verification rows and rows at the model's edges.
  /// - Throws: `.missingInput` where `sqlite3` is not there or has no exp().
  public func run() throws(LocatedError) -> Result {
    let own = model.verification.map(\.values)
    return try run(own + EdgeRows(schema: model.schema, fitted: model.fitted).make(from: own))
  }

  /// - Parameter rows: values in the schema's order.
  func run(_ rows: [[VerificationRow.Value]]) throws(LocatedError) -> Result {
    try run(expecting: VerificationRows(schema: model.schema, fitted: model.fitted).run(rows))
  }

  func run(expecting answers: [VerificationRow]) throws(LocatedError) -> Result {
    let run = try SQLiteCommand.run(script(answers.map(\.values)))
    guard run.status == 0 else { return try failure(run) }
    return compared(run.output, answers)
  }

  private func failure(_ run: SQLiteCommand.Result) throws(LocatedError) -> Result {
    if run.errors.contains("no such function") {
      throw LocatedError(
        .missingInput, "nothing was verified: sqlite3 was built without exp() and ln()",
        advice: "Use a sqlite3 with SQLITE_ENABLE_MATH_FUNCTIONS, or leave --verify out.")
    }
    return Result(
      sqliteVersion: "", rows: 0, verificationRows: 0, greatestDifference: .infinity,
      failure: run.errors.isEmpty ? "sqlite3 ended with \(run.status)" : run.errors)
  }
}

// MARK: - The script

extension SQLiteCheck {
  private func script(_ rows: [[VerificationRow.Value]]) -> String {
    let dialect = SQLDialect.sqlite
    let table = dialect.table(query.table)
    let columns = zip(model.schema.features, model.schema.features.indices).map { feature, _ in
      if case .numeric = feature.kind {
        dialect.identifier(feature.name) + " REAL"
      } else {
        dialect.identifier(feature.name) + " TEXT"
      }
    }
    let id = dialect.identifier(rowColumn)
    let inserts = rows.enumerated().map { number, row in
      "INSERT INTO \(table) VALUES ("
        + ([String(number)] + row.map { text($0, dialect) }).joined(separator: ", ") + ");\n"
    }
    return "CREATE TABLE \(table) (" + ([id + " INTEGER"] + columns).joined(separator: ", ")
      + ");\nBEGIN;\n" + inserts.joined() + "COMMIT;\n"
      + "SELECT 'version', sqlite_version();\n" + "CREATE VIEW answers AS " + query.statement
      + ";\n" + selection("answers", "printf('%!.17g', \(query.valueColumn))", id)
      + (model.fitted.tree == nil
        ? ""
        : "CREATE VIEW leaves AS " + leafQuery.statement + ";\n"
          + selection("leaves", "leaf", id))
  }

  private func selection(_ view: String, _ value: String, _ id: String) -> String {
    "SELECT '\(view)', \(id), "
      + "CASE WHEN \(query.valueColumn) IS NOT NULL THEN \(value) END FROM \(view);\n"
  }

  private func text(_ value: VerificationRow.Value, _ dialect: SQLDialect) -> String {
    switch value {
    case .missing: "NULL"
    case .number(let number): dialect.number(number)
    case .text(let text): dialect.literal(text)
    }
  }
}

// MARK: - The answers

extension SQLiteCheck {
  private func compared(_ output: String, _ expected: [VerificationRow]) -> Result {
    var values = [Double?](repeating: nil, count: expected.count)
    var leaves = [Int?](repeating: nil, count: expected.count)
    var version = ""
    for line in output.split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard cells.count >= 2 else { continue }
      if cells[0] == "version" { version = cells[1] }
      guard cells.count == 3, let row = Int(cells[1]), expected.indices.contains(row) else {
        continue
      }
      if cells[0] == "answers" { values[row] = Double(cells[2]) }
      if cells[0] == "leaves" { leaves[row] = Int(cells[2]) }
    }
    let differences = zip(values, expected).map(difference)
    let others = zip(leaves, expected).count { $0 != $1.leaf }
    return Result(
      sqliteVersion: version, rows: expected.count,
      verificationRows: min(model.verification.count, expected.count),
      greatestDifference: differences.reduce(0, max),
      otherLeaves: model.fitted.tree == nil ? nil : others, failure: "")
  }

  private func difference(_ value: Double?, _ expected: VerificationRow) -> Double {
    guard hasAnswer(expected.values) else { return value == nil ? 0 : .infinity }
    guard let value else { return .infinity }
    return abs(value - expected.value) / max(1, abs(expected.value))
  }

  /// A model trained without gaps gives customers with gaps no answer.
  private func hasAnswer(_ values: [VerificationRow.Value]) -> Bool {
    guard model.missing == .drop || model.missing == .error else { return true }
    return zip(values, model.design.forms).allSatisfy { value, form in
      switch value {
      case .missing: false
      case .number(let number): form.takes(number)
      case .text: true
      }
    }
  }
}
