/// What an axis shows and how its ticks are written.
public struct Axis: Sendable, Equatable {
  public enum Format: Sendable, Equatable {
    case number, percent
    /// An amount, with the sign of its currency where one is known.
    case money(symbol: String = "")
  }

  public var title: String
  public var format: Format
  /// The ends; nil takes them from the data, widened to round numbers.
  public var range: ClosedRange<Double>?

  public init(_ title: String, format: Format = .number, range: ClosedRange<Double>? = nil) {
    self.title = title
    self.format = format
    self.range = range
  }
}

/// Round positions on an axis: steps of 1, 2 or 5 times a power of ten (Heckbert 1990).
public struct Ticks: Sendable, Equatable {
  public let values: [Double]
  public let labels: [String]
  /// The ends of the axis.
  public let low: Double
  public let high: Double

  /// - Parameters:
  ///   - low, high: Ends of the data, in any order; what is not finite counts as 0.
  ///   - count: About how many ticks; there are at most twice as many.
  ///   - isWidened: Whether the ends move out to the next tick.
  ///   - language: How per cents are written.
  public init(
    from low: Double, to high: Double, count: Int = 5, format: Axis.Format = .number,
    isWidened: Bool = true, language: Language = .english
  ) {
    let (low, high) = Self.usable(low, high)
    let scale = DecimalScale(step: (high - low) / Double(max(count, 1)))
    let first = isWidened ? scale.index(of: low, .down) : scale.index(of: low, .up)
    let last = isWidened ? scale.index(of: high, .up) : scale.index(of: high, .down)
    let values = first <= last ? stride(from: first, through: last, by: 1).map(scale.value) : []
    self.values = values
    self.low = isWidened ? min(values.first ?? low, low) : low
    self.high = isWidened ? max(values.last ?? high, high) : high
    let largest = max(abs(low), abs(high))
    labels = values.map { Self.label($0, scale, format, largest, language) }
  }

  private static func label(
    _ value: Double, _ scale: DecimalScale, _ format: Axis.Format, _ largest: Double,
    _ language: Language
  ) -> String {
    switch format {
    case .percent:
      return NumberText.percent(value, decimals: max(-scale.power - 2, 0), language: language)
    case .money(let symbol):
      let number = label(value.magnitude, scale, .number, largest, language)
      return (value < 0 ? "-" : "") + symbol + number
    case .number where largest >= 1e7 || scale.power < -4:
      let digits = max(DecimalExpansion(value).point - scale.power, 3)
      return value == 0 ? "0" : NumberText.significant(value, digits: digits, isGrouped: true)
    case .number: return NumberText.fixed(value, decimals: max(-scale.power, 0), isGrouped: true)
    }
  }

  /// Ends in order, apart from each other by more than rounding, and not so far that their
  /// distance overflows.
  private static func usable(_ low: Double, _ high: Double) -> (Double, Double) {
    func bounded(_ end: Double) -> Double { end.isFinite ? min(max(end, -1e300), 1e300) : 0 }
    let (low, high) = (min(bounded(low), bounded(high)), max(bounded(low), bounded(high)))
    let least = max(max(abs(low), abs(high)) * 1e-6, 1e-290)
    if high - low > least { return (low, high) }
    let margin = low == 0 && high == 0 ? 1 : max(max(abs(low), abs(high)) * 0.1, 1e-280)
    return (low - margin, high + margin)
  }
}

/// A step of 1, 2 or 5 times a power of ten, without logarithms.
struct DecimalScale {
  let factor: Double
  let power: Int

  /// The smallest round step that is not below `step`.
  init(step: Double) {
    // Twelve digits: a fifth of 1 is a little more than 0.2, and 0.2 is meant.
    let whole = DecimalExpansion(step)
    let exact = whole.rounded(decimals: 12 - whole.point)
    let leading = Double(exact.digits.first ?? 1)
    let isExact = exact.digits.dropFirst().allSatisfy { $0 == 0 }
    let needed = leading + (isExact ? 0 : 0.5)
    let isNextPower = needed > 5
    factor = isNextPower || needed <= 1 ? 1 : needed <= 2 ? 2 : 5
    power = exact.point - 1 + (isNextPower ? 1 : 0)
  }

  /// The multiple with this index: one correctly rounded operation on exact numbers where the
  /// power of ten is exact, so that 3 · 0.1 prints as 0.3.
  func value(_ index: Double) -> Double {
    let powerOfTen = Double("1e\(abs(power))") ?? 1
    return power < 0 ? index * factor / powerOfTen : index * factor * powerOfTen
  }

  /// The index of the multiple at, below or above a value, with a tolerance for rounding.
  func index(of value: Double, _ rule: FloatingPointRoundingRule) -> Double {
    let powerOfTen = Double("1e\(abs(power))") ?? 1
    let index = (power < 0 ? value * powerOfTen : value / powerOfTen) / factor
    let nearest = index.rounded()
    return abs(index - nearest) < 1e-9 ? nearest : index.rounded(rule)
  }
}
