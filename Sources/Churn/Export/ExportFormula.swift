/// A number computed from a customer's cells, in operations that every target system has.
///
/// Values that are missing make what is computed from them missing, as NULL does in SQL and a missing
/// value in PMML.
indirect enum ExportFormula: Sendable, Equatable {
  /// One of several values, by conditions that are tried in turn.
  struct Branch: Sendable, Equatable {
    var condition: ExportCondition
    var value: ExportFormula
  }

  /// The levels of a categorical feature that share a value.
  struct LevelGroup: Sendable, Equatable {
    var levels: [String]
    var value: ExportFormula
  }

  case constant(Double)
  /// The value of a numeric feature, by its place in the schema.
  case cell(Int)
  /// An earlier result, by its number.
  case step(Int)
  case sum([ExportFormula])
  case difference(ExportFormula, ExportFormula)
  case product(ExportFormula, ExportFormula)
  case quotient(ExportFormula, ExportFormula)
  /// The natural logarithm.
  case logarithm(ExportFormula)
  case choice([Branch], otherwise: ExportFormula)
  /// By the level of a categorical feature; without `missing`, a gap gives a missing value.
  case levels(
    feature: Int, groups: [LevelGroup], missing: ExportFormula?, unseen: ExportFormula)
}

/// A condition that is true or false, never unknown, where those before it did not hold.
enum ExportCondition: Sendable, Equatable {
  case isMissing(feature: Int)
  case isBelow(ExportFormula, Double)
  case isAtMost(ExportFormula, Double)
  case equals(ExportFormula, Double)
}

extension ExportFormula {
  /// The sum of the formulas; groups of many, since some systems limit the depth of an expression.
  static func total(_ formulas: [ExportFormula]) -> ExportFormula {
    let size = 100
    guard formulas.count > size else { return .sum(formulas) }
    return total(
      stride(from: 0, to: formulas.count, by: size).map {
        .sum(Array(formulas[$0..<min($0 + size, formulas.count)]))
      })
  }

  /// log(1 + x), accurate for small x too: log(w)·x / (w − 1) with w = 1 + x rounded (Goldberg 1991,
  /// theorem 4).
  static func log1p(_ x: ExportFormula) -> ExportFormula {
    let w = ExportFormula.sum([.constant(1), x])
    return .choice(
      [Branch(condition: .equals(w, 1), value: x)],
      otherwise: .product(
        .logarithm(w), .quotient(x, .difference(w, .constant(1)))))
  }

  /// The features whose cells it reads itself.
  var features: [Int] {
    switch self {
    case .constant, .step: []
    case .cell(let feature): [feature]
    case .sum(let parts): parts.flatMap(\.features)
    case .difference(let a, let b), .product(let a, let b), .quotient(let a, let b):
      a.features + b.features
    case .logarithm(let x): x.features
    case .choice(let branches, let otherwise):
      branches.flatMap { $0.condition.features + $0.value.features } + otherwise.features
    case .levels(let feature, let groups, let missing, let unseen):
      [feature] + groups.flatMap(\.value.features) + (missing?.features ?? []) + unseen.features
    }
  }

  /// The numbers of the earlier results that it needs.
  var steps: [Int] {
    switch self {
    case .constant, .cell: []
    case .step(let number): [number]
    case .sum(let parts): parts.flatMap(\.steps)
    case .difference(let a, let b), .product(let a, let b), .quotient(let a, let b):
      a.steps + b.steps
    case .logarithm(let x): x.steps
    case .choice(let branches, let otherwise):
      branches.flatMap { $0.condition.steps + $0.value.steps } + otherwise.steps
    case .levels(_, let groups, let missing, let unseen):
      groups.flatMap(\.value.steps) + (missing?.steps ?? []) + unseen.steps
    }
  }
}

extension ExportCondition {
  var features: [Int] {
    switch self {
    case .isMissing(let feature): [feature]
    case .isBelow(let x, _), .isAtMost(let x, _), .equals(let x, _): x.features
    }
  }

  var steps: [Int] {
    switch self {
    case .isMissing: []
    case .isBelow(let x, _), .isAtMost(let x, _), .equals(let x, _): x.steps
    }
  }
}
