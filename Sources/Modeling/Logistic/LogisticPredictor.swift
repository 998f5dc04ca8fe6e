import CKernels

/// Applies fitted coefficients to rows, feature by feature: the log-odds are the intercept plus one
/// contribution a feature, so that a prediction can be explained by its parts.
public struct LogisticPredictor: Sendable {
  /// What a feature's own terms add to the log-odds.
  public enum Effect: Sendable {
    /// `slope` times the value; in a gap `slope` times the median, plus the indicator's part.
    case numeric(slope: Double, median: Double, indicator: Double)
    /// The form's columns times these.
    case formed(FeatureForm, [Double], median: Double, indicator: Double)
    /// By level; a missing or unseen level takes one of the others.
    case categorical([Double], missing: Double, unseen: Double)

    /// Whether the feature's own terms leave every score as it is.
    public var isZero: Bool {
      switch self {
      case .numeric(let slope, _, let indicator): slope == 0 && indicator == 0
      case .formed(_, let slopes, _, let indicator):
        indicator == 0 && slopes.allSatisfy { $0 == 0 }
      case .categorical(let levels, let missing, _):
        missing == 0 && levels.allSatisfy { $0 == 0 }
      }
    }
  }

  public let intercept: Double
  /// By feature: the mean contribution over the training rows.
  public let meanContributions: [Double]
  /// By feature.
  public let effects: [Effect]
  public let interactions: [InteractionEffect]
  private let missingIsImputed: [Bool]
  private let hasEffect: [Bool]

  /// - Parameters:
  ///   - coefficients: the estimable terms; every other term of the schema has effect 0.
  ///   - design: what the terms are made from; nil where each feature enters as it is.
  public init(
    schema: FeatureSchema, coefficients: [(term: Term, estimate: Double)],
    design: LearnedDesign? = nil
  ) {
    let design = design ?? .plain(schema)
    let byTerm = Dictionary(
      coefficients.map { ($0.term, $0.estimate) }, uniquingKeysWith: { first, _ in first })
    intercept = byTerm[.intercept] ?? 0
    let parts = zip(schema.features, design.forms).map { feature, form in
      switch feature.kind {
      case .numeric(let learned):
        Self.numeric(feature.name, learned, form, schema.rowCount, design.means, byTerm)
      case .categorical(let learned):
        Self.categorical(feature.name, learned, form, schema.rowCount, byTerm)
      }
    }
    effects = parts.map(\.effect)
    let products = Dictionary(grouping: coefficients.filter { $0.term.features.count == 2 }) {
      $0.term.features.map { Array($0.utf8) }
    }
    let interactions = design.interactions.map { pair in
      let names = [pair.first, pair.second].map { Array(schema.features[$0].name.utf8) }
      return InteractionEffect(
        pair, schema: schema, design: design, coefficients: products[names] ?? [])
    }
    var means = parts.map(\.mean)
    var touched = parts.map { !$0.effect.isZero }
    for interaction in interactions {
      for place in [interaction.first, interaction.second] {
        means[place] += Self.bounded(interaction.mean / 2)
        touched[place] = touched[place] || interaction.hasEffect
      }
    }
    self.interactions = interactions
    meanContributions = means
    hasEffect = touched
    missingIsImputed = zip(schema.features, touched).map { feature, touched in
      if case .categorical(let learned) = feature.kind, learned.missingCount > 0 { return false }
      return touched
    }
  }

  private static func numeric(
    _ name: String, _ learned: FeatureSchema.Numeric, _ form: FeatureForm, _ rowCount: Int,
    _ means: [Term: Double], _ byTerm: [Term: Double]
  ) -> (effect: Effect, mean: Double) {
    let indicator = byTerm[.missing(feature: name)] ?? 0
    let gaps = indicator * Double(learned.missingCount) / Double(max(rowCount, 1))
    if case .linear = form {
      let slope = byTerm[.numeric(feature: name)] ?? 0
      let effect = Effect.numeric(slope: slope, median: learned.median, indicator: indicator)
      return (effect, bounded(slope * learned.mean + gaps))
    }
    let terms = form.terms(of: name)
    let slopes = terms.map { byTerm[$0] ?? 0 }
    let mean = zip(terms, slopes).reduce(gaps) { $0 + $1.1 * (means[$1.0] ?? 0) }
    return (.formed(form, slopes, median: learned.median, indicator: indicator), bounded(mean))
  }

