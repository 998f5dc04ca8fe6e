/// The SQL of one database system.
public enum SQLDialect: String, Sendable, CaseIterable {
  case sqlite, postgresql, duckdb, spark

  /// A quoted name, which may hold anything but NUL.
  func identifier(_ name: String) -> String {
    self == .spark
      ? "`" + name.doubling("`") + "`" : "\"" + name.doubling("\"") + "\""
  }

  /// A table, in a schema where the name has points.
  func table(_ name: String) -> String {
    name.split(separator: ".", omittingEmptySubsequences: false).map { identifier(String($0)) }
      .joined(separator: ".")
  }

  func literal(_ text: String) -> String {
    switch self {
    case .sqlite, .duckdb: return "'" + text.doubling("'") + "'"
    case .postgresql:
      // A backslash means itself only where standard_conforming_strings is on.
      return text.utf8.contains(UInt8(ascii: "\\"))
        ? "E'" + text.doubling("\\").doubling("'") + "'" : "'" + text.doubling("'") + "'"
    case .spark:
      return "'"
        + text.doubling("\\").escaping("'", "\\'").escaping("\n", "\\n")
        .escaping("\r", "\\r") + "'"
    }
  }

  /// A constant that the system reads as this double and no other; negative ones in parentheses.
  func number(_ value: Double) -> String {
    let text: String
    switch self {
    case .sqlite: text = SQLiteNumber.text(value)
    case .postgresql: return "'\(value)'::float8"
    case .duckdb: text = value.exponentText
    case .spark: text = "\(value)D"
    }
    return value.sign == .minus && !text.hasPrefix("(") ? "(" + text + ")" : text
  }

  /// A number of the table as a double; what is no number (NaN) as NULL.
  func numericCell(_ column: String) -> String {
    switch self {
    // Imported files have empty texts where there is no value.
    case .sqlite: "CAST(NULLIF(\(column), '') AS REAL)"
    case .postgresql: "NULLIF(CAST(\(column) AS float8), 'NaN'::float8)"
    case .duckdb: "NULLIF(CAST(\(column) AS DOUBLE), CAST('NaN' AS DOUBLE))"
    case .spark: "NULLIF(CAST(\(column) AS DOUBLE), CAST('NaN' AS DOUBLE))"
    }
  }

  /// A text of the table without the blanks around it, as scoring reads cells; an empty one as NULL.
  func textCell(_ column: String) -> String {
    switch self {
    case .sqlite: "NULLIF(trim(CAST(\(column) AS TEXT), ' ' || char(9)), '')"
    case .postgresql: "NULLIF(btrim(CAST(\(column) AS text), E' \\t'), '')"
    case .duckdb: "NULLIF(trim(CAST(\(column) AS VARCHAR), ' ' || chr(9)), '')"
    case .spark: "NULLIF(btrim(CAST(\(column) AS STRING), ' \\t'), '')"
    }
  }

  /// Whether two columns may have these names in one table.
  func distinguishes(_ a: String, _ b: String) -> Bool {
    self == .postgresql || a.lowercased() != b.lowercased()
  }
}

extension String {
  fileprivate func doubling(_ character: Unicode.Scalar) -> String {
    escaping(character, String(character) + String(character))
  }

  /// By code points: a quotation mark with a combining accent is one character to Swift.
  fileprivate func escaping(_ character: Unicode.Scalar, _ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar == character {
        result.append(contentsOf: text.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}

extension Double {
  /// The shortest text that reads back to it, with an exponent in any case.
  var exponentText: String {
    let text = description
    if text.utf8.contains(UInt8(ascii: "e")) { return text }
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "e0"
  }
}
