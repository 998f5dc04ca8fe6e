import Reporting

/// Whether a study's figures can be believed: what its pipeline scores where there is nothing to
/// find, and whether its features know what came later.
public struct SanityReport: Sendable, Equatable {
  /// One a model.
  public var placebo: [PlaceboResult]
  /// Why there was no placebo run.
  public var placeboSkipped: String?
  public var lookAhead: LookAhead

  public init(placebo: [PlaceboResult], placeboSkipped: String? = nil, lookAhead: LookAhead) {
    self.placebo = placebo
    self.placeboSkipped = placeboSkipped
    self.lookAhead = lookAhead
  }

  public var json: JSONValue {
    [
      "placebo": .array(placebo.map(\.json)), "placebo_skipped": JSONValue(placeboSkipped),
      "look_ahead": lookAhead.json,
    ]
  }

  public var sentences: [String] {
    (placeboSkipped.map { ["placebo: not run (\($0))"] } ?? [])
      + placebo.flatMap(\.sentences) + lookAhead.sentences
  }

  /// What the user must hear before any figure.
  public var warnings: [String] { lookAhead.warnings + placebo.compactMap(\.warning) }

  /// nil where there was no placebo run.
  public var table: TextTable? { placebo.isEmpty ? nil : PlaceboResult.table(placebo) }

  /// For a page.
  public var blocks: [Page.Block] {
    let warnings = self.warnings
    return warnings.map { .warning($0) }
      + [.list(sentences.filter { !warnings.contains($0) })] + (table.map { [.table($0)] } ?? [])
  }
}