  private static func categorical(
    _ name: String, _ learned: FeatureSchema.Categorical, _ form: FeatureForm, _ rowCount: Int,
    _ byTerm: [Term: Double]
  ) -> (effect: Effect, mean: Double) {
    let lumped: [String]
    if case .levels(let rare) = form { lumped = rare } else { lumped = [] }
    let levels = learned.termLevels(lumped: lumped).map {
      bounded(byTerm[.level(feature: name, level: $0)] ?? 0)
    }
    let missing = bounded(byTerm[.level(feature: name, level: Term.missingLevel)] ?? 0)
    let total = zip(levels, learned.counts).reduce(missing * Double(learned.missingCount)) {
      $0 + $1.0 * Double($1.1)
    }
    let mean = bounded(total / Double(max(rowCount, 1)))
    let other = bounded(byTerm[.level(feature: name, level: Term.otherLevel)] ?? 0)
    let effect = Effect.categorical(
      levels, missing: learned.missingCount > 0 ? missing : mean,
      unseen: lumped.isEmpty ? mean : other)
    return (effect, mean)
  }

  /// The mean log-odds of the training rows: intercept plus mean contributions.
  public var baseLogOdds: Double { meanContributions.reduce(intercept, +) }

  /// What each feature adds to the log-odds of each row, by feature, then row. What an interaction
  /// adds belongs to its two features in equal parts.
  public func contributions(_ table: EncodedTable) -> [[Double]] {
    var parts = zip(effects, table.columns).map(Self.contributions)
    for interaction in interactions {
      for (row, value) in interaction.values(table).enumerated() {
        parts[interaction.first][row] += Self.bounded(value / 2)
        parts[interaction.second][row] += Self.bounded(value / 2)
      }
    }
    return parts
  }

  private static func contributions(
    _ effect: Effect, _ column: EncodedTable.Column
  ) -> [Double] {
    switch (effect, column) {
    case (.numeric(let slope, let median, let indicator), .numeric(let values)):
      return [Double](unsafeUninitializedCapacity: values.count) { buffer, count in
        ck_logistic_contributions(
          values, Int64(values.count), slope, slope * median + indicator, limit, buffer.baseAddress)
        count = values.count
      }
    case (.formed(let form, let slopes, let median, let indicator), .numeric(let values)):
      var total = values.map { form.takes($0) ? 0 : indicator }
      for (slope, column) in zip(slopes, form.columns(form.imputed(values, median: median)))
      where slope != 0 {
        for row in total.indices { total[row] += slope * column[row] }
      }
      return total.map(bounded)
    case (.categorical(let levels, let missing, let unseen), .categorical(let codes)):
      return codes.map {
        $0 >= 0 ? levels[Int($0)] : ($0 == EncodedTable.missing ? missing : unseen)
      }
    default: preconditionFailure("encoded by another schema")
    }
  }

  /// Contributions, or their means, that overflow to both sides would have no sum.
  private static let limit = 1e300

  private static func bounded(_ contribution: Double) -> Double {
    min(limit, max(-limit, contribution))
  }

  /// Sum of the intercept and the contributions, without making those one by one.
  public func logOdds(_ table: EncodedTable) -> [Double] {
    guard interactions.isEmpty else {
      return logOdds(contributions: contributions(table), rowCount: table.rowCount)
    }
    var total = Array(repeating: intercept, count: table.rowCount)
    for (effect, column) in zip(effects, table.columns) { Self.add(effect, column, to: &total) }
    return total
  }

  private static func add(
    _ effect: Effect, _ column: EncodedTable.Column, to total: inout [Double]
  ) {
    switch (effect, column) {
    case (.numeric(let slope, let median, let indicator), .numeric(let values)):
      ck_logistic_add(
        values, Int64(values.count), slope, slope * median + indicator, limit, &total)
    default:
      let part = contributions(effect, column)
      for row in total.indices { total[row] += part[row] }
    }
  }

  /// Sum of the intercept and the contributions, in the features' order.
  public func logOdds(contributions: [[Double]], rowCount: Int) -> [Double] {
    contributions.reduce(into: Array(repeating: intercept, count: rowCount)) { total, part in
      for row in total.indices { total[row] += part[row] }
    }
  }

  /// P(y = 1) a row. A range of rows at a time: the contributions of all rows would be as large as the
  /// table.
  public func predict(_ table: EncodedTable, threads: Int = 1) -> [Double] {
    Parallel(threads: threads).array(count: table.rowCount) { range, probabilities in
      let logOdds = logOdds(table.rows(range))
      ck_logistic_probabilities(logOdds, Int64(logOdds.count), probabilities.baseAddress)
    }
  }

  /// 1 / (1 + e^−η) without loss at either end.
  public static func probabilities(logOdds: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: logOdds.count) { buffer, count in
      ck_logistic_probabilities(logOdds, Int64(logOdds.count), buffer.baseAddress)
      count = logOdds.count
    }
  }

  /// Whether a missing value of the feature changes the score by a value put in its place.
  public func imputes(feature: Int) -> Bool { missingIsImputed[feature] }

  /// Whether an unseen level of the feature touches the score.
  public func touches(feature: Int) -> Bool { hasEffect[feature] }
}
