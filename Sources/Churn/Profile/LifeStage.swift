import DelimitedText

/// Stages of a customer's life by the days since the last purchase.
public enum LifeStage: String, Sendable, CaseIterable {
  case active, silent, sleeping, lost
}

/// The last idle days of the first three stages.
public struct LifeStageCuts: Sendable, Equatable {
  public let active: Double
  public let silent: Double
  public let sleeping: Double

  /// Days, ascending; fractions are allowed (quantiles have them), idle days being whole: up to 26.4
  /// days is up to 26 days.
  /// - Throws: `.usage` for days that do not ascend or are not 0 … 36,525.
  public init(active: Double, silent: Double, sleeping: Double) throws(LocatedError) {
    guard active >= 0, active <= silent, silent <= sleeping, sleeping <= 36_525 else {
      throw LocatedError(
        .usage, "the stages \(active), \(silent), \(sleeping)",
        advice: "Give three numbers of days from 0 to 36525, each at least the one before it.")
    }
    self.init(ascending: active, silent, sleeping)
  }

  /// The practice's reference shop: 26, 133 and 404 days.
  public static let published = LifeStageCuts(ascending: 26, 133, 404)

  init(ascending active: Double, _ silent: Double, _ sleeping: Double) {
    (self.active, self.silent, self.sleeping) = (active, silent, sleeping)
  }

  public func stage(idle days: Int) -> LifeStage { stage(days: Double(days)) }

  /// - Parameter days: since the last purchase, not NaN.
  func stage(days: Double) -> LifeStage {
    days <= active ? .active : days <= silent ? .silent : days <= sleeping ? .sleeping : .lost
  }

  /// The whole idle days of a stage; no `last` for the lost. Of equal cuts the later stage has none:
  /// its last day is before its first.
  public func days(of stage: LifeStage) -> (first: Int, last: Int?) {
    let (active, silent, sleeping) = (Int(active), Int(silent), Int(sleeping))
    return switch stage {
    case .active: (0, active)
    case .silent: (active + 1, silent)
    case .sleeping: (silent + 1, sleeping)
    case .lost: (sleeping + 1, nil)
    }
  }

  /// `27–133`, `405 or more`.
  public func text(of stage: LifeStage) -> String {
    let (first, last) = days(of: stage)
    guard let last else { return "\(first) or more" }
    return last < first ? "none" : last == first ? "\(first)" : "\(first)–\(last)"
  }

  /// - Throws: `.wrongData` with the path of the key at fault.
  init(_ node: JSONNode) throws(LocatedError) {
    active = try node["active_days"].number(in: 0...36_525)
    silent = try node["silent_days"].number(in: active...36_525)
    sleeping = try node["sleeping_days"].number(in: silent...36_525)
  }

  var json: JSONValue {
    [
      "active_days": JSONValue(active), "silent_days": JSONValue(silent),
      "sleeping_days": JSONValue(sleeping),
    ]
  }
}
