import DelimitedText

/// Which definitions of a lost customer are compared and how they are verified.
public struct ChurnDefinitionOptions: Sendable, Equatable {
  /// Days of fixed idle lines.
  public var idleDays = [365]
  /// Days after a verification date in which a purchase is a return; nil: two average cycles.
  public var followUp: Int?
  /// Verification dates; nil: up to four, a follow-up apart, the last a follow-up before the as-of day.
  public var dates: [Day]?
  /// Days of the outcome window; nil: two average cycles.
  public var horizon: Int?
  /// From how many gaps on a customer is measured by the own mean cycle.
  public var personalMinimumGaps = 3
  /// Bootstrap replicates of pooled intervals; 0 for none.
  public var replicates = 1000
  public var seed: UInt64 = 1
  public var threads = 1

  public init() {}

  /// - Throws: `.usage` for numbers out of range.
  func check() throws(LocatedError) {
    for days in idleDays { try Self.check(days, "an idle line", "--idle") }
    if let followUp { try Self.check(followUp, "a follow-up", "--follow-up") }
    if let horizon { try Self.check(horizon, "an outcome window", "--horizon") }
    guard personalMinimumGaps >= 1, replicates >= 0 else {
      throw LocatedError(
        .usage, "\(personalMinimumGaps) gaps and \(replicates) bootstrap replicates",
        advice: "Give at least 1 gap for a customer's own cycle and 0 or more replicates.")
    }
  }

  private static func check(
    _ days: Int, _ what: String, _ option: String
  ) throws(LocatedError) {
    guard !(1...36_525).contains(days) else { return }
    throw LocatedError(
      .usage, "\(what) of \(days) days",
      advice: "Give \(option) a number of days from 1 to 36525.")
  }

  /// All definitions side by side, each once; without an average cycle those that need none.
  /// - Parameter twoCycles: in whole days.
  func lines(twoCycles: Int?) -> [ChurnLine] {
    var lines = idleDays.map { ChurnLine.idle(days: $0) }
    for estimate in CycleEstimate.allCases {
      lines += [1.5, 2].map { .cycles($0, by: estimate) }
    }
    lines += [90, 95].map { .gapQuantile(percent: $0) }
    lines += [90, 95].map { .returnQuantile(percent: $0) }
    lines += [1.5, 2].map { .personal($0) }
    lines += (horizon ?? twoCycles).map { [.outcomeWindow(days: $0)] } ?? []
    var seen: Set<ChurnLine> = []
    return lines.filter { seen.insert($0).inserted }
  }
}
