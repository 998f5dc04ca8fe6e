import Modeling

/// An invented customer with what the model must say of it; run each time that a model is loaded.
public struct VerificationRow: Sendable, Equatable {
  public enum Value: Sendable, Equatable {
    case missing
    case number(Double)
    case text(String)
  }

  /// In the schema's order.
  public var values: [Value]
  /// P(churned), or the number that a regression tree predicts.
  public var value: Double
  /// The columns of the three strongest reasons.
  public var reasons: [String]
  /// nil for models without leaves.
  public var leaf: Int?

  /// Whether this answer is the expected one: within 1e-9, relative where it is above 1.
  func isNear(_ expected: Double) -> Bool {
    abs(expected - value) <= 1e-9 * max(1, abs(expected))
  }
}

/// Invents customers from what the schema knows of the columns, never from rows.
struct VerificationRows {
  static let count = 24
  static let reasonCount = 3

  let schema: FeatureSchema
  let fitted: ChurnModel.Fitted

  func make(seed: UInt64) -> [VerificationRow] {
    var generator = SeededGenerator(seed: seed, stream: 77)
    var rows = (0..<Self.count).map { number in
      schema.features.indices.map { invented($0, number, &generator) }
    }
    for levels in pairedLevels {
      // A row number that is no place for gaps.
      var row = schema.features.indices.map { invented($0, 1, &generator) }
      for (place, value) in levels { row[place] = value }
      rows.append(row)
    }
    return run(rows)
  }

  /// The levels in each product of terms, which random rows would seldom bring together; of the
  /// first products only where there are very many.
  private var pairedLevels: [[(place: Int, value: VerificationRow.Value)]] {
    guard case .logistic(let model) = fitted, let design = model.design else { return [] }
    return model.coefficients.prefix(Self.largestDesign).compactMap { line in
      guard case .product(let a, let b) = line.term else { return nil }
      let levels = [a, b].compactMap { level($0, design) }
      return levels.isEmpty ? nil : levels
    }
  }

  private static let largestDesign = 400

  /// A value that the term is 1 for; a rare level for `(other)`.
  private func level(
    _ term: Term, _ design: LearnedDesign
  ) -> (place: Int, value: VerificationRow.Value)? {
    guard case .level(let feature, let level) = term,
      let place = schema.features.firstIndex(where: { $0.name == feature }),
      case .levels(let lumped) = design.forms[place]
    else { return nil }
    if level == Term.missingLevel { return (place, .missing) }
    return (place, .text(level == Term.otherLevel ? lumped.first ?? level : level))
  }

  /// The model's answers to the given values.
  func run(_ rows: [[VerificationRow.Value]]) -> [VerificationRow] {
    let predictions = Predictor(fitted, schema: schema)
      .predict(encoded(rows), reasonCount: Self.reasonCount)
    return rows.indices.map { row in
      VerificationRow(
        values: rows[row], value: predictions.values[row],
        reasons: predictions.reasons[row].map { schema.features[$0.feature].name },
        leaf: predictions.leaves.isEmpty ? nil : predictions.leaves[row])
    }
  }

  /// The first row has no value at all, every seventh an unseen level or a gap here and there.
  private func invented(
    _ place: Int, _ row: Int, _ generator: inout SeededGenerator
  ) -> VerificationRow.Value {
    let draw = generator.uniform()
    if row == 0 || (row % 7 == 3 && draw < 0.3) { return .missing }
    switch schema.features[place].kind {
    case .numeric(let learned):
      return .number(number(place, learned, &generator))
    case .categorical(let learned):
      if row % 7 == 5, draw < 0.3 { return .text("a level of no training row") }
      return .text(learned.levels[generator.integer(below: learned.levels.count)])
    }
  }

  /// Around the mean, or on either side of one of a tree's cuts on the column.
  private func number(
    _ place: Int, _ learned: FeatureSchema.Numeric, _ generator: inout SeededGenerator
  ) -> Double {
    let spread = learned.standardDeviation > 0 ? learned.standardDeviation : 1
    let cuts = cuts(place)
    let center = cuts.isEmpty ? learned.mean : cuts[generator.integer(below: cuts.count)]
    let value = center + spread * (4 * generator.uniform() - 2) / (cuts.isEmpty ? 1 : 2)
    let result = rounded(value, to: spread)
    return isLogarithmic(place) ? abs(result) : result
  }

  private func isLogarithmic(_ place: Int) -> Bool {
    if case .logistic(let model) = fitted { model.design?.forms[place] == .log1p } else { false }
  }

  private func cuts(_ place: Int) -> [Double] {
    guard let model = fitted.tree else { return [] }
    let splits = model.tree.nodes.compactMap(\.split)
    let rules = splits.filter { $0.feature == place }.map(\.rule)
    let imitations = splits.flatMap(\.surrogates).filter { $0.feature == place }.map(\.rule)
    return (rules.isEmpty ? imitations : rules).compactMap { rule in
      switch rule {
      case .below(let cut), .atLeast(let cut): cut
      case .levels: nil
      }
    }
  }

  /// To a hundredth of the spread's power of two: few digits, and hardly any real value.
  private func rounded(_ value: Double, to spread: Double) -> Double {
    let unit = Double(sign: .plus, exponent: max(-900, Int(spread.exponent) - 6), significand: 1)
    let result = (value / unit).rounded() * unit
    return result.isFinite ? result : 0
  }

  private func encoded(_ rows: [[VerificationRow.Value]]) -> EncodedTable {
    let columns = schema.features.indices.map { place -> EncodedTable.Column in
      switch schema.features[place].kind {
      case .numeric:
        return .numeric(
          rows.map { if case .number(let value) = $0[place] { value } else { .nan } })
      case .categorical(let learned):
        let index = LevelIndex(learned.levels)
        return .categorical(
          rows.map {
            if case .text(let level) = $0[place] {
              index.code(of: level)
            } else {
              EncodedTable.missing
            }
          })
      }
    }
    return EncodedTable(rowCount: rows.count, columns: columns)
  }
}
