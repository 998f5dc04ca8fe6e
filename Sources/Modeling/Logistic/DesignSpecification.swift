/// How features become terms.
public struct DesignSpecification: Sendable {
  /// The reference level of a categorical feature; the first in code-point order unless named.
  public var references: [String: String] = [:]
  /// Numeric features that enter otherwise than as they are.
  public var transforms: [String: Transform] = [:]
  /// Products of features, besides their own terms.
  public var interactions: [Interaction] = []
  /// Levels with fewer training rows share one term; 0 for none.
  public var lumpBelow = 0

  public init() {}

  /// Numeric columns that lack values on exactly the same rows: the first one's indicator serves all.
  public struct SharedIndicator: Sendable, Equatable {
    public var feature: String
    public var sharesWith: String

    public init(feature: String, sharesWith: String) {
      self.feature = feature
      self.sharesWith = sharesWith
    }
  }

  /// The design of the training rows from which `schema` was learned.
  public func design(
    of table: FeatureTable, schema: FeatureSchema
  ) throws(ModelingError) -> (matrix: DesignMatrix, shared: [SharedIndicator]) {
    try design(of: table, schema: schema, learned: learn(from: table, schema: schema))
  }

  /// The design of the training rows by what `learn` found in them.
  public func design(
    of table: FeatureTable, schema: FeatureSchema, learned: LearnedDesign
  ) throws(ModelingError) -> (matrix: DesignMatrix, shared: [SharedIndicator]) {
    try checkReferences(schema, learned)
    try checkMissingLevels(schema)
    try checkSize(schema, learned, rowCount: table.rowCount)
    let encoded = try schema.encode(table)
    var builder = DesignBuilder(rowCount: table.rowCount)
    for (place, feature) in schema.features.enumerated() {
      switch (feature.kind, encoded.columns[place], learned.forms[place]) {
      case (.numeric(let known), .numeric(let values), let form):
        builder.add(feature.name, known, form, values)
      case (.categorical(let known), .categorical(let codes), .levels(let lumped)):
        builder.add(feature.name, known, lumped, codes, reference: references[feature.name])
      default: preconditionFailure("encode gives each column the type that the schema has")
      }
    }
    for interaction in learned.interactions { builder.add(interaction) }
    return (
      DesignMatrix(
        rowCount: table.rowCount, terms: builder.terms, columns: builder.columns),
      builder.shared
    )
  }

  private func checkReferences(
    _ schema: FeatureSchema, _ design: LearnedDesign
  ) throws(ModelingError) {
    for (name, level) in references.sorted(by: { $0.key < $1.key }) {
      guard let place = schema.features.firstIndex(where: { $0.name == name }),
        case .categorical(let learned) = schema.features[place].kind,
        case .levels(let lumped) = design.forms[place]
      else {
        throw ModelingError(
          .usage, "the reference level of \(name): there is no such categorical column",
          advice: "Name a categorical feature of the training data.")
      }
      let known = learned.distinctTermLevels(lumped: lumped)
      guard LevelIndex(known).code(of: level) != EncodedTable.unseen else {
        throw ModelingError(
          .usage,
          LevelIndex(lumped).code(of: level) >= 0
            ? "the reference level \(level) of \(name) is so rare that it is lumped"
            : "the reference level \(level) does not occur in \(name)",
          advice: "Its levels are: \(known.prefix(20).joined(separator: ", ")).")
      }
    }
  }

  private func checkMissingLevels(_ schema: FeatureSchema) throws(ModelingError) {
    for feature in schema.features {
      guard case .categorical(let learned) = feature.kind, learned.missingCount > 0,
        learned.levels.contains(Term.missingLevel)
      else { continue }
      throw ModelingError(
        .data, "\(feature.name) has gaps and a level that is called \(Term.missingLevel)",
        advice: "Rename the level, or leave its cells empty.")
    }
  }
}

private struct DesignBuilder {
  let rowCount: Int
  var terms: [Term] = [.intercept]
  var columns: [[Double]] = []
  var shared: [DesignSpecification.SharedIndicator] = []
  private var indicators: [(feature: String, rows: [Bool])] = []
  /// By feature, the places in `columns` that take part in interactions.
  private var factors: [[Int]] = []

  init(rowCount: Int) { self.rowCount = rowCount }

  mutating func add(
    _ name: String, _ learned: FeatureSchema.Numeric, _ form: FeatureForm, _ values: [Double]
  ) {
    let start = columns.count
    terms += form.terms(of: name)
    // Of numbers as they are the schema knows that none is missing.
    let isWhole = learned.missingCount == 0 && form == .linear
    columns += form.columns(isWhole ? values : form.imputed(values, median: learned.median))
    factors.append(Array(start..<columns.count))
    guard learned.missingCount > 0 else { return }
    let gaps = values.map(\.isNaN)
    if let first = indicators.first(where: { $0.rows == gaps }) {
      shared.append(.init(feature: name, sharesWith: first.feature))
    } else {
      indicators.append((name, gaps))
      terms.append(.missing(feature: name))
      columns.append(gaps.map { $0 ? 1 : 0 })
    }
  }

  mutating func add(
    _ name: String, _ learned: FeatureSchema.Categorical, _ lumped: [String], _ codes: [Int32],
    reference: String?
  ) {
    let start = columns.count
    let levels = learned.distinctTermLevels(lumped: lumped)
    let index = LevelIndex(levels)
    // A column's place by code; gaps follow behind the levels.
    let places =
      learned.termLevels(lumped: lumped).map { index.code(of: $0) }
      + [index.code(of: Term.missingLevel)]
    let rows = codes.map { places[$0 < 0 ? places.count - 1 : Int($0)] }
    let left = reference.map { index.code(of: $0) } ?? 0
    for (place, level) in levels.enumerated() where Int32(place) != left {
      terms.append(.level(feature: name, level: level))
      columns.append(rows.map { $0 == Int32(place) ? 1 : 0 })
    }
    factors.append(Array(start..<columns.count))
  }

  /// In R's order: the first feature's terms run fastest.
  mutating func add(_ interaction: LearnedDesign.Interaction) {
    for b in factors[interaction.second] {
      for a in factors[interaction.first] {
        terms.append(.product(terms[a + 1], terms[b + 1]))
        columns.append(zip(columns[a], columns[b]).map { $0 * $1 })
      }
    }
  }
}
