import Modeling

/// What is random in a row of `SimulatedCustomers`; one value is drawn again and again.
struct SimulatedRow {
  /// x1 … x20 in units of 0.0001.
  private(set) var ticks = [Int](repeating: 0, count: SimulatedChurn.numberCount)
  /// Of each text.
  private(set) var levels = [Int](repeating: 0, count: SimulatedChurn.texts.count)
  /// Whether the number is an empty cell.
  private(set) var gaps = [Bool](repeating: false, count: SimulatedChurn.numberCount)
  /// Uniform; the row churned where it is below the probability.
  private(set) var chance = 0.0

  static let ticksPerUnit = 10_000
  /// x15, x16 and x17 are whole numbers.
  static let counts = 14..<17
  /// x5, x10, x15 and x20.
  private static let gappy = [4, 9, 14, 19]
  private static let gapShare = 0.03
  private static let choices = SimulatedChurn.texts.map {
    WeightedChoice(count: $0.levels, exponent: 0.7)
  }

  func number(_ place: Int) -> Double { Double(ticks[place]) / Double(Self.ticksPerUnit) }

  /// Numbers share one factor, so that they are correlated by 0.3 before they are transformed.
  /// Gaps are drawn last: they tell nothing of the label.
  mutating func draw(_ generator: inout SeededGenerator) {
    let common = generator.standardNormal() * 0.3.squareRoot()
    let own = 0.7.squareRoot()
    for place in ticks.indices {
      let value = Self.transformed(common + own * generator.standardNormal(), place)
      ticks[place] = Int((value * Double(Self.ticksPerUnit)).rounded())
    }
    for place in levels.indices { levels[place] = Self.choices[place].draw(&generator) }
    chance = generator.uniform()
    for place in Self.gappy { gaps[place] = generator.uniform() < Self.gapShare }
  }

  /// Normal, log-normal, skewed counts, shares, and a number in the scale of an age.
  private static func transformed(_ z: Double, _ place: Int) -> Double {
    switch place {
    case ..<10: z
    case ..<14: Elementary.exp(0.5 * z)
    case counts: Elementary.exp(0.7 * z + 1).rounded(.down)
    case ..<19: Elementary.logistic(1.5 * z)
    default: 12 * z + 40
    }
  }
}
