/// A separation of the classes: a direction β with sᵢ xᵢᵀβ ≥ 0 for every row and > 0 for some, so that
/// the likelihood has no finite maximum (Albert & Anderson 1984). Which terms go to infinity, and
/// whom it concerns.
public struct Separation: Sendable, Equatable {
  /// A term whose maximum-likelihood estimate is infinite.
  public struct InfiniteTerm: Sendable, Equatable {
    public var term: Term
    /// Whether it goes to +∞.
    public var isPositive: Bool
    /// Separated rows that the term concerns: those with the level, for a number all.
    public var rows: Int

    public init(term: Term, isPositive: Bool, rows: Int) {
      self.term = term
      self.isPositive = isPositive
      self.rows = rows
    }
  }

  /// Whether every row is separated.
  public var isComplete: Bool
  /// Separated rows.
  public var rows: Int
  /// In the design's order.
  public var terms: [InfiniteTerm]
  /// Sentences as `nobody with segment=VIP churned: 37 customers`.
  public var reasons: [String]

  /// Looks for a separation of the rows with positive weight; nil where the maximum is finite.
  /// - Parameters:
  ///   - referenceLevels: by feature, the level that has no term, for the sentences.
  ///   - weights: case weights, finite and not negative; nil for 1.
  public static func detect(
    _ design: DesignMatrix, labels: [Bool], weights: [Double]? = nil,
    referenceLevels: [String: String] = [:], threads: Int = 1
  ) -> Separation? {
    let standard = Standardization(columns: design.columns, weights: weights)
    let all = LogisticLikelihood(
      columns: design.columns, center: standard.center, scale: standard.scale,
      labels: labels.map { $0 ? 1 : 0 }, weights: weights, parallel: Parallel(threads: threads))
    return Separation(all, LogisticStart(all).aliasing, design, referenceLevels)
  }

  init?(
    _ all: LogisticLikelihood, _ aliasing: Aliasing, _ design: DesignMatrix,
    _ referenceLevels: [String: String]
  ) {
    let certificate = SeparationCertificate(aliasing.basis)
    guard certificate.isSeparating else { return nil }
    isComplete = certificate.isComplete
    rows = certificate.isSeparated.count { $0 }
    terms = Self.infiniteTerms(certificate, all, aliasing, design)
    let account = SeparationAccount(
      design: design, labels: all.labels, weights: all.weights,
      isSeparated: certificate.isSeparated, referenceLevels: referenceLevels)
    reasons = account.reasons(terms.map(\.term))
    let columns = all.weights.map { $0.count { $0 > 0 } } ?? design.rowCount
    if aliasing.kept.count + 1 >= columns {
      reasons.insert(
        "\(columns) customers for \(design.columns.count) terms: "
          + "every customer can be fitted exactly", at: 0)
      reasons = Array(reasons.prefix(1))
    }
  }

  /// What a fit without a penalty is refused with.
  public var error: ModelingError {
    ModelingError(
      .separation, text,
      advice: "Use --penalty firth or --penalty ridge, merge the level with others, "
        + "or drop the column.")
  }

  /// What a penalised fit says in its warnings.
  public var warning: String { text + "; only the penalty keeps them finite" }

  private var text: String {
    let growing = terms.map { "\($0.term.name) to \($0.isPositive ? "+∞" : "−∞")" }
    let shown = growing.prefix(12) + (growing.count > 12 ? ["…"] : [])
    return "the columns separate the classes\(isComplete ? " completely" : ""): "
      + "the estimates have no finite maximum (\(reasons.joined(separator: "; ")); "
      + "without bound grow: \(shown.joined(separator: ", ")))"
  }

  /// Each direction in the columns' own units; a term's sign is that of the first direction which
  /// moves it.
  private static func infiniteTerms(
    _ certificate: SeparationCertificate, _ all: LogisticLikelihood, _ aliasing: Aliasing,
    _ design: DesignMatrix
  ) -> [InfiniteTerm] {
    var signs = Array(repeating: 0.0, count: design.terms.count)
    for direction in certificate.directions {
      let expanded = aliasing.expanded(direction)
      let size = expanded.reduce(0) { max($0, abs($1)) }
      var (intercept, magnitude) = (expanded[0], abs(expanded[0]))
      for (place, column) in aliasing.kept.enumerated() {
        let value = expanded[place + 1]
        let shift = value * all.center[column] * all.scale[column]
        intercept -= shift
        magnitude += abs(shift)
        guard abs(value) > 1e-7 * size, signs[column + 1] == 0 else { continue }
        signs[column + 1] = value
      }
      // What the shifts leave of the certificate's own rounding is no direction of the intercept.
      let rounding = max(1e-6 * size, 1e-8 * magnitude)
      if signs[0] == 0, abs(intercept) > rounding { signs[0] = intercept }
    }
    return design.terms.indices.filter { signs[$0] != 0 }.map { place in
      InfiniteTerm(
        term: design.terms[place], isPositive: signs[place] > 0,
        rows: concerned(place, design, certificate.isSeparated))
    }
  }

  private static func concerned(
    _ place: Int, _ design: DesignMatrix, _ isSeparated: [Bool]
  ) -> Int {
    switch design.terms[place] {
    case .level, .missing:
      let column = design.columns[place - 1]
      return column.indices.count { isSeparated[$0] && column[$0] != 0 }
    default: return isSeparated.count { $0 }
    }
  }
}
