/// The columns of a logistic model, one a term, without the intercept, which every model has.
public struct DesignMatrix: Sendable {
  public let rowCount: Int
  /// The intercept first, then the features in the schema's order.
  public let terms: [Term]
  /// `columns[j]` belongs to `terms[j + 1]`; numeric columns without gaps share their storage with
  /// the feature table.
  public let columns: [[Double]]

  public init(rowCount: Int, terms: [Term], columns: [[Double]]) {
    precondition(terms.first == .intercept && columns.count == terms.count - 1)
    precondition(columns.allSatisfy { $0.count == rowCount })
    self.rowCount = rowCount
    self.terms = terms
    self.columns = columns
  }
}

/// How features become terms.
public struct DesignSpecification: Sendable {
  /// The reference level of a categorical feature; the first in code-point order unless named.
  public var references: [String: String] = [:]

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
    try checkReferences(schema)
    try checkMissingLevels(schema)
    let encoded = try schema.encode(table)
    var builder = DesignBuilder(rowCount: table.rowCount)
    for (feature, column) in zip(schema.features, encoded.columns) {
      switch (feature.kind, column) {
      case (.numeric(let learned), .numeric(let values)):
        builder.add(feature.name, learned, values)
      case (.categorical(let learned), .categorical(let codes)):
        builder.add(feature.name, learned, codes, reference: references[feature.name])
      default: preconditionFailure("encode gives each column the type that the schema has")
      }
    }
    return (
      DesignMatrix(
        rowCount: table.rowCount, terms: builder.terms, columns: builder.columns),
      builder.shared
    )
  }

  private func checkReferences(_ schema: FeatureSchema) throws(ModelingError) {
    for (name, level) in references.sorted(by: { $0.key < $1.key }) {
      guard let feature = schema.features.first(where: { $0.name == name }),
        case .categorical(let learned) = feature.kind
      else {
        throw ModelingError(
          .usage, "the reference level of \(name): there is no such categorical column",
          advice: "Name a categorical feature of the training data.")
      }
      let known = learned.levels + (learned.missingCount > 0 ? [Term.missingLevel] : [])
      guard LevelIndex(known).code(of: level) != EncodedTable.unseen else {
        throw ModelingError(
          .usage, "the reference level \(level) does not occur in \(name)",
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

  init(rowCount: Int) { self.rowCount = rowCount }

  mutating func add(_ name: String, _ learned: FeatureSchema.Numeric, _ values: [Double]) {
    terms.append(.numeric(feature: name))
    guard learned.missingCount > 0 else {
      columns.append(values)
      return
    }
    columns.append(values.map { $0.isNaN ? learned.median : $0 })
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
    _ name: String, _ learned: FeatureSchema.Categorical, _ codes: [Int32], reference: String?
  ) {
    // Unseen among the levels is the reference `(missing)`.
    let referenceCode = reference.map { LevelIndex(learned.levels).code(of: $0) } ?? 0
    for (code, level) in learned.levels.enumerated() where Int32(code) != referenceCode {
      terms.append(.level(feature: name, level: level))
      columns.append(codes.map { $0 == Int32(code) ? 1 : 0 })
    }
    if learned.missingCount > 0, referenceCode != EncodedTable.unseen {
      terms.append(.level(feature: name, level: Term.missingLevel))
      columns.append(codes.map { $0 == EncodedTable.missing ? 1 : 0 })
    }
  }
}
