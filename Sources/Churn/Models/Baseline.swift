import Modeling

/// A simple way to tell who churns, learned on a model's training rows, that the model must beat to be
/// worth its trouble.
public struct Baseline: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// Everybody has the share of churned training rows.
    case baseRate(Double)
    /// A line in a column, as a shop would draw it.
    case rule(Rule)
    /// One column of numbers.
    case number(Curve)
    /// One column of levels.
    case levels(Levels)
  }

  /// Churn rates of the training rows on both sides of a line.
  public struct Rule: Sendable, Equatable {
    public var column: String
    public var cut: Double
    /// P(churned) where the value is greater than `cut`.
    public var above: Double
    public var notAbove: Double
    /// Without a value.
    public var missing: Double
  }

  /// P(churned) = 1 / (1 + exp(−(intercept + slope · value))).
  public struct Curve: Sendable, Equatable {
    public var column: String
    public var intercept: Double
    public var slope: Double
    /// P(churned) without a value.
    public var missing: Double
  }

  /// Churn rates of the training rows by level.
  public struct Levels: Sendable, Equatable {
    public var column: String
    public var levels: [String]
    /// P(churned), one a level.
    public var probabilities: [Double]
    public var missing: Double
    /// Of every other level.
    public var other: Double
  }

  /// Unicode scalars of the longest name, so that it fits a table.
  public static let longestName = 24

  /// For tables, such as `idle over 115.3 days`.
  public var name: String
  public var kind: Kind

  public init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// The columns that it looks at, by name.
  public var columns: [String] {
    switch kind {
    case .baseRate: []
    case .rule(let rule): [rule.column]
    case .number(let curve): [curve.column]
    case .levels(let levels): [levels.column]
    }
  }

  /// P(churned), one a row; nil where the table lacks the column, or has it in another type.
  public func probabilities(in table: FeatureTable) -> [Double]? {
    if case .baseRate(let rate) = kind { return Array(repeating: rate, count: table.rowCount) }
    guard let column = columns.first, let values = table.column(named: column)?.values else {
      return nil
    }
    switch (kind, values) {
    case (.rule(let rule), .numeric(let numbers)): return numbers.map(rule.probability)
    case (.number(let curve), .numeric(let numbers)): return numbers.map(curve.probability)
    case (.levels(let known), .categorical(let codes, let levels)):
      let byCode = known.probabilities(of: levels)
      return codes.map { $0 < 0 ? known.missing : byCode[Int($0)] }
    default: return nil
    }
  }
}

extension Baseline.Rule {
  /// - Parameter value: NaN where there is none.
  func probability(_ value: Double) -> Double {
    value.isNaN ? missing : (value > cut ? above : notAbove)
  }
}

extension Baseline.Curve {
  /// - Parameter value: NaN where there is none.
  func probability(_ value: Double) -> Double {
    value.isNaN ? missing : Elementary.logistic(intercept + slope * value)
  }
}

extension Baseline.Levels {
  /// One for each of the given levels.
  func probabilities(of levels: [String]) -> [Double] {
    let index = LevelIndex(self.levels)
    return levels.map { level in
      let code = index.code(of: level)
      return code < 0 ? other : probabilities[Int(code)]
    }
  }
}
