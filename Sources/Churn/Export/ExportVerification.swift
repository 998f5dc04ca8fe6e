import DelimitedText
import Modeling
import Reporting

/// What could be run here of an exported model, and what came of it.
public struct ExportVerification: Sendable {
  /// Of the model's formulas and rules in SQLite, which all targets share.
  public let sqlite: SQLiteCheck.Result
  /// Verification rows that a PMML document carries for its evaluator; nil for SQL.
  public let pmmlRows: Int?

  /// - Parameter pmml: the document, where PMML is exported.
  /// - Throws: `.missingInput` where the command `sqlite3` is not there.
  public init(_ model: ChurnModel, pmml: String?) throws(LocatedError) {
    sqlite = try SQLiteCheck(model).run()
    pmmlRows = pmml == nil ? nil : PMMLDocument.verified(model).count
  }

  public var isPassed: Bool { sqlite.isPassed }

  public func text(dialect: SQLDialect) -> String {
    guard sqlite.failure.isEmpty else { return "sqlite3 could not run it: \(sqlite.failure)" }
    let leaves = sqlite.otherLeaves.map { ", \(NumberText.integer($0)) rows in another leaf" } ?? ""
    return """
      \(NumberText.integer(sqlite.rows)) invented customers: \(sqlite.verificationRows) \
      verification rows, others at thresholds, with gaps and unseen levels
      greatest difference \(difference)\(leaves)
      run by SQLite \(sqlite.sqliteVersion)\(note(dialect).map { "; " + $0 } ?? "")
      """
  }

  private var difference: String {
    sqlite.greatestDifference.isFinite
      ? JSONValue(sqlite.greatestDifference).canonical()
      : "infinite: one side has an answer where the other has none"
  }

  private func note(_ dialect: SQLDialect) -> String? {
    if let pmmlRows {
      return
        "the PMML itself was not run:\nit carries \(pmmlRows) verification rows for its evaluator; "
        + "two are run by Tests/ChurnTests/Export/References"
    }
    if dialect == .sqlite { return nil }
    return "the text for \(dialect.rawValue) was not run:\n"
      + "that is done by Tests/ChurnTests/Export/References"
  }

  public var json: JSONValue {
    [
      "engine": "sqlite", "engine_version": .string(sqlite.sqliteVersion),
      "rows": JSONValue(sqlite.rows), "verification_rows": JSONValue(sqlite.verificationRows),
      "greatest_difference": JSONValue(sqlite.greatestDifference),
      "other_leaves": JSONValue(sqlite.otherLeaves), "passed": .bool(isPassed),
      "failure": sqlite.failure.isEmpty ? .null : .string(sqlite.failure),
      "pmml_verification_rows": JSONValue(pmmlRows),
    ]
  }
}
