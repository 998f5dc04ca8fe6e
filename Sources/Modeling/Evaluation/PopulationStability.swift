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
/// That needs bins with enough rows: bins are joined until each would hold at least ten of the smaller
/// side's rows if both sides were alike (with five, chance crosses the value twice as often as it
/// should), neighbours with neighbours, levels with few rows all together. That choice looks at the sums
/// of both sides alone, which say nothing of their difference. Levels that the reference has not seen are
/// always joined with the rare ones: by themselves they would have none of its rows by definition, and a
/// column of very many levels would alarm in every file. Rows without a value, and these rare levels,
/// stand alone from five current rows on too, so that gaps in a column that had none are seen. A count of
/// 0 that is left is taken for ½.
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
  static let fewestRows = 10
  static let fewestOfTheirOwn = 5

  public var alarm: Alarm {
    guard let criticalValue, index > criticalValue, index > Self.noticeable else { return .none }
    return index > Self.large ? .strong : .drift
  }

  /// Rows of one bin on both sides.
  public struct Rows: Sendable, Equatable {
    public var reference: Int
    public var current: Int

    public init(_ reference: Int, _ current: Int) {
      self.reference = reference
      self.current = current
    }

    fileprivate var sum: Int { reference + current }

    fileprivate static func + (a: Rows, b: Rows) -> Rows {
      Rows(a.reference + b.reference, a.current + b.current)
    }
  }

  /// Of a column of numbers.
  /// - Parameters:
  ///   - bins: in order.
  ///   - missing: rows without a value.
  /// - Returns: nil where a side has no rows.
  public init?(bins: [Rows], missing: Rows = Rows(0, 0)) {
    guard let sides = Sides(bins + [missing]) else { return nil }
    let joined = sides.joiningNeighbours(bins)
    self.init(sides.adding(missing, to: joined, at: joined.count - 1), sides)
  }

  /// Of a column of levels.
  /// - Parameters:
  ///   - levels: those of the reference.
  ///   - unseen: current rows with other levels.
  ///   - missing: rows without a value.
  /// - Returns: nil where a side has no rows.
  public init?(levels: [Rows], unseen: Int = 0, missing: Rows = Rows(0, 0)) {
    let others = Rows(0, unseen)
    guard let sides = Sides(levels + [others, missing]) else { return nil }
    let common = levels.filter(sides.isEnough)
    let rare = levels.filter { !sides.isEnough($0) }.reduce(others, +)
    var bins = sides.adding(rare, to: common, at: Self.smallest(common))
    bins = sides.adding(missing, to: bins, at: Self.smallest(bins))
    self.init(bins, sides)
  }

  private static func smallest(_ bins: [Rows]) -> Int {
    bins.indices.min { bins[$0].sum < bins[$1].sum } ?? 0
  }

  private init(_ bins: [Rows], _ sides: Sides) {
    let (n, m) = (Double(sides.reference), Double(sides.current))
    index = bins.reduce(0) { sum, bin in
      let e = max(Double(bin.reference), 0.5) / n
      let a = max(Double(bin.current), 0.5) / m
      return sum + (a - e) * Elementary.log(a / e)
    }
    binCount = bins.count
    criticalValue = bins.count < 2 ? nil : (1 / n + 1 / m) * Self.quantile(bins.count - 1)
  }

  /// χ² with k degrees of freedom is a gamma distribution of shape k/2 and rate ½.
  private static func quantile(_ degreesOfFreedom: Int) -> Double {
    GammaDistribution(shape: Double(degreesOfFreedom) / 2, rate: 0.5).quantile(confidence)
  }
}

/// All rows of both sides, which tell what is enough for a bin.
private struct Sides {
  typealias Rows = PopulationStability.Rows

  let reference: Int
  let current: Int

  init?(_ bins: [Rows]) {
    reference = bins.reduce(0) { $0 + $1.reference }
    current = bins.reduce(0) { $0 + $1.current }
    guard reference > 0, current > 0 else { return nil }
  }

  /// Whether at least ten of the smaller side's rows would be in it if both sides were alike.
  func isEnough(_ bin: Rows) -> Bool {
    Double(bin.sum) * Double(min(reference, current)) / Double(reference + current)
      >= Double(PopulationStability.fewestRows)
  }

  /// What is left at the end joins the last.
  func joiningNeighbours(_ bins: [Rows]) -> [Rows] {
    var (result, open): ([Rows], Rows) = ([], Rows(0, 0))
    for bin in bins {
      open = open + bin
      if isEnough(open) {
        result.append(open)
        open = Rows(0, 0)
      }
    }
    if open.sum == 0 { return result }
    return result.isEmpty ? [open] : result.dropLast() + [result[result.count - 1] + open]
  }

  /// With a bin of its own kind, which joins the one at `place` where it has too few rows.
  func adding(_ bin: Rows, to bins: [Rows], at place: Int) -> [Rows] {
    if bin.sum == 0 { return bins }
    let standsAlone = isEnough(bin) || bin.current >= PopulationStability.fewestOfTheirOwn
    guard !standsAlone, bins.indices.contains(place) else { return bins + [bin] }
    var result = bins
    result[place] = result[place] + bin
    return result
  }
}
