/// Why a likelihood has no finite maximum, in the words of the data. Newton's method has run away
/// by the time it is asked, so the terms that carry the largest effects are those that separate.
struct SeparationDiagnosis {
  /// A level or indicator whose rows all have one label.
  struct PureTerm {
    var term: Term
    var rows: Int
    var label: Bool
  }

  private let pure: [PureTerm]
  private let largest: [Term]
  private let isComplete: Bool

  init(_ likelihood: LogisticLikelihood, design: DesignMatrix, kept: [Int], beta: [Double]) {
    pure = kept.compactMap { column in
      Self.pureTerm(design.terms[column + 1], design.columns[column], likelihood)
    }
    let effects = zip(kept, beta.dropFirst()).map { (column: $0, size: abs($1)) }
    let largestSize = effects.map(\.size).max() ?? 0
    largest = effects.filter { $0.size > largestSize / 10 && $0.size > 5 }
      .map { design.terms[$0.column + 1] }
    isComplete = likelihood.logLikelihood(at: beta) > -1e-6
  }

  private static func pureTerm(
    _ term: Term, _ column: [Double], _ likelihood: LogisticLikelihood
  ) -> PureTerm? {
    guard term.isIndicator else { return nil }
    let rows = column.indices.filter { column[$0] == 1 && (likelihood.weights?[$0] ?? 1) > 0 }
    let churned = rows.count { likelihood.labels[$0] == 1 }
    guard churned == 0 || churned == rows.count, !rows.isEmpty else { return nil }
    return PureTerm(term: term, rows: rows.count, label: churned > 0)
  }

  var error: ModelingError {
    ModelingError(
      .separation,
      "the columns separate the classes\(isComplete ? " completely" : ""): "
        + "the estimates have no finite maximum (\(reasons.joined(separator: "; ")))",
      advice: "Drop the column, merge its rare levels with others, or use train tree.")
  }

  private var reasons: [String] {
    let levels = pure.map {
      "\($0.label ? "everybody" : "nobody") with \($0.term.name) churned: \($0.rows) rows"
    }
    if !levels.isEmpty { return levels }
    if largest.isEmpty { return ["the fit does not settle"] }
    return ["terms that grow without bound: " + largest.map(\.name).joined(separator: ", ")]
  }
}
