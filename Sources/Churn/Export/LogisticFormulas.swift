import Modeling

/// A logistic model's log-odds as formulas: what `LogisticPredictor` computes, for systems that have
/// arithmetic and conditions alone.
struct LogisticFormulas: Sendable {
  /// A part of the log-odds.
  struct Effect: Sendable {
    /// Such as `tenure` or `contract × tenure`, for those who read the result.
    var name: String
    var formula: ExportFormula
  }

  /// Results that others need; each may refer to cells and to those before it.
  private(set) var steps: [ExportFormula] = []
  let intercept: Double
  private(set) var effects: [Effect] = []
  /// The features whose gap leaves a customer without an answer, in models trained without gaps.
  let required: [Int]

  private let schema: FeatureSchema
  private let forms: [FeatureForm]
  private let imputes: Bool
  /// The columns of a numeric feature's form as steps, by feature, where an interaction needs them.
  private var columnSteps: [Int: [ExportFormula]] = [:]
  /// The steps of (x − low) / (high − low), by feature.
  private var splinePlaces: [Int: ExportFormula] = [:]

  init(_ model: ChurnModel, _ logistic: LogisticModel) {
    schema = model.schema
    let design = logistic.design ?? .plain(model.schema)
    forms = design.forms
    imputes = model.missing == .impute
    required = imputes ? [] : Array(model.schema.features.indices)
    let known = logistic.coefficients.compactMap { line in line.estimate.map { (line.term, $0) } }
    let predictor = LogisticPredictor(
      schema: model.schema, coefficients: known, design: logistic.design)
    intercept = predictor.intercept
    for (place, effect) in predictor.effects.enumerated() where !effect.isZero {
      effects.append(Effect(name: name(place), formula: formula(place, effect)))
    }
    for interaction in predictor.interactions where interaction.hasEffect {
      effects.append(
        Effect(
          name: name(interaction.first) + " × " + name(interaction.second),
          formula: formula(interaction)))
    }
  }

  private func name(_ place: Int) -> String { schema.features[place].name }

  /// When a required feature has no value that the model can take.
  func gap(in feature: Int) -> [ExportCondition] {
    forms[feature] == .log1p
      ? [.isMissing(feature: feature), .isAtMost(.cell(feature), -1)]
      : [.isMissing(feature: feature)]
  }

  /// The other value in gaps, where the model imputes.
  private func filled(
    _ formula: ExportFormula, _ feature: Int, gap value: Double
  ) -> ExportFormula {
    guard imputes else { return formula }
    return .choice(
      gap(in: feature).map { .init(condition: $0, value: .constant(value)) }, otherwise: formula)
  }
}

// MARK: - Features

extension LogisticFormulas {
  private mutating func formula(
    _ place: Int, _ effect: LogisticPredictor.Effect
  ) -> ExportFormula {
    switch effect {
    case .numeric(let slope, let median, let indicator):
      return filled(
        .product(.constant(slope), .cell(place)), place, gap: slope * median + indicator)
    case .formed(let form, let slopes, let median, let indicator):
      let atMedian = zip(slopes, form.columns([median])).reduce(indicator) {
        $1.0 == 0 ? $0 : $0 + $1.0 * $1.1[0]
      }
      return filled(combination(place, form, slopes), place, gap: atMedian)
    case .categorical(let effects, let missing, let unseen):
      guard case .categorical(let learned) = schema.features[place].kind else {
        return .constant(0)
      }
      return .levels(
        feature: place, groups: groups(learned.levels, effects.map { .constant($0) }),
        missing: imputes ? .constant(missing) : nil, unseen: .constant(unseen))
    }
  }

  /// Levels with equal effects together, in the order of their first.
  private func groups(
    _ levels: [String], _ values: [ExportFormula]
  ) -> [ExportFormula.LevelGroup] {
    var groups: [ExportFormula.LevelGroup] = []
    var places: [UInt64: Int] = [:]
    for (level, value) in zip(levels, values) {
      guard case .constant(let number) = value else {
        groups.append(.init(levels: [level], value: value))
        continue
      }
      if let place = places[number.bitPattern] {
        groups[place].levels.append(level)
      } else {
        places[number.bitPattern] = groups.count
        groups.append(.init(levels: [level], value: value))
      }
    }
    return groups
  }

  /// Σ slopes[k] · column k of a value that is there.
  private mutating func combination(
    _ place: Int, _ form: FeatureForm, _ slopes: [Double]
  ) -> ExportFormula {
    if case .spline(let spline) = form { return piecewise(place, spline.pieces(of: slopes)) }
    return .product(.constant(slopes.first ?? 0), column(place, form))
  }

