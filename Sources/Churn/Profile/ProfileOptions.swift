import DelimitedText

/// What a diagnosis looks at; nil leaves the choice to the shop's own purchases.
public struct ProfileOptions: Sendable, Equatable {
  /// nil: the end of the data.
  public var asOf: Day?
  /// Days at the start of the file in which a purchase is not known to be its customer's first; nil:
  /// the 90 % point of the gaps, at most half of the file; 0 for a complete history.
  public var burnIn: Int?
  public var definitions = ChurnDefinitionOptions()
  /// Days without a purchase after which the series over time calls a customer lost; nil: two average
  /// cycles.
  public var line: Int?
  public var period = ChurnSeries.Period.month
  public var lifeCycle = LifeCycle.Source.raw
  /// The first day of the moves between stages; nil: a quarter before the as-of date.
  public var movesFrom: Day?
  /// Days in which a next purchase counts, in the ladder and the tiers; nil: a year, or what the file
  /// can show.
  public var horizon: Int?
  /// Frozen cuts; nil: cut anew.
  public var rfmCuts: RFMCuts?
  public var seed: UInt64 = 1
  public var threads = 1

  public init() {}
}
