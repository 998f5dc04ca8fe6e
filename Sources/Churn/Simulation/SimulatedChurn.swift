import Modeling

/// The truth behind simulated customers: P(churn) = logistic(intercept + Σ beta x + Σ effects of
/// the levels).
///
/// Coefficients are N(0, 0.25²) and effects N(0, 0.3²), to three decimals; two numbers are noise, and
/// the first level of each text has the effect 0. The intercept gives the first rows a churn rate of
/// 20 %.
public struct SimulatedChurn: Sendable, Equatable {
  /// The columns of texts, with their numbers of levels.
  public static let texts: [(name: String, levels: Int)] = [
    ("plan", 3), ("region", 8), ("segment", 30), ("merchant", 200),
  ]
  public static let numberCount = 20
  static let baseRate = 0.2

  public private(set) var intercept = 0.0
  /// Of x1 … x20, each in its own scale.
  public let coefficients: [Double]
  /// Of each text's levels.
  public let effects: [[Double]]

  /// The same seed gives the same truth for a file of any size.
  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: .max)
    func drawn(_ deviation: Double) -> Double {
      (generator.standardNormal() * deviation * 1000).rounded() / 1000
    }
    coefficients = (0..<Self.numberCount).map { place in
      let drawn = drawn(0.25)
      return place == 6 || place == 13 ? 0 : drawn * Self.scale(place)
    }
    effects = Self.texts.map { text in [0] + (1..<text.levels).map { _ in drawn(0.3) } }
    intercept = Self.intercept(of: predictors(seed: seed))
  }

  /// Counts and the age-like number spread further than the others.
  private static func scale(_ place: Int) -> Double {
    switch place {
    case 14..<17: 0.3
    case 19: 1.0 / 12
    default: 1
    }
  }

  /// Of the first block's rows, without the intercept.
  private func predictors(seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed, stream: 0)
    var row = SimulatedRow()
    return (0..<SimulatedCustomers.blockRows).map { _ in
      row.draw(&generator)
      return linearPredictor(row)
    }
  }

  /// By bisection, to four decimals.
  private static func intercept(of predictors: [Double]) -> Double {
    var (low, high) = (-30.0, 30.0)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      let sum = predictors.reduce(0) { $0 + Elementary.logistic(middle + $1) }
      if sum > baseRate * Double(predictors.count) { high = middle } else { low = middle }
    }
    return (low * 10_000).rounded() / 10_000
  }

  func linearPredictor(_ row: SimulatedRow) -> Double {
    var sum = intercept
    for place in 0..<Self.numberCount { sum += coefficients[place] * row.number(place) }
    for place in effects.indices { sum += effects[place][row.levels[place]] }
    return sum
  }

  /// Keys `intercept`, `beta`, and `effects` by the texts' names.
  public var json: JSONValue {
    .object([
      "intercept": .number(intercept),
      "beta": .array(coefficients.map { .number($0) }),
      "effects": .object(
        Dictionary(
          uniqueKeysWithValues: zip(Self.texts, effects).map {
            ($0.name, .array($1.map { .number($0) }))
          })),
    ])
  }
}
