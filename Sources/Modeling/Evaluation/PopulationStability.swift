/// The population stability index of two sets of rows over the same bins, with what chance alone would
/// give it.
///
///     PSI = Σ (aᵢ − eᵢ) ln(aᵢ / eᵢ)
///
/// with the shares eᵢ of the n reference rows and aᵢ of the m current ones. Where both come from one
/// population it is asymptotically (1/n + 1/m) χ² with B − 1 degrees of freedom (Yurdakul & Naranjo
/// 2020, Statistical properties of the population stability index, Journal of Risk Model Validation
/// 14(4)), so a fixed line such as 0.10 is crossed by chance where a side has few rows.
///
/// That needs bins with enough rows: bins are joined until each would hold at least five of the smaller
/// side's rows if both sides were alike. That choice looks at the sums of both sides alone, which say
/// nothing of their difference. A count of 0 that is left is taken for ½.
public struct PopulationStability: Sendable, Equatable {
  public enum Alarm: String, Sendable, CaseIterable, Comparable {
    /// Not beyond chance, or too little to matter.
    case none
    case drift, strong

    public static func < (a: Alarm, b: Alarm) -> Bool {
      allCases.firstIndex(of: a) ?? 0 < allCases.firstIndex(of: b) ?? 0
    }
  }

  public let index: Double
  /// (1/n + 1/m) χ²₀.₉₉(B − 1); nil where one bin is left, which tells nothing.
  public let criticalValue: Double?
  /// B, of the bins after joining.
  public let binCount: Int

  /// The chance that it is not crossed where nothing has changed.
  public static let confidence = 0.99
  /// Below it a change is small, whatever the number of rows: the trade's usual lines.
  public static let noticeable = 0.10
  public static let large = 0.25
  static let fewestRows = 5

  public var alarm: Alarm {
    guard let criticalValue, index > criticalValue, index > Self.noticeable else { return .none }
    return index > Self.large ? .strong : .drift
  }

  /// - Parameters:
  ///   - reference: rows by bin.
  ///   - current: rows by the same bins.
  ///   - isOrdered: whether neighbouring bins are joined; else those with the fewest rows.
  /// - Returns: nil where a side has no rows.
  public init?(reference: [Int], current: [Int], isOrdered: Bool) {
    let (n, m) = (reference.reduce(0, +), current.reduce(0, +))
    guard n > 0, m > 0 else { return nil }
    let bins = Self.joined(Array(zip(reference, current)), n, m, isOrdered)
    index = bins.reduce(0) { sum, bin in
      let e = max(Double(bin.reference), 0.5) / Double(n)
      let a = max(Double(bin.current), 0.5) / Double(m)
      return sum + (a - e) * Elementary.log(a / e)
    }
    binCount = bins.count
    criticalValue =
      bins.count < 2 ? nil : (1 / Double(n) + 1 / Double(m)) * Self.quantile(bins.count - 1)
  }

  /// χ² with k degrees of freedom is a gamma distribution of shape k/2 and rate ½.
  private static func quantile(_ degreesOfFreedom: Int) -> Double {
    GammaDistribution(shape: Double(degreesOfFreedom) / 2, rate: 0.5).quantile(confidence)
  }

  private typealias Bin = (reference: Int, current: Int)

  private static func joined(_ bins: [Bin], _ n: Int, _ m: Int, _ isOrdered: Bool) -> [Bin] {
    func rows(_ bin: Bin) -> Int { bin.reference + bin.current }
    // The sort is stable: equal ones stay in order.
    let ordered = isOrdered ? bins : bins.sorted { rows($0) > rows($1) }
    var result: [Bin] = []
    var open: Bin = (0, 0)
    for bin in ordered where rows(bin) > 0 {
      open = (open.reference + bin.reference, open.current + bin.current)
      let expected = Double(rows(open)) * Double(min(n, m)) / Double(n + m)
      if expected >= Double(fewestRows) {
        result.append(open)
        open = (0, 0)
      }
    }
    guard rows(open) > 0 else { return result }
    guard let last = result.popLast() else { return [open] }
    return result + [(last.reference + open.reference, last.current + open.current)]
  }
}
