import CKernels

/// Applies fitted coefficients to rows, feature by feature: the log-odds are the intercept plus one
/// contribution a feature, so that a prediction can be explained by its parts.
public struct LogisticPredictor: Sendable {
  private enum Effect: Sendable {
    case numeric(slope: Double, median: Double, indicator: Double)
    /// By level; a missing or unseen level takes one of the others.
    case categorical([Double], missing: Double, unseen: Double)
  }

  public let intercept: Double
  /// By feature: the mean contribution over the training rows.
  public let meanContributions: [Double]
  private let effects: [Effect]
  private let missingIsImputed: [Bool]

  /// - Parameter coefficients: the estimable terms; every other term of the schema has effect 0.
  public init(schema: FeatureSchema, coefficients: [(term: Term, estimate: Double)]) {
    let byTerm = Dictionary(
      coefficients.map { ($0.term, $0.estimate) }, uniquingKeysWith: { first, _ in first })
    intercept = byTerm[.intercept] ?? 0
    var effects: [Effect] = []
    var means: [Double] = []
    var imputed: [Bool] = []
    let rows = Double(max(schema.rowCount, 1))
    for feature in schema.features {
      switch feature.kind {
      case .numeric(let learned):
        let slope = byTerm[.numeric(feature: feature.name)] ?? 0
        let indicator = byTerm[.missing(feature: feature.name)] ?? 0
        effects.append(.numeric(slope: slope, median: learned.median, indicator: indicator))
        means.append(slope * learned.mean + indicator * Double(learned.missingCount) / rows)
        imputed.append(slope != 0 || indicator != 0)
      case .categorical(let learned):
        let levels = learned.levels.map {
          byTerm[.level(feature: feature.name, level: $0)] ?? 0
        }
        let missing = byTerm[.level(feature: feature.name, level: Term.missingLevel)] ?? 0
        let total = zip(levels, learned.counts).reduce(missing * Double(learned.missingCount)) {
          $0 + $1.0 * Double($1.1)
        }
        let mean = total / rows
        let hadGaps = learned.missingCount > 0
        effects.append(
          .categorical(levels, missing: hadGaps ? missing : mean, unseen: mean))
        means.append(mean)
        imputed.append(!hadGaps && levels.contains { $0 != 0 })
      }
    }
    self.effects = effects
    meanContributions = means
    missingIsImputed = imputed
  }

  /// The mean log-odds of the training rows: intercept plus mean contributions.
  public var baseLogOdds: Double { meanContributions.reduce(intercept, +) }

  /// What each feature adds to the log-odds of each row, by feature, then row.
  public func contributions(_ table: EncodedTable) -> [[Double]] {
    zip(effects, table.columns).map { effect, column in
      switch (effect, column) {
      case (.numeric(let slope, let median, let indicator), .numeric(let values)):
        values.map { Self.bounded($0.isNaN ? slope * median + indicator : slope * $0) }
      case (.categorical(let levels, let missing, let unseen), .categorical(let codes)):
        codes.map { $0 >= 0 ? levels[Int($0)] : ($0 == EncodedTable.missing ? missing : unseen) }
      default: preconditionFailure("encoded by another schema")
      }
    }
  }

  /// Within ±1e300: contributions that overflow to both sides would have no sum.
  private static func bounded(_ contribution: Double) -> Double {
    min(1e300, max(-1e300, contribution))
  }

  /// Sum of the intercept and the contributions, in the features' order.
  public func logOdds(contributions: [[Double]], rowCount: Int) -> [Double] {
    contributions.reduce(Array(repeating: intercept, count: rowCount)) { total, part in
      zip(total, part).map { $0 + $1 }
    }
  }

  /// P(y = 1) a row.
  public func predict(_ table: EncodedTable) -> [Double] {
    Self.probabilities(
      logOdds: logOdds(contributions: contributions(table), rowCount: table.rowCount))
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
  public func touches(feature: Int) -> Bool {
    switch effects[feature] {
    case .numeric(let slope, _, let indicator): slope != 0 || indicator != 0
    case .categorical(let levels, let missing, _): missing != 0 || levels.contains { $0 != 0 }
    }
  }
}
