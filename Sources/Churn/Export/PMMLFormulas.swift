import Modeling

/// Formulas as expressions of PMML's transformations.
struct PMMLFormulas {
  let schema: FeatureSchema
  /// The field of an earlier result.
  let step: @Sendable (Int) -> String

  func element(_ formula: ExportFormula) -> XMLElement {
    switch formula {
    case .constant(let value): constant(value)
    case .cell(let feature): field(name(feature))
    case .step(let number): field(step(number))
    case .sum(let parts): sum(parts)
    case .difference(let a, let b): apply("-", element(a), element(b))
    case .product(let a, let b): apply("*", element(a), element(b))
    case .quotient(let a, let b): apply("/", element(a), element(b))
    case .logarithm(let x): apply("ln", element(x))
    case .choice(let branches, let otherwise):
      branches.reversed().reduce(element(otherwise)) {
        apply("if", element($1.condition), element($1.value), $0)
      }
    case .levels(let feature, let groups, let missing, let unseen):
      levels(feature, groups, missing, unseen)
    }
  }

  private func name(_ feature: Int) -> String { schema.features[feature].name }

  func field(_ name: String) -> XMLElement { XMLElement("FieldRef", [("field", name)]) }

  func constant(_ value: Double) -> XMLElement {
    XMLElement("Constant", [("dataType", "double")], text: "\(value)")
  }

  func apply(_ function: String, _ arguments: XMLElement...) -> XMLElement {
    XMLElement("Apply", [("function", function)], arguments)
  }

  /// From the left, two at a time.
  private func sum(_ parts: [ExportFormula]) -> XMLElement {
    guard let first = parts.first else { return constant(0) }
    return parts.dropFirst().reduce(element(first)) { apply("+", $0, element($1)) }
  }

  func element(_ condition: ExportCondition) -> XMLElement {
    switch condition {
    case .isMissing(let feature): apply("isMissing", field(name(feature)))
    case .isBelow(let x, let bound): apply("lessThan", element(x), constant(bound))
    case .isAtMost(let x, let bound): apply("lessOrEqual", element(x), constant(bound))
    case .equals(let x, let value): apply("equal", element(x), constant(value))
    }
  }
}

// MARK: - Levels

extension PMMLFormulas {
  /// A table of constants where all values are, else conditions.
  private func levels(
    _ feature: Int, _ groups: [ExportFormula.LevelGroup], _ missing: ExportFormula?,
    _ unseen: ExportFormula
  ) -> XMLElement {
    let field = self.field(name(feature))
    let known = groups.reversed().reduce(element(unseen)) {
      apply("if", isOneOf(name(feature), $1.levels), element($1.value), $0)
    }
    guard let missing else { return apply("if", apply("isNotMissing", field), known) }
    return apply("if", apply("isMissing", field), element(missing), known)
  }

  /// The level stands in an attribute: evaluators read the text of an element with references or
  /// line breaks in different ways.
  func isOneOf(_ field: String, _ levels: [String]) -> XMLElement {
    let tests = levels.map { level in
      apply(
        "equal", XMLElement("NormDiscrete", [("field", field), ("value", level)]), constant(1))
    }
    guard let first = tests.first, tests.count > 1 else { return tests.first ?? constant(0) }
    return tests.dropFirst().reduce(first) { apply("or", $0, $1) }
  }
}
