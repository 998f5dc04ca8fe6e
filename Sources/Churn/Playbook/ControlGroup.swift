import DelimitedText
import Reporting

/// Customers of the list who are left alone, so that what contacting does can be measured.
///
/// Whether a customer is in it depends on the seed and the customer's id alone: they keep their group
/// in every run, whoever else is in the file. Each band, stage and rule has the share that chance
/// gives it.
public struct ControlGroup: Sendable, Equatable {
  /// Of the list.
  public let share: Double
  public let seed: UInt64
  private let threshold: UInt64

  /// - Throws: `.usage` unless the share is above 0 and below 1.
  public init(share: Double, seed: UInt64) throws(LocatedError) {
    guard share > 0, share < 1 else {
      throw LocatedError(
        .usage, "a control group of \(share)",
        advice: "Give a share of the list above 0 and below 1, such as 0.1.")
    }
    self.share = share
    self.seed = seed
    threshold = UInt64(share * 0x1p64)
  }

  /// - Parameter id: as it is written in the file, without blanks around it.
  public func contains(id: some Sequence<UInt8>) -> Bool {
    contains(fingerprint: FingerprintSet.fingerprint(id))
  }

  /// - Parameter fingerprint: of the id.
  func contains(fingerprint: UInt64) -> Bool {
    Self.mixed(fingerprint ^ Self.mixed(seed &+ 0x9e37_79b9_7f4a_7c15)) < threshold
  }

  /// The output function of splitmix64 (Steele, Lea, Flood 2014).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}

/// What a comparison of contacted customers with a control group can show.
public struct ControlPower: Sendable, Equatable {
  public let contacted: Int
  public let control: Int
  /// The share that churns without contact: the mean probability of the list.
  public let baseRate: Double

  public init(contacted: Int, control: Int, baseRate: Double) {
    self.contacted = contacted
    self.control = control
    self.baseRate = baseRate
  }

  /// 2.8·√(p(1 − p)(1/n₁ + 1/n₀)): the difference of the churn rates that a two-sided test at 5 %
  /// finds in 80 % of the runs (Fleiss, Levin, Paik 2003, with p in both groups); 2.8 is
  /// z₀.₉₇₅ + z₀.₈. nil where a group is empty.
  public var smallestEffect: Double? {
    guard contacted > 0, control > 0 else { return nil }
    let variance = baseRate * (1 - baseRate) * (1 / Double(contacted) + 1 / Double(control))
    return 2.8 * variance.squareRoot()
  }

  /// γ·p is what contacting can do at most: the churners who accept stay.
  public func warning(acceptRate: Double?) -> String? {
    guard let effect = smallestEffect else {
      return "the control group or the rest of the list is empty: nothing can be compared"
    }
    guard let acceptRate, effect > acceptRate * baseRate else { return nil }
    return "the control group is too small to show what contacting does: it shows a difference of "
      + "churn of \(NumberText.percent(effect)) or more, and the accept rate lets expect "
      + "\(NumberText.percent(acceptRate * baseRate)); enlarge --control or the list"
  }
}

/// How many of the list each band holds, and how many of them are in the control group.
public struct ControlShares: Sendable, Equatable {
  public private(set) var listed: [Bands.Band: Int] = [:]
  public private(set) var control: [Bands.Band: Int] = [:]
  private var probabilities = 0.0

  public init() {}

  /// A customer of the list.
  public mutating func add(_ band: Bands.Band, probability: Double, isControl: Bool) {
    listed[band, default: 0] += 1
    probabilities += probability
    if isControl { control[band, default: 0] += 1 }
  }

  /// Adds up the counts of other customers.
  public mutating func merge(_ other: ControlShares) {
    listed.merge(other.listed, uniquingKeysWith: +)
    control.merge(other.control, uniquingKeysWith: +)
    probabilities += other.probabilities
  }

  /// nil in a band without customers of the list.
  public func share(of band: Bands.Band) -> Double? {
    listed[band].map { Double(control[band] ?? 0) / Double($0) }
  }

  public var power: ControlPower {
    let (all, held) = (listed.values.reduce(0, +), control.values.reduce(0, +))
    return ControlPower(
      contacted: all - held, control: held, baseRate: all > 0 ? probabilities / Double(all) : 0)
  }
}
