import Reporting

/// Texts of a page in another language, by their English ones. A phrase may have gaps, `{}`, which the
/// translation takes over in order; what stands in them is translated too where it is a phrase, a
/// number or a date, and is left as it is otherwise, as names are.
///
/// The code writes English; a page is translated as a whole when it is finished, so that no text can
/// be in one language only by oversight: `ComparisonPageLanguageTests` looks for phrases without a
/// translation.
struct Catalogue: Sendable {
  private let whole: [String: String]
  private let templates: [Template]

  private struct Template: Sendable {
    /// The literal pieces around the gaps.
    let pieces: [String]
    let translation: [String]

    var hasWords: Bool { pieces.contains { $0.contains(where: \.isLetter) } || pieces[0] == "“" }
    /// `{} customers` and the like.
    var isEnding: Bool { pieces.count == 2 && pieces[0].isEmpty && pieces[1].utf8.count < 16 }
  }

  init(_ phrases: [(english: String, other: String)]) {
    var whole: [String: String] = [:]
    var templates: [Template] = []
    for (english, other) in phrases {
      let pieces = Self.pieces(english)
      if pieces.count == 1 {
        whole[english] = other
      } else {
        templates.append(Template(pieces: pieces, translation: Self.pieces(other)))
      }
    }
    self.whole = whole
    // The most said first: a general phrase must not hide a particular one.
    self.templates = templates.sorted {
      $0.pieces.reduce(0) { $0 + $1.utf8.count } > $1.pieces.reduce(0) { $0 + $1.utf8.count }
    }
  }

  /// nil for English, which needs none.
  static func of(_ language: Language) -> Catalogue? {
    language == .chinese ? chinese : nil
  }

  var pageTranslation: PageTranslation {
    PageTranslation(phrase: { translate($0) }, value: { Self.localized($0) })
  }

  /// The text in the other language; itself where it is no phrase.
  func translate(_ text: String) -> String { phrase(text) ?? Self.localized(text) }

  /// nil where the text is no phrase of the catalogue.
  func phrase(_ text: String) -> String? {
    if let known = whole[text] { return known }
    for template in templates {
      guard let gaps = Self.gaps(of: text, in: template.pieces)?.map(String.init) else { continue }
      // Signs alone, as in `name: warning`, say nothing unless what they join does.
      if !template.hasWords, !gaps.contains(where: { phrase($0) != nil }) { continue }
      // A phrase that ends a text must not take a whole sentence for a name.
      if template.isEnding, gaps[0].contains(" "), Self.localized(gaps[0]) == gaps[0] { continue }
      return Self.filled(template.translation, gaps.map(argument))
    }
    return nil
  }

  /// What stands in a gap, which may be a list.
  private func argument(_ text: String) -> String {
    if let phrase = phrase(text) { return phrase }
    let items = text.split(separator: ", ")
    return items.count < 2
      ? Self.localized(text) : items.map { translate(String($0)) }.joined(separator: "、")
  }

  private static func pieces(_ phrase: String) -> [String] {
    var pieces = [""]
    var rest = phrase[...]
    while let character = rest.first {
      if rest.hasPrefix("{}") {
        pieces.append("")
        rest = rest.dropFirst(2)
      } else {
        pieces[pieces.count - 1].append(character)
        rest = rest.dropFirst()
      }
    }
    return pieces
  }

  /// What stands between the pieces, the shortest at each; nil where the text is otherwise.
  private static func gaps(of text: String, in pieces: [String]) -> [Substring]? {
    guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first) else {
      return nil
    }
    var rest = text.dropFirst(first.count)
    var gaps: [Substring] = []
    for piece in pieces.dropFirst().dropLast() {
      guard let place = rest.firstRange(of: piece) else { return nil }
      gaps.append(rest[..<place.lowerBound])
      rest = rest[place.upperBound...]
    }
    guard rest.hasSuffix(last), !rest.isEmpty else { return nil }
    gaps.append(rest.dropLast(last.count))
    return gaps.contains { $0.isEmpty } ? nil : gaps
  }

  private static func filled(_ pieces: [String], _ gaps: [String]) -> String {
    var text = pieces.first ?? ""
    for (gap, piece) in zip(gaps, pieces.dropFirst()) { text += gap + piece }
    return text
  }
}

// MARK: - Numbers and dates

extension Catalogue {
  /// Numbers, intervals and dates as they are written in Chinese; other texts as they are.
  private static func localized(_ text: String) -> String {
    if let date = date(text) { return date }
    let isNumeric = text.replacing(" to ", with: "").replacing(" of ", with: "").allSatisfy {
      "0123456789.,-−–%<≥ ∞e()".contains($0)
    }
    guard isNumeric, text.contains(where: \.isNumber) else { return text }
    return text.replacing(" to ", with: " 至 ").replacing(" of ", with: " / ")
      .replacing(" %", with: "%")
  }

  /// `1998年3月31日` for `1998-03-31`.
  private static func date(_ text: String) -> String? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.map(\.count) == [4, 2, 2],
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    return "\(year)年\(month)月\(day)日"
  }
}