  /// The only column of a form that has one.
  private func column(_ place: Int, _ form: FeatureForm) -> ExportFormula {
    switch form {
    case .log1p: .log1p(.cell(place))
    case .standardized(let mean, let deviation):
      .quotient(.difference(.cell(place), .constant(mean)), .constant(deviation))
    case .linear, .spline, .levels: .cell(place)
    }
  }

  private mutating func piecewise(_ place: Int, _ pieces: SplinePieces) -> ExportFormula {
    let u = splinePlace(place, pieces)
    let values = pieces.pieces.map { piece in
      let d = piece.start == 0 ? u : ExportFormula.difference(u, .constant(piece.start))
      return horner(piece.coefficients, d)
    }
    // Below the first knot, then up to each start of the next piece, else above the last.
    let bounds = [0] + pieces.pieces.dropFirst(2).map(\.start)
    return .choice(
      zip(bounds, values).map { .init(condition: .isBelow(u, $0), value: $1) },
      otherwise: values[values.count - 1])
  }

  private mutating func splinePlace(_ place: Int, _ pieces: SplinePieces) -> ExportFormula {
    if let known = splinePlaces[place] { return known }
    let step = add(
      .quotient(
        .difference(.cell(place), .constant(pieces.low)), .constant(pieces.high - pieces.low)))
    splinePlaces[place] = step
    return step
  }

  private func horner(_ coefficients: [Double], _ d: ExportFormula) -> ExportFormula {
    let last = ExportFormula.constant(coefficients[coefficients.count - 1])
    return coefficients.dropLast().reversed().reduce(last) {
      .sum([.constant($1), .product(d, $0)])
    }
  }

  private mutating func add(_ formula: ExportFormula) -> ExportFormula {
    steps.append(formula)
    return .step(steps.count - 1)
  }
}

// MARK: - Interactions

extension LogisticFormulas {
  private mutating func formula(_ interaction: InteractionEffect) -> ExportFormula {
    product(interaction.first, interaction.second, interaction.effects)
  }

  /// - Parameter effects: by `first`'s place, then `second`'s.
  private mutating func product(
    _ first: Int, _ second: Int, _ effects: [[Double]]
  ) -> ExportFormula {
    guard case .categorical(let learned) = schema.features[first].kind else {
      return numericProduct(first, second, effects)
    }
    let parts = effects.map { part(second, $0) }
    let count = learned.levels.count
    return .levels(
      feature: first, groups: groups(learned.levels, Array(parts[..<count])),
      missing: imputes ? parts[count] : nil, unseen: parts[count + 1])
  }

  private mutating func numericProduct(
    _ first: Int, _ second: Int, _ effects: [[Double]]
  ) -> ExportFormula {
    if case .categorical = schema.features[second].kind {
      let turned = effects[0].indices.map { column in effects.map { $0[column] } }
      return product(second, first, turned)
    }
    let columns = columns(of: first)
    return .total(
      zip(columns, effects).filter { $0.1.contains { $0 != 0 } }.map { column, row in
        .product(column, part(second, row))
      })
  }

  /// What the places of a feature add up to, each with its effect.
  private mutating func part(_ feature: Int, _ effects: [Double]) -> ExportFormula {
    if case .categorical(let learned) = schema.features[feature].kind {
      let count = learned.levels.count
      return .levels(
        feature: feature,
        groups: groups(learned.levels, effects.prefix(count).map { .constant($0) }),
        missing: imputes ? .constant(effects[count]) : nil, unseen: .constant(effects[count + 1]))
    }
    let terms = zip(columns(of: feature), effects).filter { $0.1 != 0 }
    guard !terms.isEmpty else { return .constant(0) }
    return .total(terms.map { .product(.constant($0.1), $0.0) })
  }

  /// The columns of a numeric feature's form, the median in its gaps.
  private mutating func columns(of feature: Int) -> [ExportFormula] {
    if let known = columnSteps[feature] { return known }
    guard case .numeric(let learned) = schema.features[feature].kind else { return [] }
    let form = forms[feature]
    let atMedian = form.columns([learned.median]).map { $0[0] }
    let steps = atMedian.indices.map { place in
      let value: ExportFormula
      if case .spline = form {
        value = combination(feature, form, atMedian.indices.map { $0 == place ? 1 : 0 })
      } else {
        value = column(feature, form)
      }
      return add(filled(value, feature, gap: atMedian[place]))
    }
    columnSteps[feature] = steps
    return steps
  }
}
