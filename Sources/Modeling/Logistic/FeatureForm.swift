/// How one feature enters a logistic model: what its terms are made from.
public enum FeatureForm: Sendable, Equatable {
  /// The numbers as they are.
  case linear
  case log1p
  /// (x − mean) / standard deviation.
  case standardized(mean: Double, standardDeviation: Double)
  case spline(NaturalSpline)
  /// A 0-1 term a level; the lumped ones, in code-point order, share `(other)`.
  case levels(lumped: [String])

  /// The form of a feature for which nothing was asked.
  public static func plain(_ kind: FeatureSchema.Kind) -> FeatureForm {
    switch kind {
    case .numeric: .linear
    case .categorical: .levels(lumped: [])
    }
  }

  /// Whether the feature enters as it does where nothing is asked.
  public var isPlain: Bool { self == .linear || self == .levels(lumped: []) }

  /// The terms of a numeric feature's values, without its indicator; none for levels.
  public func terms(of feature: String) -> [Term] {
    switch self {
    case .linear: [.numeric(feature: feature)]
    case .log1p: [.log1p(feature: feature)]
    case .standardized: [.standardized(feature: feature)]
    case .spline(let spline):
      (1...spline.degreesOfFreedom).map {
        .spline(feature: feature, degreesOfFreedom: spline.degreesOfFreedom, basis: $0)
      }
    case .levels: []
    }
  }

  /// The columns of those terms; training and scoring use these alone.
  public func columns(_ values: [Double]) -> [[Double]] {
    switch self {
    case .linear: [values]
    case .log1p: [values.map(Elementary.log1p)]
    case .standardized(let mean, let deviation): [values.map { ($0 - mean) / deviation }]
    case .spline(let spline): spline.columns(at: values)
    case .levels: []
    }
  }

  /// Whether the form has a value at x; one without counts as missing.
  public func takes(_ x: Double) -> Bool {
    if case .log1p = self { return x > -1 }
    return !x.isNaN
  }

  /// The values with the median where there is none.
  func imputed(_ values: [Double], median: Double) -> [Double] {
    values.contains { !takes($0) } ? values.map { takes($0) ? $0 : median } : values
  }
}

extension FeatureSchema.Categorical {
  /// The term that each level stands for, by the level's code: its own, or the lumped ones'.
  func termLevels(lumped: [String]) -> [String] {
    guard !lumped.isEmpty else { return levels }
    let rare = LevelIndex(lumped)
    return levels.map { rare.code(of: $0) >= 0 ? Term.otherLevel : $0 }
  }

  /// The levels that may have terms, in the design's order: the levels left, `(other)`, `(missing)`.
  func distinctTermLevels(lumped: [String]) -> [String] {
    let rare = LevelIndex(lumped)
    return levels.filter { rare.code(of: $0) < 0 } + (lumped.isEmpty ? [] : [Term.otherLevel])
      + (missingCount > 0 ? [Term.missingLevel] : [])
  }
}
