/// A combination that a playbook says what to do about.
public struct Segment: Sendable, Equatable {
  /// nil: the column that tells the stage has no value.
  public var stage: LifeStage?
  /// nil: nothing tells the tier.
  public var tier: String?
  /// nil: nothing pushes the customer's score above the training mean.
  public var driver: LossDriver?
  public var band: Bands.Band

  public init(stage: LifeStage?, tier: String?, driver: LossDriver?, band: Bands.Band) {
    self.stage = stage
    self.tier = tier
    self.driver = driver
    self.band = band
  }

  /// In the order of the table: those who have none come last.
  static let stages: [LifeStage?] = LifeStage.allCases + [nil]
  static let drivers: [LossDriver?] = LossDriver.allCases + [nil]

  /// Where the combination stands in the table.
  static func place(
    stage: LifeStage?, tier: Int?, driver: LossDriver?, band: Bands.Band, tierCount: Int
  ) -> Int {
    let stage = stages.firstIndex(of: stage) ?? 0
    let driver = drivers.firstIndex(of: driver) ?? 0
    let band = Bands.Band.allCases.firstIndex(of: band) ?? 0
    let tier = min(tier ?? tierCount, tierCount)
    return ((stage * (tierCount + 1) + tier) * drivers.count + driver) * 3 + band
  }
}

extension Playbook {
  /// The word of a rule for customers who have no stage, no tier or no driver.
  public static let noneWord = "none"

  /// Which combinations a rule is for; a dimension that is nil takes all of its values.
  public struct Condition: Sendable, Equatable {
    /// nil among the values: customers who have none.
    public var stages: [LifeStage?]?
    public var tiers: [String?]?
    public var drivers: [LossDriver?]?
    public var bands: [Bands.Band]?

    public init(
      stages: [LifeStage?]? = nil, tiers: [String?]? = nil, drivers: [LossDriver?]? = nil,
      bands: [Bands.Band]? = nil
    ) {
      self.stages = stages
      self.tiers = tiers
      self.drivers = drivers
      self.bands = bands
    }

    public func matches(_ segment: Segment) -> Bool {
      (stages?.contains(segment.stage) ?? true) && (tiers?.contains(segment.tier) ?? true)
        && (drivers?.contains(segment.driver) ?? true)
        && (bands?.contains(segment.band) ?? true)
    }
  }
}
