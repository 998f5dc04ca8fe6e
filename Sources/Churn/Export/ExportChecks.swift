import DelimitedText
import Modeling

/// What of a model cannot stand in a target's language, said before anything is written.
struct ExportChecks {
  private let schema: FeatureSchema
  private let texts: [String]

  init(_ model: ChurnModel) {
    schema = model.schema
    texts =
      [model.label.column] + schema.features.map(\.name)
      + schema.features.flatMap { feature -> [String] in
        if case .categorical(let learned) = feature.kind { learned.levels } else { [] }
      }
  }

  /// - Throws: `.wrongData` naming the column or level.
  func check(for dialect: SQLDialect, names: [String]) throws(LocatedError) {
    try checkLevels()
    for text in texts + names where text.utf8.contains(0) {
      throw error("\"\(text)\" holds a NUL character, which SQL texts cannot")
    }
    for name in names where name.isEmpty || name.split(separator: ".").isEmpty {
      throw LocatedError(
        .usage, "a table or column without a name", advice: "Give --table and --id a name.")
    }
    try checkNames(dialect)
  }

  private func checkNames(_ dialect: SQLDialect) throws(LocatedError) {
    var seen: [String: String] = [:]
    for name in schema.features.map(\.name) {
      if let other = seen.updateValue(name, forKey: name.lowercased()),
        !dialect.distinguishes(other, name)
      {
        throw error(
          "the columns \(other) and \(name) have one name in \(dialect.rawValue), "
            + "which takes capital and small letters for the same")
      }
    }
  }

  /// - Throws: `.wrongData` naming the text with a character that XML 1.0 has no place for.
  func checkXML() throws(LocatedError) {
    try checkLevels()
    for text in texts {
      let wrong = text.unicodeScalars.first {
        ($0.value < 0x20 && ![9, 10, 13].contains($0.value)) || [0xFFFE, 0xFFFF].contains($0.value)
      }
      guard let wrong else { continue }
      throw error("\"\(text)\" holds U+\(String(wrong.value, radix: 16)), which XML cannot")
    }
  }

  /// Scoring reads cells without the blanks around them.
  private func checkLevels() throws(LocatedError) {
    for feature in schema.features {
      guard case .categorical(let learned) = feature.kind else { continue }
      for level in learned.levels where level.utf8.isBlankAtAnEnd {
        throw error(
          "the level \"\(level)\" of \(feature.name) is empty or has blanks around it, "
            + "so that no cell can have it")
      }
    }
  }

  private func error(_ what: String) -> LocatedError {
    LocatedError(
      .wrongData, "the model cannot be exported: \(what)",
      advice: "Rename it in the training file and train again.")
  }
}

extension String.UTF8View {
  fileprivate var isBlankAtAnEnd: Bool {
    guard let first, let last = self.last else { return true }
    return [first, last].contains { $0 == 0x20 || $0 == 0x09 }
  }
}
