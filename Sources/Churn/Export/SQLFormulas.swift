import Modeling

/// Formulas and rules as SQL expressions over the columns that `SQLQuery` names: `x1` a numeric
/// feature, `c1` a categorical one, `s1` an earlier result.
struct SQLFormulas {
  let dialect: SQLDialect

  static func cell(_ feature: Int) -> String { "x\(feature + 1)" }
  static func level(_ feature: Int) -> String { "c\(feature + 1)" }
  static func step(_ number: Int) -> String { "s\(number + 1)" }

  func text(_ formula: ExportFormula) -> String {
    switch formula {
    case .constant(let value): dialect.number(value)
    case .cell(let feature): Self.cell(feature)
    case .step(let number): Self.step(number)
    case .sum(let parts): "(" + parts.map(text).joined(separator: " + ") + ")"
    case .difference(let a, let b): "(\(text(a)) - \(text(b)))"
    case .product(let a, let b): "(\(text(a)) * \(text(b)))"
    case .quotient(let a, let b): "(\(text(a)) / \(text(b)))"
    case .logarithm(let x): "ln(\(text(x)))"
    case .choice(let branches, let otherwise):
      cases(branches.map { (text($0.condition), text($0.value)) }, otherwise: text(otherwise))
    case .levels(let feature, let groups, let missing, let unseen):
      levels(feature, groups, missing, unseen)
    }
  }

  private func levels(
    _ feature: Int, _ groups: [ExportFormula.LevelGroup], _ missing: ExportFormula?,
    _ unseen: ExportFormula
  ) -> String {
    let column = Self.level(feature)
    let gap = (column + " IS NULL", missing.map(text) ?? "NULL")
    return cases(
      [gap] + groups.map { (isOneOf(column, $0.levels), text($0.value)) }, otherwise: text(unseen))
  }

  func cases(_ branches: [(condition: String, value: String)], otherwise: String?) -> String {
    "CASE " + branches.map { "WHEN \($0.condition) THEN \($0.value)" }.joined(separator: " ")
      + (otherwise.map { " ELSE \($0)" } ?? "") + " END"
  }

  func isOneOf(_ column: String, _ levels: [String]) -> String {
    levels.count == 1
      ? column + " = " + dialect.literal(levels[0])
      : column + " IN (" + levels.map(dialect.literal).joined(separator: ", ") + ")"
  }

  func text(_ condition: ExportCondition) -> String {
    switch condition {
    case .isMissing(let feature): Self.cell(feature) + " IS NULL"
    case .isBelow(let x, let bound): "\(text(x)) < \(dialect.number(bound))"
    case .isAtMost(let x, let bound): "\(text(x)) <= \(dialect.number(bound))"
    case .equals(let x, let value): "\(text(x)) = \(dialect.number(value))"
    }
  }
}
