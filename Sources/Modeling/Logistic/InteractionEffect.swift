/// What the products of two features' terms add to the log-odds.
///
/// A numeric feature takes part with its form's columns, the median in the gaps; a categorical one
/// with the 0-1 terms of its level. A level that training did not see, where there is no `(other)`,
/// and a gap, where training had none, take the training frequencies of the levels for those terms,
/// and so the mean of the feature's interaction effects weighted by them.
public struct InteractionEffect: Sendable {
  /// The two features' places in the schema.
  public let first: Int
  public let second: Int
  private let factors: [Factor]
  /// By the first's place, then the second's. The places of a numeric feature are its form's columns,
  /// those of a categorical one the codes of its levels, then a gap, then an unseen level.
  public let effects: [[Double]]
  /// Mean over the training rows.
  let mean: Double

  /// Whether any product has an effect.
  public var hasEffect: Bool { effects.contains { $0.contains { $0 != 0 } } }

  /// - Parameter coefficients: of the interaction's products.
  init(
    _ interaction: LearnedDesign.Interaction, schema: FeatureSchema, design: LearnedDesign,
    coefficients: [(term: Term, estimate: Double)]
  ) {
    first = interaction.first
    second = interaction.second
    let factors = [interaction.first, interaction.second].map {
      Factor(schema.features[$0], design.forms[$0], schema.rowCount)
    }
    var table = Array(
      repeating: [Double](repeating: 0, count: factors[1].terms.count),
      count: factors[0].terms.count)
    var mean = 0.0
    for (term, estimate) in coefficients {
      guard case .product(let a, let b) = term, let i = factors[0].terms[a],
        let j = factors[1].terms[b]
      else { continue }
      table[i][j] = estimate
      mean += estimate * (design.means[term] ?? 0)
    }
    self.mean = mean
    // Rows of the result are the first's places, columns the second's.
    let rows = factors[0].places(of: table)
    effects = rows.map { row in factors[1].places(of: row.map { [$0] }).map { $0[0] } }
    self.factors = factors
  }

  /// By row.
  func values(_ table: EncodedTable) -> [Double] {
    let a = factors[0].parts(of: table.columns[first])
    let b = factors[1].parts(of: table.columns[second])
    var total = [Double](repeating: 0, count: table.rowCount)
    for one in a {
      for other in b {
        for row in total.indices {
          let effect = effects[one.places[row]][other.places[row]]
          // An effect of 0 stays 0, however large the values are.
          if effect != 0 { total[row] += effect * (one.values[row] * other.values[row]) }
        }
      }
    }
    return total
  }
}

/// One feature's part in an interaction.
private struct Factor: Sendable {
  private enum Kind {
    case numeric(FeatureForm, median: Double)
    /// For each place, the terms that are not 0 there; the places are the codes, a gap, unseen.
    case categorical(levelCount: Int, states: [[(term: Int, value: Double)]])
  }

  /// The terms that may occur, by their number.
  let terms: [Term: Int]
  private let kind: Kind

  init(_ feature: FeatureSchema.Feature, _ form: FeatureForm, _ rowCount: Int) {
    switch (feature.kind, form) {
    case (.categorical(let learned), .levels(let lumped)):
      let levels = learned.distinctTermLevels(lumped: lumped)
      terms = Self.numbered(levels.map { .level(feature: feature.name, level: $0) })
      kind = .categorical(
        levelCount: learned.levels.count, states: Self.states(learned, lumped, levels, rowCount))
    case (.numeric(let learned), _):
      terms = Self.numbered(form.terms(of: feature.name))
      kind = .numeric(form, median: learned.median)
    case (.categorical, _):
      terms = [:]
      kind = .categorical(levelCount: 0, states: [])
    }
  }

  private static func numbered(_ terms: [Term]) -> [Term: Int] {
    Dictionary(zip(terms, terms.indices), uniquingKeysWith: { first, _ in first })
  }

  private static func states(
    _ learned: FeatureSchema.Categorical, _ lumped: [String], _ levels: [String], _ rowCount: Int
  ) -> [[(term: Int, value: Double)]] {
    let index = LevelIndex(levels)
    let places = learned.termLevels(lumped: lumped).map { Int(index.code(of: $0)) }
    let gap = Int(index.code(of: Term.missingLevel))
    var shares = [Double](repeating: 0, count: levels.count)
    for (place, count) in zip(places, learned.counts) {
      shares[place] += Double(count) / Double(max(rowCount, 1))
    }
    if gap >= 0 { shares[gap] += Double(learned.missingCount) / Double(max(rowCount, 1)) }
    let mean = shares.enumerated().map { (term: $0.offset, value: $0.element) }
    let other = Int(index.code(of: Term.otherLevel))
    return places.map { [(term: $0, value: 1)] } + [gap >= 0 ? [(term: gap, value: 1)] : mean]
      + [lumped.isEmpty ? mean : [(term: other, value: 1)]]
  }

  /// Effects by term turned into effects by place.
  func places(of effects: [[Double]]) -> [[Double]] {
    guard case .categorical(_, let states) = kind else { return effects }
    let width = effects.first?.count ?? 0
    return states.map { state in
      var row = [Double](repeating: 0, count: width)
      for (term, value) in state {
        for j in row.indices { row[j] += value * effects[term][j] }
      }
      return row
    }
  }

  /// Each row's places with the values there, which sum up.
  func parts(of column: EncodedTable.Column) -> [(places: [Int], values: [Double])] {
    switch (kind, column) {
    case (.numeric(let form, let median), .numeric(let values)):
      return form.columns(form.imputed(values, median: median)).enumerated().map {
        (Array(repeating: $0.offset, count: values.count), $0.element)
      }
    case (.categorical(let count, _), .categorical(let codes)):
      let places = codes.map { code in
        code >= 0 ? Int(code) : (code == EncodedTable.missing ? count : count + 1)
      }
      return [(places, Array(repeating: 1, count: codes.count))]
    default: preconditionFailure("encoded by another schema")
    }
  }
}
